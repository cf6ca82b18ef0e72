"""The panel of the emergency scene: what happened, who has been reached, who is safe, who is not."""

from dataclasses import dataclass
from datetime import datetime

from gridmap.i18n import _
from gridmap.scene.alarms import Alarm
from gridmap.scene.roll_progress import RollProgress
from gridmap.scene.wall import WallContent
from gridmap.scene.wall_cases import OpenCase
from gridmap.screens.wall import colours, symbols
from gridmap.screens.wall.layout import HEADER, PAD, T1, T2, T3, T4, Layout
from gridmap.screens.wall.sheet import Sheet
from gridmap.screens.wall.state import WallState, page_of
from gridmap.township.mask import small_count

BLOCK, BAR = 192, 20
MOVED = "#8C96A0"


def panel(content: WallContent, state: WallState, layout: Layout) -> Sheet:
    """The gravest alarm on its plate, the roll-call with its three bars, then who goes and what is left."""
    sheet = Sheet(layout, layout.panel, colours.PANEL)
    sheet.block(0, HEADER, sheet.width, layout.panel.height / layout.unit, colours.PANEL)
    urgent = [alarm for alarm in content.alarms if alarm.urgency == "P1"]
    if urgent:
        _plate(sheet, urgent[0], state)
    else:
        sheet.text(_("无 P1 告警"), PAD, HEADER + 72, T3, colour=colours.SECOND, room=sheet.width - 2 * PAD)
    top: float = HEADER + (BLOCK if urgent else 96)
    hidden = 0
    if content.roll is None:
        _line(sheet, Row(_("没有进行中的点名")), top + 60)
        top += 84
    else:
        top, hidden = _roll(sheet, content.roll, top)
    _rows(sheet, rows(content, urgent, state.clock), (top, hidden), state.turn)
    return sheet


@dataclass(frozen=True)
class Row:
    """One line below the bars: what, how much, whether it is abnormal, and the symbol before it."""

    title: str
    value: str = ""
    bold: bool = False
    sign: str = ""


def rows(content: WallContent, urgent: list[Alarm], now: datetime) -> list[Row]:
    """Who goes to the P1s, the clock of the roll-call, the shelters with those brought there, whom nobody
    reached, the other P1s."""
    keys = {key for alarm in urgent for key in alarm.all_keys}
    minutes = {coming.key: coming.minutes for coming in content.relief.coming}
    found = [
        _going(case, minutes.get(case.key)) for case in content.book.cases if case.key in keys and case.who
    ]
    if urgent and not found:
        found.append(Row(_("尚未派人"), "", True))
    if content.roll is not None:
        found.append(Row(_("点名已进行"), clock(content.roll.begun_at, now)))
    found += [
        Row(fill.name, f"{small_count(fill.arrived)}/{fill.room:,}", sign="shelter")
        for fill in content.relief.shelters
    ]
    if content.roll is not None:
        roll = content.roll
        found += [Row(_("两次未应答 需派人"), _households(roll.missed), roll.missed > 0)]
        found += [Row(_("拒绝转移"), _households(roll.refused), True)] if roll.refused else []
        found += [Row(_("其中未呼叫"), _households(roll.waiting))]
    found += [Row(f"P1 {alarm.title}", alarm.where) for alarm in urgent[1:]]
    return found


def _going(case: OpenCase, minutes: float | None) -> Row:
    if minutes is None:
        return Row(case.who, case.stage, True, "going")
    words = _("{who} 前往").format(who=case.who)
    return Row(words, _("路程 {n:.0f} 分").format(n=max(1.0, minutes)), True, "going")


def _rows(sheet: Sheet, told: list[Row], place: tuple[float, int], turn: int) -> None:
    """As many lines as there is room for, the others in turn; ``hidden`` of the bars found none."""
    top, hidden = place
    fit = int((sheet.layout.bottom - top - 60) // 60) + 1
    if fit < 1:
        return
    whole = len(told) + hidden <= fit
    shown = tuple(told) if whole else page_of(tuple(told), max(1, fit - 1), turn)
    if len(shown) < fit and not whole:
        left = len(told) - len(shown) + hidden
        sheet.text(_("另有 {n} 项").format(n=left), PAD, top + fit * 60, colour=colours.SECOND)
    for at, row in enumerate(shown):
        _line(sheet, row, top + (at + 1) * 60)


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
    sheet.target(0, HEADER, sheet.width, BLOCK, "alarm", alarm.key)
    sheet.symbol(symbols.URGENCY["P1"], PAD + 28, HEADER + 52, 56, colours.WHITE, rim_colour=red)
    sheet.text(alarm.title, PAD + 76, HEADER + 72, T2, True, colours.WHITE, room=right - PAD - 76, on=red)
    waited = clock(alarm.since, state.clock) if alarm.since else ""
    width = sheet.text(waited, right, HEADER + 156, T2, True, colours.WHITE, "right", on=red)
    where = f"P1 {alarm.where}".strip()
    sheet.text(where, PAD, HEADER + 150, T4, True, colours.WHITE, room=right - PAD - width - 24, on=red)


def _roll(sheet: Sheet, roll: RollProgress, top: float) -> tuple[float, int]:
    """Title, three bars on one scale; returns where they end and how many found no room."""
    right, lowest = sheet.width - PAD, sheet.layout.bottom
    people = _("{n} 户").format(n=small_count(roll.homes))
    if roll.people is not None:
        people = _("在家 {people} 人 {homes}").format(people=small_count(roll.people), homes=people)
    end = PAD + sheet.text(_("点名"), PAD, top + 60, T3, bold=True)
    sheet.text(people, right, top + 60, colour=colours.SECOND, align="right", room=right - end - 24)
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
    if y + 36 < lowest:
        sheet.line(PAD, y - 24, right, y - 24)
    return y - 24, hidden


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


def _line(sheet: Sheet, row: Row, y: float) -> None:
    x, right = float(PAD), sheet.width - PAD
    if row.sign == "going":
        sheet.symbol(symbols.NORTH, x + 22, y - 12, 44, colours.WHITE)
    elif row.sign == "shelter":
        sheet.block(x, y - 36, 44, 44, colours.TEXT, radius=8)
        sheet.text(_("安"), x + 22, y - 2, T4, True, colours.GROUND, "centre", on=colours.TEXT)
    x += 64 if row.sign else 0
    width = sheet.text(row.value, right, y, T4, row.bold, align="right") if row.value else 0.0
    ink = colours.TEXT if row.bold or row.sign else colours.SECOND
    sheet.text(row.title, x, y, T4, row.bold, ink, room=right - x - width - 24)


def _households(count: int) -> str:
    return _("{n} 户").format(n=small_count(count))
