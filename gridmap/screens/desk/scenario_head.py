"""The heads of the scenario dock's columns: which scenarios must hold, and which colours the map."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from gridmap.i18n import _
from gridmap.screens.desk.parts import button, label, row, surface
from gridmap.screens.desk.scenario_table import HEAD, PAD, spans
from gridmap.screens.desk.state import DeskState
from gridmap.screens.desk.tick import Tick
from gridmap.township.census import POPULATION_TITLES, Population
from gridmap.township.scenario import available

SCROLL_BAR = 10
"""Beside the rows, and so beside no head."""


def occasion(name: Population, forecast_year: int) -> str:
    """When a number of people is the one that counts."""
    if name == "forecast":
        return _("{year} 年").format(year=forecast_year) if forecast_year else ""
    return {"resident": _("上限按此"), "registered": _("春节返乡"), "at_home": _("今天")}[name]


class ColumnHead(QWidget):
    """One scenario: its check box, when it counts, and the way to colour the map by it."""

    def __init__(self, state: DeskState, name: Population) -> None:
        super().__init__()
        self._state, self.name = state, name
        self._shown: tuple[bool, str] | None = None
        self.tick = Tick(_(POPULATION_TITLES[name]), lambda: state.colours, 600)
        self.tick.setToolTip(_("勾选：任一网格或网格长在这个口径下超限，方案即不合格"))
        self.when = label("", 12, tone="second")
        self.colour: QPushButton = button("", lambda: state.count(name), "flat")
        self.colour.setCursor(Qt.CursorShape.PointingHandCursor)
        self.tick.clicked.connect(lambda on: state.choose_scenario(name, on))
        self.setLayout(row(self.tick, self.when, None, self.colour, margins=(PAD, 2, PAD, 0), gap=8))

    def refresh(self) -> None:
        """Tick what is chosen, and say what colours the map."""
        state, coloured = self._state, self._state.population == self.name
        title = _(POPULATION_TITLES[self.name])
        self.tick.setChecked(self.name in state.scenarios)
        self.when.setText(occasion(self.name, state.session.snapshot.settings.forecast_year))
        look = "link" if coloured else "flat"
        if self.colour.property("look") != look or not self.colour.text():
            self.colour.setText(_("地图着色") if coloured else _("着色"))
            self.colour.setProperty("look", look)
            self.colour.style().polish(self.colour)
        self.colour.setToolTip(_("地图按{population}人口着色").format(population=title))
        if self._shown != (coloured, state.theme):
            self._shown = (coloured, state.theme)
            self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 Qt's name
        """Where there is no room the occasion goes first."""
        super().resizeEvent(event)
        self.when.setVisible(self.width() >= 204)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 Qt's name
        """A line on the left; the one that colours the map has an accent above it."""
        colours, painter = self._state.colours, QPainter(self)
        painter.fillRect(QRectF(0, 0, 1, self.height()), QColor(colours.line))
        if self._state.population == self.name:
            painter.fillRect(QRectF(1, 0, self.width() - 1, self.height()), QColor(colours.selected_row))
            painter.fillRect(QRectF(1, 0, self.width() - 1, 2), QColor(colours.accent))
        painter.end()


class ScenarioHead(QWidget):
    """The row of heads, 36 px; ``weigh`` is what the load's link does."""

    def __init__(self, state: DeskState, weigh: QPushButton) -> None:
        super().__init__()
        self._state = state
        self.setProperty("look", "title")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(HEAD)
        self.columns: list[ColumnHead] = []
        self._title = self._piece(label(_("检查口径"), 12, tone="second"))
        self._load = self._piece(label(_("负荷"), 13, 600), label(_("占均值"), 12, tone="second"), weigh)

    def sizeHint(self) -> QSize:  # noqa: N802 Qt's name
        """One row."""
        return QSize(800, HEAD)

    def refresh(self) -> None:
        """The scenarios that are known, each as it is chosen now."""
        names = available(self._state.session.census)
        if tuple(column.name for column in self.columns) != names:
            for old in self.columns:
                old.hide()
                old.deleteLater()
            self.columns = [ColumnHead(self._state, name) for name in names]
            for column in self.columns:
                column.setParent(self)
                column.show()
            self._lay()
        for column in self.columns:
            column.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 Qt's name
        """The heads stand above their columns."""
        super().resizeEvent(event)
        self._lay()

    def _lay(self) -> None:
        widgets = [self._title, *self.columns, self._load]
        places = spans(self.width() - SCROLL_BAR, len(self.columns))
        for widget, (left, width) in zip(widgets, places, strict=True):
            widget.setGeometry(round(left), 0, round(left + width) - round(left), HEAD - 1)

    def _piece(self, *parts: QLabel | QPushButton) -> QWidget:
        first, *others = parts
        rest = (others[0], None, *others[1:]) if others else (None,)
        made = surface("bare", row(first, *rest, margins=(PAD, 2, PAD, 0), gap=8))
        made.setParent(self)
        return made
