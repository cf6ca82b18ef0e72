"""Where helpers were last known to be, and how long ago."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from gridmap.i18n import _
from gridmap.township.snapshot import Snapshot

TABLES = ("staff", "positions")

HOUR = 60.0
DAY = 24 * HOUR


@dataclass(frozen=True)
class Fix:
    """The last known place of somebody (working CRS); ``stale`` when it is too old to be trusted."""

    place: tuple[float, float]
    age_minutes: float
    stale: bool

    @property
    def age(self) -> str:
        """How old it is, in words."""
        return age_words(self.age_minutes)


def age_words(minutes: float) -> str:
    """So many minutes ago, or hours, or days."""
    if minutes < 1:
        return _("刚刚")
    if minutes < HOUR:
        return _("{n:.0f} 分钟前").format(n=minutes)
    if minutes < DAY:
        return _("{n:.0f} 小时前").format(n=minutes // HOUR)
    return _("{n:.0f} 天前").format(n=minutes // DAY)


def last_fixes(snapshot: Snapshot, now: datetime) -> Mapping[int, Fix]:
    """The last fix of every member of staff (by row) who has one with a place and a time up to ``now``.

    It is stale after ``settings.fix_minutes``.
    """
    table = snapshot["positions"]
    moment = now.isoformat(timespec="seconds")
    person = snapshot["staff"].index_of(table.fids("staff_fid"))
    at, x, y = table.text("at").astype("U19"), table.number("x"), table.number("y")
    known = np.flatnonzero((person >= 0) & (at != "") & (at <= moment) & np.isfinite(x) & np.isfinite(y))
    found: dict[int, Fix] = {}
    for row in known[np.argsort(at[known], kind="stable")].tolist():
        age = (now - datetime.fromisoformat(str(at[row]))).total_seconds() / 60
        stale = age > snapshot.settings.fix_minutes
        found[int(person[row])] = Fix((float(x[row]), float(y[row])), age, stale)
    return found
