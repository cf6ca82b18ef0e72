"""The card at the pointer while a border moves: both grids' people against their caps, and what breaks."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan

from gridmap.i18n import _
from gridmap.redraw.preview import GridCount, Preview
from gridmap.scene.labels import grid_name
from gridmap.scene.placing import Box
from gridmap.township.census import POPULATION_TITLES
from gridmap.township.mask import mask_name
from gridmap.township.snapshot import Snapshot

MOST_GRIDS, MOST_NOTES = 3, 4


@dataclass(frozen=True)
class BadgeRow:
    """One grid: people after the stroke on the population that is coloured, and on the others."""

    name: str
    people: str
    cap: str
    words: str
    change: str
    over: bool
    others: tuple[tuple[str, bool], ...] = ()


@dataclass(frozen=True)
class BadgeNote:
    """One more line: ``tone`` is failed, warning or ''."""

    words: str
    tone: str = ""


@dataclass(frozen=True)
class Badge:
    """Everything the card says."""

    title: str
    basis: str
    rows: tuple[BadgeRow, ...] = ()
    notes: tuple[BadgeNote, ...] = ()


def badge_of(preview: Preview, snapshot: Snapshot, population: str) -> Badge:
    """What a stroke does, for the card."""
    counts = preview.grids[:MOST_GRIDS]
    return Badge(
        _title(preview, population),
        _("{basis}口径").format(basis=POPULATION_TITLES[population]),
        tuple(_row(count, short_grid(count.name), population) for count in counts),
        tuple(_notes(preview, population))[:MOST_NOTES],
    )


def short_grid(name: str) -> str:
    """The number of a numbered grid, else its name: 07 for 花坡村07网格."""
    digits = "".join(letter for letter in name if letter.isdigit())
    return digits[-2:] if 1 < len(digits) else name


def number(people: float) -> str:
    """People to read."""
    return "—" if isnan(people) else f"{people:,.0f}"


def signed(change: float) -> str:
    """A change to read, with a real minus sign; '' for none."""
    if isnan(change) or round(change) == 0:
        return ""
    return f"+{change:,.0f}" if change > 0 else f"−{-change:,.0f}"


def _title(preview: Preview, population: str) -> str:
    moved = len(preview.households)
    came = {int(row) for row in preview.came_to}
    people = sum(
        max(0.0, count.after[population] - count.before[population])
        for count in preview.grids
        if not isnan(count.after[population] - count.before[population])
    )
    words = _("{n:,} 户 {people:,.0f} 人").format(n=moved, people=people)
    goals = [count.name for count in preview.grids if count.row in came]
    if len(goals) == 1:
        return _("{words} → 网格 {grid}").format(words=words, grid=short_grid(goals[0]))
    return words if moved else _("没有住户换网格")


def _row(count: GridCount, name: str, population: str) -> BadgeRow:
    people, before, cap = count.after[population], count.before[population], count.cap
    over = people > cap
    if over:
        still = _("▲ 仍超 {n:,.0f} 人") if before > cap else _("▲ 超 {n:,.0f} 人")
        words = still.format(n=people - cap)
    else:
        words = "" if isnan(people) else _("余 {n:,.0f}").format(n=cap - people)
    others = tuple(
        (f"{POPULATION_TITLES[other]} {number(count.after[other])}", count.after[other] > cap)
        for other in count.after
        if other != population and other in POPULATION_TITLES
    )
    return BadgeRow(name, number(people), f"/{cap:,}", words, signed(people - before), over, others)
