"""A dock that looks the same in front and behind another window."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QDockWidget, QWidget

TO_FRONT_OR_BACK = QEvent.Type.WindowActivate, QEvent.Type.WindowDeactivate


class Dock(QDockWidget):
    """Whenever a dialog is opened or another window comes to the front, Qt draws again the titles of docks
    and every list in them, for some themes show there who has the keys. Ours does not: what is the same is
    left alone, 30 ms of a desk that is just opening a dialog."""

    def __init__(self, name: str, title: str, window: QWidget) -> None:
        super().__init__(title, window)
        self.setObjectName(name)

    def event(self, event: QEvent) -> bool:
        """Tell nothing inside that the window came to the front or went behind another."""
        if event.type() in TO_FRONT_OR_BACK and not self.isWindow():
            return True
        return super().event(event)
