"""A click on the map that means a place: where somebody is needed, or which road is cut."""

from PySide6.QtCore import QObject, Qt, Signal

Keys = Qt.KeyboardModifier


class SpotTool(QObject):
    """A ``Tool`` of the canvas that carries every click on, as x and y in the working CRS."""

    clicked = Signal(float, float)

    def press(self, x: float, y: float, modifiers: Keys) -> bool:
        """The place that is meant."""
        self.clicked.emit(x, y)
        return True

    def move(self, x: float, y: float, modifiers: Keys) -> None:
        """A drag means nothing here."""

    def release(self, x: float, y: float, modifiers: Keys) -> None:
        """The click is over."""

    def hover(self, x: float, y: float, modifiers: Keys) -> None:
        """Nothing is shown before a click."""

    def double(self, x: float, y: float, modifiers: Keys) -> bool:
        """The first of the two has been heard."""
        return True

    def enter(self) -> bool:
        """Nothing goes on that Enter could end."""
        return False

    def cancel(self) -> bool:
        """Nothing goes on that could be cancelled."""
        return False
