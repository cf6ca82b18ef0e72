"""The scenario dock: grids and leaders under every scenario, side by side, following a drag."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from gridmap.errors import GridmapError
from gridmap.i18n import _
from gridmap.scene.palette import Palette
from gridmap.screens import trouble
from gridmap.screens.desk.load_dialog import ask_weights
from gridmap.screens.desk.parts import button, column
from gridmap.screens.desk.scenario_head import ScenarioHead
from gridmap.screens.desk.scenario_rows import Burden, Row, listed, rows_now, rows_of
from gridmap.screens.desk.scenario_table import Look, ScenarioTable, drawn
from gridmap.screens.desk.state import DeskState
from gridmap.screens.newest import Newest
from gridmap.screens.selection import rows_of as selected_rows
from gridmap.session import Session
from gridmap.township.change import Change
from gridmap.township.scenario import available

if TYPE_CHECKING:
    from gridmap.redraw.preview import Preview

HEIGHT = 196 - 32  # below the dock's title


class ScenarioPanel(QWidget):
    """Heads and rows. ``rows`` are those on screen. While it is hidden it works nothing out."""

    def __init__(self, state: DeskState) -> None:
        super().__init__()
        self._state = state
        self._burden = Burden(state.session)
        self._preview: Preview | None = None
        self.weigh = button(_("权重…"), self._weigh, "link", _("改各类人和路程的分数"))
        self.head = ScenarioHead(state, self.weigh)
        self.table = ScenarioTable(lambda: state.colours)
        self._newest = Newest(self, _work_out, "gridmap-scenarios")
        self._newest.answered.connect(self._show_rows)
        self.table.chosen.connect(self._choose)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # so heads stay where they are
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self.table)
        area.setProperty("look", "table")
        self.setLayout(column(self.head, area))
        state.shown.connect(self.refresh)
        state.selected.connect(self.refresh)
        state.renewed.connect(lambda _tables: self.refresh())
        state.previewed.connect(self.show_preview)

    def sizeHint(self) -> QSize:  # noqa: N802 Qt's name
        """Heads and three rows."""
        return QSize(800, HEIGHT)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 Qt's name
        """Heads and one row."""
        return QSize(400, 80)

    def refresh(self) -> None:
        """The document, the selection, the choice or the colours changed."""
        if self.isVisible():
            self.head.refresh()
            self.weigh.setEnabled(not self._state.session.read_only)
            self._show()

    def show_preview(self, preview: "Preview | None") -> None:
        """Follow an edit being made, worked out beside; None when it ended, by being saved or given up."""
        self._preview = preview
        self._show()

    @property
    def settled(self) -> bool:
        """Whether the rows are those of now."""
        return not self._newest.waiting

    def _show(self) -> None:
        """Have the rows worked out and drawn beside the window's thread."""
        self._newest.forget()
        if self.isVisible():
            width, ratio = self.table.width(), self.devicePixelRatioF()
            self._newest.ask(_Asked(
                self._state.session, self._preview, self._grids(), self._burden, self._look(), width, ratio,
                self._state.colours,
            ))  # fmt: skip

    def _show_rows(self, asked: "_Asked", found: tuple[list[Row], QImage]) -> None:
        rows, picture = found
        self.table.show_rows(rows, asked.look, live=asked.preview is not None, picture=picture)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 Qt's name
        """Catch up."""
        super().showEvent(event)
        self.refresh()

    def _look(self) -> Look:
        state = self._state
        return Look(available(state.session.census), state.asked, state.population)

    def _grids(self) -> list[int]:
        """The selected grids, or the one around what is selected."""
        state = self._state
        if state.selection.table == "grids":
            return selected_rows(state.session, state.selection)
        return [state.grid] if state.grid >= 0 else []

    def _choose(self, grids: tuple[int, ...]) -> None:
        uuids = self._state.session.snapshot["grids"].text("uuid")
        self._state.select("grids", [str(uuids[row]) for row in grids if row < len(uuids)])

    def _weigh(self) -> None:
        weights = ask_weights(self, self._state.session.snapshot.settings.load)
        if weights is not None:
            self._attempt(lambda: self._state.session.write(
                Change(_("改负荷权重"), settings={"load": weights}, details={"load": weights})
            ))  # fmt: skip

    def _attempt(self, write: Callable[[], object]) -> None:
        try:
            write()
        except GridmapError as error:
            trouble.say(self, error)


@dataclass(frozen=True, eq=False)
class _Asked:
    """Whose rows are wanted, and how the table shows them: of an edit being made, else of some grids (none:
    of those that break a scenario)."""

    session: Session
    preview: "Preview | None"
    grids: list[int]
    burden: Burden
    look: Look
    width: int
    ratio: float
    colours: Palette


def _work_out(asked: _Asked) -> tuple[list[Row], QImage]:
    session, live = asked.session, asked.preview is not None
    if asked.preview is not None:
        rows = rows_of(session, asked.preview, asked.burden)
    else:
        rows = rows_now(session, listed(session, asked.grids, asked.look.asked), asked.burden)
    return rows, drawn(rows, asked.look, asked.width, asked.ratio, asked.colours, live=live)
