"""The legend beside the map: rows painted in one go."""

from dataclasses import replace

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

from gridmap.scene.palette import palette
from gridmap.scene.scene import LegendRow
from gridmap.screens.desk.legend import ROW, Legend

FILL = LegendRow("fill", "#0a7f3f", "低于 80 %", 12)
OVER = LegendRow("hatch", "#c0392b", "超过上限", 0, second_colour="#ffffff")
SHAPES = [
    LegendRow(name, "#123456", name, 1)
    for name in ("outline", "dotted", "tag", "line", "dash", "casing", "square", "circle", "triangle",
                 "diamond", "pentagon", "place", "swath", "ring", "fill", "hatch")
]  # fmt: skip


class Painted(QObject):
    """Which boxes of a widget are painted from now on."""

    def __init__(self, widget):
        super().__init__(widget)
        self.boxes = []
        widget.installEventFilter(self)

    def eventFilter(self, _widget, event):
        if event.type() == QEvent.Type.Paint:
            self.boxes.append(event.rect().getRect())
        return False


def test_a_row_says_its_title_and_its_count(qtbot):
    legend = Legend()
    qtbot.addWidget(legend)
    legend.show_rows((FILL, OVER, LegendRow("line", "#000000", "道路")), palette("light"))
    assert legend.words() == ["低于 80 % 12", "超过上限 0", "道路"]
    assert legend.accessibleName() == "低于 80 % 12；超过上限 0；道路"
    assert legend.height() == 3 * ROW


def test_only_rows_that_say_something_else_are_painted_again(qtbot):
    legend = Legend()
    qtbot.addWidget(legend)
    legend.resize(240, 3 * ROW)
    colours = palette("light")
    legend.show_rows((FILL, OVER, FILL), colours)
    legend.show()
    qtbot.waitExposed(legend)
    QApplication.processEvents()
    painted = Painted(legend)
    legend.show_rows((FILL, replace(OVER, count=7), FILL), colours)
    QApplication.processEvents()
    assert painted.boxes == [(0, ROW, 240, ROW)]


def test_every_symbol_is_drawn_in_its_place(qtbot):
    legend = Legend()
    qtbot.addWidget(legend)
    legend.resize(240, ROW * len(SHAPES))
    legend.show_rows(tuple(SHAPES), palette("light"))
    image = legend.grab().toImage()
    for at, entry in enumerate(SHAPES):
        seen = {image.pixel(x, y) for x in range(20) for y in range(at * ROW, (at + 1) * ROW)}
        assert len(seen) > 1, entry.swatch
