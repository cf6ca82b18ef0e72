"""The trend of the week: incidents and visits by day, patrols by village, the grids nearest to their cap."""

from gridmap.i18n import _
from gridmap.scene.wall import WallContent
from gridmap.scene.wall_grids import GridLoad
from gridmap.scene.wall_work import Week
from gridmap.screens.wall import colours
from gridmap.screens.wall.bars import CAP_FILLS, heading, known
from gridmap.screens.wall.layout import PAD, Layout
from gridmap.screens.wall.sheet import Sheet, body
from gridmap.screens.wall.state import WallState
from gridmap.township.mask import small_count

UPPER, BASE, GAP = 216, 480, 41
"""Where the title of a chart and its bars stand, and how far these are apart."""
LIST, LIST_ROW, BAR_ROW = 600, 48, 96


def trend(content: WallContent, state: WallState, layout: Layout) -> Sheet:
    """Two charts above, two lists below; half as much where the wall is narrow or the seat far."""
    sheet = body(layout)
    wide = sheet.width >= 2 * 760
    half = (sheet.width - 2 * PAD - 72) / 2 if wide else sheet.width - 2 * PAD
    heading(sheet, state, _("近七日"))
    incidents(sheet, content, PAD, half)
    if layout.bottom >= LIST + 60:
        patrols(sheet, content, PAD, half)
    if wide:
        x = PAD + half + 72
        visits(sheet, content, (x, UPPER), half)
        if layout.bottom >= LIST + 60:
            fullest(sheet, content, x, half)
    return sheet


def incidents(sheet: Sheet, content: WallContent, x: float, width: float) -> None:
    """Incidents by day, with their sum."""
    total = _("合计 {n}").format(n=f"{sum(count for _day, count in content.week):,}")
    _chart(sheet, content.week, (_("每日事件"), total), (x, UPPER), width)


def visits(sheet: Sheet, content: WallContent, place: tuple[float, float], width: float) -> None:
    """Visits by day, with what is owed today; ``place`` is where the title begins."""
    owed = _("今日应访 {n}").format(n=f"{content.visits.owed:,}") if content.visits else ""
    _chart(sheet, content.visits_by_day, (_("走访 户次"), owed), place, width)


def _chart(
    sheet: Sheet, days: Week, titles: tuple[str, str], place: tuple[float, float], width: float
) -> None:
    """A bar for each of seven days with its figure; lower where the farthest seat leaves less room."""
    (x, top), base = place, min(BASE, sheet.layout.bottom - 60)
    wide = sheet.text(titles[1], x + width, top, colour=colours.SECOND, align="right")
    sheet.text(titles[0], x, top, colour=colours.SECOND, room=width - wide - 24)
    most = max(1, *(count for _day, count in days))
    pitch = (width + GAP) / len(days)
    for at, (day, count) in enumerate(days):
        today = at == len(days) - 1
        left, height = x + at * pitch, (base - top - 96) * count / most
        sheet.block(left, base - height, pitch - GAP, height, colours.SECOND if today else colours.BAR)
        middle = left + (pitch - GAP) / 2
        sheet.text(f"{count:,}", middle, base - height - 12, bold=today, align="centre")
        name = _("今日") if today else weekdays()[day.weekday()]
        ink = colours.TEXT if today else colours.SECOND
        sheet.text(name, middle, base + 48, bold=today, colour=ink, align="centre")
    sheet.line(x, base, x + width, base, colours.OUTLINE)


def weekdays() -> tuple[str, ...]:
    """The days of the week in one character each, Monday first."""
    return (_("一"), _("二"), _("三"), _("四"), _("五"), _("六"), _("日"))


def patrols(sheet: Sheet, content: WallContent, x: float, width: float) -> None:
    """The patrols of every village against what is owed, those behind in bold."""
    right = x + width
    sheet.text(_("本周巡防"), x, LIST, colour=colours.SECOND)
    if content.patrols is None:
        sheet.text("—", right, LIST, align="right")
        return
    shares = content.patrols_by_village
    fit = max(1, int((sheet.layout.bottom - LIST - 12) // LIST_ROW))
    shown = shares if len(shares) <= fit else shares[: fit - 1]
    sheet.text(f"{content.patrols.done:,}/{content.patrols.owed:,}", right, LIST, align="right")
    for at, share in enumerate(shown):
        y, behind = LIST + 60 + at * LIST_ROW, share.done < share.owed
        ink = colours.TEXT if behind else colours.SECOND
        sheet.text(share.village, x, y, bold=behind, colour=ink, room=228)
        sheet.text(f"{share.done}/{share.owed}", right, y, bold=behind, align="right")
        track = width - 252 - 150
        sheet.block(x + 252, y - 24, track, 24, colours.TRACK)
        if share.done:
            colour = colours.SECOND if behind else colours.BAR
            sheet.block(x + 252, y - 24, track * share.done / share.owed, 24, colour)
    if len(shown) < len(shares):
        more = _("另有 {n} 村").format(n=len(shares) - len(shown))
        sheet.text(more, x, LIST + 60 + len(shown) * LIST_ROW, colour=colours.SECOND)


def fullest(sheet: Sheet, content: WallContent, x: float, width: float) -> None:
    """The grids nearest to their cap by residents, the fullest first."""
    loads = [load for load in content.grids if load.status["resident"] != "unknown"]
    loads.sort(key=lambda load: -load.share)
    sheet.text(_("最接近上限的网格"), x, LIST, colour=colours.SECOND)
    words = _("常住 上限 {cap}").format(cap=f"{loads[0].cap:,}") if loads else _("无数据")
    sheet.text(words, x + width, LIST, colour=colours.SECOND, align="right")
    rows = max(0, int((sheet.layout.bottom - LIST - 60 + 36) // BAR_ROW))
    if not loads:
        return
    reach = width / max(loads[0].cap, loads[0].people["resident"])
    for at, load in enumerate(loads[:rows]):
        _fullness(sheet, load, (x, LIST + 60 + at * BAR_ROW), width, reach)


def _fullness(sheet: Sheet, load: GridLoad, place: tuple[float, float], width: float, reach: float) -> None:
    (x, y), status = place, load.status["resident"]
    full = status == "over"
    taken = sheet.text(small_count(load.people["resident"]), x + width, y, bold=full, align="right")
    sheet.text(load.name, x, y, bold=full, room=width - taken - 24)
    sheet.block(x, y + 18, load.cap * reach, 20, colours.TRACK)
    if length := known(load, "resident") * reach:
        sheet.block(x, y + 18, length, 20, CAP_FILLS.get(status, colours.QUIET), hatch=full)
    sheet.line(x + load.cap * reach - 1, y + 12, x + load.cap * reach - 1, y + 44, colours.WHITE, 2)
