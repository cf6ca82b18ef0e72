"""One thing to do as the strip above the map shows it: how many, of what, a way to look at it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from gridmap.i18n import _
from gridmap.scene.palette import Palette
from gridmap.screens import icons
from gridmap.screens.desk.parts import button, column, label, row, set_look, set_tone
from gridmap.township.finding import Severity


class TodoCard(QWidget):
    """Its words change with what is to be done; the widgets stay, for to make them takes ten times as long.

    ``look`` is called when 查看 was pressed.
    """

    def __init__(self, look: Callable[[], None]) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._mark, self._number, self._unit = label(), label("", 20, 600), label()
        self._title, self._detail = label("", 13, 600), label("", 12, tone="second")
        self._look = button(_("查看"), look, "link")
        words = column(None, self._title, self._detail, None)
        many = row(self._number, self._unit, gap=4)
        self.setLayout(row(self._mark, many, words, None, self._look, margins=(16, 0, 12, 0), gap=12))

    def show_severity(self, severity: Severity, colours: Palette) -> None:
        """The sign before the number."""
        failed = severity == "error"
        colour = colours.failed if failed else colours.warning
        self._mark.setPixmap(icons.pixmap(severity, colour, 18, self.devicePixelRatioF()))
        self._mark.setAccessibleName(_("未过") if failed else _("提醒"))

    def show_words(self, number: int, unit: str, title: str, detail: str, tip: str) -> None:
        """How many of what."""
        self._number.setText(f"{number:,}")
        self._unit.setText(unit)
        self._title.setText(title)
        self._detail.setText(detail)
        self._look.setToolTip(detail)
        self.setToolTip(tip)

    def show_last(self, last: bool) -> None:
        """Whether no other card stands to its right."""
        set_look(self, "lastcard" if last else "card")


class Calm(QWidget):
    """What the strip says when there is nothing to do."""

    def __init__(self) -> None:
        super().__init__()
        self._mark, text = label(), label(_("没有必须马上处理的事"), 13, 600)
        set_tone(text, "passed")
        self.setLayout(row(self._mark, text, None, margins=(16, 0, 16, 0), gap=12))

    def paint(self, colours: Palette) -> None:
        """Take the theme's colours."""
        self._mark.setPixmap(icons.pixmap("shield", colours.passed, 18, self.devicePixelRatioF()))
