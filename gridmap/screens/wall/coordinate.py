"""The coordinate scene: where every open incident stands, which are late, and who is out."""

from gridmap.i18n import _
from gridmap.response.incidents import LEVELS
from gridmap.scene.wall import WallContent
from gridmap.scene.wall_cases import PHASES, OpenCase
from gridmap.screens.wall import colours, symbols
from gridmap.screens.wall.layout import FOOTER, HEADER, PAD, PANEL, T1, T3, Layout
from gridmap.screens.wall.sheet import Sheet, body
from gridmap.screens.wall.state import WallState, page_of, span

STRIP, CASE_ROW, LINE = 180, 84, 60
TOP = HEADER + 84
NARROWEST = 760
"""Units that the list of cases needs beside the panel."""


def coordinate(content: WallContent, state: WallState, layout: Layout) -> Sheet:
    """The list of cases with their phases above it, and the forces in a panel where there is room."""
    sheet = body(layout)
    beside = sheet.width - PANEL >= NARROWEST
    width = sheet.width - (PANEL if beside else 0)
    _cases(sheet, content, state, width)
    if beside:
        sheet.block(width, HEADER, PANEL, layout.down - HEADER - FOOTER, colours.PANEL)
        with sheet.upon(colours.PANEL):
            _panel(sheet, content, width + PAD, PANEL - 2 * PAD)
    return sheet


def _cases(sheet: Sheet, content: WallContent, state: WallState, width: float) -> None:
    book, right, lowest = content.book, width - PAD, sheet.layout.bottom
    strip = lowest - TOP - STRIP >= 3 * CASE_ROW
    top = TOP + (STRIP if strip else 0)
    rows = max(1, int((lowest - top - 12) // CASE_ROW))
    shown = page_of(book.cases, rows, state.turn)
    _title(sheet, content, len(book.cases) - len(shown), right)
    sheet.line(PAD, TOP, right, TOP)
    if strip:
        pitch = (width - 2 * PAD) / len(PHASES)
        for at, (name, (title, _stages)) in enumerate(PHASES.items()):
            sheet.text(title, PAD + at * pitch, TOP + 60, colour=colours.SECOND, room=pitch - 24)
            sheet.text(f"{book.phases[name]:,}", PAD + at * pitch - 4, TOP + 156, T1)
        sheet.line(PAD, top, right, top)
    times = max((sheet.measure(clock_words(case), bold=True) for case in shown), default=0.0)
    for at, case in enumerate(shown):
        _case(sheet, case, (top + at * CASE_ROW, right), times + 24)
    if not shown:
        sheet.text(_("没有在办事件"), PAD, top + 60, colour=colours.SECOND)
    _news(sheet, content, top + max(1, len(shown)) * CASE_ROW, right)


def _news(sheet: Sheet, content: WallContent, top: float, right: float) -> None:
    """What happened lately, where the list leaves room for it."""
    rows = int((sheet.layout.bottom - top - 84) // LINE)
    if rows < 1 or not content.feed or right < NARROWEST:
        return
    sheet.line(PAD, top, right, top)
    sheet.text(_("动态"), PAD, top + 60, colour=colours.SECOND)
    news(sheet, content, (PAD + 108, top + 60), right, min(rows + 1, 6))


def news(sheet: Sheet, content: WallContent, place: tuple[float, float], right: float, rows: int) -> None:
    """The latest news, a line each: when, where, what."""
    x, y = place
    for at, one in enumerate(content.feed[:rows]):
        line = y + at * LINE
        sheet.text(f"{one.at:%H:%M}", x, line, colour=colours.SECOND)
        sheet.text(one.where, x + 132, line, bold=True, room=156)
        sheet.text(one.what, x + 300, line, room=right - x - 300)


def _title(sheet: Sheet, content: WallContent, more: int, right: float) -> None:
    book = content.book
    end = PAD + sheet.text(_("在办事件 {n}").format(n=f"{len(book.cases):,}"), PAD, 144, T3, bold=True)
    x = right
    for words, bold in (
        (_("超时 {n}").format(n=book.late) if book.late else "", True),
        (_("另有 {n} 件").format(n=more) if more else "", False),
        (_("重新打开 {n}").format(n=book.reopened) if book.reopened else "", False),
    ):
        wide = sheet.measure(words, bold=bold) if words else 0.0
        if words and x - wide >= end + 24:
            ink = colours.TEXT if bold else colours.SECOND
            x -= sheet.text(words, x, 144, bold=bold, colour=ink, align="right") + 36


def _case(sheet: Sheet, case: OpenCase, place: tuple[float, float], time: float) -> None:
    """Symbol, title, village, stage and who; what the clock has left in a column ``time`` units wide."""
    (top, right), x = place, PAD + 64.0
    y, room = top + 54, right - x
    sheet.line(PAD, top, right, top)
    sheet.symbol(symbols.URGENCY[case.urgency], PAD + 20, y - 12, 40, colours.URGENCY[case.urgency])
    time = min(time, room * 0.4)
    sheet.text(clock_words(case), right, y, bold=case.late, align="right", room=time)
    if room < NARROWEST - 100:
        sheet.text(case.title, x, y, bold=case.late, room=room - time - 12)
        return
    words = (case.title, case.where, f"{case.stage} {case.who}".strip())
    for at, (share, said) in enumerate(zip((0.36, 0.26, 0.38), words, strict=True)):
        wide = (room - time) * share
        ink = colours.SECOND if at else colours.TEXT
        sheet.text(said, x, y, bold=case.late and not at, colour=ink, room=wide - 24)
        x += wide


def clock_words(case: OpenCase) -> str:
    """What a case's clock says: what is left, how long it is late, or nothing."""
    if case.left is None:
        return _("停表") if case.phase == "suspended" else "—"
    words = _("超时 {span}") if case.late else _("余 {span}")
    return words.format(span=span(abs(case.left)))


def _panel(sheet: Sheet, content: WallContent, x: float, width: float) -> None:
    sheet.text(_("力量"), x, 144, T3, bold=True)
    sheet.line(x, TOP, x + width, TOP)
    end = stations(sheet, content, x, width, TOP + 60)
    if end + 2 * LINE > sheet.layout.bottom:
        return
    sheet.line(x, end - 36, x + width, end - 36)
    sheet.text(_("级别"), x, end + 24, colour=colours.SECOND)
    names = {**{name: _(title) for name, title in LEVELS.items()}, "": _("未定")}
    pitch = (width - 96) / len(names)
    for at, (name, title) in enumerate(names.items()):
        left = x + 96 + at * pitch
        wide = sheet.text(title, left, end + 24, colour=colours.SECOND)
        sheet.text(f"{content.book.levels[name]:,}", left + wide + 12, end + 24, T3)


def stations(sheet: Sheet, content: WallContent, x: float, width: float, top: float) -> float:
    """Who is out and where people can go, a line each from ``top``; what finds no room is left out, and said.
    Returns the line after the last."""
    rows = _rows(content)
    fit = max(1, int((sheet.layout.bottom - top) // LINE) + 1)
    shown = rows if len(rows) <= fit else rows[: fit - 1]
    value = x + min(252.0, width * 0.45)
    for at, (title, said, detail) in enumerate(shown):
        y = top + at * LINE
        sheet.text(title, x, y, colour=colours.SECOND, room=value - x - 12)
        wide = sheet.text(detail, x + width, y, colour=colours.SECOND, align="right")
        sheet.text(said, value, y, room=x + width - value - wide - 24)
    if len(shown) < len(rows):
        more = _("另有 {n} 项").format(n=len(rows) - len(shown))
        sheet.text(more, x, top + len(shown) * LINE, colour=colours.SECOND)
        return top + (len(shown) + 1) * LINE
    return top + len(shown) * LINE


def _rows(content: WallContent) -> tuple[tuple[str, str, str], ...]:
    """Title, figure, and what belongs to it, of every kind of force."""
    found, teams, men = content.forces, _("{n} 队"), _("{n} 人")
    shares = [
        "—" if share is None else f"{share.done:,}/{share.owed:,}"
        for share in (content.patrols, content.visits)
    ]
    out = "" if found.out_members is None else men.format(n=f"{found.out_members:,}")
    room = _("可容 {n} 人")
    shelters, clinics = (
        (_("{n} 处").format(n=at.count), "" if at.room is None else room.format(n=f"{at.room:,}"))
        for at in (found.shelters, found.clinics)
    )
    return (
        (_("巡防在途"), teams.format(n=found.out), out),
        (_("今日巡防"), _("{n} 次").format(n=found.begun), _("共 {n} 队").format(n=found.patrol_teams)),
        (_("已派人员"), men.format(n=found.sent), ""),
        (_("避难场所"), *shelters),
        (_("卫生院"), *clinics),
        (_("网格长"), men.format(n=f"{found.leaders:,}"), ""),
        (_("网格员"), men.format(n=f"{found.workers:,}"), ""),
        (_("调解队"), teams.format(n=found.mediation_teams), ""),
        (_("本周巡防"), shares[0], ""),
        (_("今日走访"), shares[1], ""),
    )
