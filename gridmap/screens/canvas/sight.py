"""Where a map's window looks: its view, the ways to move it, and the views it had."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from gridmap.scene.hit import area_at, bounds_of
from gridmap.scene.levels import level
from gridmap.scene.marks import Areas
from gridmap.scene.scene import Scene
from gridmap.scene.view import Bounds, View
from gridmap.screens.canvas.flight import Flight
from gridmap.screens.canvas.past import Past

NEAREST = 20.0  # logical pixels per metre: a door
DRILL = 4.0  # times nearer where there is no area to fill the window
FARTHEST = 0.25  # of the scale at which the whole township fits
SEEN_AT_ONCE = ("width", "height", "x", "y", "scale", "ratio", "selected", "masked")
"""Of a view; the rest of it comes with a scene."""


class Sight(QWidget):
    """A window that looks at a scene. ``unit`` enlarges its pixels, flights take ``fly_ms``."""

    view_changed = Signal()

    def __init__(self, parent: QWidget | None, theme: str) -> None:
        super().__init__(parent)
        self.fly_ms = 500
        self.unit = 1.0
        self._scene = Scene(theme=theme)
        self._view = View(self.width(), self.height(), theme=theme)
        self._past = Past()
        self._flight = Flight(self)

    @property
    def scene(self) -> Scene:
        """The scene that is shown."""
        return self._scene

    @property
    def view(self) -> View:
        """Where the window looks, in device pixels."""
        return self._view

    def set_view(self, view: View) -> None:
        """Look elsewhere. Width, height and ratio stay those of the widget; a population or theme
        in ``view`` is kept as a wish for the next scene, and nothing is painted for it."""
        size = self._device_size()
        if (view.width, view.height, view.ratio) != size:
            view = view.resized(*size)
        if all(getattr(view, name) == getattr(self._view, name) for name in SEEN_AT_ONCE):
            self._view = view
        else:
            self._show(view)

    def fit(self, bounds: Bounds | None = None, margin: float = 0.04) -> None:
        """Show the whole township, or all of ``bounds``."""
        self.remember()
        self._show(self._view.fitted(bounds or self._scene.bounds, margin))

    def fit_selection(self) -> None:
        """Show what is selected."""
        bounds = bounds_of(self._scene, self._view.selected)
        if bounds:
            self.fly_to_bounds(bounds)

    def zoom_at(self, point: tuple[float, float], factor: float) -> None:
        """Zoom so that the place under ``point`` (logical pixels of the widget) stays under it."""
        ratio = self._view.ratio
        low, high = self._limits()
        factor = min(max(factor, low / self._view.scale), high / self._view.scale)
        self._show(self._view.zoomed(point[0] * ratio, point[1] * ratio, factor))

    def pan(self, dx: float, dy: float) -> None:
        """Move the ground by logical pixels, to whole device pixels."""
        ratio = self._view.ratio
        self._show(self._view.panned(round(dx * ratio), round(dy * ratio)))

    def fly_to(self, x: float, y: float, scale: float | None = None) -> None:
        """Move to a place within 0.8 s; any gesture stops it. ``scale`` in device pixels per metre."""
        self.remember()
        low, high = self._limits()
        wanted = min(max(scale or self._view.scale, low), high)
        self._flight.start(replace(self._view, x=x, y=y, scale=wanted), self.fly_ms)

    def fly_to_bounds(self, bounds: Bounds, margin: float = 0.12) -> None:
        """Fly until all of ``bounds`` is in the window."""
        goal = self._view.fitted(bounds, margin)
        self.fly_to(goal.x, goal.y, goal.scale)

    def drill_in(self, x: float, y: float) -> None:
        """One level nearer: village, grid, houses."""
        bounds = self._area_bounds({"township": "villages", "village": "grids"}, x, y)
        if bounds is not None:
            self.fly_to_bounds(bounds)
        else:
            self.fly_to(x, y, self._view.scale * DRILL)

    def drill_out(self, x: float, y: float) -> None:
        """One level farther: grid, village, township."""
        bounds = self._area_bounds({"house": "grids", "grid": "villages"}, x, y)
        self.fly_to_bounds(bounds or self._scene.bounds, 0.04 if bounds is None else 0.12)

    def stop_flight(self) -> None:
        """Stay where a flight is now."""
        self._flight.stop()

    def back(self) -> bool:
        """The view before. False when there is none."""
        return self._return_to(self._past.back(self._view))

    def forward(self) -> bool:
        """The view that ``back`` left. False when there is none."""
        return self._return_to(self._past.forward(self._view))

    def remember(self) -> None:
        """Keep the present view for ``back``: called once at the start of every gesture."""
        self._past.keep(self._view)

    def motion_began(self) -> None:
        """The view will move many times, until ``gesture_ended``."""

    def gesture_ended(self) -> None:
        """The view stays now."""
        self.update()

    def _show(self, view: View) -> None:
        self._view = view
        self.view_changed.emit()
        self.update()

    def _return_to(self, view: View | None) -> bool:
        if view is None:
            return False
        self._flight.stop()
        scale = view.scale / view.ratio * self._view.ratio
        self.set_view(replace(self._view, x=view.x, y=view.y, scale=scale))
        self.gesture_ended()
        return True

    def _area_bounds(self, tables: dict[str, str], x: float, y: float) -> Bounds | None:
        """Of the area around a place, in the table that is drilled into at this scale."""
        table = tables.get(level(self._view.logical_scale, self._scene.sizes))
        for mark in self._scene.marks:
            if isinstance(mark, Areas) and mark.table == table:
                row = area_at(mark, x, y)
                if row >= 0:
                    west, south, east, north = mark.rings.bounds[row].tolist()
                    return (west, south, east, north)
        return None

    def _limits(self) -> tuple[float, float]:
        whole = self._view.fitted(self._scene.bounds).scale
        return whole * FARTHEST, max(NEAREST * self._view.ratio, whole)

    def _device_size(self) -> tuple[int, int, float]:
        ratio = self.devicePixelRatioF()
        width, height = max(1, round(self.width() * ratio)), max(1, round(self.height() * ratio))
        return width, height, ratio * self.unit
