"""The nearest helpers on the desk: to what is selected or to a click, with roads that can be cut."""

import numpy as np
import shapely
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from gridmap.i18n import _
from gridmap.response.reach import Nearest, nearest
from gridmap.scene.cells import Spots
from gridmap.scene.danger import cut_marks, way_marks
from gridmap.scene.marks import Mark, Symbol, Symbols
from gridmap.screens.canvas import MapCanvas
from gridmap.screens.desk.places import place_of
from gridmap.screens.desk.state import DeskState
from gridmap.screens.response.helpers_panel import HelpersPanel
from gridmap.screens.response.latest import Latest
from gridmap.screens.response.spot_tool import SpotTool
from gridmap.screens.selection import rows_of
from gridmap.township.schemas import SCHEMAS

REACH = 10.0
"""Logical pixels within which a road is taken hold of."""
READ = {"roads", "waters", "heights", "positions", "assignments", "staff", "grids", "households"}
HINT = _("单击地点：谁最先到；勾选“标记断路”后单击道路")


class HelpersDesk(QObject):
    """Joins click, map and panel. ``said`` is a line for the status bar, ``failed`` an exception."""

    said = Signal(str)
    failed = Signal(Exception)

    def __init__(self, window: QWidget, state: DeskState, canvas: MapCanvas, panel: HelpersPanel) -> None:
        super().__init__(canvas)
        self._state, self._canvas, self._panel = state, canvas, panel
        self.tool = SpotTool(canvas)
        self.active = False
        self.by = "motorbike"
        self.cut: dict[str, str] = {}
        self.found: Nearest | None = None
        self._place: tuple[float, float] | None = None
        self._latest = Latest(window, self._show_found, self.failed.emit)
        self.tool.clicked.connect(self._clicked)
        panel.travelled.connect(self.travel)
        panel.opened.connect(self.reopen)
        state.renewed.connect(self._renewed)

    def start(self) -> None:
        """Take the left button; what is selected is the place, where it has one."""
        self.active = True
        self._canvas.set_tool(self.tool)
        self.said.emit(HINT)
        state = self._state
        rows = rows_of(state.session, state.selection)
        place = place_of(state.session.snapshot[state.selection.table], rows[0]) if rows else None
        if place is not None:
            self.go(place, _("到选中的{title}").format(title=_(SCHEMAS[state.selection.table].title)))
        else:
            self._draw()

    def stop(self) -> None:
        """Give the left button back; the ways are gone from the map."""
        if self.active:
            self.active = False
            self._panel.cut.setChecked(False)
            self._canvas.set_tool(None)
            self._canvas.set_overlay(())

    def go(self, place: tuple[float, float], words: str) -> None:
        """Who is first at a place of the working CRS; ``words`` name it."""
        self._place, self.found = place, None
        self._panel.show_place(words)
        self._ask()

    def travel(self, by: str) -> None:
        """They come on foot, by motorbike or by car."""
        self.by = by
        self._ask()

    def reopen(self, number: str) -> None:
        """A road is open again."""
        self.cut.pop(number, None)
        self._cuts_changed()

    # inside

    def _clicked(self, x: float, y: float) -> None:
        if self._panel.cut.isChecked():
            self._cut_at(x, y)
        else:
            self.go((x, y), _("到地图上单击的地点"))

    def _cut_at(self, x: float, y: float) -> None:
        roads = self._state.session.snapshot["roads"]
        reach = REACH / self._canvas.view.logical_scale
        near = shapely.STRtree(roads["geometry"]).query_nearest(
            shapely.Point(x, y), max_distance=reach, all_matches=False
        )
        if not len(near):
            self.said.emit(_("这里没有道路：请放大后点在路上"))
            return
        number, name = (str(roads[column][near[0]]) for column in ("road_no", "name"))
        if not number:
            self.said.emit(_("这条路没有编号，不能标记：请先在道路数据里补上编号"))
            return
        if number in self.cut:
            del self.cut[number]
        else:
            self.cut[number] = name
        self._cuts_changed()

    def _cuts_changed(self) -> None:
        self._panel.show_cuts([(number, name) for number, name in self.cut.items()])
        self._draw()
        self._ask()

    def _renewed(self, tables: frozenset[str]) -> None:
        known = set(self._state.session.snapshot["roads"].text("road_no").tolist())
        gone = [number for number in self.cut if number not in known]
        for number in gone:
            del self.cut[number]
        if gone:
            self._panel.show_cuts([(number, name) for number, name in self.cut.items()])
        if not tables or tables & READ:
            self._ask()

    def _ask(self) -> None:
        place, by, cut, session = self._place, self.by, tuple(self.cut), self._state.session
        if place is None or not self.active:
            return
        snapshot, census = session.snapshot, session.census
        self._latest.ask(lambda: nearest(snapshot, place, by=by, cut=cut, census=census))

    def _show_found(self, found: Nearest) -> None:
        self.found = found
        self._panel.show_found(found)
        self._draw()

    def _draw(self) -> None:
        if not self.active:
            return
        colours, roads = self._state.colours, self._state.session.snapshot["roads"]
        closed = [
            shape for number, shape in zip(roads.text("road_no"), roads["geometry"], strict=True)
            if number in self.cut
        ]  # fmt: skip
        marks: list[Mark] = cut_marks(closed, colours)
        if self.found is not None:
            helpers = self.found.helpers
            marks += way_marks([helper.way for helper in helpers], colours, [one.live for one in helpers])
        if self._place is not None:
            marks.append(_target(self._place))
        self._canvas.set_overlay(marks)


def _target(place: tuple[float, float]) -> Mark:
    spot = Spots.of(np.array([place[0]]), np.array([place[1]]))
    return Symbols(spots=spot, symbols=(Symbol("triangle", "#E6194B", 26.0, rim="#FFFFFF"),))
