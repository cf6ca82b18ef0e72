"""The change notices of a comparison as a PDF: what changes, who hands over whom, a slip for each home."""

from datetime import date
from pathlib import Path

from gridmap.exchange.exports.save import replacing
from gridmap.exchange.exports.stamp import Stamp
from gridmap.i18n import _
from gridmap.redraw.compare.bands import Bands
from gridmap.redraw.compare.comparison import Comparison
from gridmap.redraw.compare.measures import show
from gridmap.redraw.compare.notices import Handover, Notice, handovers, notices_of
from gridmap.redraw.compare.side import Person, names_of
from gridmap.redraw.compare.words import CARE, MARKS, STATES
from gridmap.screens.paper.paper import FAILED, FAINT, INK, LINE, SECOND, WARNING, Paper
from gridmap.screens.paper.table import Field, draw_table
from gridmap.township.census import POPULATION_TITLES, POPULATIONS
from gridmap.township.mask import mask_name

LEFT, TOP, BOTTOM = 15.0, 15.0, 282.0
WIDTH = 180.0
SLIPS_ACROSS, SLIPS_DOWN = 2, 5
TONES = {"error": FAILED, "warning": WARNING, "note": SECOND, "passed": INK}


def print_notices(
    path: Path, found: Comparison, bands: Bands | None, stamp: Stamp, *, hide: bool = True
) -> None:
    """Write the notices to ``path``, A4, in three parts; the old file stands until it is whole.

    Names are masked while ``hide`` is set. Raises InputError when the file cannot be written.
    """
    notices = notices_of(found)
    title = _("网格调整变更通知")
    with replacing(path) as fresh, Paper(fresh, title, stamp) as paper:
        _summary(paper, found, bands, len(notices))
        for handover in handovers(notices):
            _handover(paper, handover, hide)
        _slips(paper, notices, stamp.moment.date(), hide, found.after.snapshot.settings.name)


def _summary(paper: Paper, found: Comparison, bands: Bands | None, count: int) -> None:
    paper.page()
    settings, moves = found.after.snapshot.settings, found.moves
    paper.text(LEFT, TOP, WIDTH, 10, _("网格调整变更通知"), 7, weight=600)
    where = "、".join(found.after.village_title(row) for row in found.scope)
    words = f"{settings.name}  {where}　{found.before.title} → {found.after.title}"
    paper.text(LEFT, TOP + 10, WIDTH, 6, words, 3.4, SECOND)
    paper.line(LEFT, TOP + 18, LEFT + WIDTH, TOP + 18, INK, 0.4)
    y = TOP + 22
    figures = [
        (_("通知"), _("{n:,} 户").format(n=count)),
        (_("换网格"), _("{n:,} 户").format(n=int(moves.grid.sum()))),
        *((_(POPULATION_TITLES[name]), _("{n:,.0f} 人").format(n=moves.moved[name])) for name in POPULATIONS),
        (_("换网格员"), _("{n:,} 户").format(n=int(moves.worker.sum()))),
        (_("换网格长"), _("{n:,} 户").format(n=int(moves.leader.sum()))),
        (_("在办事件移交"), _("{n:,} 件").format(n=len(moves.incidents))),
        *((title, _("{n:,} 人").format(n=moves.cared_for(name) or 0)) for name, title in CARE.items()
          if moves.homes is not None),
    ]  # fmt: skip
    for at, (title, value) in enumerate(figures):
        across, down = at % 4, at // 4
        x, top = LEFT + across * WIDTH / 4, y + down * 15
        paper.text(x, top, WIDTH / 4, 5, title, 3.0, SECOND)
        paper.text(x, top + 5, WIDTH / 4, 7, value, 5.2, weight=600)
    y += -(-len(figures) // 4) * 15 + 4
    y = _measures(paper, found, bands, y)
    y = _flows(paper, found, y)
    _rules(paper, found, y)


def _turn(paper: Paper) -> float:
    paper.page()
    return TOP


def _section(paper: Paper, y: float, words: str) -> float:
    if y > BOTTOM - 30:
        y = _turn(paper)
    paper.text(LEFT, y + 2, WIDTH, 6, words, 4.0, weight=600)
    return y + 9


def _measures(paper: Paper, found: Comparison, bands: Bands | None, y: float) -> float:
    y = _section(paper, y, _("指标对比"))
    fields = [
        Field(_("指标"), 60),
        Field(found.before.title, 36, "right"),
        Field(found.after.title, 36, "right"),
        Field(_("随机合法方案 5–95 %"), 48, "right"),
    ]
    rows = []
    for one in found.measures:
        low, _middle, high = bands.ranges.get(one.name, (0, 0, 0)) if bands else (0, 0, 0)
        band = f"{show(one.name, low)} – {show(one.name, high)}" if bands and bands.ranges else "—"
        rows.append([one.title, show(one.name, one.before), show(one.name, one.after), band])
    y = draw_table(paper, LEFT, y, BOTTOM, fields, rows, lambda: _turn(paper))
    for note in bands.notes if bands else ():
        paper.text(LEFT, y + 0.5, WIDTH, 4.4, note, 2.6, SECOND)
        y += 4.4
    return y + 2


def _flows(paper: Paper, found: Comparison, y: float) -> float:
    y = _section(paper, y, _("人口流向"))
    fields = [Field(_("原网格"), 50), Field(_("新网格"), 50), Field(_("户"), 20, "right"),
              *(Field(_(POPULATION_TITLES[name]), 20, "right") for name in POPULATIONS)]  # fmt: skip
    outside = _("网格外")
    rows = [
        [found.before.grid_title(flow.came_from) or outside, found.after.grid_title(flow.goes_to) or outside,
         f"{flow.households:,}", *(f"{flow.people[name]:,.0f}" for name in POPULATIONS)]
        for flow in found.flows
    ]  # fmt: skip
    return draw_table(paper, LEFT, y, BOTTOM, fields, rows, lambda: _turn(paper)) + 2


def _rules(paper: Paper, found: Comparison, y: float) -> None:
    y = _section(paper, y, _("规则变化"))
    if not found.rules:
        paper.text(LEFT, y, WIDTH, 5, _("没有规则改变状态"), 3.0, SECOND)
    for change in found.rules:
        if y > BOTTOM - 6:
            y = _turn(paper)
        state = change.after or "passed"
        words = f"{MARKS[state]} {change.title}　{STATES[change.before or 'passed']} → {STATES[state]}"
        paper.text(LEFT, y, 66, 5.4, words, 3.0, TONES[state], weight=500)
        paper.text(LEFT + 66, y, WIDTH - 66, 5.4, change.finding.message, 2.8)
        y += 5.4


def _handover(paper: Paper, handover: Handover, hide: bool) -> None:
    paper.page()
    paper.text(LEFT, TOP, WIDTH, 8, _("交接清单"), 5.6, weight=600)
    who = _("{one}（{giver}） → {other}（{taker}）").format(
        one=handover.came_from or _("网格外"), giver=_people(handover.worker_from, hide) or _("无网格员"),
        other=handover.goes_to or _("网格外"), taker=_people(handover.worker_to, hide) or _("无网格员"),
    )  # fmt: skip
    paper.text(LEFT, TOP + 8, WIDTH, 6.5, who, 4.2)
    counts = " · ".join(f"{_(POPULATION_TITLES[name])} {handover.people(name):,}" for name in POPULATIONS)
    sums = _("{n:,} 户 · {counts} 人 · 重点照护 {care:,} 户").format(
        n=len(handover.notices), counts=counts, care=handover.careful
    )
    paper.text(LEFT, TOP + 14.5, WIDTH, 5.5, sums, 3.2, SECOND)
    fields = [
        Field(_("户号"), 26), Field(_("户主"), 18), Field(_("村民小组"), 22), Field(_("户籍"), 11, "right"),
        Field(_("常住"), 11, "right"), Field(_("在家"), 11, "right"), Field(_("离中心（米）"), 25, "right"),
        Field(_("在办"), 10, "right"), Field(_("重点"), 14, "centre"), Field(_("面交日期、签字"), 32),
    ]  # fmt: skip
    rows = [
        [one.number, _name(one.head_name, hide), one.group,
         *("—" if one.people[name] is None else str(one.people[name])
           for name in ("registered", "resident", "at_home")),
         _way(one), str(one.incidents or ""), _marks(one, hide), ""]
        for one in handover.notices
    ]  # fmt: skip
    y = draw_table(paper, LEFT, TOP + 22, BOTTOM - 2, fields, rows, lambda: _turn(paper))
    if y > BOTTOM - 22:
        y = _turn(paper)
    for at, role in enumerate((_("移交人"), _("接收人"), _("监交人"))):
        x = LEFT + at * WIDTH / 3
        paper.text(x, y + 10, 20, 5, role, 3.2)
        paper.line(x + 14, y + 15, x + WIDTH / 3 - 6, y + 15, LINE, 0.25)


def _way(one: Notice) -> str:
    """Metres to the middle of the worker's grid, before and after."""
    told = ["—" if far is None else f"{far:,}" for far in (one.far_from, one.far_to)]
    return " → ".join(told)


def _marks(one: Notice, hide: bool) -> str:
    """Who must not be lost on the way; a worker's own home."""
    care = "、".join(one.care) if not hide else _("照护") if one.care else ""
    return "、".join(filter(None, (care, _("本人") if one.own_home else "")))


def _slips(paper: Paper, notices: list[Notice], day: date, hide: bool, town: str) -> None:
    wide, high = WIDTH / SLIPS_ACROSS, (BOTTOM - TOP + 4) / SLIPS_DOWN
    for at, notice in enumerate(notices):
        place = at % (SLIPS_ACROSS * SLIPS_DOWN)
        if place == 0:
            paper.page()
        x, y = LEFT + place % SLIPS_ACROSS * wide, TOP - 4 + place // SLIPS_ACROSS * high
        paper.box(x, y, wide, high, rim=FAINT)
        _slip(paper, x + 5, y + 4, wide - 10, notice, day, hide, town)


def _slip(
    paper: Paper, x: float, y: float, width: float, notice: Notice, day: date, hide: bool, town: str
) -> None:
    paper.text(x, y, width, 6, _("网格调整通知"), 4.4, weight=600)
    paper.text(x, y, width, 6, notice.number, 3.2, SECOND, align="right")
    words = _("{head} 户（{group}）：").format(head=_name(notice.head_name, hide), group=notice.group)
    paper.text(x, y + 8, width, 5, words, 3.4)
    y += 14
    changes = (
        (_("网格"), notice.came_from or _("网格外"), notice.goes_to or _("网格外"), "grid"),
        (_("网格员"), _people(notice.worker_from, hide), _people(notice.worker_to, hide), "worker"),
        (_("网格长"), _people(notice.leader_from, hide), _people(notice.leader_to, hide), "leader"),
    )
    for title, one, other, name in changes:
        changed = name in notice.changes
        paper.text(x, y, 14, 5.4, title, 3.0, SECOND)
        shown = f"{one or '—'} → {other or '—'}" if changed else other or "—"
        paper.text(x + 14, y, width - 14, 5.4, shown, 3.4, weight=600 if changed else 400)
        y += 5.4
    paper.text(x, y + 1, width, 4.6, _("有事请找新的网格员。电话：________________"), 3.0)
    paper.text(x, y + 7, width, 4.6, f"{town}　{day:%Y-%m-%d}", 2.8, SECOND, align="right")


def _people(people: tuple[Person, ...], hide: bool) -> str:
    return _name(names_of(people), hide)


def _name(name: str, hide: bool) -> str:
    return mask_name(name) if hide else name
