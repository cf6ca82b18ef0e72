"""The gate of shapes: what comes in is finite, closed, valid, not too large, and of the right kind."""

from dataclasses import dataclass, field

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.exchange.coordinates import project
from gridmap.exchange.raw import RawLayer
from gridmap.i18n import _
from gridmap.township.batch import Problem
from gridmap.township.track import places_of, timed

MAX_VERTICES = 200_000
NOWHERE = 0.5
"""Degrees or metres around 0,0, where programs put what has no place; there is only sea."""
_TYPES = {
    "point": (shapely.GeometryType.POINT, shapely.GeometryType.MULTIPOINT),
    "line": (
        shapely.GeometryType.LINESTRING,
        shapely.GeometryType.MULTILINESTRING,
        shapely.GeometryType.LINEARRING,
    ),
    "polygon": (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON),
}
Shapes = NDArray[np.object_]


@dataclass
class Gated:
    """Shapes of a layer in the order of its rows, None where there is none or it was refused."""

    shapes: Shapes
    problems: list[Problem] = field(default_factory=list)


def shapes_of(layer: RawLayer, *, timed_lines: bool = False) -> Shapes:
    """The two-dimensional geometries of a layer, None for rows without one or with an empty one.

    ``timed_lines`` keep the time of each place (``township/track.py``)."""
    codes = np.array([code or None for code in layer.geometries or ()], object)
    with np.errstate(invalid="ignore"):  # NaN in a file is said by row, not by numpy
        shapes = shapely.from_wkb(codes, on_invalid="ignore") if len(codes) else codes
    if not len(codes):
        return shapes
    with_time = shapely.has_m(shapes) & timed_lines
    found: Shapes = np.where(with_time & ~shapely.has_z(shapes), shapes, shapely.force_2d(shapes))
    found[shapely.is_empty(found)] = None
    flat = np.flatnonzero(with_time & ~shapely.has_m(found))  # had a height too
    if len(flat):
        found[flat] = timed(found[flat], places_of(shapes[flat]).unix)
    return found


def shape_kind(shapes: Shapes) -> str:
    """``point``, ``line`` or ``polygon``: what most shapes are; ``none`` when there are none."""
    types = shapely.get_type_id(shapes) if len(shapes) else np.array([], int)
    counts = {
        kind: int(np.isin(types, [int(code) for code in codes]).sum()) for kind, codes in _TYPES.items()
    }
    best = max(counts, key=lambda kind: counts[kind])
    return best if counts[best] else "none"


def gate(layer: RawLayer, shapes: Shapes, kind: str) -> Gated:
    """The shapes of a line or polygon table that may pass; a Problem for each that may not."""
    reasons = [_fault(shape, kind) for shape in shapes]
    passed = np.array(
        [None if reason else shape for shape, reason in zip(shapes, reasons, strict=True)], object
    )
    problems = [
        Problem(row, "geometry", reason) for row, reason in zip(layer.rows, reasons, strict=True) if reason
    ]
    return Gated(passed, problems)


def _fault(shape: shapely.Geometry | None, kind: str) -> str:
    if shape is None or shapely.is_empty(shape):
        return _("没有图形") if kind == "polygon" else ""
    if shapely.get_type_id(shape) not in _TYPES[kind]:
        return _("图形类型不对，应为{kind}").format(
            kind={"polygon": _("面"), "line": _("线")}.get(kind, kind)
        )
    if shapely.get_num_coordinates(shape) > MAX_VERTICES:
        return _("顶点超过 {n} 个").format(n=MAX_VERTICES)
    places = shapely.get_coordinates(shape)
    if not np.isfinite(places).all():
        return _("坐标不是有限的数")
    if (np.abs(places) < NOWHERE).all():
        return _("坐标在 0,0 附近，等于没有")
    return _invalid(shape) if kind == "polygon" else ""


def _invalid(shape: shapely.Geometry) -> str:
    if shapely.is_valid(shape):
        return "" if shapely.area(shape) > 0 else _("面积为零")
    reason = shapely.is_valid_reason(shape)
    return _("自相交") if "ntersection" in reason else _("边界无效（环嵌套、重复或退化）")


def project_shapes(shapes: Shapes, source: str, crs: str) -> Shapes:
    """The shapes in the working CRS. A position that several share is converted once, so stays shared."""
    coordinates = shapely.get_coordinates(shapes)
    if not len(coordinates):
        return shapes
    # as complex numbers, which numpy sorts many times faster than pairs
    unique, index = np.unique(np.ascontiguousarray(coordinates).view(complex).ravel(), return_inverse=True)
    x, y = project(unique.real.copy(), unique.imag.copy(), source, crs)
    moved: Shapes = shapely.set_coordinates(shapes.copy(), np.column_stack([x, y])[index])
    with_time = np.flatnonzero(shapely.has_m(shapes))
    if len(with_time):
        moved[with_time] = timed(moved[with_time], places_of(shapes[with_time]).unix)
    return moved


def refuse_far(layer: RawLayer, gated: Gated) -> Gated:
    """Refuse shapes that the projection could not place on this side of the earth."""
    bounds = shapely.bounds(gated.shapes) if len(gated.shapes) else np.empty((0, 4))
    missing = np.array([shape is None for shape in gated.shapes], bool)
    # a metric CRS has no honest position beyond its own zone number (45 000 000 east)
    far = ~missing & ~shapely.is_empty(gated.shapes) & ~(np.abs(bounds) < 5e7).all(axis=1)
    shapes = gated.shapes.copy()
    shapes[far] = None
    problems = [Problem(layer.rows[at], "geometry", _("坐标超出投影范围")) for at in np.flatnonzero(far)]
    return Gated(shapes, gated.problems + problems)
