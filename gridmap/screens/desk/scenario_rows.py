"""The rows of the scenario dock as plain values: grids and their leaders, each scenario before and after."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import isnan, nan
from typing import TYPE_CHECKING

import numpy as np

from gridmap.i18n import _
from gridmap.scene.labels import grid_names
from gridmap.session import Session
from gridmap.township.census import Census, Leader, Population
from gridmap.township.load import Care, Loads, loads, reloaded
from gridmap.township.mask import mask_name
from gridmap.township.snapshot import Snapshot

if TYPE_CHECKING:
    from gridmap.redraw.preview import Preview

MOST = 40
"""Grids listed at most while nothing is selected; a district may have more that break a cap."""
People = Mapping[str, float]


@dataclass(frozen=True)
class Cell:
    """People of one scenario under a cap, NaN where unknown, and how many more than before."""

    people: float
    cap: int
    delta: float = 0.0

    @property
    def over(self) -> bool:
        """Whether the cap is broken; equality holds."""
        return self.people > self.cap


@dataclass(frozen=True)
class Load:
    """Points of load, how many more than before, and the share of a grid in the middle; NaN: unknown."""

    points: float = nan
    delta: float = 0.0
    share: float = nan


@dataclass(frozen=True)
class Row:
    """A grid or a leader; ``grids`` are the rows of its grids, ``remark`` who leads or what is led."""

    title: str
    remark: str
    grids: tuple[int, ...]
    cells: Mapping[str, Cell]
    load: Load = field(default_factory=Load)

    def breaks(self, scenarios: Iterable[str]) -> bool:
        """Whether any of some scenarios breaks its cap."""
        return any(name in self.cells and self.cells[name].over for name in scenarios)


class Burden:
    """The load of every grid of one state, worked out when first looked at."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._of: Snapshot | None = None
        self._grid = np.empty(0, np.int64)
        self._care: Care | None = None
        self._loads = Loads(np.empty(0))

    def of(self, rows: Sequence[int], preview: "Preview | None" = None) -> list[Load]:
        """The load of some grids; what is not loaded yet, or has no households, is unknown."""
        care = self._renewed()
        if care is None:
            return [Load() for _row in rows]
        before = np.array([self._loads.points[row] if row < len(self._loads.points) else 0.0 for row in rows])
        grid = self._session.census.grid_of_household
        after = before if preview is None else care.moved(grid, preview.households, preview.came_to, rows)
        share = self._loads.share(after)
        return [
            Load(*three)
            for three in zip(after.tolist(), (after - before).tolist(), share.tolist(), strict=True)
        ]

    def _renewed(self) -> Care | None:
        session = self._session
        snapshot, census = session.snapshot, session.census
        if not session.complete or census.source != "households":
            return None
        if self._of is not snapshot or self._care is None:
            care, grids = Care.of(snapshot), len(snapshot["grids"])
            if self._care is not None and care.like(self._care) and grids == len(self._loads.points):
                self._loads = reloaded(self._loads, self._grid, census.grid_of_household, care)
            else:
                self._loads = loads(census, care, grids)
            self._of, self._grid, self._care = snapshot, census.grid_of_household, care
        return self._care


def listed(session: Session, selected: Sequence[int], asked: Sequence[Population]) -> list[int]:
    """Which grids are shown: the selected ones, else those that break a scenario, the fullest first."""
    if selected:
        return list(selected)
    fullest = np.fmax.reduce([session.census.grids[name] for name in asked])
    over = np.flatnonzero(fullest > session.snapshot.settings.worker_cap)
    return [int(row) for row in over[np.argsort(-fullest[over], kind="stable")][:MOST]]


def rows_now(session: Session, grids: Sequence[int], burden: Burden) -> list[Row]:
    """The grids as they are, and after them everybody who leads one of them."""
    census, caps, names = session.census, session.snapshot.settings, _names(session)
    wanted = set(grids)
    leaders = [leader for leader in census.leaders if wanted.intersection(leader.grids)]
    every = sorted({row for leader in leaders for row in leader.grids} | wanted)
    load = dict(zip(every, burden.of(every), strict=True))
    found = [
        _grid(session, names, row, _people(census, (row,)), None, caps.worker_cap, load[row]) for row in grids
    ]
    for leader in leaders:
        people = _people(census, leader.grids)
        total = _sum([load[row] for row in leader.grids])
        found.append(_leader(session, names, leader, people, None, caps.leader_cap, total))
    return found


def rows_of(session: Session, preview: "Preview", burden: Burden) -> list[Row]:
    """The grids whose people an edit being made changes, and their leaders, as they would be; then the grids
    of which it only draws a border anew."""
    grids, names = [count.row for count in preview.grids], _names(session)
    every = sorted({row for leader in preview.leaders for row in leader.grids}.union(grids))
    load = dict(zip(every, burden.of(every, preview), strict=True))
    found: list[Row] = []
    calm: list[Row] = []
    for grid in preview.grids:
        row = _grid(session, names, grid.row, grid.after, grid.before, grid.cap, load[grid.row], grid.name)
        changed = any(cell.delta for cell in row.cells.values())
        (found if changed else calm).append(row)
    for count in preview.leaders:
        leader = Leader(count.name, count.staff_fid, count.grids)
        total = _sum([load[row] for row in count.grids])
        found.append(_leader(session, names, leader, count.after, count.before, count.cap, total))
    return found + calm


def _grid(
    session: Session,
    names: Sequence[str],
    row: int,
    people: People,
    before: People | None,
    cap: int,
    load: Load,
    name: str = "",
) -> Row:
    known = row < len(names)
    title = names[row] if known else name or _("新网格")
    leader = mask_name(str(session.census.leader_name[row])) if known else ""
    return Row(title, leader, (row,), _cells(session.census, people, before, cap), load)


def _leader(
    session: Session,
    names: Sequence[str],
    leader: Leader,
    people: People,
    before: People | None,
    cap: int,
    load: Load,
) -> Row:
    own = [names[row] for row in leader.grids if row < len(names)]
    title = _("网格长 {name}").format(name=mask_name(leader.name))
    cells = _cells(session.census, people, before, cap)
    return Row(title, _("管 {grids}").format(grids=_together(own)), leader.grids, cells, load)


def _cells(census: Census, people: People, before: People | None, cap: int) -> dict[str, Cell]:
    found: dict[str, Cell] = {}
    for name in census.grids:
        now = float(people.get(name, nan))
        old = now if before is None else float(before.get(name, nan))
        found[name] = Cell(now, cap, 0.0 if isnan(now - old) else now - old)
    return found


def _people(census: Census, grids: Sequence[int]) -> dict[str, float]:
    return {name: float(counted[list(grids)].sum()) for name, counted in census.grids.items()}


def _sum(parts: Sequence[Load]) -> Load:
    """Of a leader; only grids are compared with a grid in the middle."""
    return Load(sum(part.points for part in parts), sum(part.delta for part in parts))


def _names(session: Session) -> list[str]:
    """What the map calls every grid, by row."""
    codes = session.snapshot["grids"].text("code").tolist()
    return [
        name or code for name, code in zip(grid_names(session.snapshot, session.census), codes, strict=True)
    ]


def _together(names: Sequence[str]) -> str:
    """Names side by side; the village is said once: 甲 11、12."""
    said: list[str] = []
    last = ""
    for name in names:
        village, _space, number = name.rpartition(" ")
        said.append(number if village and village == last else name)
        last = village
    return "、".join(said)
