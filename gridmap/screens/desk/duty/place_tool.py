"""One click on the map that says where."""

from collections.abc import Callable

from PySide6.QtCore import Qt

from gridmap.screens.canvas import MapCanvas, Tool


class PlaceTool(Tool):
    """Takes the left button until it was pressed once; ``placed`` hears where (working CRS), ``ended`` that
    the button is free again. ``free`` makes whatever has the button let it go."""

    def __init__(
        self,
        canvas: MapCanvas,
        free: Callable[[], None],
        placed: Callable[[float, float], None],
        ended: Callable[[], None],
    ) -> None:
        self._canvas, self._free, self._placed, self._ended = canvas, free, placed, ended
        self.active = False

    def start(self) -> None:
        """Wait for the click."""
        self._free()
        self.active = True
        self._canvas.set_tool(self)
        self._canvas.setCursor(Qt.CursorShape.CrossCursor)

    def stop(self) -> None:
        """Give the button back."""
        if self.active:
            self.active = False
            self._canvas.set_tool(None)
            self._canvas.unsetCursor()
            self._ended()

    def press(self, x: float, y: float, modifiers: Qt.KeyboardModifier) -> bool:
        """The click is taken; with the middle button or the space bar the map still pans."""
        return self.active

    def move(self, x: float, y: float, modifiers: Qt.KeyboardModifier) -> None:
        """Nothing follows the pointer."""

    def release(self, x: float, y: float, modifiers: Qt.KeyboardModifier) -> None:
        """Here."""
        self._placed(x, y)
        self.stop()

    def hover(self, x: float, y: float, modifiers: Qt.KeyboardModifier) -> None:
        """Nothing follows the pointer."""

    def double(self, x: float, y: float, modifiers: Qt.KeyboardModifier) -> bool:
        """The first press has said it."""
        return False

    def enter(self) -> bool:
        """Enter is somebody else's."""
        return False

    def cancel(self) -> bool:
        """Esc, or another tool."""
        was, self.active = self.active, False
        if was:
            self._canvas.unsetCursor()
            self._ended()
        return was
