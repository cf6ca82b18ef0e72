"""The panel of the emergency scene: what happened, who has been reached, who is safe, who is not."""

from datetime import datetime

from gridmap.i18n import _
from gridmap.scene.alarms import Alarm
from gridmap.scene.roll_progress import RollProgress
from gridmap.scene.wall import WallContent
from gridmap.screens.wall import colours, symbols
from gridmap.screens.wall.layout import HEADER, PAD, T1, T2, T3, T4, Layout
from gridmap.screens.wall.sheet import Sheet
from gridmap.screens.wall.state import WallState
from gridmap.township.mask import small_count

BLOCK, BAR = 192, 20
MOVED = "#8C96A0"


def panel(content: WallContent, state: WallState, layout: Layout) -> Sheet:
    """The gravest alarm on its plate, then the roll-call with its three bars."""
    sheet = Sheet(layout, layout.panel, colours.PANEL)
    sheet.block(0, HEADER, sheet.width, layout.panel.height / layout.unit, colours.PANEL)
    urgent = next((alarm for alarm in content.alarms if alarm.urgency == "P1"), None)
    if urgent is not None:
        _plate(sheet, urgent, state)
    else:
        sheet.text(_("无 P1 告警"), PAD, HEADER + 72, T3, colour=colours.SECOND, room=sheet.width - 2 * PAD)
    top = HEADER + (BLOCK if urgent else 96)
    if content.roll is None:
        _line(sheet, _("没有进行中的点名"), "", top + 60)
    else:
        _roll(sheet, content.roll, state, top)
    return sheet


def clock(since: datetime, now: datetime) -> str:
    """Minutes and seconds since then; hours and minutes after an hour."""
    seconds = max(0, int((now - since).total_seconds()))
    if seconds >= 3600:
        return _("{h} 时 {m:02d} 分").format(h=seconds // 3600, m=seconds % 3600 // 60)
    return f"{seconds // 60:02d}:{seconds % 60:02d}"


def _plate(sheet: Sheet, alarm: Alarm, state: WallState) -> None:
    """White on the red of a P1: 4.56:1, so everything on it is bold."""
    right, red = sheet.width - PAD, colours.URGENCY["P1"]
    sheet.block(0, HEADER, sheet.width, BLOCK, red)
    sheet.symbol(symbols.URGENCY["P1"], PAD + 28, HEADER + 52, 56, colours.WHITE, rim_colour=red)
    sheet.text(alarm.title, PAD + 76, HEADER + 72, T2, True, colours.WHITE, room=right - PAD - 76, on=red)
    waited = clock(alarm.since, state.clock) if alarm.since else ""
    width = sheet.text(waited, right, HEADER + 156, T2, True, colours.WHITE, "right", on=red)
    where = f"P1 {alarm.where}".strip()
    sheet.text(where, PAD, HEADER + 150, T4, True, colours.WHITE, room=right - PAD - width - 24, on=red)


def _roll(sheet: Sheet, roll: RollProgress, state: WallState, top: float) -> None:
    """Title, three bars on one scale, and what needs somebody. What finds no room is left out, and said."""
    right, lowest = sheet.width - PAD, sheet.layout.lowest
    people = _("{n} 户").format(n=small_count(roll.homes))
    if roll.people is not None:
        people = _("在家 {people} 人 {homes}").format(people=small_count(roll.people), homes=people)
    end = PAD + sheet.text(_("点名"), PAD, top + 60, T3, bold=True)
    sheet.text(people, right, top + 60, colour=colours.SECOND, align="right", room=right - end - 24)
    lines = (
        (_("点名已进行"), clock(roll.begun_at, state.clock), False),
        (_("其中未呼叫"), _households(roll.waiting), False),
        (_("两次未应答 需派人"), _households(roll.missed), roll.missed > 0),
        (_("拒绝转移"), _households(roll.refused), roll.refused > 0),
    )
    y, hidden = top + 168, 0
    for name, count, colour, size in (
        (_("未应答"), roll.silent, colours.RED, T1),
        (_("已联系 待转移"), roll.reached, colours.TEXT, T2),
        (_("已转移"), roll.moved, MOVED, T2),
    ):
        if y + 44 > lowest:
            hidden += 1
            continue
        _bar(sheet, name, count, roll.homes, colour, size, y)
        y += 108
    rest = [line for line in lines if line[2] or line[0] != lines[3][0]]
    sheet.line(PAD, y - 24, right, y - 24) if y + 36 < lowest else None
    y += 36
    for at, (title, value, bold) in enumerate(rest):
        left = len(rest) - at + hidden
        if y + (60 if left > 1 else 0) > lowest:
            if y <= lowest and left:
                sheet.text(_("另有 {n} 项").format(n=left), PAD, y, colour=colours.SECOND)
            return
        _line(sheet, title, value, y, bold)
        y += 60


def _bar(sheet: Sheet, name: str, count: int, whole: int, colour: str, size: int, y: float) -> None:
    right = sheet.width - PAD
    mark = 20 if colour == colours.RED else 16
    if colour == MOVED:
        sheet.block(PAD + 3, y - 22, 14, 14, colours.SECOND, edge=3)
    else:
        rim = colours.WHITE if colour == colours.RED else colour
        sheet.block(PAD, y - 25, mark + 3, mark + 3, rim)
        sheet.block(PAD + 2, y - 23, mark - 1, mark - 1, colour)
    width = sheet.text(small_count(count), right, y, size, colour == colours.RED, align="right")
    bold = colour == colours.RED
    sheet.text(name, PAD + 40, y, T3 if bold else T4, bold, room=right - PAD - 40 - width - 24)
    sheet.block(PAD, y + 24, right - PAD, BAR, colours.TRACK)
    if count and whole:
        shown = max(3, count) if count < 3 <= whole else count  # a bar tells no more than its number
        sheet.block(PAD, y + 24, (right - PAD) * min(1.0, shown / whole), BAR, colour)


def _line(sheet: Sheet, title: str, value: str, y: float, bold: bool = False) -> None:
    right = sheet.width - PAD
    width = sheet.text(value, right, y, T4, bold, align="right") if value else 0.0
    ink = colours.TEXT if bold else colours.SECOND
    sheet.text(title, PAD, y, T4, bold, ink, room=right - PAD - width - 24)


def _households(count: int) -> str:
    return _("{n} 户").format(n=small_count(count))
