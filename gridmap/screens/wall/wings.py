"""The wings of a very wide wall: the week to the left, what happened and who is out to the right."""

from gridmap.i18n import _
from gridmap.scene.wall import WallContent
from gridmap.screens.wall import colours, coordinate, week
from gridmap.screens.wall.layout import T3, Box, Layout
from gridmap.screens.wall.sheet import Sheet

SIDE = 48


def left(content: WallContent, layout: Layout, box: Box) -> Sheet:
    """Visits by day and the patrols of every village against what is owed."""
    sheet = _wing(layout, box, _("近七日"))
    week.visits(sheet, content, (SIDE, 156), sheet.width - 2 * SIDE)
    week.patrols(sheet, content, SIDE, sheet.width - 2 * SIDE)
    return sheet


def right(content: WallContent, layout: Layout, box: Box) -> Sheet:
    """The latest news, and the forces of the day."""
    sheet = _wing(layout, box, _("动态"))
    end = sheet.width - SIDE
    fit = max(1, min(6, int((layout.bottom - 156 - 360) // coordinate.LINE)))
    coordinate.news(sheet, content, (SIDE, 156), end, fit)
    if not content.feed:
        sheet.text(_("24 小时内没有记录"), SIDE, 156, colour=colours.SECOND)
    top = 120 + fit * coordinate.LINE
    sheet.line(SIDE, top, end, top)
    sheet.text(_("力量"), SIDE, top + 60, T3, bold=True)
    coordinate.stations(sheet, content, SIDE, end - SIDE, top + 132)
    return sheet


def _wing(layout: Layout, box: Box, title: str) -> Sheet:
    sheet = Sheet(layout, box, colours.GROUND)
    sheet.text(title, SIDE, 60, T3, bold=True)
    sheet.line(SIDE, 83, sheet.width - SIDE, 83)
    return sheet
