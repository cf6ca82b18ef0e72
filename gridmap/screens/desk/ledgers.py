"""Which columns the desk shows of villages, grids, households and incidents; people as the mask lets them."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from gridmap.i18n import _
from gridmap.screens.desk.ledger import Column, Ledger, whole
from gridmap.session import Session
from gridmap.township.census import POPULATION_TITLES, POPULATIONS, Population
from gridmap.township.mask import Mask
from gridmap.township.memory import once
from gridmap.township.scenario import available, statuses
from gridmap.township.snapshot import Snapshot
from gridmap.township.table import Rows, Table

STATUS_TITLES = {
    "ok": _("低于 80 %"),
    "near": _("接近"),
    "limit": _("到限"),
    "over": _("▲ 超限"),
    "unknown": _("无数据"),
}
STATUS_TONES = {"over": "failed", "limit": "warning", "unknown": "third"}
_LEVELS = {"micro": _("微"), "small": _("小"), "big": _("大")}


def names_of(table: Table, rows: NDArray[np.int64], written: NDArray[np.object_]) -> NDArray[np.object_]:
    """Names at ``rows`` of a table, or the text as written where the row is -1."""
    return _names(table.text("name"), rows, written)


@once
def _names(
    names: NDArray[np.object_], rows: NDArray[np.int64], written: NDArray[np.object_]
) -> NDArray[np.object_]:
    made = written.astype(object).copy()
    known = rows >= 0
    made[known] = names[rows[known]]
    return made


def linked_names(snapshot: Snapshot, table: Table, reference: str) -> NDArray[np.object_]:
    """The names of the rows that a table refers to, as written where they are not known."""
    target = snapshot[table.schema.field(reference).refers_to]
    return names_of(target, _known(target, table.fids(f"{reference}_fid")), table.text(reference))


def seen(session: Session, way: Callable[[Mask, str], str], nothing: str = "—") -> Callable[[object], str]:
    """How cells of persons are shown: each asks, whenever it is painted, what may be seen then."""
    return lambda value: way(session.mask, str(value)) or nothing


def grid_ledger(session: Session, population: Population, scenarios: Sequence[Population] = ()) -> Ledger:
    """Every grid with its populations, its share of the cap on one of them, its leader, and its status, which
    is over where one of ``scenarios`` breaks the cap too."""
    snapshot, census = session.snapshot, session.census
    grids, cap = snapshot["grids"], snapshot.settings.worker_cap
    found = np.array(statuses(census, snapshot.settings, population, scenarios), object)
    villages = names_of(snapshot["villages"], census.village_of_grid, grids.text("village"))
    people = [
        Column(POPULATION_TITLES[name], census.grids[name], whole, 72, number=True, tone=_over(cap))
        for name in available(census)
    ]
    return Ledger("grids", len(grids), grids.text("uuid"), (
        Column(_("编码"), grids.text("code"), width=136),
        Column(_("名称"), grids.text("name"), width=136),
        Column(_("村(社区)"), villages, width=104),
        *people,
        Column(_("占上限"), census.grids[population] / cap, _percent, 72, number=True),
        Column(_("状态"), found, STATUS_TITLES.__getitem__, 96, tone=_status_tone),
        Column(_("网格长"), census.leader_name, seen(session, Mask.name), width=0),
    ))  # fmt: skip


def village_ledger(session: Session) -> Ledger:
    """Every village with its three populations."""
    villages, census = session.snapshot["villages"], session.census
    inside = census.village_of_grid >= 0
    at = census.village_of_grid[inside]

    def people(population: Population) -> NDArray[np.float64]:
        counted = np.bincount(at, weights=census.grids[population][inside], minlength=len(villages))
        return counted.astype(np.float64)

    return Ledger("villages", len(villages), villages.text("uuid"), (
        Column(_("村(社区)"), villages.text("name"), width=0),
        *(
            Column(POPULATION_TITLES[name], people(name), whole, 64, number=True)
            for name in POPULATIONS
        ),
    ))  # fmt: skip


def household_ledger(session: Session, grid: int) -> Ledger:
    """The households of one grid, or of the whole township for -1."""
    snapshot, place = session.snapshot, session.census.grid_of_household
    rows = np.flatnonzero(place == grid) if grid >= 0 else None
    table = snapshot["households"] if rows is None else snapshot["households"].take(rows)
    inside = (place if rows is None else place[rows]) >= 0
    page = _Page(table, ("uuid", "household_no", "head_name", "group", "phone", "address"))
    people = [
        Column(POPULATION_TITLES[name], table.number(name), whole, 64, number=True)
        for name in ("registered", "resident", "at_home")
    ]
    return Ledger("households", len(table), page.text("uuid"), (
        Column(_("户号"), page.text("household_no"), width=128),
        Column(_("户主"), page.text("head_name"), seen(session, Mask.name), 80),
        Column(_("组"), lambda some: linked_names(snapshot, page.of(some), "group"), width=96),
        *people,
        Column(_("联系电话"), page.text("phone"), seen(session, Mask.phone), 128),
        Column(_("住址"), page.text("address"), seen(session, Mask.address), 96),
        Column(_("落图"), inside, _placed, width=0, tone=_place_tone),
    ), table.rows_of)  # fmt: skip


class _Page:
    """The rows of a table that were looked at last, their columns read in one go."""

    def __init__(self, table: Table, names: tuple[str, ...]) -> None:
        self._table, self._names = table, names
        self._rows, self._part = np.empty(0, np.int64), table.take([])

    def of(self, rows: Rows | None) -> Table:
        """Some rows, or all."""
        if rows is None:
            return self._table
        if rows is not self._rows:
            self._rows, self._part = rows, self._table.take(rows).bring(*self._names)
        return self._part

    def text(self, name: str) -> Callable[[Rows | None], NDArray[np.object_]]:
        """The way to the texts of some rows."""
        return lambda rows: self.of(rows).text(name)


def incident_ledger(session: Session, grid: int, period: tuple[str, str] | None = None) -> Ledger:
    """The incidents that lie in one grid, or all for -1, the latest first; nothing personal in them. Of a
    period, those that had happened by its end and were not over before it began."""
    table = session.snapshot["incidents"]
    where = _grid_of_incident(session, table)
    rows = np.flatnonzero(where == grid) if grid >= 0 else np.arange(len(table))
    if period is not None:
        happened, finished = (table.text(name)[rows] for name in ("happened_at", "finished_at"))
        rows = rows[(happened <= period[1]) & ((finished == "") | (finished >= period[0]))]
    rows = rows[np.argsort(table.text("happened_at")[rows], kind="stable")[::-1]]
    grids = session.snapshot["grids"]
    return Ledger("incidents", len(rows), table.text("uuid")[rows], (
        Column(_("编号"), table.text("incident_no")[rows], width=128),
        Column(_("类别"), table.text("category")[rows], width=112),
        Column(_("紧急"), table.text("urgency")[rows], width=64),
        Column(_("级别"), table.text("level")[rows], _level, 64),
        Column(_("状态"), table.text("status")[rows], width=96),
        Column(_("发生时间"), table.text("happened_at")[rows], _minute, 144),
        Column(_("网格"), names_of(grids, where[rows], table.text("grid")[rows]), width=0),
    ))  # fmt: skip


def _status_tone(status: str) -> str:
    return STATUS_TONES.get(status, "")


def _placed(inside: bool) -> str:
    return _("已落图") if inside else _("未落图")


def _place_tone(inside: bool) -> str:
    return "second" if inside else "warning"


def _level(level: str) -> str:
    return _LEVELS.get(level, "—")


def _minute(moment: str) -> str:
    return moment[:16].replace("T", " ")


def _percent(share: float) -> str:
    """Rounded down: 99.6 % of a cap is not 100 %, and 94.8 % is not at the limit of 95 %."""
    return "—" if np.isnan(share) else f"{int(share * 100 + 1e-9)} %"


def _over(cap: int) -> Callable[[float], str]:
    return lambda people: "failed" if people > cap else ""


def _known(table: Table, fids: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.where(fids > 0, table.index_of(fids), -1)


def _grid_of_incident(session: Session, table: Table) -> NDArray[np.int64]:
    from gridmap.township.partition import Partition

    grids = session.snapshot["grids"]
    located = Partition.of(grids["geometry"]).locate(table.number("x"), table.number("y"))
    return np.where(located >= 0, located, _known(grids, table.fids("grid_fid")))
