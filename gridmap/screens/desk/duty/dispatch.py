"""Whom to send: the three who are there first by road, looked for in the background."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from gridmap.errors import GridmapError
from gridmap.i18n import _
from gridmap.response.cases import incident_row, one_case, step_change
from gridmap.response.incidents import Step
from gridmap.screens import jobs
from gridmap.screens.desk.parts import button, column, label
from gridmap.screens.desk.state import DeskState
from gridmap.township.mask import mask_name

if TYPE_CHECKING:
    from gridmap.response.reach import Nearest


class Dispatch(QWidget):
    """Three helpers with their way; a click sends one. ``ended`` carries what to say.

    An incident that nobody has accepted is accepted with it. Raises GridmapError when it cannot be
    dispatched now, or nobody knows where it is.
    """

    ended = Signal(str)

    def __init__(self, state: DeskState, incident: str, now: Callable[[], datetime], parent: QWidget) -> None:
        super().__init__(parent)
        from gridmap.response.reach import incident_place, nearest

        self._state, self._incident, self._now = state, incident, now
        snapshot, census = state.session.snapshot, state.session.census
        row = incident_row(snapshot, incident)
        self._verbs = ("accept", "dispatch") if "accept" in one_case(snapshot, row).verbs else ("dispatch",)
        step_change(snapshot, row, self._steps("—"))
        place = incident_place(snapshot, incident)
        self._title = label(_("正在按路程找最近的人…"), 12, tone="second", wrap=True)
        self.choices: list[QPushButton] = []
        self._box = QVBoxLayout()
        self._box.setSpacing(4)
        self.setLayout(column(self._title, self._box, margins=(12, 4, 12, 4), gap=6))
        jobs.start(parent, lambda _ticket: nearest(snapshot, place, census=census), self._show, self._fail)

    def _steps(self, helper: str) -> list[Step]:
        who, at = self._state.session.author, self._now()
        return [Step(verb, at, who, handler=helper if verb == "dispatch" else "") for verb in self._verbs]

    def _show(self, found: "Nearest") -> None:
        helpers, notes = found.helpers, found.notes
        self._title.setText(_("派谁去？") if helpers else "；".join((_("没有可派的人"), *notes)))
        for at, helper in enumerate(helpers):
            words = _("{name}  {grid}  {minutes:.0f} 分  {metres:,.0f} 米").format(
                name=mask_name(helper.name), grid=helper.where if helper.live else helper.grid,
                minutes=helper.minutes, metres=helper.metres,
            )  # fmt: skip
            made = button(words, partial(self._send, helper.name), "", helper.reason)
            self._box.addWidget(made)
            self.choices.append(made)
            if at == 0:
                made.setFocus()

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, GridmapError):
            raise error
        self.ended.emit(str(error))

    def _send(self, name: str) -> None:
        session = self._state.session
        try:
            row = incident_row(session.snapshot, self._incident)
            session.write(step_change(session.snapshot, row, self._steps(name)))
        except GridmapError as error:
            self.ended.emit(str(error))
            return
        self.ended.emit(_("已派 {name}").format(name=mask_name(name)))
