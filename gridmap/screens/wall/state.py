"""What one wall window shows of the township just now: its view, never stored, never shared."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from gridmap.i18n import _

Item = TypeVar("Item")

PAGE_SECONDS = 8
"""A list that does not fit is turned this often; nothing on the wall scrolls."""

AMBER_SECONDS, RED_SECONDS = 60, 300
"""Ages of the data from which the wall warns."""


@dataclass(frozen=True)
class WallState:
    """``clock`` is the civil time shown, ``age`` seconds since the data was known to be current,
    ``turn`` counts page turns, ``locked`` says that somebody moved the map by hand, ``chosen`` is
    the key of the alarm that the map was flown to, ``silent`` that it does not ring.

    ``spot`` is the grid (its uuid) that stands in the light, ``trend`` says that the analyse scene shows
    the week. ``stop`` of ``stops`` is where the rotation is, counted from 0; no stops: it does not turn."""

    clock: datetime
    age: float = 0.0
    scene: str = "monitor"
    turn: int = 0
    locked: bool = False
    chosen: str = ""
    silent: bool = False
    spot: str = ""
    trend: bool = False
    stop: int = 0
    stops: int = 0


def scenes() -> tuple[tuple[str, str], ...]:
    """The scenes in the order of their keys 1, 2 …, with their titles."""
    return (
        ("monitor", _("监测")), ("analyse", _("分析")), ("coordinate", _("协同")), ("emergency", _("应急")),
    )  # fmt: skip


def elapsed(since: datetime, now: datetime) -> str:
    """How long something has been waiting, in one unit."""
    return span(max(now - since, timedelta(0)))


def span(length: timedelta) -> str:
    """A length of time in one unit."""
    minutes = int(length.total_seconds() // 60)
    if minutes < 60:
        return _("{n} 分").format(n=minutes)
    if minutes < 48 * 60:
        return _("{n} 小时").format(n=minutes // 60)
    return _("{n} 天").format(n=minutes // (24 * 60))


def data_age(seconds: float) -> str:
    """How old the data shown is."""
    if seconds < 2 * AMBER_SECONDS:
        return _("数据 {n} 秒前").format(n=max(0, int(seconds)))
    if seconds < 2 * 3600:
        return _("数据 {n} 分前").format(n=int(seconds // 60))
    return _("数据 {n} 小时前").format(n=int(seconds // 3600))


def page_of(items: tuple[Item, ...], rows: int, turn: int) -> tuple[Item, ...]:
    """The items on the page that is up now."""
    pages = max(1, -(-len(items) // rows))
    first = turn % pages * rows
    return items[first : first + rows]
