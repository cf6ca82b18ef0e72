"""A raw layer and its kind to a ``Batch``: values parsed, keys looked at, rows taken or refused."""

from dataclasses import dataclass, field, replace

import numpy as np
import shapely

from gridmap.errors import UsageError
from gridmap.exchange import identity
from gridmap.exchange.coordinates import title_of
from gridmap.exchange.gate import gate, project_shapes, refuse_far
from gridmap.exchange.look import Found
from gridmap.exchange.people import staff_of_grids
from gridmap.exchange.places import settle
from gridmap.exchange.plain import is_blank, split_group
from gridmap.exchange.values import Value, parse
from gridmap.i18n import _
from gridmap.township.batch import Batch, Problem
from gridmap.township.schema import Field
from gridmap.township.table import Table

_OF_HOUSEHOLD = ("household_no", "village", "group", "grid", "address", "registered_address", "head_name")
_HEADS = ("户主", "本人")


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
    _check_headings(found)
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
        _in_the_words_of(found, [*failed, *columns.problems]),
        staff_of_grids(found, taken, table),
        found.matching.dropped,
    )


def _in_the_words_of(found: Found, problems: list[Problem]) -> tuple[Problem, ...]:
    """Problems in the order of their rows, their columns named by the headings of the file."""
    places, headings = found.matching.columns, found.layer.headings
    named = (
        replace(problem, column=headings[places[problem.column]]) if problem.column in places else problem
        for problem in problems
    )
    return tuple(sorted(named, key=lambda problem: problem.row))


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
    own_words = zip(*map(identity.birth_date_and_sex, numbers), strict=True)
    for name, said in zip(("birth_date", "sex"), own_words, strict=False):
        written = values.setdefault(name, [""] * len(numbers))
        for index, (value, own) in enumerate(zip(said, list(written), strict=True)):
            if value and not own:
                written[index] = value
            elif value and not value.startswith(str(own)):
                columns.say(index, name, _("与身份证号不一致，按原样保留"))


def _village_of_group(columns: _Columns) -> None:
    """``甲村3组`` in a column of groups also says the village, where none is written."""
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


def _check_headings(found: Found) -> None:
    """Without the column of a required field no row could be taken: ask for it."""
    for item in found.schema.fields:
        if item.required and item.name not in found.matching:
            text = _("{path}：没有“{title}”这一列——请用 --column {name}=表头 指明，文件里有：{headings}")
            headings = ", ".join(heading for heading in found.layer.headings if heading)
            raise UsageError(
                text.format(path=found.path, title=item.title, name=item.name, headings=headings)
            )


def _check_required(columns: _Columns) -> None:
    refused = {problem.row for problem in columns.problems if problem.rejected}
    for item in columns.found.schema.fields:
        for index, value in enumerate(columns.values[item.name] if item.required else ()):
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
    hint = _("，若是飞地请先合并成一个多部件面") if columns.found.schema.geometry == "polygon" else ""
    for index, key in enumerate(zip(*(columns.values[name] for name in keys[0]), strict=True)):
        if not any(key) or rows[index] in refused or any("*" in str(part) for part in key):
            continue
        first = seen.setdefault(key, rows[index])
        if first != rows[index]:
            columns.say(
                index,
                keys[0][0],
                _("{titles}与第 {n} 行重复").format(titles=titles, n=first) + hint,
                rejected=True,
            )
