"""What the left button does on a map: each tool of a window is one."""

from typing import Protocol

from PySide6.QtCore import Qt


class Tool(Protocol):
    """What the left button does in a mode. Places are in the working CRS.

    ``press`` says whether the tool takes the drag; if not, the drag pans. A gesture may go on after the
    button came up: then it hears ``hover``, further presses, ``double`` and ``enter``, each of which
    says whether the tool took it. ``cancel`` ends a gesture without effect and says whether there was
    one.
    """

    def press(self, x: float, y: float, modifiers: Qt.KeyboardModifier) -> bool:
        """The button went down."""
        ...

    def move(self, x: float, y: float, modifiers: Qt.KeyboardModifier) -> None:
        """The pointer moved with the button down."""
        ...

    def release(self, x: float, y: float, modifiers: Qt.KeyboardModifier) -> None:
        """The button came up."""
        ...

    def hover(self, x: float, y: float, modifiers: Qt.KeyboardModifier) -> None:
        """The pointer moved with no button down. Nothing follows it unless a tool says so."""

    def double(self, x: float, y: float, modifiers: Qt.KeyboardModifier) -> bool:
        """The button was pressed twice."""
        return False

    def enter(self) -> bool:
        """Enter was pressed."""
        return False

    def cancel(self) -> bool:
        """Escape was pressed or another tool was taken."""
        ...
