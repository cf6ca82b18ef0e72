"""The panel of the monitor scene: is anyone in trouble, and is someone going?"""

from dataclasses import dataclass, replace

from gridmap.i18n import _
from gridmap.response.alarm_states import STATES
from gridmap.response.relief import Coming
from gridmap.scene.alarms import Alarm
from gridmap.scene.wall import WallContent
from gridmap.scene.wall_work import Share
from gridmap.screens.wall import colours, symbols
from gridmap.screens.wall.layout import HEADER, KPI_ROW, LAST_ROW, PAD, ROW, T1, T2, T3, Layout
from gridmap.screens.wall.sheet import Sheet
from gridmap.screens.wall.state import WallState, elapsed, page_of
from gridmap.township.mask import small_count

FIRST_ROW = HEADER + 84


@dataclass(frozen=True)
class Number:
    """One number of the panel: its title, the figures, what follows them in smaller type, and whether it
    is abnormal."""

    title: str
    figures: str
    rest: str = ""
    alert: bool = False


def panel(content: WallContent, state: WallState, layout: Layout) -> Sheet:
    """Alarms by urgency, the four numbers of the day, the grids over their cap."""
    sheet = Sheet(layout, layout.panel, colours.PANEL)
    sheet.block(0, HEADER, sheet.width, layout.panel.height / layout.unit, colours.PANEL)
    rows = layout.alarm_rows
    lines = layout.short_lines
    hidden = 0 if layout.kpi_rows or lines else 5
    _title(sheet, content, state, max(0, len(content.alarms) - rows), hidden)
    shown = page_of(content.alarms, rows, state.turn)
    going = {coming.key: coming for coming in content.relief.coming}
    for at, alarm in enumerate(shown):
        note = going_words(going[alarm.key]) if alarm.key in going and not alarm.keys else alarm.note
        _alarm(sheet, replace(alarm, note=note), state, FIRST_ROW + at * ROW)
    if not shown:
        sheet.text(_("无告警"), PAD, FIRST_ROW + 72, colour=colours.SECOND)
    bottom = FIRST_ROW + rows * ROW
    sheet.line(PAD, bottom, sheet.width - PAD, bottom)
    if layout.kpi_rows:
        big_numbers(sheet, numbers(content), state, bottom)
        bottom += layout.kpi_rows * KPI_ROW + 12
        sheet.line(PAD, bottom, sheet.width - PAD, bottom)
        _last(sheet, _("超限网格 按常住"), content.over, bottom)
    elif lines:
        over = "—" if content.over is None else f"{content.over:,}"
        told = (*numbers(content), Number(_("超限网格 按常住"), over))
        short_list(sheet, told, state, bottom, lines)
    return sheet


def going_words(coming: Coming) -> str:
    """Who is on the way, and how long that takes in all."""
    return _("{who} 路程 {n:.0f} 分").format(who=coming.who, n=max(1.0, coming.minutes))


def _title(sheet: Sheet, content: WallContent, state: WallState, more: int, hidden: int) -> None:
    """How many there are; what lies on the shelf is always said, the rest as far as there is room."""
    name = _("告警潮 {n}") if content.flood else _("告警 {n}")
    count = sum(len(alarm.all_keys) for alarm in content.alarms)
    end = PAD + sheet.text(name.format(n=count), PAD, 144, T3, bold=True)
    rest = [_("{n} 条").format(n=more) if more else "", _("{n} 项").format(n=hidden) if hidden else ""]
    parts = [
        _("搁置 {n}").format(n=len(content.shelved)) if content.shelved else "",
        _("另有 {what}").format(what=" ".join(filter(None, rest))) if any(rest) else "",
        _("10 分内 {n}").format(n=content.meter) if content.meter else "",
        _("静音") if state.silent else "",
    ]
    right, room = sheet.width - PAD, sheet.width - PAD - end - 24
    said = ""
    for part in filter(None, parts):
        longer = f"{said}   {part}".strip()
        said = longer if not said or sheet.measure(longer) <= room else said
    if said:
        sheet.text(said, right, 144, colour=colours.SECOND, align="right", room=room)


def _alarm(sheet: Sheet, alarm: Alarm, state: WallState, top: float) -> None:
    right = sheet.width - PAD
    sheet.line(PAD, top, right, top)
    if alarm.key == state.chosen:
        sheet.block(0, top + 12, 12, ROW - 24, colours.TEXT)
    outline, colour = symbols.URGENCY[alarm.urgency], colours.URGENCY[alarm.urgency]
    sheet.symbol(outline, PAD + 30, top + 52, 60, colour)
    text: float = PAD + 84
    waited = elapsed(alarm.since, state.clock) if alarm.since else STATES[alarm.state]
    note = alarm.note
    if sheet.measure(alarm.title, T2, True) + 24 + sheet.measure(waited, T3) > right - text:
        waited, note = "", waited or note  # the title comes first
    width = sheet.text(waited, right, top + 72, T3, align="right")
    sheet.text(alarm.title, text, top + 72, T2, bold=True, room=right - text - width - 24)
    urgency = sheet.text(alarm.urgency, text, top + 132, bold=True, colour=colours.SECOND)
    text += urgency + 24
    end = sheet.text(note, right, top + 132, align="right", room=(right - text) * 0.62)
    sheet.text(alarm.where, text, top + 132, colour=colours.SECOND, room=right - text - end - 24)
    sheet.target(0, top, sheet.width, ROW, "alarm", alarm.key)


def numbers(content: WallContent) -> tuple[Number, ...]:
    """The four numbers of the day; a dash where the ledgers do not say."""
    return (
        Number(_("在家"), small_count(content.at_home)),
        Number(_("在家 60 岁以上"), small_count(content.aged)),
        _share(_("今日走访"), content.visits),
        _share(_("本周巡防"), content.patrols),
    )


def _share(title: str, share: Share | None) -> Number:
    return Number(title, "—") if share is None else Number(title, f"{share.done:,}", f"/{share.owed:,}")


def big_numbers(sheet: Sheet, told: tuple[Number, ...], state: WallState, top: float) -> None:
    """Numbers two beside each other, in as many rows as there is room for."""
    column = (sheet.width - 2 * PAD + 24) / 2
    shown = page_of(told, 2 * sheet.layout.kpi_rows, state.turn)
    for at, number in enumerate(shown):
        x, y = PAD + at % 2 * column, top + at // 2 * KPI_ROW
        sheet.text(number.title, x, y + 60, colour=colours.SECOND, room=column - 24)
        wide = sheet.measure(number.figures, T1) + sheet.measure(number.rest, T2)
        size = T1 if wide <= column - 24 else T2  # a district's six figures
        width = sheet.text(number.figures, x - 4, y + 156, size, number.alert)
        sheet.text(number.rest, x + width + 4, y + 156, T2, colour=colours.SECOND)


def _last(sheet: Sheet, title: str, count: int | None, top: float) -> None:
    value = "—" if count is None else f"{count:,}"
    width = sheet.text(value, sheet.width - PAD, top + 60, T3, bold=bool(count), align="right")
    sheet.text(title, PAD, top + 60, colour=colours.SECOND, room=sheet.width - 2 * PAD - width - 24)


def short_list(sheet: Sheet, lines: tuple[Number, ...], state: WallState, top: float, rows: int) -> None:
    """Numbers as lines, where the farthest seat leaves no room for big ones."""
    room = rows if rows >= len(lines) else max(1, rows - 1)
    shown = page_of(lines, room, state.turn)
    for at, number in enumerate(shown):
        y = top + at * LAST_ROW + 60
        value = number.figures + number.rest
        width = sheet.text(value, sheet.width - PAD, y, T3, align="right")
        sheet.text(number.title, PAD, y, colour=colours.SECOND, room=sheet.width - 2 * PAD - width - 24)
    if room < rows:
        more = _("另有 {n} 项").format(n=len(lines) - len(shown))
        sheet.text(more, PAD, top + room * LAST_ROW + 60, colour=colours.SECOND)
