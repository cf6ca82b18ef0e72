"""What stands in the corners of the wall's map: which place, who moved it, legend, scale, what is missing."""

from collections.abc import Sequence

from gridmap.i18n import _
from gridmap.scene.scale_bar import scale_bar
from gridmap.scene.scene import LegendRow
from gridmap.scene.wall import WallContent
from gridmap.scene.wall_grids import GridLoad
from gridmap.screens.wall import colours, symbols
from gridmap.screens.wall.layout import FOOTER, HEADER, PAD, T3, Layout
from gridmap.screens.wall.sheet import Sheet
from gridmap.screens.wall.spot import spotted
from gridmap.screens.wall.state import WallState

LEGEND_ROWS, WIDE_ENOUGH, NARROW = 5, 960, 480
"""A map narrower than ``WIDE_ENOUGH`` units has no legend, one that is ``NARROW`` keeps its place, its
north and that it is schematic."""

HALO = 4


def corners(
    content: WallContent,
    state: WallState,
    layout: Layout,
    legend: Sequence[LegendRow],
    scale: float,
    close: bool = False,
) -> Sheet:
    """The corners of the map. ``scale`` is device pixels per metre of the view that is up, ``close``
    whether the land fills the pane: then the corners stand on plates."""
    sheet = Sheet(layout, layout.map, colours.GROUND)
    _place(sheet, content, state, close)
    foot = layout.down - FOOTER - 24
    explained = sheet.width >= WIDE_ENOUGH and state.scene != "emergency"  # its bars are the legend there
    rows = min(LEGEND_ROWS, int((foot - 84 - HEADER - 132) // 48)) if explained else 0
    shown = tuple(legend[: max(0, rows)])
    below = len(sheet.marks)
    end = max(
        _foot(sheet, content, scale, foot), *(PAD + 70 + sheet.measure(_title(row)) for row in shown), 0
    )
    _legend(sheet, shown, foot - 84)
    if close:
        top = foot - 46 if not shown else foot - 84 - (len(shown) - 1) * 48 - 46
        sheet.block(PAD - 24, top, end - PAD + 48, foot + 18 - top, colours.GROUND, radius=6)
        sheet.marks.insert(below, sheet.marks.pop())
    if content.unplaced:
        words = _("未落图 {n}").format(n=f"{content.unplaced:,}")
        width = sheet.measure(words)
        beside = end + 48 + width <= sheet.width - PAD
        if not beside and sheet.width < NARROW:
            return sheet
        line = foot if beside else foot - 48
        if close and beside:
            left = sheet.width - PAD - width - 24
            sheet.block(left, foot - 46, width + 48, 64, colours.GROUND, radius=6)
        sheet.text(words, sheet.width - PAD, line, colour=colours.SECOND, align="right", halo=HALO)
    return sheet


def _place(sheet: Sheet, content: WallContent, state: WallState, close: bool) -> None:
    """Where the map looks, and below it how much there is or who has locked the view."""
    grid = spotted(content, state)
    here = next((alarm.where for alarm in content.alarms if alarm.key == state.chosen), "")
    here = grid.name if grid is not None and state.scene == "monitor" else here
    here = here or grave_place(content, state)
    below = len(sheet.marks)
    x: float = PAD
    if here:
        above = f"{content.township} › "
        x += sheet.text(above, x, HEADER + 60, T3, colour=colours.SECOND, halo=5)
    name = here or content.township
    end = x + sheet.text(name, x, HEADER + 60, T3, bold=True, room=sheet.width - x - PAD, halo=5)
    end = max(end, _second_line(sheet, content, state, grid))
    if close:
        sheet.block(PAD - 24, HEADER + 12, end - PAD + 48, 120, colours.GROUND, radius=6)
        sheet.marks.insert(below, sheet.marks.pop())
    if state.locked:
        sheet.target(0, HEADER, end + 48, 132, "fit")


def grave_place(content: WallContent, state: WallState) -> str:
    """Where the P1 happened that the emergency scene looks at; '' in every other scene."""
    urgent = (alarm.where for alarm in content.alarms if alarm.urgency == "P1")
    return next(urgent, "") if state.scene == "emergency" else ""


def _second_line(sheet: Sheet, content: WallContent, state: WallState, grid: GridLoad | None) -> float:
    line = HEADER + 108
    if state.locked:
        sheet.symbol(symbols.STAR, PAD + 15, line - 12, 34, colours.WHITE)
        room = sheet.width - PAD - 60
        return PAD + 48 + sheet.text(_("视图已锁定"), PAD + 48, line, halo=HALO, room=room)
    if sheet.width < NARROW:
        return PAD
    if grave_place(content, state) or (state.scene == "emergency" and content.roll is not None):
        sheet.symbol(symbols.STAR, PAD + 15, line - 12, 34, colours.SECOND)
        words, room = _("自动取景"), sheet.width - PAD - 60
        return PAD + 48 + sheet.text(words, PAD + 48, line, colour=colours.SECOND, halo=HALO, room=room)
    if grid is not None and state.scene == "monitor":
        village = grid.village
        return PAD + sheet.text(village, PAD, line, colour=colours.SECOND, halo=HALO, room=sheet.width - PAD)
    counts = ((_("{n} 村"), content.villages), (_("{n} 网格"), len(content.grids)))
    words = " ".join(text.format(n=count) for text, count in counts if count)
    return PAD + sheet.text(words, PAD, line, colour=colours.SECOND, halo=HALO)


def _foot(sheet: Sheet, content: WallContent, scale: float, line: float) -> float:
    """North, scale bar and that the shapes are schematic; returns where they end."""
    sheet.symbol(symbols.NORTH, PAD + 13, line - 16, 34, colours.SECOND, rim=2)
    x = PAD + 36 + sheet.text(_("北"), PAD + 36, line, colour=colours.SECOND, halo=HALO) + 44
    mark = _("示意") if content.schematic else ""  # the last thing to give way: never
    rest = 44 + sheet.measure(mark) if mark else 0.0
    if x + 180 + 18 + sheet.measure(_("{n} 公里").format(n=88)) + rest <= sheet.width - PAD:
        x = _bar(sheet, x, line, scale) + 44
    if mark:
        return x + sheet.text(mark, x, line, colour=colours.SECOND, halo=HALO)
    return x - 44


def _bar(sheet: Sheet, x: float, line: float, scale: float) -> float:
    pixels, words = scale_bar(scale, 180 * sheet.layout.unit)
    bar = pixels / sheet.layout.unit
    for x1, y1, x2, y2 in ((x, -10, x, 1.5), (x, 0, x + bar, 0), (x + bar, -10, x + bar, 1.5)):
        sheet.line(x1, line + y1, x2, line + y2, colours.SECOND, 3)
    x += bar + 18
    return x + sheet.text(words, x, line, colour=colours.SECOND, halo=HALO)


def _legend(sheet: Sheet, legend: Sequence[LegendRow], bottom: float) -> None:
    """The legend from its last row upwards."""
    for back, row in enumerate(reversed(legend)):
        line = bottom - back * 48
        _swatch(sheet, row, line - 12)
        sheet.text(_title(row), PAD + 70, line, colour=colours.SECOND, halo=HALO)


def _title(row: LegendRow) -> str:
    """A row's words; a cap says on which population."""
    return row.title if row.layer != "grids" else _("常住 {share}").format(share=row.title)


def _swatch(sheet: Sheet, row: LegendRow, y: float) -> None:
    x = PAD
    if row.swatch == "swath":
        sheet.line(x + 8, y, x + 44, y, row.colour, 20, round_caps=True)
    elif row.swatch == "square":
        for dx, dy in ((6, -18), (20, -10), (34, -21), (12, 2), (26, 4), (42, 0)):
            sheet.block(x + dx, y + dy + 8, 6, 6, row.colour)
    elif row.swatch in ("fill", "hatch", "outline"):
        sheet.block(x + 4, y - 14, 44, 28, row.colour, hatch=row.swatch == "hatch")
    else:
        sheet.line(x + 2, y, x + 50, y, row.colour, 4)


def shown_rows(legend: Sequence[LegendRow]) -> tuple[LegendRow, ...]:
    """The rows the wall explains: what is drawn now and no shape that its own name stands beside."""
    plain = ("swath", "square")
    return tuple(
        row
        for row in legend
        if row.swatch in plain
        or (row.swatch in ("hatch", "outline", "fill") and row.count and row.layer == "grids")
    )
