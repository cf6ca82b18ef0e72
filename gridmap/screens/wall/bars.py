"""The analyse scene: every grid against its cap on three populations, or the trend of the week."""

from dataclasses import dataclass

from gridmap.i18n import _
from gridmap.scene.wall import WallContent
from gridmap.scene.wall_grids import GridLoad
from gridmap.screens.wall import colours
from gridmap.screens.wall.layout import HEADER, PAD, T3, Layout
from gridmap.screens.wall.sheet import Sheet, body
from gridmap.screens.wall.state import WallState, page_of
from gridmap.township.census import POPULATION_TITLES, Population
from gridmap.township.mask import small_count

ORDER: tuple[Population, ...] = ("resident", "registered", "at_home")
TONES = {"resident": colours.SECOND, "registered": colours.OUTLINE, "at_home": colours.BAR}
CAP_FILLS = {"limit": "#F5D547", "over": "#E2491B"}
"""Only from 95 % of a cap has a bar a colour; under that the wall is quiet."""

ROW, NUMBER = 72, 112


def analyse(content: WallContent, state: WallState, layout: Layout) -> Sheet:
    """Every grid's people on the three populations against the cap of one grid worker."""
    sheet = body(layout)
    columns = 2 if sheet.width >= 2 * 760 else 1
    rows = max(1, int((layout.lowest - 192) // ROW))
    shown = page_of(content.grids, rows * columns, state.turn)
    _title(sheet, content, state, len(content.grids) - len(shown))
    if shown:
        width = (sheet.width - 2 * PAD - (columns - 1) * 72) / columns
        table = _Table.of(sheet, shown, width)
        for column in range(columns):
            table.draw(shown[column * rows : (column + 1) * rows], PAD + column * (width + 72))
    return sheet


def heading(sheet: Sheet, state: WallState, title: str) -> float:
    """The title of one page of the scene, and the name of the other one, which a click brings up. Returns
    where they end."""
    end = PAD + sheet.text(title, PAD, 144, T3, bold=True, room=sheet.width - 2 * PAD)
    other = _("网格人口") if state.trend else _("近七日")
    wide = sheet.measure(other)
    if end + 60 + wide + PAD > sheet.width:
        return end
    sheet.text(other, end + 60, 144, colour=colours.QUIET)
    sheet.target(end + 36, HEADER, wide + 48, 96, "scene", "analyse")
    return end + 60 + wide


def _title(sheet: Sheet, content: WallContent, state: WallState, more: int) -> None:
    cap = content.grids[0].cap if content.grids else 0
    end = heading(sheet, state, _("网格人口 上限 {cap} 人").format(cap=f"{cap:,}"))
    over = " ".join(
        _("{basis} {n}").format(basis=_(POPULATION_TITLES[name]), n=_over(content, name)) for name in ORDER
    )
    rest = _("另有 {n} 个网格").format(n=more) if more else ""
    words = _("超限网格 {counts}").format(counts=over)
    room = sheet.width - PAD - end - 60
    both = f"{words}   {rest}" if rest else words
    words = both if sheet.measure(both) <= room else rest or words
    if room > 120:
        sheet.text(words, sheet.width - PAD, 144, colour=colours.SECOND, align="right", room=room)


def _over(content: WallContent, population: Population) -> int:
    return sum(load.status[population] == "over" for load in content.grids)


@dataclass(frozen=True)
class _Table:
    """One column of grids. ``label`` is the width of the names, ``numbers`` where the figures begin,
    ``reach`` units a person: the same in every column, so that bars can be compared."""

    sheet: Sheet
    label: float
    numbers: float
    reach: float

    @classmethod
    def of(cls, sheet: Sheet, loads: tuple[GridLoad, ...], width: float) -> "_Table":
        """The measures that hold all of ``loads``."""
        numbers = width - NUMBER * len(ORDER)
        label = min(max(sheet.measure(load.name, bold=True) for load in loads) + 1, numbers / 2)
        longest = max(max(load.cap, *(known(load, name) for name in ORDER)) for load in loads)
        return cls(sheet, label, numbers, (numbers - 12 - label - 24) / longest)

    def draw(self, loads: tuple[GridLoad, ...], x: float) -> None:
        """Draw some of the grids with the left edge at ``x``."""
        if not loads:
            return
        for at, name in enumerate(ORDER):
            right = x + self.numbers + NUMBER * (at + 1)
            title = _(POPULATION_TITLES[name])
            self.sheet.text(title, right, 204, colour=colours.SECOND, align="right")
        for at, load in enumerate(loads):
            self._load(load, x, 216 + at * ROW)
        cap = x + self.label + 24 + loads[0].cap * self.reach
        self.sheet.line(cap, 222, cap, 216 + len(loads) * ROW - 6, colours.WHITE, 2)

    def _load(self, load: GridLoad, x: float, top: float) -> None:
        sheet, bars = self.sheet, x + self.label + 24
        alert = any(load.status[name] == "over" for name in ORDER)
        sheet.text(load.name, x, top + 48, bold=alert, room=self.label)
        for at, name in enumerate(ORDER):
            over = load.status[name] == "over"
            colour = CAP_FILLS.get(load.status[name], TONES[name])
            if length := known(load, name) * self.reach:
                sheet.block(bars, top + 10 + at * 18, length, 14, colour, hatch=over)
            sheet.text(
                small_count(load.people[name]), x + self.numbers + NUMBER * (at + 1), top + 48, bold=over,
                colour=colours.TEXT if name == "resident" or over else colours.SECOND, align="right",
            )  # fmt: skip


def known(load: GridLoad, population: Population) -> float:
    """People as far as their bar may tell them: none where unknown or fewer than three."""
    count = load.people[population]
    return count if count >= 3 else 0.0
