"""The card at the pointer while a border moves: both grids' people against their caps, and what breaks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isnan

import shapely

from gridmap.i18n import _
from gridmap.redraw.preview import GridCount, LeaderCount, Preview
from gridmap.scene.placing import Box
from gridmap.township.census import POPULATION_TITLES
from gridmap.township.mask import mask_name

MOST_GRIDS, MOST_NOTES = 3, 5
AWAY = 44.0  # pixels from the pointer to the card
LINE = 23  # characters of a note that one line holds


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


def badge_of(preview: Preview, population: str) -> Badge:
    """What a stroke does, for the card."""
    counts = preview.grids[:MOST_GRIDS]
    return Badge(
        _title(preview, population),
        _("{basis}口径").format(basis=POPULATION_TITLES[population]),
        tuple(_row(count, short_grid(count.name), population) for count in counts),
        tuple(_notes(preview, population))[:MOST_NOTES],
    )


def short_grid(name: str) -> str:
    """The number of a numbered grid, else its name: 07 for 某某村07网格."""
    digits = "".join(letter for letter in name if letter.isdigit())
    return digits[-2:] if len(digits) > 1 else name


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
        if other != population and other in POPULATION_TITLES and not isnan(count.after[other])
    )
    return BadgeRow(name, number(people), f"/{cap:,}", words, signed(people - before), over, others)


def _notes(preview: Preview, population: str) -> Iterator[BadgeNote]:
    """Contiguity, the leaders' totals, split groups: what is counted at every move, what fails first."""
    torn = list(_torn(preview))
    yield from (BadgeNote(words, "failed") for words in torn)
    leaders = sorted(preview.leaders, key=lambda leader: leader.after[population] <= leader.cap)
    yield from (_leader(leader, population) for leader in leaders[:2])
    for split in preview.split_groups[:2]:
        words = _("◆ 拆开 {group}：{here:,} 户与 {elsewhere:,} 户")
        yield BadgeNote(words.format(group=split.name, here=split.here, elsewhere=split.elsewhere), "warning")
    if not torn:
        yield BadgeNote(_("✓ 各网格连片"))


def _torn(preview: Preview) -> Iterator[str]:
    """The grids that would lie in more pieces than before."""
    before, names = preview.before.shapes, preview.before.snapshot["grids"].text("name")
    for row in preview.redealt:
        pieces = int(shapely.get_num_geometries(preview.shapes[row]))
        were = int(shapely.get_num_geometries(before[row])) if row < len(before) else 1
        if pieces > max(were, 1):
            name = short_grid(str(names[row])) if row < len(names) else _("新网格")
            yield _("▲ {grid} 断成 {n} 片").format(grid=name, n=pieces)


def _leader(leader: LeaderCount, population: str) -> BadgeNote:
    people, over = leader.after[population], leader.after[population] > leader.cap
    words = _("网格长 {name}  {people} / {cap:,}").format(
        name=mask_name(leader.name), people=number(people), cap=leader.cap
    )
    change = signed(people - leader.before[population])
    words += f"  {change}" if change else ""
    return BadgeNote(f"▲ {words}" if over else words, "failed" if over else "")


def refused(words: str) -> Badge:
    """The card of a stroke that is no edit, with the reason."""
    lines = [words[at : at + LINE] for at in range(0, len(words), LINE)]
    return Badge(_("不能这样改"), "", (), tuple(BadgeNote(line, "failed") for line in lines[:MOST_NOTES]))


def place_badge(
    size: tuple[float, float], pointer: tuple[float, float], window: tuple[float, float], avoid: Sequence[Box]
) -> tuple[float, float]:
    """Where the card stands: beside the pointer, inside the window, over as little of ``avoid`` as can be.

    All in logical pixels; boxes are left, top, right, bottom. Right of the pointer comes first.
    """
    width, height = size
    x, y = pointer
    lowest, rightmost = max(window[1] - height - 4.0, 4.0), max(window[0] - width - 4.0, 4.0)
    spots = [
        (min(max(left, 4.0), rightmost), min(max(top, 4.0), lowest))
        for left in (x + AWAY, x - AWAY - width)
        for top in (y - height - 24.0, y - height / 2, y + 24.0)
    ]
    own = (x - 12.0, y - 12.0, x + 12.0, y + 12.0)
    return min(spots, key=lambda spot: sum(_shared(spot, size, box) for box in (own, *avoid)))


def _shared(spot: tuple[float, float], size: tuple[float, float], box: Box) -> float:
    """How many pixels of a box the card would cover."""
    wide = min(spot[0] + size[0], box[2]) - max(spot[0], box[0])
    high = min(spot[1] + size[1], box[3]) - max(spot[1], box[1])
    return max(0.0, wide) * max(0.0, high)
