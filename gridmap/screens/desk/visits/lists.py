"""Who is owed a visit as the desk lists them: names as the mask lets them, the overdue first."""

from collections.abc import Callable, Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from gridmap.i18n import _
from gridmap.response.call_sheet import grid_title
from gridmap.response.owed import Owed
from gridmap.response.visits import TIER_TITLES, TIERS
from gridmap.screens.desk.ledger import Column, Ledger
from gridmap.screens.desk.ledgers import seen
from gridmap.session import Session
from gridmap.township.mask import Mask

NEVER = np.inf
"""Days over, of a home that was never visited."""

Rows = NDArray[np.int64]
Texts = NDArray[np.object_]


def visit_list(session: Session, owed: Owed | None, rows: Rows, places: Mapping[int, int]) -> Ledger:
    """The contacts at ``rows``; ``places`` are those of them (rows of the contacts) in today's round.

    Those of the round come first, as one walks. Names are read when they are seen.
    """
    rows = rows[np.argsort([places.get(row, len(places) + 1) for row in rows.tolist()], kind="stable")]
    homes, grids = session.snapshot["households"], session.snapshot["grids"]
    nobody = np.empty(0, np.int64)
    tier, days, every, home = (
        (nobody, nobody, nobody, nobody)
        if owed is None
        else (
            owed.found.tier[rows],
            owed.found.days[rows],
            owed.found.every[rows],
            owed.found.household[rows],
        )
    )

    def of_home(name: str) -> Callable[[Rows | None], Texts]:
        return lambda some: homes.take(home if some is None else home[some]).text(name)

    def where(some: Rows | None) -> Texts:
        wanted = rows if some is None else rows[some]
        found = np.empty(len(wanted), object)
        if owed is not None:
            found[:] = [
                (grid_title(grids, int(owed.grid[row])), owed.worker_of(row)) for row in wanted.tolist()
            ]
        return found

    def said(pair: tuple[str, str]) -> str:
        return " · ".join(name for name in (pair[0], session.mask.name(pair[1])) if name)

    def find(uuids: Iterable[str]) -> Rows:
        return np.flatnonzero(np.isin(home, homes.rows_of(list(uuids))))

    place = np.array([places.get(row, 0) for row in rows.tolist()], np.int64)
    over = np.where(np.isnan(days), NEVER, days - every)
    return Ledger("households", len(rows), of_home("uuid"), (
        Column(_("序"), place, _place, 28, number=True),
        Column(_("等级"), tier, _tier, 60),
        Column(_("户主"), of_home("head_name"), seen(session, Mask.name), 54),
        Column(_("网格 · 网格员"), where, said, 104),
        Column(_("距上次"), days, _days, 56, number=True),
        Column(_("到期"), over, due_words, 0, tone=_tone),
    ), find)  # fmt: skip


def due_words(over: float) -> str:
    """How long a visit has been due, or when it will be."""
    if over == NEVER:
        return _("从未走访")
    if over > 0:
        return _("逾期 {n} 天").format(n=int(over))
    return _("还有 {n} 天").format(n=-int(over)) if over < 0 else _("今天到期")


def _tone(over: float) -> str:
    return "failed" if over > 0 else "warning" if over == 0 else ""


def _tier(place: int) -> str:
    return TIER_TITLES[TIERS[int(place)]]


def _place(number: int) -> str:
    return str(number) if number else ""


def _days(days: float) -> str:
    return "—" if np.isnan(days) else _("{n} 天").format(n=int(days))
