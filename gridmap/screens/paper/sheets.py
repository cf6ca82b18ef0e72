"""One sheet per grid for the walk on site: map with house numbers, caps, a form; on its back the list."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.exchange.exports.save import replacing
from gridmap.exchange.exports.stamp import Stamp
from gridmap.i18n import _
from gridmap.redraw.compare.side import Side, names_of
from gridmap.redraw.propose.units import common_borders
from gridmap.screens.paper.ground_plan import Frame, draw_ground
from gridmap.screens.paper.paper import FAILED, FAINT, INK, LINE, SECOND, WARNING, Paper
from gridmap.screens.paper.table import Field, draw_table
from gridmap.township.census import POPULATION_TITLES, POPULATIONS, status
from gridmap.township.mask import mask_name

MAP = (12.0, 12.0, 272.0, 272.0)
LEFT, RIGHT, TOP, BOTTOM = 290.0, 408.0, 12.0, 284.0
ACROSS, ROW, SIZE = 5, 3.4, 2.3
STATES = {"near": _("接近"), "limit": _("到限"), "over": _("▲ 超限"), "unknown": _("无数据"), "ok": ""}

Rows = NDArray[np.int64]
Say = Callable[[int, int, str], None]


def print_sheets(
    path: Path, side: Side, stamp: Stamp, grids: Sequence[int] = (), *, hide: bool = True,
    say: Say = lambda _done, _total, _words: None,
) -> None:  # fmt: skip
    """Write a sheet for some grid rows (none: all) of a plan to ``path``: A3, front and back. The old file
    stands until it is whole; names are masked while ``hide`` is set.

    Raises InputError when the file cannot be written, and whatever ``say`` raises.
    """
    rows = list(grids) or _in_order(side)
    title = _("网格踏勘图")
    beside = _neighbours(side)
    with replacing(path) as fresh, Paper(fresh, title, stamp, size="A3", wide=True) as paper:
        for number, row in enumerate(rows):
            say(number, len(rows), side.grid_title(row))
            houses = _houses(side, row)
            if paper.pages % 2:
                paper.page()  # the next grid begins a sheet of its own
            _front(paper, side, row, houses, beside.get(row, []), hide)
            _back(paper, side, row, houses, hide)


def _in_order(side: Side) -> list[int]:
    names = [
        (str(code), str(name)) for code, name in zip(side.grids["code"], side.grids["name"], strict=True)
    ]
    there = ~shapely.is_missing(side.grids.text("geometry"))
    return sorted(np.flatnonzero(there).tolist(), key=names.__getitem__)


def _neighbours(side: Side) -> dict[int, list[tuple[int, float]]]:
    """The grids beside each one and the metres of common border."""
    shapes = side.grids.text("geometry")
    there = np.flatnonzero(~shapely.is_missing(shapes))
    found: dict[int, list[tuple[int, float]]] = {}
    matched = bool(shapely.coverage_is_valid(shapes[there]))
    for one, other, metres in common_borders(shapes[there], matched):
        found.setdefault(int(there[one]), []).append((int(there[other]), metres))
        found.setdefault(int(there[other]), []).append((int(there[one]), metres))
    return {row: sorted(beside, key=lambda pair: -pair[1]) for row, beside in found.items()}


def _houses(side: Side, grid: int) -> Rows:
    """The households of a grid by group and number: their place in it is the number on the map."""
    table = side.snapshot["households"]
    rows = np.flatnonzero(side.census.grid_of_household == grid)
    own = table.take(rows)
    group = own.text("group").astype(str)
    number = own.text("household_no").astype(str)
    return np.asarray(rows[np.lexsort((number, group, np.char.str_len(group)))], np.int64)


def _front(
    paper: Paper, side: Side, row: int, houses: Rows, beside: Sequence[tuple[int, float]], hide: bool
) -> None:
    paper.page()
    shape = side.grids["geometry"][row]
    draw_ground(paper, Frame.around(shape, *MAP), side, row, houses)
    y, width = TOP, RIGHT - LEFT
    paper.text(LEFT, y, width, 11, side.grid_title(row), 9.0, weight=600)
    village = side.village_title(int(side.census.village_of_grid[row]))
    paper.text(LEFT, y + 11, width, 5, f"{village}　{side.grids['code'][row] or _('尚无编码')}", 3.6, SECOND)
    paper.text(LEFT, y + 16, width, 5, _("方案：{plan}").format(plan=side.title), 3.2, SECOND)
    y = _people(paper, side, row, y + 24, hide)
    y = _caps(paper, side, row, y + 3)
    _form(paper, side, beside, y + 5)


def _people(paper: Paper, side: Side, row: int, y: float, hide: bool) -> float:
    for title, role in ((_("网格长"), "grid_leader"), (_("网格员"), "grid_worker")):
        names = names_of(side.on_duty(role)[row]) or _("缺")
        paper.text(LEFT, y, 20, 5.4, title, 3.4, SECOND)
        paper.text(LEFT + 20, y, RIGHT - LEFT - 20, 5.4, mask_name(names) if hide else names, 3.4)
        y += 5.4
    return y


def _caps(paper: Paper, side: Side, row: int, y: float) -> float:
    """A bar for each population: full width is 110 % of the cap, the tick stands at the cap."""
    settings, width = side.snapshot.settings, RIGHT - LEFT
    paper.text(LEFT, y, width, 6, _("人口与上限"), 4.2, weight=600)
    y += 7
    for name in POPULATIONS:
        people, cap = float(side.census.grids[name][row]), settings.worker_cap
        state = status(people, cap, settings)
        tone = FAILED if state == "over" else WARNING if state == "limit" else INK
        paper.text(LEFT, y, 14, 5.4, _(POPULATION_TITLES[name]), 3.4, SECOND)
        words = "—" if np.isnan(people) else f"{people:,.0f}/{cap:,}"
        paper.text(LEFT + 12, y, 26, 5.4, words, 3.4, tone, weight=600, align="right")
        left, full = LEFT + 42, width - 42 - 16
        paper.box(left, y + 1.7, full, 2.0, fill=FAINT)
        if people > 0:
            paper.box(left, y + 1.7, full * min(people / cap / 1.1, 1.0), 2.0,
                      fill=FAILED if state == "over" else SECOND)  # fmt: skip
        paper.line(left + full / 1.1, y + 0.8, left + full / 1.1, y + 4.6, INK, 0.4)
        paper.text(RIGHT - 15, y, 15, 5.4, STATES[state], 3.0, tone, align="right")
        y += 6
    houses = int((side.census.grid_of_household == row).sum())
    parts = int(shapely.get_num_geometries(side.grids["geometry"][row]))
    area = float(shapely.area(side.grids["geometry"][row])) / 1e6
    words = _("{houses:,} 户 · {area:.2f} km² · {parts} 块").format(houses=houses, area=area, parts=parts)
    paper.text(LEFT, y, width, 5.4, words, 3.2, SECOND)
    return y + 5.4


def _form(paper: Paper, side: Side, beside: Sequence[tuple[int, float]], y: float) -> None:
    """What is filled in by hand on the walk, down to the foot of the sheet."""
    width = RIGHT - LEFT
    paper.text(LEFT, y, width, 6, _("现场踏勘登记"), 4.2, weight=600)
    y += 8
    paper.text(LEFT, y, width, 5, _("日期 ____________　踏勘人 ____________________"), 3.4)
    fields = [Field(_("与谁交界"), 36), Field(_("长 km"), 16, "right"), Field(_("与实地相符"), 26, "centre"),
              Field(_("说明"), width - 78)]  # fmt: skip
    rows = [
        [side.grid_title(other), f"{metres / 1000:.2f}", _("□是　□否"), ""] for other, metres in beside[:10]
    ]
    y = draw_table(paper, LEFT, y + 8, BOTTOM, fields, rows, lambda: TOP, row=7.0) + 4
    last = BOTTOM - 24
    paper.text(LEFT, y, width, 5, _("边界应改之处（在图上画出，写明户号）"), 3.4, SECOND)
    for line in np.arange(y + 13, last - 14, 8).tolist():
        paper.line(LEFT, line, RIGHT, line, FAINT, 0.2)
    paper.text(LEFT, last - 10, width, 5, _("□ 无意见　□ 需调整　□ 住户漏登 ____ 户、错登 ____ 户"), 3.4)
    for at, role in enumerate((_("网格员"), _("网格长"), _("村(社区)"))):
        x = LEFT + at * width / 3
        paper.text(x, last + 2, width / 3, 5, role, 3.2, SECOND)
        paper.line(x, last + 18, x + width / 3 - 4, last + 18, LINE, 0.25)


def _back(paper: Paper, side: Side, row: int, houses: Rows, hide: bool) -> None:
    """The list by number, in columns of lines; as many pages as it takes."""
    table = side.snapshot["households"].take(houses)
    table.bring("household_no", "head_name", "group", *POPULATIONS)
    counts = [table.number(name) for name in ("registered", "resident", "at_home")]
    lines = [
        [str(at + 1), str(table["household_no"][at]), _shown(str(table["head_name"][at]), hide),
         str(table["group"][at]), *(_count(count[at]) for count in counts), "□"]
        for at in range(len(table))
    ]  # fmt: skip
    top, wide = TOP + 16, 396.0 / ACROSS
    fields = [
        Field(_("图号"), 9, "right"), Field(_("户号"), 18), Field(_("户主"), 13), Field(_("组"), 11),
        Field(_("户籍"), 7.5, "right"), Field(_("常住"), 7.5, "right"), Field(_("在家"), 7.5, "right"),
        Field(_("核"), 4.5, "centre"),
    ]  # fmt: skip
    fit = int((BOTTOM - top - ROW) // ROW)
    for at in range(0, len(lines), fit):
        across = at // fit % ACROSS
        if across == 0:
            paper.page()
            words = _("{grid}　住户名册　{n:,} 户").format(grid=side.grid_title(row), n=len(lines))
            paper.text(12, TOP, 300, 9, words, 6.0, weight=600)
        draw_table(
            paper, 12 + across * wide, top, BOTTOM, fields, lines[at : at + fit], lambda: top, ROW, SIZE
        )


def _count(number: float) -> str:
    return "—" if np.isnan(number) else f"{number:.0f}"


def _shown(name: str, hide: bool) -> str:
    return mask_name(name) if hide else name
