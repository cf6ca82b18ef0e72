"""Bars: the grids against their cap, for the analyse scene and the wings of a very wide wall."""

from dataclasses import dataclass

from gridmap.i18n import _
from gridmap.scene.alarms import people
from gridmap.scene.wall import WallContent
from gridmap.scene.wall_grids import GridLoad
from gridmap.screens.wall import colours
from gridmap.screens.wall.layout import FOOTER, HEADER, PAD, T3, Box, Layout
from gridmap.screens.wall.sheet import Sheet
from gridmap.screens.wall.state import WallState, page_of
from gridmap.township.census import POPULATION_TITLES, Population

ORDER: tuple[Population, ...] = ("resident", "registered", "at_home")
TONES = {"resident": colours.SECOND, "registered": colours.OUTLINE, "at_home": colours.BAR}
CAP_FILLS = {"limit": "#F5D547", "over": "#E2491B"}
"""Only from 95 % of a cap has a bar a colour; under that the wall is quiet."""

ROW, NUMBER = 72, 112


def analyse(content: WallContent, state: WallState, layout: Layout) -> Sheet:
    """Every grid's people on the three populations against the cap of one grid worker."""
    centre = layout.centre
    top, bottom = layout.px(HEADER), layout.height - layout.px(FOOTER)
    sheet = Sheet(layout, Box(centre.x, top, centre.width, bottom - top), colours.GROUND)
    columns = 2 if sheet.width >= 2 * 760 else 1
    rows = max(1, int((layout.lowest - 192) // ROW))
    shown = page_of(content.grids, rows * columns, state.turn)
    _title(sheet, content, len(content.grids) - len(shown))
    if shown:
        width = (sheet.width - 2 * PAD - (columns - 1) * 72) / columns
        table = _Table.of(sheet, shown, width)
        for column in range(columns):
            table.draw(shown[column * rows : (column + 1) * rows], PAD + column * (width + 72))
    return sheet


def _title(sheet: Sheet, content: WallContent, more: int) -> None:
    cap = content.grids[0].cap if content.grids else 0
    title = _("网格人口 上限 {cap} 人").format(cap=f"{cap:,}")
    sheet.text(title, PAD, 144, T3, bold=True)
    over = " ".join(
        _("{basis} {n}").format(basis=_(POPULATION_TITLES[name]), n=_over(content, name)) for name in ORDER
    )
    rest = _("另有 {n} 个网格").format(n=more) if more else ""
    words = _("超限网格 {counts}").format(counts=over)
    room = sheet.width - 3 * PAD - sheet.measure(title, T3, bold=True)
    both = f"{words}   {rest}" if rest else words
    words = both if sheet.measure(both) <= room else rest or words
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
        longest = max(max(load.cap, *(_known(load, name) for name in ORDER)) for load in loads)
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
            if length := _known(load, name) * self.reach:
                sheet.block(bars, top + 10 + at * 18, length, 14, colour, hatch=over)
            sheet.text(
                people(load.people[name]), x + self.numbers + NUMBER * (at + 1), top + 48, bold=over,
                colour=colours.TEXT if name == "resident" or over else colours.SECOND, align="right",
            )  # fmt: skip


def _known(load: GridLoad, population: Population) -> float:
    count = load.people[population]
    return count if count >= 3 else 0.0


def left_wing(content: WallContent, layout: Layout, box: Box) -> Sheet:
    """The week: incidents by day, and the patrols of every village against what is owed."""
    sheet = _wing(layout, box, _("近七日"))
    days = content.week
    sheet.text(_("每日事件"), 48, 156, colour=colours.SECOND)
    total = _("合计 {n}").format(n=f"{sum(count for _day, count in days):,}")
    sheet.text(total, sheet.width - 48, 156, colour=colours.SECOND, align="right")
    most = max(1, *(count for _day, count in days))
    pitch = (sheet.width - 96 + 41) / len(days)
    for at, (day, count) in enumerate(days):
        today = at == len(days) - 1
        x, height = 48 + at * pitch, 228 * count / most
        sheet.block(x, 480 - height, pitch - 41, height, colours.SECOND if today else colours.BAR)
        middle = x + (pitch - 41) / 2
        sheet.text(f"{count:,}", middle, 480 - height - 12, bold=today, align="centre")
        name = _("今日") if today else weekdays()[day.weekday()]
        ink = colours.TEXT if today else colours.SECOND
        sheet.text(name, middle, 528, bold=today, colour=ink, align="centre")
    sheet.line(48, 480, sheet.width - 48, 480, colours.OUTLINE)
    _village_patrols(sheet, content)
    return sheet


def weekdays() -> tuple[str, ...]:
    """The days of the week in one character each, Monday first."""
    return (_("一"), _("二"), _("三"), _("四"), _("五"), _("六"), _("日"))


def _village_patrols(sheet: Sheet, content: WallContent) -> None:
    right = sheet.width - 48
    sheet.text(_("本周巡防"), 48, 600, colour=colours.SECOND)
    if content.patrols is None:
        sheet.text("—", right, 600, align="right")
        return
    shares = content.patrols_by_village
    fit = max(1, int((sheet.layout.lowest - 612) // 48))
    shown = shares if len(shares) <= fit else shares[: fit - 1]
    total = f"{content.patrols.done:,}/{content.patrols.owed:,}"
    sheet.text(total, right, 600, align="right")
    for at, share in enumerate(shown):
        y = 660 + at * 48
        behind = share.done < share.owed
        sheet.text(
            share.village, 48, y, bold=behind, colour=colours.TEXT if behind else colours.SECOND, room=228
        )
        figures = f"{share.done}/{share.owed}"
        sheet.text(figures, right, y, bold=behind, align="right")
        track = right - 150 - 300
        sheet.block(300, y - 24, track, 24, colours.TRACK)
        if share.done:
            colour = colours.SECOND if behind else colours.BAR
            sheet.block(300, y - 24, track * share.done / share.owed, 24, colour)
    if len(shown) < len(shares):
        more = _("另有 {n} 村").format(n=len(shares) - len(shown))
        sheet.text(more, 48, 660 + len(shown) * 48, colour=colours.SECOND)


def right_wing(content: WallContent, layout: Layout, box: Box) -> Sheet:
    """The grids nearest to their cap by residents, the fullest first."""
    sheet = _wing(layout, box, _("最接近上限的网格"))
    known = [load for load in content.grids if load.status["resident"] != "unknown"]
    fullest = sorted(known, key=lambda load: -load.people["resident"] / load.cap)
    words = _("按常住 上限 {cap}").format(cap=f"{known[0].cap:,}") if known else _("无数据")
    sheet.text(words, 48, 156, colour=colours.SECOND)
    rows = max(1, int((layout.lowest - 180) // 96))
    if not fullest:
        return sheet
    reach = (sheet.width - 96) / max(fullest[0].cap, fullest[0].people["resident"])
    for at, load in enumerate(fullest[:rows]):
        _fullness(sheet, load, 228 + at * 96, reach)
    return sheet


def _fullness(sheet: Sheet, load: GridLoad, y: float, reach: float) -> None:
    right = sheet.width - 48
    status, count = load.status["resident"], load.people["resident"]
    full = status == "over"
    width = sheet.text(people(count), right, y, bold=full, align="right")
    sheet.text(load.name, 48, y, bold=full, room=right - 48 - width - 24)
    sheet.block(48, y + 18, load.cap * reach, 20, colours.TRACK)
    if length := _known(load, "resident") * reach:
        sheet.block(48, y + 18, length, 20, CAP_FILLS.get(status, colours.QUIET), hatch=full)
    sheet.line(48 + load.cap * reach - 1, y + 12, 48 + load.cap * reach - 1, y + 44, colours.WHITE, 2)


def _wing(layout: Layout, box: Box, title: str) -> Sheet:
    sheet = Sheet(layout, box, colours.GROUND)
    sheet.text(title, 48, 60, T3, bold=True)
    sheet.line(48, 83, sheet.width - 48, 83)
    return sheet
