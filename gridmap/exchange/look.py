"""A layer looked at by itself: its kind, its columns, its places and their system."""

from dataclasses import dataclass, field

import numpy as np
import shapely

from gridmap.errors import InputError, UsageError
from gridmap.exchange.columns import Columns, read_columns
from gridmap.exchange.coordinates import GEOGRAPHIC, Numbers, source_by_size, source_of
from gridmap.exchange.gate import Shapes, shape_kind, shapes_of
from gridmap.exchange.headings import Matching
from gridmap.exchange.kinds import fits
from gridmap.exchange.places import Places, put_east_first, shape_places, written_places
from gridmap.exchange.raw import RawFile, RawLayer
from gridmap.i18n import _
from gridmap.township.schema import Schema
from gridmap.township.schemas import SCHEMAS


@dataclass
class Found:
    """A layer of a file with what was found out about it before it is compared with anything.

    ``columns`` are its values and what is doubtful about them, ``places`` the written positions of a
    point table, ``shapes`` the geometries of any layer (empty without them), ``source`` what their
    numbers are ('' when there are none).
    """

    path: str
    file: RawFile
    layer: RawLayer
    kind: str
    matching: Matching
    columns: Columns
    shapes: Shapes = field(default_factory=lambda: np.array([], object))
    places: Places | None = None
    source: str = ""

    @property
    def schema(self) -> Schema:
        """The schema of the table that this layer is for."""
        return SCHEMAS[self.kind]

    def positions(self) -> Numbers:
        """Every finite position as written, one x and y a row."""
        if self.places is not None:
            all_of_them = np.column_stack([self.places.x, self.places.y])
        else:
            all_of_them = shapely.get_coordinates(self.shapes)
        return all_of_them[np.isfinite(all_of_them).all(axis=1)]

    def let_go(self) -> None:
        """Forget the columns once they are in a table; one by one, to hold no other thread up."""
        while self.layer.columns:
            self.layer.columns.pop()
        while self.columns.values:
            self.columns.values.popitem()


def look(path: str, file: RawFile, layer: RawLayer, kind: str, matching: Matching, datum: str) -> Found:
    """Find the places of a layer and what they are measured in. Raises InputError when it must be asked."""
    found = Found(path, file, layer, kind, matching, read_columns(layer, SCHEMAS[kind], matching))
    if layer.geometries is not None and found.schema.geometry != "none":
        found.shapes = shapes_of(layer, timed_lines=kind == "patrols")
        _check_shapes(found)
    if found.schema.geometry == "point":
        texts = {name: layer.columns[at] for name, at in matching.columns.items()}
        found.places = written_places(texts, layer.rows) if layer.geometries is None else None
        if layer.geometries is not None:
            found.places = shape_places(found.shapes, layer.rows)
    elif found.schema.geometry == "polygon" and layer.geometries is None:
        raise InputError(
            path,
            _("“{kind}”需要边界，这个文件只有表格").format(kind=found.schema.title),
            place=layer.name,
            remedy=_("请给 GeoJSON、GeoPackage 或 shapefile"),
        )
    if found.places is not None and layer.geometries is None:
        put_east_first(found.places)
    found.source = _source(found, datum)
    return found


def _check_shapes(found: Found) -> None:
    shape, wanted = shape_kind(found.shapes), found.schema.geometry
    titles = {"point": _("点"), "line": _("线"), "polygon": _("面"), "none": _("无图形")}
    if shape != "none" and not fits(found.kind, shape):
        reason = _("“{kind}”应是{wanted}，文件里是{shape}")
        raise InputError(
            found.path,
            reason.format(kind=found.schema.title, wanted=titles[wanted], shape=titles[shape]),
            place=found.layer.name,
            remedy=_("请用 --as 指明是哪类数据"),
        )


def _asked_system(name: str) -> str:
    source = source_of(name)
    if not source:
        raise UsageError(_("--datum {name}：没有这个坐标系——请核对编号").format(name=name))
    return source


def _source(found: Found, datum: str) -> str:
    """What the numbers of a layer are. A declared metric CRS outranks a datum, which only names degrees."""
    positions = found.positions()
    if not len(positions):
        return ""
    declared = source_of(found.layer.crs)
    if datum.upper().startswith("EPSG:"):
        return _asked_system(datum.upper())
    if declared and declared not in GEOGRAPHIC:
        return declared
    if datum != "auto":
        return datum
    guessed = declared or source_by_size(positions[:, 0], positions[:, 1])
    if not guessed:
        raise InputError(
            found.path,
            _("坐标是投影坐标，但没有说明是哪个坐标系"),
            place=found.layer.name,
            remedy=_("请用 --datum EPSG:n 指明"),
        )
    return guessed
