"""The hand that draws an area on the map: corners by clicks, a circle by a drag, a strip along a line."""

from collections.abc import Sequence
from dataclasses import replace
from math import hypot

import shapely
from PySide6.QtCore import QObject, Qt, Signal

from gridmap.i18n import _
from gridmap.response.drawn import MOST_CORNERS, Drawn, Kind, Place
from gridmap.screens.canvas import MapCanvas

REACH = 10.0
"""Logical pixels within which a corner, a road or a river is taken hold of."""
STRIP_M = 100.0
"""Metres on both sides of a line until somebody says another number."""

HINTS: dict[Kind, str] = {
    "corners": _("单击加角（最多 8 个），双击或回车完成；画好后可拖动角；Esc 重画"),
    "circle": _("按住中心向外拖；松开完成；Esc 重画"),
    "strip": _("单击一条道路或河流；右边填两侧米数；Esc 重画"),
}

Keys = Qt.KeyboardModifier


class AreaTool(QObject):
    """A ``Tool`` of the canvas. ``changed`` at every step, ``said`` a line for the status bar.

    ``lines`` are what a strip may follow. ``done`` says whether the shape is finished: then its corners can
    still be dragged, and a click elsewhere begins anew.
    """

    changed = Signal()
    said = Signal(str)

    def __init__(self, canvas: MapCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.drawn = Drawn()
        self.ahead: Place | None = None
        self.done = False
        self.lines: Sequence[shapely.Geometry] = ()
        self._held = -1

    @property
    def seen(self) -> Drawn:
        """What is drawn, with the corner that follows the pointer."""
        if self.done or self.ahead is None or self.drawn.kind != "corners" or not self.drawn.corners:
            return self.drawn
        return replace(self.drawn, corners=(*self.drawn.corners, self.ahead))

    def choose(self, kind: Kind) -> None:
        """Draw another kind of shape, from the beginning."""
        self._show(Drawn(kind, radius=STRIP_M if kind == "strip" else 0.0), done=False)

    def widen(self, metres: float) -> None:
        """So many metres on both sides of a strip's line, or as the radius of a circle."""
        self._show(replace(self.drawn, radius=metres), self.done)

    def clear(self) -> None:
        """Nothing is drawn."""
        kind, radius = self.drawn.kind, self.drawn.radius
        self._show(Drawn(kind, radius=radius if kind == "strip" else 0.0), done=False)

    # the tool of the map

    def press(self, x: float, y: float, modifiers: Keys) -> bool:
        """A corner, the middle of a circle, the line of a strip."""
        here, kind = (x, y), self.drawn.kind
        if kind == "strip":
            return self._follow(here)
        if kind == "circle":
            self._show(Drawn("circle", (here,), 0.0), done=False)
            return True
        self._held = self._corner_at(here) if self.done else -1
        if self.done and self._held < 0:
            self._show(Drawn(), done=False)
        if not self.done and not self._repeats(here):
            corners = (*self.drawn.corners, here)
            self._held = len(corners) - 1
            self._show(Drawn("corners", corners), done=len(corners) == MOST_CORNERS)
        return True

    def move(self, x: float, y: float, modifiers: Keys) -> None:
        """Drags the radius, or a corner."""
        kind, corners = self.drawn.kind, list(self.drawn.corners)
        if kind == "circle" and corners:
            radius = hypot(x - corners[0][0], y - corners[0][1])
            self._show(replace(self.drawn, radius=radius), done=False)
        elif kind == "corners" and 0 <= self._held < len(corners):
            corners[self._held] = (x, y)
            self._show(replace(self.drawn, corners=tuple(corners)), self.done)

    def release(self, x: float, y: float, modifiers: Keys) -> None:
        """A circle is finished; a click without a drag is none."""
        self._held = -1
        if self.drawn.kind == "circle":
            done = self.drawn.radius * self._canvas.view.logical_scale > REACH / 2
            self._show(self.drawn if done else Drawn("circle"), done)

    def hover(self, x: float, y: float, modifiers: Keys) -> None:
        """The next corner follows the pointer."""
        if self.drawn.kind == "corners" and self.drawn.corners and not self.done:
            self.ahead = (x, y)
            self.changed.emit()

    def double(self, x: float, y: float, modifiers: Keys) -> bool:
        """Finishes the corners."""
        return self.enter()

    def enter(self) -> bool:
        """Finishes the corners too."""
        if self.done or self.drawn.kind != "corners" or len(self.drawn.corners) < 3:
            return False
        self._show(self.drawn, done=True)
        return True

    def cancel(self) -> bool:
        """What is being drawn is gone; what is finished stays."""
        if self.done or not self.drawn:
            return False
        self.clear()
        return True

    # inside

    def _show(self, drawn: Drawn, done: bool) -> None:
        self.drawn, self.done = drawn, done
        self.ahead = None
        self.changed.emit()

    def _follow(self, here: Place) -> bool:
        reach = REACH / self._canvas.view.logical_scale
        spot = shapely.Point(here)
        near = shapely.STRtree(list(self.lines)).query_nearest(spot, max_distance=reach, all_matches=False)
        if not len(near):
            self.said.emit(_("这里没有道路或河流：请放大后点在线上"))
            return False
        self._show(replace(self.drawn, line=self.lines[int(near[0])]), done=True)
        return True

    def _corner_at(self, here: Place) -> int:
        reach = REACH / self._canvas.view.logical_scale
        away = [hypot(x - here[0], y - here[1]) for x, y in self.drawn.corners]
        near = min(range(len(away)), key=away.__getitem__, default=-1)
        return near if near >= 0 and away[near] <= reach else -1

    def _repeats(self, here: Place) -> bool:
        """Whether a click is the second of a double click."""
        corners = self.drawn.corners
        half = REACH / 2 / self._canvas.view.logical_scale
        return bool(corners) and hypot(corners[-1][0] - here[0], corners[-1][1] - here[1]) < half
