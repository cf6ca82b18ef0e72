"""The columns of a layer read: a value for each row, and what is doubtful about it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gridmap.exchange.headings import Matching
from gridmap.exchange.identity import birth_dates_and_sexes
from gridmap.exchange.plain import split_group
from gridmap.exchange.raw import RawLayer, Texts
from gridmap.exchange.values import parse_all
from gridmap.i18n import _
from gridmap.township.batch import Problem
from gridmap.township.bulk import parts
from gridmap.township.schema import Field, Schema
from gridmap.township.table import Column, empty_column

_OF_HOUSEHOLD = ("household_no", "village", "group", "grid", "address", "registered_address", "head_name")
_HEADS = ("户主", "本人")


@dataclass
class Columns:
    """The parsed columns of a layer, as a ``Table`` holds them, with what was to be said of them."""

    layer: RawLayer
    values: dict[str, Column] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def say(self, index: int, column: str, reason: str, rejected: bool = False) -> None:
        """A problem of the row at ``index``."""
        self.problems.append(Problem(self.layer.rows[index], column, reason, rejected))


def read_columns(layer: RawLayer, schema: Schema, matching: Matching) -> Columns:
    """The columns of ``layer`` that a table of ``schema`` has; what is in none of them stays unread."""
    columns = Columns(layer)
    for item in schema.fields:
        if item.name in matching:
            _parse_column(columns, item, matching.columns[item.name], schema.name)
    if schema.name == "residents":
        _fill_household(columns)
        _from_id_number(columns)
    if "group" in matching and "village" not in matching:
        _village_of_group(columns, layer.columns[matching.columns["group"]])
    return columns


def _parse_column(columns: Columns, item: Field, at: int, kind: str) -> None:
    column, heading = columns.layer.columns[at], columns.layer.headings[at]
    values, doubtful = parse_all(item, column.texts, heading, kind)
    known = empty_column(item, item.name, len(values))
    known[:] = values
    columns.values[item.name] = column.spread(known)
    if doubtful:
        is_doubtful = np.zeros(len(column.texts), bool)
        is_doubtful[list(doubtful)] = True
        for row in np.flatnonzero(column.spread(is_doubtful)).tolist():
            said = doubtful[int(column.codes[row])]
            columns.say(row, item.name, said.reason, said.refused)
    _refuse_numbers(columns, item, at)


def _refuse_numbers(columns: Columns, item: Field, at: int) -> None:
    """A long number that came as a number has lost its end: all of 16 digits, and IDs of 15 too."""
    texts = columns.layer.columns[at]
    for index, column in columns.layer.numbers:
        if column == at and (item.mask == "id_number" or len(texts[index]) > 15):
            columns.say(
                index, item.name, _("长号码以数字存放，末尾可能已丢失，请按文本重新导出"), rejected=True
            )


def _fill_household(columns: Columns) -> None:
    """A merged household cell is written once: its other rows take it from the row above."""
    if "household_no" not in columns.values:
        return
    numbers = columns.values["household_no"]
    relations = columns.values.get("relation", np.full(len(numbers), "", object))
    for index in [index for index, number in enumerate(numbers.tolist()) if not number]:
        if index and numbers[index - 1] and relations[index] not in _HEADS:
            for name in _OF_HOUSEHOLD:
                if name in columns.values and not columns.values[name][index]:
                    columns.values[name][index] = columns.values[name][index - 1]


def _from_id_number(columns: Columns) -> None:
    """Birth date and sex where they are blank and a sound ID number says them; a contradiction is said."""
    if "id_number" not in columns.values:
        return
    numbers = columns.values["id_number"]
    for name in ("birth_date", "sex"):
        columns.values.setdefault(name, np.full(len(numbers), "", object))
    problems: dict[str, list[int]] = {"birth_date": [], "sex": []}
    for part in parts(len(numbers)):
        said = birth_dates_and_sexes(numbers[part].tolist())
        for name, own in zip(("birth_date", "sex"), said, strict=True):
            problems[name] += [part.start + at for at in _compare(columns.values[name][part], own)]
    for name, rows in problems.items():
        for row in rows:
            columns.say(row, name, _("与身份证号不一致，按原样保留"))


def _compare(written: Column, said: NDArray[np.str_]) -> list[int]:
    """Fill what is blank in ``written`` with what is ``said``; where the two contradict each other."""
    texts: NDArray[Any] = np.array(written.tolist(), np.str_)
    blank = (texts == "") & (said != "")
    written[blank] = said[blank]
    other = np.flatnonzero((said != "") & (texts != "") & (said != texts)).tolist()
    return [at for at in other if not str(said[at]).startswith(str(texts[at]))]


def _village_of_group(columns: Columns, column: Texts) -> None:
    """``甲村3组`` in a column of groups also says the village, where none is written."""
    villages = [split_group(text)[0] for text in column.texts]
    if any(villages):
        columns.values["village"] = column.spread(_objects(villages))


def _objects(texts: Sequence[str]) -> NDArray[np.object_]:
    found = np.empty(len(texts), object)
    found[:] = texts
    return found
