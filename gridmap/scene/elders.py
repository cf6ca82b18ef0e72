"""People of 60 and more who are at home: who they are, where they live, how they are marked."""

from datetime import date
from functools import partial

import numpy as np
from numpy.typing import NDArray

from gridmap.scene.cells import Spots
from gridmap.scene.marks import Mark, Names, Points, Symbol, Symbols
from gridmap.scene.subject import Subject
from gridmap.township.bulk import in_parts
from gridmap.township.layer import LayerDefinition
from gridmap.township.memory import once
from gridmap.township.table import Table

AGE = 60
MARKS = (("lives_alone", "独"), ("cannot_self_care", "失"), ("left_behind", "留"))
MOST = 2  # marks that one circle holds: the first of them
TEXTS = ("", "独", "失", "独失", "留", "独留", "失留", "独失")
"""What a circle says by the sum of its marks, each worth 1, 2, 4."""

Column = NDArray[np.generic]
Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


def elders(subject: Subject, layer: LayerDefinition) -> list[Mark]:
    """Elders as discs, nearer as circles with at most two marks."""
    table, houses = subject.snapshot["residents"], subject.snapshot["households"]
    near, colours = subject.scales.house, subject.colours
    found = partial(
        _placed, at_home(table), table.fids("household_no_fid"), houses.fids(), houses.number("x"),
        houses.number("y"), *(table[column] for column, _text in MARKS),
    )  # fmt: skip
    spots = Spots(lambda: found()[1:])
    uuids = Names(table, lambda: found()[0])
    symbols = tuple(Symbol("elder", "#FFFFFF", 20.0, text, rim="#0B0F13", ink="#0B0F13") for text in TEXTS)
    return [
        Points(
            layer.name, "residents", subject.between(layer, 0.0, near), spots, uuids, colours.patrol, 0.9,
            4.0, 0.8, colours.halo, disc=True,
        ),
        Symbols(layer.name, "residents", subject.between(layer, near), spots, symbols, uuids),
    ]  # fmt: skip


def at_home(table: Table, on: date | None = None) -> Integers:
    """Rows of the people at home who are 60 or older on a day (today)."""
    day = on or date.today()
    limit = f"{day.year - AGE:04d}-{day.month:02d}-{day.day:02d}"
    return _aged(table.text("birth_date"), table.number("age"), table["at_home"], limit)


@once
def _aged(born: NDArray[np.object_], age: Floats, home: Column, limit: str) -> Integers:
    def aged(rows: Integers) -> Integers:
        dates = born[rows]
        old = (dates <= limit).astype(bool)
        unknown = old & (dates == "")  # '' comes before every date
        old[unknown] = age[rows[unknown]] >= AGE
        return np.asarray(rows[old], np.int64)

    return in_parts(aged, np.flatnonzero(home == 1))


@once
def _placed(
    rows: Integers, house: Integers, houses: Integers, x: Floats, y: Floats, *marks: Column
) -> tuple[Integers, Floats, Floats, Integers]:
    """Rows of those whose house has a place, the place, and the sum of their marks."""
    order = np.argsort(houses)
    wanted = house[rows]
    at = np.searchsorted(houses, wanted, sorter=order)
    known = at < len(houses)
    rows, at = rows[known], order[at[known]]
    here = (houses[at] == wanted[known]) & ~np.isnan(x[at])
    rows, at = rows[here], at[here]
    kinds = np.zeros(len(rows), np.int64)
    for worth, column in enumerate(marks):
        kinds += (column[rows] == 1) << worth
    return rows, x[at], y[at], kinds
