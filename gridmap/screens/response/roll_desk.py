"""The roll-call on the desk: every answer is one durable change; two misses propose who goes there."""

from datetime import datetime

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from gridmap.errors import GridmapError
from gridmap.i18n import _
from gridmap.response.reach import nearest
from gridmap.response.roll_call import end, enter, running
from gridmap.scene.danger import chosen_mark, roll_marks
from gridmap.screens.canvas import MapCanvas
from gridmap.screens.desk.state import DeskState
from gridmap.screens.response.latest import Latest
from gridmap.screens.response.roll_panel import RollPanel
from gridmap.township.census import Census
from gridmap.township.mask import mask_name
from gridmap.township.snapshot import Snapshot

TICK_MS = 1000


class RollDesk(QObject):
    """Joins store and panel. ``said`` is a line for the status bar, ``failed`` an exception."""

    said = Signal(str)
    failed = Signal(Exception)

    def __init__(self, window: QWidget, state: DeskState, canvas: MapCanvas, panel: RollPanel) -> None:
        super().__init__(canvas)
        self._state, self._canvas, self._panel = state, canvas, panel
        self.active = False
        self.by = "motorbike"
        self._proposed: dict[str, str] = {}
        self._latest = Latest(window, self._show_proposed, self.failed.emit)
        self._clock = QTimer(self)
        self._clock.setInterval(TICK_MS)
        self._clock.timeout.connect(lambda: panel.tick(datetime.now()))
        panel.answered.connect(self.answer)
        panel.ended.connect(self.end)
        state.renewed.connect(self._renewed)
        state.selected.connect(self._draw)

    def start(self) -> None:
        """Show the roll-call on the map too; a click there selects as ever."""
        self.active = True
        self.refresh()
        self._panel.choose_next()

    def stop(self) -> None:
        """The map is as it was; the roll-call goes on."""
        if self.active:
            self.active = False
            self._canvas.set_overlay(())

    def answer(self, household: str, result: str, note: str = "") -> None:
        """Write what a home (its uuid) answered: it is durable when this returns."""
        session, call = self._state.session, self._panel.call
        if call is None:
            return
        try:
            session.write(
                enter(session.snapshot, call, household, result, session.author, datetime.now(), note)
            )
        except GridmapError as error:
            self.failed.emit(error)
            return
        self._panel.choose_next()

    def end(self) -> None:
        """The roll-call is over."""
        session, call = self._state.session, self._panel.call
        if call is None:
            return
        try:
            session.write(end(session.snapshot, call, datetime.now()))
        except GridmapError as error:
            self.failed.emit(error)
            return
        self.said.emit(_("“{name}”已结束").format(name=call.name))

    def refresh(self) -> None:
        """The document is another one."""
        now = datetime.now()
        call = running(self._state.session.snapshot, now)
        self._panel.show_call(call)
        self._panel.tick(now)
        if call is None:
            self._clock.stop()
            self._proposed.clear()
            self._panel.show_missed([])
        else:
            self._clock.start()
            self._propose()
        self._draw()

    # inside

    def _draw(self) -> None:
        if not self.active:
            return
        call, snapshot, colours = self._panel.call, self._state.session.snapshot, self._state.colours
        if call is None:
            self._canvas.set_overlay(())
            return
        homes, ground = snapshot["households"], snapshot["roll_calls"]["geometry"][call.row]
        selection = self._state.selection
        rows = homes.rows_of(selection.uuids) if selection.table == "households" else np.empty(0, np.int64)
        chosen = chosen_mark(homes.number("x")[rows], homes.number("y")[rows], colours)
        self._canvas.set_overlay([*roll_marks(call, homes, ground, colours), chosen])

    def _renewed(self, tables: frozenset[str]) -> None:
        if not tables or tables & {"roll_calls", "roll_call_entries", "households"}:
            self.refresh()

    def _missed(self) -> list[str]:
        call, homes = self._panel.call, self._state.session.snapshot["households"]
        rows = [] if call is None else [int(row) for row in call.household[call.missed] if row >= 0]
        return [str(uuid) for uuid in homes.take(rows)["uuid"]] if rows else []

    def _propose(self) -> None:
        """Look for the nearest helper of every home that missed twice and has none proposed yet."""
        missed = self._missed()
        self._proposed = {uuid: words for uuid, words in self._proposed.items() if uuid in missed}
        wanted = [uuid for uuid in missed if uuid not in self._proposed]
        if wanted:
            snapshot, census, by = self._state.session.snapshot, self._state.session.census, self.by
            self._latest.ask(lambda: {
                uuid: proposal(snapshot, uuid, by, census) for uuid in wanted
            })  # fmt: skip
        self._panel.show_missed(list(self._proposed.items()))

    def _show_proposed(self, found: dict[str, str]) -> None:
        self._proposed |= found
        missed = self._missed()
        self._panel.show_missed([(uuid, self._proposed[uuid]) for uuid in missed if uuid in self._proposed])


def proposal(snapshot: Snapshot, household: str, by: str, census: Census | None = None) -> str:
    """Who is to go to a home (its uuid) that does not answer, in a line; names are masked."""
    homes = snapshot["households"]
    row = int(homes.rows_of([household])[0])
    head = mask_name(str(homes["head_name"][row])) or _("户号 {no}").format(no=homes["household_no"][row])
    place = (float(homes.number("x")[row]), float(homes.number("y")[row]))
    found = nearest(snapshot, place, by=by, most=1, census=census)
    if not found.helpers:
        return _("{head} → 没有可派的人").format(head=head)
    helper = found.helpers[0]
    role = snapshot.settings.roles.get(helper.role, helper.role)
    words = _("{head} → {role} {name}，{minutes:,.0f} 分（{sure}）")
    sure = helper.where if helper.live else _("无实时位置")
    return words.format(
        head=head, role=role, name=mask_name(helper.name), minutes=max(1, helper.minutes), sure=sure
    )
