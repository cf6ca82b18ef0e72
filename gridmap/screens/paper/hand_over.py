"""The page that one shift hands to the next: A4, one side, to be signed by both."""

from collections.abc import Sequence
from pathlib import Path

from gridmap.exchange.exports.save import replacing
from gridmap.exchange.exports.stamp import Stamp
from gridmap.i18n import _
from gridmap.scene.hand_over import HandOver, VillageDue
from gridmap.screens.paper.paper import FAILED, INK, LINE, SECOND, Paper
from gridmap.screens.paper.table import ROW, Field, draw_table
from gridmap.township.mask import small_count

LEFT, TOP, WIDTH, BOTTOM = 15.0, 14.0, 180.0, 284.0
SIGNATURES = 29.0
"""Height of what is written by hand at the foot: a remark and the names."""
HEAD = 9.0
"""Height of a table's title."""
LEAST = 4
"""Lines that every table has room for before those above take what is left."""

CASES = (Field(_("编号"), 31), Field(_("级"), 9), Field(_("事件"), 36), Field(_("地点"), 26),
         Field(_("状态"), 20), Field(_("处理人"), 16), Field(_("时限"), 42))  # fmt: skip
SHELF = (Field(_("级"), 9), Field(_("告警"), 60), Field(_("地点"), 60), Field(_("搁置到"), 51))
ALARMS = (Field(_("时间"), 31), Field(_("级"), 9), Field(_("告警"), 36), Field(_("地点"), 26),
          Field(_("状态"), 36), Field(_("经办"), 42))  # fmt: skip
DUES = (Field(_("村(社区)"), 40), Field(_("本周巡防还差"), 74), Field(_("走访到期"), 22, "right"),
        Field(_("已逾期"), 22, "right"), Field(_("高风险失联"), 22, "right"))  # fmt: skip

Rows = list[tuple[str, ...]]


def print_hand_over(path: Path, found: HandOver, stamp: Stamp) -> None:
    """Write the page to ``path``, vector, fonts embedded; the old file stands until it is whole.

    Always one side: what does not fit is counted, and stays in the program. Needs a QApplication. Raises
    InputError when the file cannot be written.
    """
    with replacing(path) as fresh, Paper(fresh, _("交接班单"), stamp) as paper:
        paper.page()
        y = _figures(paper, found, _head(paper, found))
        tables = (
            (_("未办结事件（超时在前）"), CASES, _cases(found), _("没有未办结的事件")),
            (_("搁置的告警"), SHELF, _shelf(found), _("没有搁置的告警")),
            (_("本班告警"), ALARMS, _alarms(found), _("本班没有告警")),
            (_("巡防与走访"), DUES, _dues(found), _("没有欠下的巡防和走访")),
        )
        room = BOTTOM - SIGNATURES - y - len(tables) * (HEAD + ROW)
        lines = shares([max(1, len(rows)) for _title, _fields, rows, _none in tables], int(room / ROW))
        for (title, fields, rows, none), most in zip(tables, lines, strict=True):
            y = _table(paper, y, title, fields, rows, most, none)
        _signatures(paper)


def shares(wanted: Sequence[int], room: int) -> list[int]:
    """How many of ``room`` lines each table gets: a few at first, then what they still want."""
    given = [min(many, LEAST) for many in wanted]
    for at, many in enumerate(wanted):
        given[at] += max(0, min(many - given[at], room - sum(given)))
    return given


def _head(paper: Paper, found: HandOver) -> float:
    paper.text(LEFT, TOP, WIDTH, 9, _("交接班单"), 6.4, weight=600)
    paper.text(LEFT, TOP, WIDTH, 9, found.township, 4.2, SECOND, align="right")
    shift = _("班次 {begun:%Y-%m-%d %H:%M} 至 {ended:%m-%d %H:%M}").format(
        begun=found.begun, ended=found.ended
    )
    paper.text(LEFT, TOP + 9, WIDTH, 6, shift, 3.8, weight=500)
    made = _("截至 {now:%m-%d %H:%M}").format(now=found.now)
    paper.text(LEFT, TOP + 9, WIDTH, 6, made, 3.4, SECOND, align="right")
    paper.line(LEFT, TOP + 16.5, LEFT + WIDTH, TOP + 16.5, INK, 0.4)
    return TOP + 19.5


def _figures(paper: Paper, found: HandOver, y: float) -> float:
    figures = [
        (_("未办结"), len(found.cases), ""),
        (_("超时"), found.late, FAILED),
        (_("已上交"), found.escalated, ""),
        (_("已挂起"), found.suspended, ""),
        (_("搁置告警"), len(found.shelved), ""),
        (_("本班告警"), len(found.raised), ""),
        (_("未确认"), found.unanswered, FAILED),
    ]
    wide = WIDTH / len(figures)
    for at, (title, count, tone) in enumerate(figures):
        paper.text(LEFT + at * wide, y, wide, 5, title, 3.2, SECOND)
        ink = tone if tone and count else INK
        paper.text(LEFT + at * wide, y + 5, wide, 9, f"{count:,}", 7, ink, weight=600)
    return _roll(paper, found, y + 16)


def _roll(paper: Paper, found: HandOver, y: float) -> float:
    """A roll-call that still goes on is handed over before all else."""
    roll = found.roll
    if roll is None:
        return y
    counts = (roll.homes, roll.silent, roll.reached, roll.moved)
    words = _("点名进行中：{name}（{at:%H:%M} 开始）　共 {} 户　未应答 {}　已联系 {}　已转移 {}")
    text = words.format(*map(small_count, counts), name=roll.name, at=roll.begun_at)
    paper.text(LEFT, y, WIDTH, 6, text, 3.6, FAILED, weight=600)
    return y + 7


def _table(
    paper: Paper, y: float, title: str, fields: Sequence[Field], rows: Rows, most: int, none: str
) -> float:
    paper.text(LEFT, y + 1.5, WIDTH, 6, title, 4.0, weight=600)
    y += HEAD - 1
    if not rows:
        paper.text(LEFT, y, WIDTH, ROW, none, 3.2, SECOND)
        return y + ROW + 1
    shown = rows if len(rows) <= most else rows[: most - 1]
    y = draw_table(paper, LEFT, y, BOTTOM, fields, shown, lambda: y)
    if len(shown) < len(rows):
        words = _("另有 {n} 条，见系统").format(n=len(rows) - len(shown))
        paper.text(LEFT, y, WIDTH, ROW, words, 3.0, SECOND)
        y += ROW
    return y + 1


def _cases(found: HandOver) -> Rows:
    return [
        (case.number, case.urgency, case.title, case.where or "—", case.status, case.handler or "—",
         f"▲ {case.clock}" if case.late else case.clock or "—")
        for case in found.cases
    ]  # fmt: skip


def _shelf(found: HandOver) -> Rows:
    return [
        (alarm.urgency, alarm.title, alarm.where or "—",
         f"{alarm.until:%m-%d %H:%M}" if alarm.until else "—")
        for alarm in found.shelved
    ]  # fmt: skip


def _alarms(found: HandOver) -> Rows:
    return [
        (f"{alarm.at:%m-%d %H:%M}", alarm.urgency, alarm.title, alarm.where or "—", alarm.state,
         alarm.who or "—")
        for alarm in found.raised
    ]  # fmt: skip


def _dues(found: HandOver) -> Rows:
    return [
        (one.village, _groups(one), *(small_count(count) for count in (one.due, one.late, one.silent)))
        for one in found.villages
    ]


def _groups(one: VillageDue) -> str:
    many = len(one.groups)
    named = "、".join(one.groups[:6]) + ("…" if many > 6 else "")
    return _("{n} 组：{names}").format(n=many, names=named) if many else "—"


def _signatures(paper: Paper) -> None:
    y = BOTTOM - SIGNATURES + 3
    paper.text(LEFT, y, 24, 5, _("交接事项"), 3.4, weight=600)
    for at in range(2):
        paper.line(LEFT + 20, y + 5 + at * 7, LEFT + WIDTH, y + 5 + at * 7, LINE, 0.2)
    roles = (_("交班人"), _("接班人"), _("带班领导"), _("时间"))
    wide = WIDTH / len(roles)
    for at, role in enumerate(roles):
        x = LEFT + at * wide
        paper.text(x, y + 17, 18, 5, role, 3.4)
        paper.line(x + 16, y + 22, x + wide - 5, y + 22, LINE, 0.25)
