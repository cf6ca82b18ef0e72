"""Small pieces that every panel is built of: labels by tone, buttons, lines, rows."""

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gridmap.screens.theme import font

Part = QWidget | QLayout | None
Ground = Literal["panel", "window"]
Margins = tuple[int, int, int, int]


def label(text: str = "", size: int = 13, weight: int = 400, tone: str = "", wrap: bool = False) -> QLabel:
    """A text of one size and weight; ``tone`` is a colour role (second, third, failed …)."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setFont(font(size, weight))
    made.setWordWrap(wrap)
    set_tone(made, tone)
    return made


class Figure(QLabel):
    """Words that change while a hand moves: their room stays, so that nothing is laid out again, and they
    bring their ground, so that nothing behind them is painted again."""

    def __init__(
        self, width: int, size: int = 13, weight: int = 400, tone: str = "", right: bool = False,
        on: Ground = "panel",
    ) -> None:  # fmt: skip
        super().__init__()
        stand(self, on)
        self._words = ""
        self._side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        self.setFont(font(size, weight))
        self.setFixedHeight(20)
        self.setMinimumWidth(width)
        set_tone(self, tone)

    def setText(self, text: str) -> None:  # noqa: N802 Qt's name
        """Show these words."""
        if text != self._words:
            self._words = text
            self.update()

    def text(self) -> str:
        """What it shows."""
        return self._words

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 Qt's name
        """One line, cut short where there is no room."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().window())
        words = self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, self.width())
        self.style().drawItemText(
            painter, self.rect(), self._side | Qt.AlignmentFlag.AlignVCenter, self.palette(),
            self.isEnabled(), words, self.foregroundRole(),
        )  # fmt: skip
        painter.end()


def stand(made: QWidget, on: Ground) -> None:
    """Have a widget paint all of its room itself, first with the window brush of its palette, which is then
    the colour of this ground: what is behind it is not painted when it changes."""
    made.setProperty("solid", on)
    made.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)


def set_tone(made: QLabel, tone: str) -> None:
    """Change a label's colour role."""
    _set(made, "tone", tone)


def set_look(made: QWidget, look: str) -> None:
    """Change which of the theme's grounds a widget has."""
    _set(made, "look", look)


def _set(made: QWidget, name: str, value: str) -> None:
    if (made.property(name) or "") != value:
        made.setProperty(name, value)
        made.style().unpolish(made)
        made.style().polish(made)


def button(text: str, run: Callable[[], object], look: str = "", tip: str = "") -> QPushButton:
    """A push button; ``look`` is small, primary, link, flat or icon."""
    made = QPushButton(text)
    made.setProperty("look", look)
    made.setToolTip(tip)
    made.clicked.connect(lambda _checked=False: run())
    return made


def line(look: str = "line") -> QFrame:
    """A line of one pixel across: ``line`` between sections, ``rule`` between panels."""
    made = QFrame()
    made.setProperty("look", look)
    return made


def surface(look: str, content: QLayout | None = None) -> QWidget:
    """A piece of one of the theme's grounds (panel, table, title, cards) around its content."""
    made = QWidget()
    made.setProperty("look", look)
    made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    if content is not None:
        made.setLayout(content)
    return made


def column(*parts: Part, margins: Margins = (0, 0, 0, 0), gap: int = 0) -> QVBoxLayout:
    """Parts one under another; None is the space that grows."""
    made = QVBoxLayout()
    _fill(made, parts, margins, gap)
    return made


def row(*parts: Part, margins: Margins = (0, 0, 0, 0), gap: int = 8) -> QHBoxLayout:
    """Parts side by side; None is the space that grows."""
    made = QHBoxLayout()
    _fill(made, parts, margins, gap)
    return made


def _fill(box: QBoxLayout, parts: tuple[Part, ...], margins: Margins, gap: int) -> None:
    box.setContentsMargins(*margins)
    box.setSpacing(gap)
    for part in parts:
        if part is None:
            box.addStretch(1)
        elif isinstance(part, QLayout):
            box.addLayout(part)
        else:
            box.addWidget(part)


def clear(box: QLayout) -> None:
    """Take everything out of a layout and let it go."""
    while box.count():
        item = box.takeAt(0)
        if item is None:
            break
        inner, held = item.layout(), item.widget()
        if inner is not None:
            clear(inner)
        if held is not None:
            held.hide()
            held.deleteLater()
