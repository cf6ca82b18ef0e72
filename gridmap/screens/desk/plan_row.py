"""One thing against publishing on screen: shape, what, a smaller why, and a button that goes there."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from gridmap.redraw.preflight import Point
from gridmap.scene.palette import Palette
from gridmap.screens import icons
from gridmap.screens.desk.parts import button, column, label, line, row


class PlanRow(QWidget):
    """A row of 56 px. ``act`` is what the button does, ``verb`` what it says."""

    def __init__(
        self, point: Point, colours: Palette, *, blocks: bool, verb: str, act: Callable[[], object]
    ) -> None:
        super().__init__()
        self.point = point
        sign, tone = ("error", colours.failed) if blocks else ("warning", colours.warning)
        mark = label()
        mark.setFixedSize(16, 20)
        mark.setPixmap(icons.pixmap(sign, tone, 16, self.devicePixelRatioF()))
        words, detail = label(point.words, wrap=True), label(point.detail, 12, tone="second", wrap=True)
        detail.setVisible(bool(point.detail))
        self.go = button(verb, act, "small")
        self.go.setAccessibleName(f"{verb} {point.words}")
        said = row(mark, column(words, detail, gap=2), self.go, margins=(12, 8, 12, 8))
        said.setStretch(1, 1)
        for part in (mark, self.go):
            said.setAlignment(part, Qt.AlignmentFlag.AlignTop)
        self.setLayout(column(said, line()))
        self.setAccessibleName(f"{point.words} {point.detail}".strip())
