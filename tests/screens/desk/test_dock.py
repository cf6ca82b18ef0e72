"""A dock of the desk."""

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QDialog, QLabel, QListView, QMainWindow

from gridmap.scene.palette import palette
from gridmap.screens.desk.dock import Dock
from gridmap.screens.theme import dress


class Paints(QObject):
    """Counts how often something is painted."""

    def __init__(self, *watched):
        super().__init__()
        self.count = 0
        for one in watched:
            one.installEventFilter(self)

    def eventFilter(self, _watched, event):
        self.count += event.type() == QEvent.Type.Paint
        return False


@pytest.fixture(name="window")
def _window(qtbot):
    made = QMainWindow()
    qtbot.addWidget(made)
    dock = Dock("names", "名单", made)
    dock.setWidget(QListView())
    made.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
    middle = QLabel("地图")
    middle.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    made.setCentralWidget(middle)
    dress(made, palette("light"))
    made.show()
    middle.setFocus()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.mark.qt_log_ignore("propagateSizeHints")  # a dialog without a screen
def test_nothing_in_a_dock_is_painted_when_a_dialog_comes_to_the_front(window, qtbot):
    dock = window.findChild(Dock, "names")
    qtbot.wait(50)
    paints = Paints(dock, dock.widget(), dock.widget().viewport())
    dialog = QDialog(window)
    dialog.open()
    qtbot.waitUntil(lambda: not window.isActiveWindow())
    qtbot.wait(50)
    dialog.close()
    assert paints.count == 0
    dock.widget().viewport().update()
    qtbot.waitUntil(lambda: paints.count > 0)
