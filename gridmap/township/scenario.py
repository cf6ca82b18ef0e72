"""The populations as scenarios: what one plan is checked against at the same time.

A plan holds when no *chosen* scenario breaks a cap: 常住 on an ordinary day, 户籍 when people come home for
the festival, 在家 tonight, 预测 in some years where the township has a forecast.
"""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from gridmap.errors import UsageError
from gridmap.i18n import _
from gridmap.township.census import (
    COUNTED,
    STATUSES,
    Census,
    Population,
    Status,
    leader_people,
    load_statuses,
)
from gridmap.township.settings import Settings
from gridmap.township.value import dataclass


@dataclass(frozen=True)
class Broken:
    """What breaks its cap: rows of the grids, and places in ``census.leaders``, each with the scenarios
    that break it. Empty, and so false, when every chosen scenario holds."""

    grids: Mapping[int, tuple[Population, ...]]
    leaders: Mapping[int, tuple[Population, ...]]

    def __bool__(self) -> bool:
        return bool(self.grids or self.leaders)


def available(census: Census) -> tuple[Population, ...]:
    """The scenarios that a township can be checked against: a forecast only where one was entered."""
    return tuple(name for name in COUNTED if name in census.grids)


def chosen(names: str | Iterable[str], census: Census) -> tuple[Population, ...]:
    """The scenarios that ``names`` name, in the order given, each once.

    Raises UsageError for no name, for one that is none, and for a forecast where there is none.
    """
    wanted = dict.fromkeys((names,) if isinstance(names, str) else names)
    known: dict[str, Population] = {name: name for name in COUNTED}
    if not wanted:
        raise UsageError(_("至少要选一个人口口径；可用：{known}").format(known="、".join(available(census))))
    for name in wanted:
        if name not in known:
            raise UsageError(
                _("没有名为 {name} 的人口口径；可用：{known}").format(name=name, known="、".join(known))
            )
        if name not in census.grids:
            raise UsageError(_("台账里没有预测人口（forecast）：先导入带“预测人口”一列的住户或小组"))
    return tuple(known[name] for name in wanted)


def broken(census: Census, settings: Settings, scenarios: Iterable[Population]) -> Broken:
    """Which grids and leaders break their cap on some of the chosen scenarios, and on which.

    Pure; ``scenarios`` must be ``available``. An unknown number breaks nothing.
    """
    wanted = tuple(scenarios)
    grids = {name: census.grids[name] > settings.worker_cap for name in wanted}
    leaders = {name: leader_people(census, name) > settings.leader_cap for name in wanted}
    return Broken(_by_row(grids), _by_row(leaders))


def statuses(
    census: Census, settings: Settings, shown: str, scenarios: Iterable[str] = ()
) -> tuple[Status, ...]:
    """The status of every grid on the scenario that is ``shown``, ``over`` where any chosen one breaks."""
    found = load_statuses(census, shown, settings)
    others = [name for name in scenarios if name != shown and name in census.grids]
    if not others:
        return found
    made = list(found)
    for name in others:
        for row in np.flatnonzero(census.grids[name] > settings.worker_cap).tolist():
            made[row] = "over"
    return tuple(made)


def worst(found: Sequence[Status]) -> Status:
    """The gravest of some statuses; unknown only where none is known."""
    known = [status for status in found if status != "unknown"]
    return max(known, key=STATUSES.index, default="unknown")


def _by_row(breaks: Mapping[Population, NDArray[np.bool_]]) -> dict[int, tuple[Population, ...]]:
    rows = np.flatnonzero(np.logical_or.reduce(list(breaks.values()))) if breaks else np.empty(0, np.int64)
    return {row: tuple(name for name, over in breaks.items() if over[row]) for row in rows.tolist()}
