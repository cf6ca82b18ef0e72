"""The panel of a grid that stands in the light: its people, its elders, who answers for it."""

from gridmap.i18n import _
from gridmap.scene.wall import WallContent
from gridmap.scene.wall_grids import GridLoad
from gridmap.screens.wall import colours
from gridmap.screens.wall.layout import HEADER, KPI_ROW, LAST_ROW, PAD, T3, Layout
from gridmap.screens.wall.monitor import Number, big_numbers, short_list
from gridmap.screens.wall.sheet import Sheet
from gridmap.screens.wall.state import WallState
from gridmap.township.census import POPULATION_TITLES, Population
from gridmap.township.mask import small_count

TOP = HEADER + 84


def spotted(content: WallContent, state: WallState) -> GridLoad | None:
    """The grid that stands in the light; None where none does, or it is no more."""
    return next((load for load in content.grids if state.spot and load.uuid == state.spot), None)


def panel(content: WallContent, state: WallState, layout: Layout) -> Sheet:
    """Name and village, four numbers, then what is open and who answers for the grid."""
    sheet = Sheet(layout, layout.panel, colours.PANEL)
    sheet.block(0, HEADER, sheet.width, layout.panel.height / layout.unit, colours.PANEL)
    load = spotted(content, state)
    if load is None:
        return sheet
    right = sheet.width - PAD
    end = PAD + sheet.text(load.name, PAD, 144, T3, bold=True, room=sheet.width - 2 * PAD)
    if right - end - 24 > 100:
        sheet.text(load.village, right, 144, colour=colours.SECOND, align="right", room=right - end - 24)
    sheet.line(PAD, TOP, right, TOP)
    if layout.kpi_rows == 0:
        rows = max(1, int((layout.bottom - TOP) // LAST_ROW))
        short_list(sheet, (*numbers(load), *lines(load)), state, TOP, rows)
        return sheet
    big_numbers(sheet, numbers(load), state, TOP)
    top = TOP + layout.kpi_rows * KPI_ROW + 12
    sheet.line(PAD, top, right, top)
    short_list(sheet, lines(load), state, top, max(1, int((layout.bottom - top) // LAST_ROW)))
    return sheet


def numbers(load: GridLoad) -> tuple[Number, ...]:
    """Its three populations, those that have a cap against it, and the elders at home."""
    aged = small_count(None if load.aged is None else float(load.aged))
    return (
        _against(load, "resident"), _against(load, "registered"),
        Number(_("在家"), small_count(load.people["at_home"])), Number(_("在家 60 岁以上"), aged),
    )  # fmt: skip


def _against(load: GridLoad, population: Population) -> Number:
    title = _("{basis} 上限 {cap}").format(basis=_(POPULATION_TITLES[population]), cap=f"{load.cap:,}")
    return Number(title, small_count(load.people[population]), "", load.status[population] == "over")


def lines(load: GridLoad) -> tuple[Number, ...]:
    """What is open in it, and its two people."""
    return (
        Number(_("在办事件"), f"{load.opened:,}"),
        Number(_("网格长"), load.leader or "—"),
        Number(_("网格员"), load.worker or "—"),
    )
