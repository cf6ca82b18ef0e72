"""What leaves the township: one function, the format from the suffix of the file."""

import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from gridmap.errors import UsageError
from gridmap.exchange.exports.columns import Outgoing, lon_lat, outgoing, places_of
from gridmap.exchange.exports.geodata import GeoLayer, write_geodata
from gridmap.exchange.exports.save import replacing
from gridmap.exchange.exports.sheet import write_sheet
from gridmap.exchange.exports.stamp import Stamp
from gridmap.exchange.exports.workbook import write_workbook
from gridmap.exchange.ground import Ground
from gridmap.i18n import _
from gridmap.township.bulk import parts
from gridmap.township.census import Census
from gridmap.township.layer import LayerDefinition
from gridmap.township.schemas import SCHEMAS
from gridmap.township.snapshot import Snapshot
from gridmap.township.table import Table

AT_ONCE = 50_000
"""Rows of a ledger that are written at once: what two processes hold of them is 100 MB."""
_SHAPES = {"point": "Point", "line": "MultiLineString", "polygon": "MultiPolygon", "none": ""}


@dataclass(frozen=True)
class Order:
    """Everything one export is made from."""

    snapshot: Snapshot
    census: Census
    path: Path
    what: tuple[str, ...]
    stamp: Stamp
    layers: Sequence[LayerDefinition]
    hide: bool


def export(
    snapshot: Snapshot, census: Census, path: Path, what: Sequence[str] = (), *, author: str, now: datetime,
    purpose: str = "", layers: Sequence[LayerDefinition] = (), hide: bool = True,
) -> Path:  # fmt: skip
    """Write ``path`` in the format of its suffix and give it back.

    ``what`` names tables; without any, the page shows all ``layers``, .gpkg and .xlsx hold every
    table that has rows, .geojson .kml .zip .csv the grids. Personal values are masked while
    ``hide`` is set (the page always masks). ``author``, ``now`` (local time) and ``purpose`` are
    the watermark. The old file stands until the new one is complete. Raises UsageError for an
    unknown suffix or table, InputError when the file cannot be written.
    """
    writer = _WRITERS.get(path.suffix.lower())
    if writer is None:
        known = " ".join(_WRITERS)
        raise UsageError(
            _("不认识的导出格式 {suffix}：可用 {known}").format(suffix=path.suffix or path.name, known=known)
        )
    unknown = [name for name in what if name not in SCHEMAS]
    if unknown:
        raise UsageError(
            _("没有名为 {name} 的表：可用 {known}").format(name=unknown[0], known=" ".join(SCHEMAS))
        )
    stamp = Stamp(author, now, purpose, drill=snapshot.settings.drill)
    order = Order(snapshot, census, path, tuple(what), stamp, layers, hide)
    with replacing(path) as fresh:
        writer(order, fresh)
    return path


def _page(order: Order, fresh: Path) -> None:
    from gridmap.exchange.page import make_page

    layers = [layer for layer in order.layers if not order.what or layer.table in order.what]
    stamp = order.stamp
    text = make_page(
        order.snapshot, order.census, layers,
        author=stamp.author, moment=stamp.moment, purpose=stamp.purpose,
    )  # fmt: skip
    fresh.write_text(text, encoding="utf-8", errors="xmlcharrefreplace", newline="\n")


def _sheet(order: Order, fresh: Path) -> None:
    name = _one(order)
    heading = f"{_(SCHEMAS[name].title)} · {order.stamp.line}"
    write_sheet(fresh, _sheet_columns(order, name), heading)


def _workbook(order: Order, fresh: Path) -> None:
    sheets = {_(SCHEMAS[name].title): _sheet_columns(order, name) for name in order.what or _filled(order)}
    write_workbook(fresh, sheets, order.stamp)


def _sheet_columns(order: Order, name: str) -> list[Outgoing]:
    columns = outgoing(order.snapshot, order.census, name, hide=order.hide)
    return columns + lon_lat(order.snapshot, order.snapshot[name])


def _geopackage(order: Order, fresh: Path) -> None:
    layers = (layer for name in order.what or _filled(order) for layer in _pieces(order, name))
    write_geodata(fresh, "GPKG", order.snapshot.settings.crs, layers, order.stamp.line)


def _geojson(order: Order, fresh: Path) -> None:
    layer = _geo_layer(order, _one(order, mapped=True), degrees=True)
    write_geodata(fresh, "GeoJSON", "EPSG:4326", [layer], order.stamp.line)


def _kml(order: Order, fresh: Path) -> None:
    layer = _geo_layer(order, _one(order, mapped=True), degrees=True)
    write_geodata(fresh, "LIBKML", "EPSG:4326", [layer], order.stamp.line)


def _shapefiles(order: Order, fresh: Path) -> None:
    names = order.what or ("grids",)
    with tempfile.TemporaryDirectory(prefix="gridmap-") as folder:
        notes = [order.stamp.line, ""]
        for name in names:
            _mapped(name)
            layer = _geo_layer(order, name)
            short = _short_names(list(layer.columns))
            titles = {column.name: column.title for column in outgoing(order.snapshot, order.census, name)}
            notes += [
                f"{name}.shp {short[column]} = {titles.get(column, column)}" for column in layer.columns
            ]
            columns = {short[column]: values for column, values in layer.columns.items()}
            kinds = {short[column]: kind for column, kind in layer.kinds.items()}
            made = GeoLayer(name, columns, layer.shapes, layer.geometry, kinds)
            target = Path(folder) / f"{name}.shp"
            write_geodata(target, "ESRI Shapefile", order.snapshot.settings.crs, [made], order.stamp.line)
        (Path(folder) / "说明.txt").write_text("\n".join(notes) + "\n", encoding="utf-8-sig")
        with zipfile.ZipFile(fresh, "w", zipfile.ZIP_DEFLATED) as archive:
            for part in sorted(Path(folder).iterdir()):
                archive.write(part, part.name)


def _short_names(names: list[str]) -> dict[str, str]:
    """Shapefile's ten letters for every name, none twice; a name that fits keeps itself."""
    short = {name: name for name in names if len(name) <= 10}
    for name in names:
        if name in short:
            continue
        made, number = name[:10], 1
        while made in short.values():
            number += 1
            made = f"{name[: 9 - len(str(number))]}_{number}"
        short[name] = made
    return short


def _one(order: Order, mapped: bool = False) -> str:
    names = order.what or ("grids",)
    if len(names) != 1:
        kinds = ".gpkg .xlsx"
        text = _("{suffix} 只能装一张表：用 --what 选一张，或改用 {kinds}")
        raise UsageError(text.format(suffix=order.path.suffix, kinds=kinds))
    if mapped:
        _mapped(names[0])
    return names[0]


def _mapped(name: str) -> None:
    if SCHEMAS[name].geometry == "none":
        raise UsageError(_("{table} 没有图形：改用 .gpkg .xlsx .csv").format(table=_(SCHEMAS[name].title)))


def _filled(order: Order) -> tuple[str, ...]:
    names = tuple(name for name in SCHEMAS if len(order.snapshot[name]))
    if not names:
        raise UsageError(_("还没有数据可导出"))
    return names


def _pieces(order: Order, name: str) -> Iterator[GeoLayer]:
    """A table as layers that together are one: a ledger of people some rows at a time. One with a map is one
    piece, so that its spatial index is made of all rows at once."""
    table = order.snapshot[name]
    if table.schema.geometry != "none" or len(table) <= AT_ONCE:
        yield _geo_layer(order, name)
        return
    for part in parts(len(table), AT_ONCE):
        some = table.take(np.arange(len(table))[part])
        yield _geo_layer(replace(order, snapshot=order.snapshot.with_tables({name: some})), name)


def _geo_layer(order: Order, name: str, degrees: bool = False) -> GeoLayer:
    table = order.snapshot[name]
    leaving = outgoing(order.snapshot, order.census, name, hide=order.hide)
    columns: dict[str, list[Any]] = {"uuid": table["uuid"].tolist()}
    columns |= {column.name: column.values for column in leaving}
    kinds = {column.name: column.kind for column in leaving}
    kind = _SHAPES[table.schema.geometry]
    if not kind:
        return GeoLayer(name, columns, None, "", kinds)
    shapes = _shapes(table)
    if degrees:
        shapes = shapely.transform(shapes, Ground(order.snapshot.settings.crs).exact_degrees)
    return GeoLayer(name, columns, list(shapely.to_wkb(shapes)), kind, kinds)


def _shapes(table: Table) -> Any:  # noqa: ANN401 - an object array of shapely geometries
    if table.schema.geometry != "point":
        shapes = shapely.force_2d(table.text("geometry"))  # few programs read the times of a track
        kind = shapely.multipolygons if table.schema.geometry == "polygon" else shapely.multilinestrings
        for row, shape in enumerate(shapes):
            if shape is not None and not hasattr(shape, "geoms"):
                shapes[row] = kind([shape])
        return shapes
    places = places_of(table)
    placed = np.isfinite(places).all(axis=1)
    points = np.full(len(table), None, object)
    points[placed] = shapely.points(places[placed])
    return points


_WRITERS: dict[str, Callable[[Order, Path], None]] = {
    ".html": _page,
    ".gpkg": _geopackage,
    ".geojson": _geojson,
    ".zip": _shapefiles,
    ".csv": _sheet,
    ".xlsx": _workbook,
    ".kml": _kml,
}
