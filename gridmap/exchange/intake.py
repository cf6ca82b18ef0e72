"""Reading: files or folders to one ``Intake``, ready for one transaction of the store."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import shapely

from gridmap.errors import InputError, UsageError
from gridmap.exchange.coordinates import to_lonlat, working_crs
from gridmap.exchange.folders import collect, settings_after
from gridmap.exchange.gate import shape_kind, shapes_of
from gridmap.exchange.headings import candidates, field_named, match, normal
from gridmap.exchange.kinds import fits, kind_by_columns, kind_by_name
from gridmap.exchange.ledger import batch
from gridmap.exchange.look import Found, look
from gridmap.exchange.options import ReadOptions
from gridmap.exchange.patrol_tracks import merge_tracks
from gridmap.exchange.people import without_known
from gridmap.exchange.raw import RawFile, RawLayer
from gridmap.exchange.worker import read_all
from gridmap.i18n import _
from gridmap.township.batch import Batch, Intake
from gridmap.township.bulk import uncollected
from gridmap.township.schemas import SCHEMAS
from gridmap.township.settings import Settings
from gridmap.township.snapshot import Snapshot

_ORDER = {name: place for place, name in enumerate(SCHEMAS)}
_BOUNDARIES = ("township", "villages", "grids", "groups")


@uncollected()
def read(
    paths: Sequence[Path],
    options: ReadOptions | None = None,
    known: Snapshot | Settings | None = None,
    target: Path | None = None,
) -> Intake:
    """Everything in ``paths`` as batches in the order to be written, with the settings after it.

    ``known`` is what the store has: its settings, or a snapshot whose township or village outline
    points are compared with; ``target`` the store's file, never read. An empty
    working CRS is chosen from the first boundary.
    Raises InputError (one line) when a file as a whole cannot be read and UsageError when a word
    of ``options``, or the kind of a file, has to be asked. Nothing is written anywhere.
    """
    files = collect([Path(path) for path in paths], target)
    if not files.paths and not files.settings:
        raise UsageError(_("没有要导入的文件"))
    options = options or ReadOptions()
    before = known if isinstance(known, Snapshot) else Snapshot(known or Settings())
    settings = settings_after(before.settings, files.settings)
    with closing(read_all(files.paths, _wanted(options))) as files_read:
        found = [item for path, file in files_read for item in look_into(path, file, options)]
    _check_overrides(found, options)
    found.sort(key=lambda item: _ORDER[item.kind])
    settings = replace(settings, crs=settings.crs or _choose_crs(found))
    batches = _batches(found, settings.crs, options, _known_ground(before))
    return Intake(settings, tuple(without_known(merge_tracks(batches))))


def _batches(
    found: list[Found], crs: str, options: ReadOptions, outline: shapely.Geometry | None
) -> list[Batch]:
    """The batches of ``found``; boundaries come first, so that points can be compared with them."""
    made: list[Batch] = []
    for item in found:
        if item.schema.geometry == "point":
            outline = outline or _outline(made)
        made.append(batch(item, crs, outline, options.datum != "auto"))
        item.let_go()
    return made


def _outline(made: list[Batch]) -> shapely.Geometry | None:
    """The ground of the township by the best boundary of this import, None without any."""
    for kind in _BOUNDARIES:
        ground = _union([shape for item in made if item.kind == kind for shape in item.table["geometry"]])
        if ground is not None:
            return ground
    return None


def _known_ground(known: Snapshot) -> shapely.Geometry | None:
    """The ground of the township in the store, of the tables that were loaded."""
    grounds = (_union(list(known[kind]["geometry"])) for kind in _BOUNDARIES)
    return next((ground for ground in grounds if ground is not None), None)


def _union(shapes: list[shapely.Geometry | None]) -> shapely.Geometry | None:
    there = [shape for shape in shapes if shape is not None]
    return shapely.union_all(there) if there else None


def _wanted(options: ReadOptions) -> dict[str, object]:
    return {"layer": options.layer, "sheet": options.sheet, "encoding": options.encoding,
            "kind": options.kind,
            "headings": list(options.columns.values())}  # fmt: skip


def look_into(path: Path, file: RawFile, options: ReadOptions) -> list[Found]:
    """The layers of a file that are for a table. Raises UsageError and InputError as ``read`` does."""
    kinds = [(layer, _kind(path, layer, len(file.layers) == 1, options)) for layer in file.layers]
    known = [(layer, kind) for layer, kind in kinds if kind]
    if not known:
        raise _unknown_kind(path, file)
    cut = file.format == "Shapefile"
    found = [(layer, match(SCHEMAS[kind], layer.headings, options.columns, cut=cut)) for layer, kind in known]
    return [
        look(str(path), file, layer, kind, matching, options.datum)
        for (layer, matching), (_layer, kind) in zip(found, known, strict=True)
    ]


def _kind(path: Path, layer: RawLayer, alone: bool, options: ReadOptions) -> str:
    """The table that a layer is for; '' when neither the user, nor names, nor columns say it."""
    if options.kind:
        return options.kind
    shape = shape_kind(shapes_of(layer)) if layer.geometries is not None else "none"
    # the layers of a GeoPackage speak for themselves; of any other file its name is the first word
    if path.suffix.lower() in (".gpkg", ".zip"):
        names = [layer.name, path.stem] if alone else [layer.name]
    else:
        names = [path.stem, layer.name]
    spoken = [kind for kind in map(kind_by_name, names) if kind]
    fitting = [kind for kind in spoken if fits(kind, shape)]
    by_columns = kind_by_columns(layer.headings, shape)
    return next((kind for kind in (*fitting, by_columns, *spoken) if kind), "")


def _unknown_kind(path: Path, file: RawFile) -> UsageError:
    names = "、".join(layer.name for layer in file.layers if layer.name)
    place = _("（图层：{names}）").format(names=names) if len(file.layers) > 1 else ""
    kinds = ", ".join(SCHEMAS)
    text = _("{path}{place}：看不出是哪类数据——请用 --as 指明：{kinds}")
    return UsageError(text.format(path=path, place=place, kinds=kinds))


def _choose_crs(found: list[Found]) -> str:
    """The working CRS by the middle of the first boundary, else of whatever has places; '' without any."""
    first = sorted(found, key=lambda item: (item.kind not in _BOUNDARIES, _ORDER[item.kind]))
    for item in first:
        positions = item.positions()
        if len(positions):
            middle = np.median(positions, axis=0).reshape(1, 2)
            lon, lat = to_lonlat(middle[:, 0], middle[:, 1], item.source)
            if abs(lon[0]) <= 180 and abs(lat[0]) <= 85:
                return working_crs(float(lon[0]), float(lat[0]))
            if item.places is None:
                raise InputError(item.path, _("坐标不在地球上"), remedy=_("请用 --datum 指明坐标系"))
    return ""


def _check_overrides(found: list[Found], options: ReadOptions) -> None:
    """Every ``--column`` must name a field of some table read and a heading of some file read."""
    kinds = list(dict.fromkeys(item.kind for item in found))
    headings = list(dict.fromkeys(heading for item in found for heading in item.layer.headings if heading))
    for word, heading in options.columns.items():
        if not any(field_named(kind, word) for kind in kinds):
            names = ", ".join(dict.fromkeys(name for kind in kinds for name in candidates(kind)))
            raise UsageError(_("--column：没有字段“{word}”——可用：{names}").format(word=word, names=names))
        if normal(heading) not in {normal(known) for known in headings}:
            text = _("--column：文件里没有表头“{heading}”——可用：{names}")
            raise UsageError(text.format(heading=heading, names=", ".join(headings)))
