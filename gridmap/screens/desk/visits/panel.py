"""The dock of visits: the silence radar, who is due by tier and worker, today's round, a visit by one key."""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from gridmap.errors import GridmapError
from gridmap.i18n import _
from gridmap.response.owed import owed
from gridmap.response.rounds import rounds
from gridmap.response.visiting import visited
from gridmap.scene.contact_rings import silent_marks
from gridmap.scene.round import round_marks
from gridmap.screens import jobs, trouble
from gridmap.screens.desk.parts import column, line
from gridmap.screens.desk.state import DeskState
from gridmap.screens.desk.visits.answer import EVERYWHERE, Answer, answer
from gridmap.screens.desk.visits.radar import Radar
from gridmap.screens.desk.visits.round_strip import RoundStrip
from gridmap.screens.desk.visits.who_is_due import SILENT, WhoIsDue
from gridmap.screens.response.latest import Latest

MINUTE_MS = 60_000
READ = frozenset(("visits", "households", "residents", "grids", "assignments", "staff", "roads", "waters"))
"""The tables from which all this follows."""


class VisitsPanel(QWidget):
    """Works only while it is seen; then the map shows the round too. ``now`` tells the time."""

    def __init__(self, state: DeskState, now: Callable[[], datetime] = datetime.now) -> None:
        super().__init__()
        self._state, self._now = state, now
        self.answer: Answer | None = None
        self._asked: date | None = None
        self._dressed = ""
        self._latest = Latest(self, self._show, self._fail)
        self.radar, self.list, self.strip = Radar(state), WhoIsDue(state), RoundStrip()
        laid = column(self.radar, line(), self.list, self.strip)
        laid.setStretch(2, 1)
        self.setLayout(laid)
        self._minute = QTimer(self)
        self._minute.setInterval(MINUTE_MS)
        self._minute.timeout.connect(self._tick)
        self.radar.asked.connect(partial(self.list.tabs.setCurrentIndex, SILENT))
        self.list.turned.connect(self.ask)
        self.list.table.noted.connect(self.strip.note)
        self.strip.printed.connect(self.ask_for_file)
        self.strip.noted.connect(self.note_visit)
        state.renewed.connect(self._renewed)
        state.shown.connect(self._dress)
        state.selected.connect(self.list.follow)

    def sizeHint(self) -> QSize:  # noqa: N802 Qt's name
        """As wide as the right dock is meant to be."""
        return QSize(400, 640)

    def ask(self) -> None:
        """Work everything out again, in the background."""
        session, now, grid = self._state.session, self._now(), self.list.grid
        snapshot, census = session.snapshot, session.census
        self._asked = now.date()
        self._latest.ask(lambda: answer(snapshot, census, now, grid))

    def note_visit(self, content: str = "") -> None:
        """Write today's visit of the home that is selected in the list; the one below is selected then."""
        chosen, session = self.list.table.chosen(), self._state.session
        if len(chosen) != 1 or self.answer is None:
            self._state.failed.emit(_("先在名单里选中一户"))
            return
        found, below = self.answer.owed, self.list.after(chosen[0])
        home = session.snapshot["households"].rows_of(chosen)
        at = np.flatnonzero(np.isin(found.found.household, home))
        by = (found.worker_of(int(at[0])) if len(at) else "") or session.author
        try:
            session.write(visited(session.snapshot, chosen[0], by, self._now(), content))
        except GridmapError as error:
            self._fail(error)
            return
        self._state.select("households", [below] if below else [])

    def ask_for_file(self) -> None:
        """Ask where the round goes, and write it there."""
        kinds = _("PDF 和 GPX (*.pdf);;工作簿 (*.xlsx);;CSV (*.csv)")
        path, _kind = QFileDialog.getSaveFileName(self, _("今日路线"), _("今日路线.pdf"), kinds)
        if path:
            self.write(Path(path))

    def write(self, path: Path) -> None:
        """Write the round of the chosen grid, or those of all, in the background: masked,
        unless the mask is lifted, which is then recorded with it."""
        from gridmap.exchange.exports.stamp import Stamp  # the first map needs no format
        from gridmap.screens.paper.save import save_rounds

        session, now, grid = self._state.session, self._now(), self.list.grid
        snapshot, census = session.snapshot, session.census
        try:
            hide, purpose = session.masking.for_file(_("今日路线"), _("今日走访"))
        except GridmapError as error:
            self._fail(error)
            return
        stamp = Stamp(session.author, now, purpose, drill=snapshot.settings.drill)

        def work(_ticket: jobs.Ticket) -> list[Path]:
            session.spare(path)
            found = owed(snapshot, census, now).found
            made = rounds(snapshot, census, found, grids=None if grid == EVERYWHERE else (grid,))
            return save_rounds(path, made, found, snapshot, census, stamp, hide=hide)

        jobs.start(self, work, self._written, self._fail, _("正在生成 {name}…").format(name=path.name))

    # what is seen

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 Qt's name
        """Begin to follow the document."""
        super().showEvent(event)
        self._minute.start()
        self.ask()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 Qt's name
        """The map shows its own layers alone again."""
        super().hideEvent(event)
        self._minute.stop()
        self._latest.forget()
        self._state.lay("visits")

    def _tick(self) -> None:
        """Another day: other visits are due."""
        if self._now().date() != self._asked:
            self.ask()

    def _renewed(self, tables: frozenset[str]) -> None:
        if self.isVisible() and (not tables or tables & READ):
            self.ask()

    def _show(self, found: Answer) -> None:
        if not self.isVisible():
            return
        self.answer = found
        self.radar.show_owed(found.owed)
        self.list.show_answer(found)
        self.strip.show_round(found.round, found.grid == EVERYWHERE)
        self.strip.done.setEnabled(not self._state.session.read_only)
        self._lay()

    def _dress(self) -> None:
        """The theme may be another one."""
        if self.isVisible() and self.answer is not None and self._dressed != self._state.theme:
            self.radar.show_owed(self.answer.owed)
            self._lay()

    def _lay(self) -> None:
        """Show the silent and the round on the map."""
        self._dressed = self._state.theme
        if self.answer is None:
            return
        colours, stops = self._state.colours, self.answer.round.stops if self.answer.round else ()
        snapshot = self._state.session.snapshot
        marks, legend = silent_marks(snapshot, self.answer.owed.found, colours)
        self._state.lay("visits", (*marks, *round_marks(stops, colours)), tuple(legend))

    def _written(self, paths: list[Path]) -> None:
        self._state.failed.emit(_("已写入 {path}").format(path="、".join(map(str, paths))))

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, GridmapError):
            raise error
        trouble.say(self, error)
