"""What stands in the corners of the wall's map: which place, who moved it, legend, scale, what is missing."""

from collections.abc import Sequence

from gridmap.i18n import _
from gridmap.scene.scale_bar import scale_bar
from gridmap.scene.scene import LegendRow
from gridmap.scene.wall import WallContent
from gridmap.screens.wall import colours, symbols
from gridmap.screens.wall.layout import FOOTER, HEADER, PAD, T3, Layout
from gridmap.screens.wall.sheet import Sheet
from gridmap.screens.wall.state import WallState

LEGEND_ROWS = 5
HALO = 4


def corners(
    content: WallContent, state: WallState, layout: Layout, legend: Sequence[LegendRow], scale: float
) -> Sheet:
    """The corners of the map. ``scale`` is device pixels per metre of the view that is up."""
    sheet = Sheet(layout, layout.map, colours.GROUND)
    _place(sheet, content, state)
    foot = layout.down - FOOTER - 24
    end = _foot(sheet, content, scale, foot)
    rows = min(LEGEND_ROWS, int((foot - 84 - HEADER - 132) // 48))
    _legend(sheet, legend[: max(0, rows)], foot - 84)
    if content.unplaced:
        words = _("未落图 {n}").format(n=f"{content.unplaced:,}")
        beside = end + 48 + sheet.measure(words) <= sheet.width - PAD
        line = foot if beside else foot - 48
        sheet.text(words, sheet.width - PAD, line, colour=colours.SECOND, align="right", halo=HALO)
    return sheet


def _place(sheet: Sheet, content: WallContent, state: WallState) -> None:
    sheet.text(content.township, PAD, HEADER + 60, T3, bold=True, room=sheet.width - 2 * PAD, halo=5)
    if state.locked:
        sheet.symbol(symbols.STAR, PAD + 15, HEADER + 96, 34, colours.WHITE)
        width = sheet.text(_("视图已锁定"), PAD + 48, HEADER + 108, halo=HALO)
        sheet.target(0, HEADER, PAD + width + 96, 132, "fit")
        return
    words = _("{villages} 村 {grids} 网格").format(villages=content.villages, grids=len(content.grids))
    sheet.text(words, PAD, HEADER + 108, colour=colours.SECOND, halo=HALO)


def _foot(sheet: Sheet, content: WallContent, scale: float, line: float) -> float:
    """North, scale bar and that the shapes are schematic; returns where they end."""
    sheet.symbol(symbols.NORTH, PAD + 13, line - 16, 34, colours.SECOND, rim=2)
    x = PAD + 36 + sheet.text(_("北"), PAD + 36, line, colour=colours.SECOND, halo=HALO) + 44
    if x + 180 + sheet.measure(_("{n} 公里").format(n=88)) > sheet.width - PAD:
        return x
    pixels, words = scale_bar(scale, 180 * sheet.layout.unit)
    bar = pixels / sheet.layout.unit
    for x1, y1, x2, y2 in ((x, -10, x, 1.5), (x, 0, x + bar, 0), (x + bar, -10, x + bar, 1.5)):
        sheet.line(x1, line + y1, x2, line + y2, colours.SECOND, 3)
    x += bar + 18
    x += sheet.text(words, x, line, colour=colours.SECOND, halo=HALO)
    if content.schematic and x + 44 + sheet.measure(_("示意")) <= sheet.width - PAD:
        x += 44 + sheet.text(_("示意"), x + 44, line, colour=colours.SECOND, halo=HALO)
    return x


def _legend(sheet: Sheet, legend: Sequence[LegendRow], bottom: float) -> None:
    """The legend from its last row upwards."""
    for back, row in enumerate(reversed(legend)):
        line = bottom - back * 48
        _swatch(sheet, row, line - 12)
        title = row.title if row.layer != "grids" else _("常住 {share}").format(share=row.title)
        sheet.text(title, PAD + 70, line, colour=colours.SECOND, halo=HALO)


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
