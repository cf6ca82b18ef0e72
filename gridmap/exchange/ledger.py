"""A raw layer and its kind to a ``Batch``: values parsed, keys looked at, rows taken or refused."""

from dataclasses import dataclass, field

import numpy as np
import shapely

from gridmap.errors import InputError, UsageError
from gridmap.exchange import identity
from gridmap.exchange.coordinates import GEOGRAPHIC, source_by_size, source_of, title_of
from gridmap.exchange.gate import Shapes, gate, project_shapes, refuse_far, shape_kind, shapes_of
from gridmap.exchange.headings import Matching
from gridmap.exchange.people import staff_of_grids
from gridmap.exchange.places import Places, put_east_first, settle, shape_places, written_places
from gridmap.exchange.plain import is_blank, split_group
from gridmap.exchange.raw import RawFile, RawLayer
from gridmap.exchange.values import Value, parse
from gridmap.i18n import _
from gridmap.township.batch import Batch, Problem
from gridmap.township.schema import Field, Schema
from gridmap.township.schemas import SCHEMAS
from gridmap.township.table import Table

_OF_HOUSEHOLD = ("household_no", "village", "group", "grid", "address", "registered_address", "head_name")
_HEADS = ("户主", "本人")


@dataclass
class Found:
    """A layer of a file with what was found out about it before any value is read.

    ``places`` are the written positions of a point table, ``shapes`` the geometries of any layer
    (empty without them), ``source`` what their numbers are ('' when there are none).
    """

    path: str
    file: RawFile
    layer: RawLayer
    kind: str
    matching: Matching
    shapes: Shapes = field(default_factory=lambda: np.array([], object))
    places: Places | None = None
    source: str = ""

    @property
    def schema(self) -> Schema:
        """The schema of the table that this layer is for."""
        return SCHEMAS[self.kind]

    def positions(self) -> "np.ndarray[tuple[int, int], np.dtype[np.float64]]":
        """Every finite position as written, one x and y a row."""
        if self.places is not None:
            all_of_them = np.column_stack([self.places.x, self.places.y])
        else:
            all_of_them = shapely.get_coordinates(self.shapes)
        return all_of_them[np.isfinite(all_of_them).all(axis=1)]


def look(path: str, file: RawFile, layer: RawLayer, kind: str, matching: Matching, datum: str) -> Found:
    """Find the places of a layer and what they are measured in. Raises InputError when it must be asked."""
    found = Found(path, file, layer, kind, matching)
    if layer.geometries is not None and found.schema.geometry != "none":
        found.shapes = shapes_of(layer)
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
    fits = shape in (wanted, "none") or (wanted == "point" and shape == "polygon")
    if not fits:
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
            remedy=_("请用 --datum EPSG:n 指明（例如 --datum EPSG:4544）"),
        )
    return guessed


@dataclass
class _Columns:
    """The parsed columns of a layer, with the rows that cannot be taken."""

    found: Found
    values: dict[str, list[Value]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def say(self, index: int, column: str, reason: str, rejected: bool = False) -> None:
        self.problems.append(Problem(self.found.layer.rows[index], column, reason, rejected))


def batch(found: Found, crs: str, outline: shapely.Geometry | None, asked: bool) -> Batch:
    """The rows of ``found`` ready for the store. ``asked`` says that the user named the datum."""
    columns = _Columns(found)
    for name in (item.name for item in found.schema.fields if item.name in found.matching):
        _parse_column(columns, found.schema.field(name))
    _fill_household(columns)
    _from_id_number(columns)
    _village_of_group(columns)
    values: dict[str, object] = dict(columns.values)
    values.update(_placed(columns, crs, outline, asked))
    _check_required(columns)
    _check_twice(columns)
    refused = {problem.row for problem in columns.problems if problem.rejected and problem.row}
    taken = [at for at, row in enumerate(found.layer.rows) if row not in refused]
    if not values:
        values["fid"] = np.zeros(len(found.layer.rows), np.int64)
    table = Table.of(found.schema, values).take(taken)
    failed = tuple(Problem(row, "geometry", reason) for row, reason in found.layer.failed)
    name = f"{found.path}#{found.layer.name}" if len(found.file.layers) > 1 else found.path
    return Batch(
        name,
        found.kind,
        found.file.format,
        found.file.encoding,
        title_of(found.source),
        found.file.digest,
        len(found.layer.rows) + len(failed),
        table,
        tuple(sorted_problems([*failed, *columns.problems])),
        staff_of_grids(found, taken, table),
        found.matching.dropped,
    )


def sorted_problems(problems: list[Problem]) -> list[Problem]:
    """Problems in the order of their rows."""
    return sorted(problems, key=lambda problem: problem.row)


def _parse_column(columns: _Columns, item: Field) -> None:
    layer = columns.found.layer
    at = columns.found.matching.columns[item.name]
    texts = layer.columns[at]
    parsed = {
        text: parse(item, text, layer.headings[at], columns.found.kind) for text in dict.fromkeys(texts)
    }
    doubtful = {text for text, value in parsed.items() if value.reason}
    if doubtful:
        for index, text in enumerate(texts):
            if text in doubtful:
                columns.say(index, item.name, parsed[text].reason, parsed[text].refused)
    columns.values[item.name] = [parsed[text].value for text in texts]
    _refuse_numbers(columns, item, at)


def _refuse_numbers(columns: _Columns, item: Field, at: int) -> None:
    """A long number that came as a number has lost its end: all of 16 digits, and IDs of 15 too."""
    texts = columns.found.layer.columns[at]
    for index, column in columns.found.layer.numbers:
        if column == at and (item.mask == "id_number" or len(texts[index]) > 15):
            columns.say(
                index, item.name, _("长号码以数字存放，末尾可能已丢失，请按文本重新导出"), rejected=True
            )


def _fill_household(columns: _Columns) -> None:
    """A merged household cell is written once: its other rows take it from the row above."""
    if columns.found.kind != "residents" or "household_no" not in columns.values:
        return
    numbers = columns.values["household_no"]
    relations = columns.values.get("relation", [""] * len(numbers))
    for index in range(1, len(numbers)):
        if not numbers[index] and numbers[index - 1] and relations[index] not in _HEADS:
            for name in _OF_HOUSEHOLD:
                if name in columns.values and not columns.values[name][index]:
                    columns.values[name][index] = columns.values[name][index - 1]


def _from_id_number(columns: _Columns) -> None:
    """Birth date and sex where they are blank and a sound ID number says them; a contradiction is said."""
    values = columns.values
    if columns.found.kind != "residents" or "id_number" not in values:
        return
    numbers = [str(number) for number in values["id_number"]]
    for name, read in (("birth_date", identity.birth_date), ("sex", identity.sex)):
        said = [read(number) for number in numbers]
        written = values.setdefault(name, [""] * len(numbers))
        for index, (value, own) in enumerate(zip(said, list(written), strict=True)):
            if value and not own:
                written[index] = value
            elif value and not value.startswith(str(own)):
                columns.say(index, name, _("与身份证号不一致，按原样保留"))


def _village_of_group(columns: _Columns) -> None:
    """``飞凤村3组`` in a column of groups also says the village, where none is written."""
    if "group" not in columns.values or "village" in columns.values:
        return
    texts = columns.found.layer.columns[columns.found.matching.columns["group"]]
    villages = [split_group(text)[0] for text in texts]
    if any(villages):
        columns.values["village"] = list(villages)


def _placed(columns: _Columns, crs: str, outline: shapely.Geometry | None, asked: bool) -> dict[str, object]:
    found = columns.found
    if found.schema.geometry == "none":
        return {}
    if found.schema.geometry == "point":
        return _points(columns, crs, outline, asked)
    if found.layer.geometries is None:
        return {"geometry": np.full(len(found.layer.rows), None, object)}
    gated = gate(found.layer, found.shapes, found.schema.geometry)
    if found.source:
        gated.shapes = project_shapes(gated.shapes, found.source, crs)
        gated = refuse_far(found.layer, gated)
    columns.problems += gated.problems
    return {"geometry": gated.shapes}


def _points(columns: _Columns, crs: str, outline: shapely.Geometry | None, asked: bool) -> dict[str, object]:
    found = columns.found
    if found.places is None:
        note = _("没有坐标列，{n} 行全部未落图").format(n=len(found.layer.rows))
        columns.problems.append(Problem(0, "", note, rejected=False))
        nowhere = np.full(len(found.layer.rows), np.nan)
        return {"x": nowhere, "y": nowhere}
    if not found.source:
        columns.problems += found.places.problems
        return {"x": found.places.x, "y": found.places.y}
    x, y = settle(found.places, found.source, crs, outline, asked)
    columns.problems += found.places.problems
    return {"x": x, "y": y}


def _check_required(columns: _Columns) -> None:
    refused = {problem.row for problem in columns.problems if problem.rejected}
    for item in columns.found.schema.fields:
        if not item.required or (item.name not in columns.values and item.name not in columns.found.matching):
            continue
        for index, value in enumerate(columns.values[item.name]):
            if is_blank(str(value)) and columns.found.layer.rows[index] not in refused:
                columns.say(index, item.name, _("缺少{title}").format(title=item.title), rejected=True)


def _check_twice(columns: _Columns) -> None:
    """The second row with the same strongest key is refused, so that neither overwrites the other."""
    keys = columns.found.schema.keys
    if not keys or not all(name in columns.values for name in keys[0]):
        return
    refused = {problem.row for problem in columns.problems if problem.rejected}
    seen: dict[tuple[Value, ...], int] = {}
    rows = columns.found.layer.rows
    titles = "、".join(columns.found.schema.field(name).title for name in keys[0])
    for index, key in enumerate(zip(*(columns.values[name] for name in keys[0]), strict=True)):
        if not any(key) or rows[index] in refused or any("*" in str(part) for part in key):
            continue
        first = seen.setdefault(key, rows[index])
        if first != rows[index]:
            columns.say(
                index, keys[0][0], _("{titles}与第 {n} 行重复").format(titles=titles, n=first), rejected=True
            )
