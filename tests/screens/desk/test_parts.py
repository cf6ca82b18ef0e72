"""Small pieces of panels."""

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QMainWindow

from gridmap.scene.palette import palette
from gridmap.screens.desk.parts import Figure, column, surface
from gridmap.screens.theme import dress

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform on a bare window


class Painted(QObject):
    """Counts how often a widget is painted."""

    def __init__(self, watched):
        super().__init__(watched)
        self.times = 0
        watched.installEventFilter(self)

    def eventFilter(self, _watched, event):
        self.times += event.type() == QEvent.Type.Paint
        return False


def test_figures_that_change_have_nothing_behind_them_painted(qtbot):
    figure, window = Figure(120), QMainWindow()
    panel = surface("panel", column(figure))
    window.setCentralWidget(panel)
    qtbot.addWidget(window)
    for theme in ("light", "dark"):
        colours = palette(theme)
        dress(window, colours)
        with qtbot.waitExposed(window):
            window.show()
        window.repaint()
        behind, own = Painted(panel), Painted(figure)
        figure.setText(theme)
        qtbot.waitUntil(lambda own=own: own.times > 0)
        assert not behind.times
        corner = figure.grab().toImage().pixelColor(figure.width() - 1, 0)
        assert corner.name().upper() == colours.panel.upper()
