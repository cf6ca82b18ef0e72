"""A layer that was looked at to a ``Batch``: placed, its keys looked at, its rows taken or refused."""

from dataclasses import replace

import numpy as np
import shapely

from gridmap.errors import UsageError
from gridmap.exchange.coordinates import title_of
from gridmap.exchange.gate import gate, project_shapes, refuse_far
from gridmap.exchange.look import Found
from gridmap.exchange.people import staff_of_grids
from gridmap.exchange.places import settle
from gridmap.exchange.plain import is_blank
from gridmap.i18n import _
from gridmap.township.batch import Batch, Problem
from gridmap.township.bulk import all_differ, parts
from gridmap.township.table import Table


def batch(found: Found, crs: str, outline: shapely.Geometry | None, asked: bool) -> Batch:
    """The rows of ``found`` ready for the store. ``asked`` says that the user named the datum."""
    _check_headings(found)
    columns = found.columns
    values: dict[str, object] = dict(columns.values)
    values.update(_placed(found, crs, outline, asked))
    _check_required(found)
    _check_twice(found)
    refused = {problem.row for problem in columns.problems if problem.rejected and problem.row}
    taken = [at for at, row in enumerate(found.layer.rows) if row not in refused]
    if not values:
        values["fid"] = np.zeros(len(found.layer.rows), np.int64)
    table = Table.of(found.schema, values)
    table = table.take(taken) if refused else table
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


def _placed(found: Found, crs: str, outline: shapely.Geometry | None, asked: bool) -> dict[str, object]:
    if found.schema.geometry == "none":
        return {}
    if found.schema.geometry == "point":
        return _points(found, crs, outline, asked)
    if found.layer.geometries is None:
        return {"geometry": np.full(len(found.layer.rows), None, object)}
    gated = gate(found.layer, found.shapes, found.schema.geometry)
    if found.source:
        gated.shapes = project_shapes(gated.shapes, found.source, crs)
        gated = refuse_far(found.layer, gated)
    found.columns.problems += gated.problems
    return {"geometry": gated.shapes}


def _points(found: Found, crs: str, outline: shapely.Geometry | None, asked: bool) -> dict[str, object]:
    if found.places is None:
        note = _("没有坐标列，{n} 行全部未落图").format(n=len(found.layer.rows))
        found.columns.problems.append(Problem(0, "", note, rejected=False))
        nowhere = np.full(len(found.layer.rows), np.nan)
        return {"x": nowhere, "y": nowhere}
    if not found.source:
        found.columns.problems += found.places.problems
        return {"x": found.places.x, "y": found.places.y}
    x, y = settle(found.places, found.source, crs, outline, asked)
    found.columns.problems += found.places.problems
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


def _check_required(found: Found) -> None:
    rows, refused = found.layer.rows, {problem.row for problem in found.columns.problems if problem.rejected}
    for item in (item for item in found.schema.fields if item.required):
        reason = _("缺少{title}").format(title=item.title)
        values = found.columns.values[item.name]
        numbers = np.issubdtype(values.dtype, np.floating)
        for index in np.flatnonzero(np.isnan(values)).tolist() if numbers else _blanks(values.tolist()):
            if rows[index] not in refused:
                found.columns.say(index, item.name, reason, rejected=True)


def _blanks(values: list[str]) -> list[int]:
    """Which values say nothing. A text of many rows is asked once."""
    different: set[str] = set()
    for part in parts(len(values)):
        different.update(values[part])
    blank = {value for value in different if is_blank(value)}
    return [index for index, value in enumerate(values) if value in blank] if blank else []


def _check_twice(found: Found) -> None:
    """The second row with the same strongest key is refused, so that neither overwrites the other."""
    columns, names = found.columns, found.schema.keys[0] if found.schema.keys else ()
    if not names or not all(name in columns.values for name in names):
        return
    values = [columns.values[name].tolist() for name in names]
    if len(values) == 1 and all_differ([value for value in values[0] if value]):
        return
    keys = list(zip(*values, strict=True))
    if all_differ([key for key in keys if any(key)]):
        return
    refused = {problem.row for problem in columns.problems if problem.rejected}
    seen: dict[tuple[object, ...], int] = {}
    rows = found.layer.rows
    titles = "、".join(found.schema.field(name).title for name in names)
    hint = _("，若是飞地请先合并成一个多部件面") if found.schema.geometry == "polygon" else ""
    for index, key in enumerate(keys):
        if not any(key) or rows[index] in refused or any("*" in str(part) for part in key):
            continue
        first = seen.setdefault(key, rows[index])
        if first != rows[index]:
            reason = _("{titles}与第 {n} 行重复").format(titles=titles, n=first) + hint
            columns.say(index, names[0], reason, rejected=True)
