"""The list of visits: V notes one, Enter flies there; a letter acts only while the list has focus."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent

from gridmap.screens.desk.ledger_panel import LedgerView


class VisitTable(LedgerView):
    """``noted`` says that V was pressed on it."""

    noted = Signal()

    def event(self, event: QEvent) -> bool:
        """The letter is no shortcut of the window while the list has focus."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _notes(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 Qt's name
        """The letter; everything else is the table's own."""
        if _notes(event):
            self.noted.emit()
        else:
            super().keyPressEvent(event)


def _notes(event: QKeyEvent) -> bool:
    return event.key() == Qt.Key.Key_V and event.modifiers() == Qt.KeyboardModifier.NoModifier
