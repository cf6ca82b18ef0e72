"""Header and footer: whose wall this is, what time it is, how old the data is, what has happened."""

from datetime import timedelta

from gridmap.i18n import _
from gridmap.scene.wall import Mark as TimeMark
from gridmap.scene.wall import WallContent
from gridmap.screens.wall import colours, symbols
from gridmap.screens.wall.layout import FOOTER, HEADER, PAD, T2, T3, Box, Layout
from gridmap.screens.wall.sheet import Sheet
from gridmap.screens.wall.state import AMBER_SECONDS, RED_SECONDS, WallState, data_age, scenes

BACK, AHEAD = timedelta(hours=24), timedelta(hours=2)
"""What the time line shows before and after now."""

LABEL_HOURS, TICK_HOURS = 4, 2
DOT = 31
"""Units from one dot of the rotation to the next."""


def header(content: WallContent, state: WallState, layout: Layout) -> Sheet:
    """Name, scenes, clock and age of the data. What does not fit goes in this order: the scenes
    that are not up, the word for the centre, the last scene; clock and age never."""
    centre = layout.centre
    sheet = Sheet(layout, Box(centre.x, 0, centre.width, layout.px(HEADER)), colours.GROUND)
    right = sheet.width - PAD
    left = _clock(sheet, state, right)
    name, words = _title(sheet, content, state, left - PAD - 48)
    x = PAD + sheet.text(name, PAD, 60, T3, bold=True, room=left - PAD - 48) + 96
    for scene, text in words:
        urgent = scene == "emergency" and any(alarm.urgency == "P1" for alarm in content.alarms)
        x = _tab(sheet, x, text, scene, scene == state.scene, urgent) + 60
    sheet.line(0, 83, sheet.width, 83)
    return sheet


def _title(
    sheet: Sheet, content: WallContent, state: WallState, room: float
) -> tuple[str, list[tuple[str, str]]]:
    """The name and the scenes, as much of them as there is room for."""
    tabs = [(scene, f"{at} {title}") for at, (scene, title) in enumerate(scenes(), 1)]
    active = [(scene, text) for scene, text in tabs if scene == state.scene]
    name = wall_name(content)
    short = content.township or name
    for choice in ((name, tabs), (name, active), (short, active)):
        if sheet.measure(choice[0], T3, True) + _tabs_width(sheet, choice[1]) <= room:
            return choice
    return short, []


def wall_name(content: WallContent) -> str:
    """Whose wall this is."""
    return _("{township} 指挥中心").format(township=content.township).strip()


def _tabs_width(sheet: Sheet, words: list[tuple[str, str]]) -> float:
    return 36 + sum(sheet.measure(text, bold=True) + 60 for _scene, text in words) if words else 0.0


def _tab(sheet: Sheet, x: float, text: str, scene: str, active: bool, urgent: bool) -> float:
    """One scene's name: on a red plate while it is up for a P1, underlined while it is up otherwise."""
    width = sheet.measure(text, bold=active)
    if active and urgent:
        sheet.block(x - 24, 18, width + 48, 56, colours.RED, radius=6)
        sheet.text(text, x, 60, bold=True, colour=colours.WHITE, on=colours.RED)
    else:
        sheet.text(text, x, 60, bold=active, colour=colours.TEXT if active else colours.QUIET)
    if active and not urgent:
        sheet.block(x, 72, width, 6, colours.TEXT)
    sheet.target(x - 24, 0, width + 48, HEADER, "scene", scene)
    return x + width


def _clock(sheet: Sheet, state: WallState, right: float) -> float:
    """The clock and the age of the data; returns where they begin."""
    text = data_age(state.age)
    old, very_old = state.age > AMBER_SECONDS, state.age > RED_SECONDS
    width = sheet.measure(text, bold=old)
    if old:
        plate = colours.RED if very_old else colours.AMBER
        ink = colours.WHITE if very_old else colours.GROUND
        sheet.block(right - width - 24, 18, width + 24, 56, plate, radius=6)
        sheet.text(text, right - 12, 60, bold=True, colour=ink, align="right", on=plate)
        width += 24
    else:
        sheet.text(text, right, 60, colour=colours.SECOND, align="right")
    end = right - max(width, sheet.measure(_("数据 {n} 秒前").format(n=60))) - 48
    return end - sheet.text(state.clock.strftime("%H:%M:%S"), end, 60, T2, bold=True, align="right")


def footer(content: WallContent, state: WallState, layout: Layout) -> Sheet:
    """The last 24 hours' incidents on a line, and whether this is an exercise."""
    centre = layout.centre
    high = layout.px(FOOTER)
    sheet = Sheet(layout, Box(centre.x, layout.height - high, centre.width, high), colours.GROUND)
    top = layout.down - FOOTER
    sheet.line(0, top, sheet.width, top)
    mode = _("演练") if content.drill else _("实战")
    right = sheet.width - PAD
    width = sheet.text(mode, right, top + 48, bold=True, align="right")
    light = colours.RED if content.drill else colours.TEXT
    sheet.symbol(symbols.DISC, right - width - 21, top + 36, 18, light, rim=0)
    end = right - width - 84
    if state.stops and end - state.stops * DOT - 24 > sheet.width / 2:
        end -= state.stops * DOT + 24
        _dots(sheet, state, end + 42, top + 36)
    _TimeLine(sheet, state, top + 36, PAD + 22, end).draw(content.marks)
    return sheet


def _dots(sheet: Sheet, state: WallState, x: float, y: float) -> None:
    """Where the rotation is: one dot for each stop, the present one full."""
    for at in range(state.stops):
        now = at == state.stop
        rim = colours.TEXT if now else colours.QUIET
        sheet.symbol(symbols.DISC, x + at * DOT, y, 16, rim, rim=0)
        if not now:
            sheet.symbol(symbols.DISC, x + at * DOT, y, 11, colours.GROUND, rim=0)


class _TimeLine:
    """The line from 24 hours ago to a little ahead of now."""

    def __init__(self, sheet: Sheet, state: WallState, y: float, left: float, right: float) -> None:
        self._sheet, self._y, self._left, self._right = sheet, y, left, right
        self._now = state.clock
        self._start = state.clock - BACK

    def _x(self, since_start: timedelta) -> float:
        return self._left + (self._right - self._left) * (since_start / (BACK + AHEAD))

    def draw(self, marks: tuple[TimeMark, ...]) -> None:
        """Line, hours, now, incidents; an hour gives way to what would cover it."""
        sheet, y = self._sheet, self._y
        now = self._x(BACK)
        sheet.line(self._left, y, now, y, colours.SECOND, 3)
        sheet.line(now, y, self._right, y, colours.LINE, 3)
        places = [self._x(mark.at - self._start) for mark in marks]
        label = _("现在")
        width = sheet.measure(label, bold=True)
        self._hours([(now - 40, now + width + 48), *((place - 52, place + 52) for place in places)])
        sheet.block(now + 8, y - 24, width + 12, 48, colours.GROUND)
        sheet.text(label, now + 14, y + 12, bold=True)
        sheet.block(now - 2, y - 26, 4, 52, colours.WHITE)
        for mark, place in zip(marks, places, strict=True):
            colour = colours.URGENCY[mark.urgency] if mark.open else colours.QUIET
            sheet.symbol(symbols.URGENCY[mark.urgency], place, y, 36, colour)

    def _hours(self, taken: list[tuple[float, float]]) -> None:
        sheet, y = self._sheet, self._y
        hour = self._start.replace(minute=0, second=0, microsecond=0)
        while (hour := hour + timedelta(hours=1)) < self._now + AHEAD:
            x = self._x(hour - self._start)
            colour = colours.SECOND if hour <= self._now else colours.QUIET
            free = not any(first < x + 28 and x - 28 < last for first, last in taken)
            inside = self._left < x - 28 and x + 28 < self._right
            if hour.hour % LABEL_HOURS == 0 and free and inside:
                sheet.block(x - 31, y - 20, 62, 40, colours.GROUND)
                sheet.text(f"{hour:%H}", x, y + 12, colour=colour, align="centre")
            elif hour.hour % TICK_HOURS == 0 and not any(first + 24 < x < last - 24 for first, last in taken):
                sheet.line(x, y - 8, x, y + 8, colours.SECOND if hour <= self._now else colours.LINE, 3)
