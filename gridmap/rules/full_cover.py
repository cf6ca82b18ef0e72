"""The grids cover every village without gap and without overlap."""

from collections.abc import Iterator

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.i18n import _
from gridmap.township.census import Census
from gridmap.township.finding import Finding
from gridmap.township.snapshot import Snapshot
from gridmap.township.table import Table
from gridmap.township.tiling import tiling
from gridmap.township.value import dataclass

TITLE = "网格全覆盖"
COUNTS_PEOPLE = False
MEASURES = True

TOLERANCE_M2 = 0.01
"""What may be lost: a border of 10 km that two programs rounded to the micrometre."""

Shapes = NDArray[np.object_]
Rows = NDArray[np.int64]


def check(snapshot: Snapshot, census: Census, population: str) -> list[Finding]:
    """An error for each village with ground in no grid, and for each two grids that overlap.

    Without villages the township's outline is what must be covered; without either only overlaps
    are found. Grids whose border crosses itself are errors of their own, and are counted as
    ``shapely.make_valid`` sees them.
    """
    grids = snapshot["grids"].text("geometry")
    table = snapshot["villages"] if len(snapshot["villages"]) else snapshot["township"]
    known = _known(grids, census, table, snapshot["township"])
    broken = np.flatnonzero(~known.grids)
    broken = broken[~shapely.is_valid(grids[broken]) & ~shapely.is_missing(grids[broken])]
    sound = grids.copy()
    sound[broken] = shapely.make_valid(grids[broken])
    found = [_crossed(snapshot, row, sound[row]) for row in broken.tolist()]
    found += _overlaps(snapshot, sound, np.flatnonzero(~known.grids))
    return found + _gaps(snapshot, census, sound, table, np.flatnonzero(~known.areas))


@dataclass(frozen=True)
class _Known:
    """What needs no measuring: ``areas`` that their own grids cover vertex for vertex, and the
    ``grids`` that are valid and, lying in such an area, overlap none.
    """

    areas: NDArray[np.bool_]
    grids: NDArray[np.bool_]


def _known(grids: Shapes, census: Census, areas: Table, township: Table) -> _Known:
    shapes, area = areas.text("geometry"), census.village_of_grid
    if areas is township:
        area = np.zeros(len(grids), np.int64) if len(areas) == 1 else np.full(len(grids), -1)
    exact = tiling("grids", grids, area, shapes).exact
    apart = np.zeros(len(grids), bool)
    own = np.flatnonzero(area >= 0)
    if len(areas) == 1 or _apart(shapes, township.text("geometry")):
        apart[own] = exact[area[own]]
    return _Known(exact, apart)


def _apart(villages: Shapes, township: Shapes) -> bool:
    """Whether no two villages overlap: they make up the township, or match edge for edge."""
    whole = np.zeros(len(villages), np.int64)
    if len(township) == 1 and tiling("villages", villages, whole, township).exact.all():
        return True
    return bool(shapely.is_valid(villages).all() and shapely.coverage_is_valid(villages))


def _crossed(snapshot: Snapshot, row: int, shape: shapely.Geometry) -> Finding:
    message = _("{grid}：边界自相交，请修正").format(grid=_name(snapshot, row))
    return Finding("full_cover", "error", message, (_uuid(snapshot, row),), {}, _place(shape))


def _overlaps(snapshot: Snapshot, grids: Shapes, asked: Rows) -> list[Finding]:
    """Grids that overlap, of which one at least is asked."""
    tree = shapely.STRtree(grids)
    if shapely.coverage_is_valid(grids[np.unique(np.r_[asked, tree.query(grids[asked])[1]])]):
        return []
    one, other = tree.query(grids[asked], predicate="intersects")
    pairs = np.sort(np.column_stack([asked[one], other]), axis=1)
    pairs = np.unique(pairs[pairs[:, 0] != pairs[:, 1]], axis=0)
    common = shapely.intersection(*grids[pairs.T])
    found = []
    for index in np.flatnonzero(shapely.area(common) > TOLERANCE_M2):
        rows, area = pairs[index].tolist(), float(common[index].area)
        message = _("{one} 与 {other} 重叠 {area:,.2f} 平方米").format(
            one=_name(snapshot, rows[0]), other=_name(snapshot, rows[1]), area=area
        )
        uuids = (_uuid(snapshot, rows[0]), _uuid(snapshot, rows[1]))
        found.append(Finding("full_cover", "error", message, uuids, {"area_m2": area}, _place(common[index])))
    return found


def _gaps(snapshot: Snapshot, census: Census, grids: Shapes, areas: Table, asked: Rows) -> list[Finding]:
    found = []
    for row, gap in _uncovered(areas.text("geometry"), grids, census, asked):
        message = _("{village}：有 {parts} 处共 {area:,.2f} 平方米不在任何网格内").format(
            village=areas["name"][row] or areas["code"][row], parts=len(gap), area=shapely.area(gap).sum()
        )
        largest = gap[int(np.argmax(shapely.area(gap)))]
        numbers = {"area_m2": float(shapely.area(gap).sum()), "parts": len(gap)}
        found.append(Finding("full_cover", "error", message, (), numbers, _place(largest)))
    return found


def _uncovered(areas: Shapes, grids: Shapes, census: Census, asked: Rows) -> Iterator[tuple[int, Shapes]]:
    """Rows of the areas asked, with the parts of them that no grid covers.

    An area's own grids are taken off first: nearly always nothing is left for the others.
    """
    tree = shapely.STRtree(grids)
    by_village = len(areas) > 1 or (census.village_of_grid >= 0).any()
    for row, area in zip(asked.tolist(), shapely.make_valid(areas[asked]), strict=True):
        if area is None:
            continue
        own = np.flatnonzero(census.village_of_grid == row) if by_village else tree.query(area)
        rest = shapely.difference(area, _union(grids[own]))
        if shapely.area(rest) > TOLERANCE_M2:
            rest = shapely.difference(rest, shapely.union_all(grids[tree.query(rest)]))
        parts = shapely.get_parts(rest)
        parts = parts[shapely.area(parts) > TOLERANCE_M2]
        if len(parts):
            yield row, parts


def _union(shapes: Shapes) -> shapely.Geometry:
    return (shapely.coverage_union_all if shapely.coverage_is_valid(shapes) else shapely.union_all)(shapes)


def _name(snapshot: Snapshot, row: int) -> str:
    grids = snapshot["grids"]
    return str(grids["name"][row] or grids["code"][row])


def _uuid(snapshot: Snapshot, row: int) -> str:
    return str(snapshot["grids"]["uuid"][row])


def _place(shape: shapely.Geometry) -> tuple[float, float]:
    point = shapely.point_on_surface(shape)
    return float(point.x), float(point.y)
