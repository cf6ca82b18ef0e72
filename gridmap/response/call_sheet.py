"""Who is rung by whom: the homes of an area split so that nobody has more to ring than can be rung."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from gridmap.i18n import _
from gridmap.response.affected import Affected
from gridmap.response.risk import RISKS, members
from gridmap.response.shelters import Refuges
from gridmap.township.snapshot import Snapshot
from gridmap.township.table import Table

MOST = 15
"""Households on one caller's list."""


@dataclass(frozen=True)
class Call:
    """One home on a list, everything written out (nothing masked).

    ``listing`` names the caller's list, ``place`` counts from 1 within it. ``row`` is the home's row
    in ``Affected.households``. ``people`` is None where unknown. ``shelter`` is where to go on foot and
    ``free`` the places left there when this home has come; '' and None where there is none.
    """

    listing: str
    place: int
    row: int
    grid: str
    people: int | None
    risks: tuple[str, ...]
    phones: tuple[str, ...]
    carers: tuple[str, ...]
    carer_phones: tuple[str, ...]
    workers: tuple[str, ...]
    edge: bool
    shelter: str
    shelter_metres: int | None
    free: int | None


def call_sheet(snapshot: Snapshot, found: Affected, shelters: Refuges) -> list[Call]:
    """The lists of all homes inside and on the edge, a grid's own, each in the order of urgency.

    The homes of a grid are dealt out in turn, so that every caller begins with urgent ones; empty
    homes have lists of their own at the end.
    """
    people = _people(snapshot, found)
    workers = grid_workers(snapshot)
    grids = snapshot["grids"]
    calls = []
    for row, (listing, place) in _dealt(found, grids).items():
        grid = int(found.grid[row])
        number = found.homes.people[row]
        own = people.get(row, _NOBODY)
        calls.append(Call(
            listing, place, row, grid_title(grids, grid),
            None if np.isnan(number) else int(number),
            tuple(title for title, has in zip(RISKS.values(), found.homes.risks[row], strict=True) if has),
            _said(str(found.households["phone"][row]), *own["phone"]),
            _said(*own["carer_name"]), _said(*own["carer_phone"]),
            tuple(workers.get(grid, ())), bool(found.edge[row]), *_shelter(snapshot, shelters, row),
        ))  # fmt: skip
    return calls


def _shelter(snapshot: Snapshot, shelters: Refuges, row: int) -> tuple[str, int | None, int | None]:
    place = int(shelters.place[row])
    if place < 0:
        return "", None, None
    return str(snapshot["places"]["name"][place]), round(float(shelters.metres[row])), int(shelters.free[row])


def grid_title(grids: Table, row: int) -> str:
    """The name of a grid's row, its code where it has none; 网格外 for -1."""
    return str(grids["name"][row] or grids["code"][row]) if row >= 0 else _("网格外")


def grid_workers(snapshot: Snapshot) -> Mapping[int, list[str]]:
    """The names of the grid workers of each grid row that has any."""
    table, staff = snapshot["assignments"], snapshot["staff"]
    roles = {"grid_worker", snapshot.settings.roles.get("grid_worker", "grid_worker")}
    grid, person = snapshot["grids"].index_of(table.fids("grid_fid")), staff.index_of(table.fids("staff_fid"))
    found: dict[int, list[str]] = {}
    for row, role in enumerate(table.text("role").tolist()):
        if role in roles and grid[row] >= 0:
            name = str(staff["name"][person[row]] if person[row] >= 0 else table["staff"][row])
            found.setdefault(int(grid[row]), []).append(name)
    return found


def _dealt(found: Affected, grids: Table) -> dict[int, tuple[str, int]]:
    """The list and the place on it of every home, list by list."""
    dealt: list[tuple[bool, int, int, int, int]] = []
    for empty in (False, True):
        wanted = found.homes.empty == empty
        for grid in np.unique(found.grid[wanted]).tolist():
            rows = np.flatnonzero(wanted & (found.grid == grid))
            lists = -(-len(rows) // MOST)
            dealt += [(empty, grid, at % lists, at // lists, row) for at, row in enumerate(rows.tolist())]
    return {
        row: (_listing(grid_title(grids, grid), number, empty), place + 1)
        for empty, grid, number, place, row in sorted(dealt)
    }


def _listing(grid: str, number: int, empty: bool) -> str:
    name = f"{grid}-{number + 1}"
    return _("{name}（无人在家）").format(name=name) if empty else name


_TOLD = ("phone", "carer_name", "carer_phone")
_NOBODY: Mapping[str, list[str]] = {name: [] for name in _TOLD}


def _people(snapshot: Snapshot, found: Affected) -> dict[int, dict[str, list[str]]]:
    """What the ledger of people says of phones and carers, by the row of the household."""
    rows, home = members(found.households, snapshot["residents"])
    people = snapshot["residents"].take(rows).bring(found.population, *_TOLD)
    counted = people[found.population] == 1
    told: dict[int, dict[str, list[str]]] = {}
    columns = [people.text(name)[counted].tolist() for name in _TOLD]
    for own, *texts in zip(home[counted].tolist(), *columns, strict=True):
        person = told.setdefault(own, {name: [] for name in _TOLD})
        for name, text in zip(_TOLD, texts, strict=True):
            person[name].append(str(text))
    return told


def _said(*texts: str) -> tuple[str, ...]:
    """The texts that say something, each once."""
    return tuple(dict.fromkeys(text for text in texts if text))
