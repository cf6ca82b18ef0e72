"""Publishing from the desk: the dock, the strip and the banner joined to the session, in the background."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QInputDialog

from gridmap.i18n import _
from gridmap.screens import jobs
from gridmap.screens.desk.looking_back import LookingBack
from gridmap.session import State

if TYPE_CHECKING:
    from gridmap.redraw.preflight import Point
    from gridmap.screens.desk.history_strip import HistoryStrip
    from gridmap.screens.desk.publish_panel import PublishPanel
    from gridmap.screens.desk.window import DeskWindow

Work = Callable[[jobs.Ticket], tuple[int, State]]
"""Records something in a thread of its own: the number of the revision, and what the store holds then."""
AWAY = ("card", "findings", "redraw", "response")
"""The docks that give way to the pre-flight."""


class Plans(QObject):
    """What one desk does with plans as wholes: publish, take back, name, look back."""

    def __init__(self, window: "DeskWindow") -> None:
        super().__init__(window)
        self._window = window
        self.banner = LookingBack(window.canvas)
        self._left: list[str] = []
        self._soon = QTimer(self, singleShot=True, interval=0)

    def join(self) -> None:
        """Join them to the window's other rooms, once all of them are there."""
        window = self._window
        self.banner.leave.clicked.connect(self.leave)
        self._soon.timeout.connect(self._refresh)
        window.state.renewed.connect(lambda _tables: self._soon.start())
        window.state.shown.connect(self._soon.start)
        window.docks["publish"].toggleViewAction().toggled.connect(self._make_room)

    def join_panel(self, panel: "PublishPanel") -> None:
        """The pre-flight was opened for the first time."""
        panel.published.connect(self.publish)
        panel.named.connect(self.name)
        panel.gone.connect(self._go)
        panel.revisions.looked.connect(self.look)
        panel.revisions.taken_back.connect(self.take_back)
        self._soon.start()

    def join_strip(self, strip: "HistoryStrip") -> None:
        """The strip was opened for the first time."""
        strip.line.asked.connect(self.go_to_step)
        strip.name.clicked.connect(self.name)
        self._soon.start()

    def end(self) -> None:
        """The window closes: whatever its docks still do, nothing is read any more."""
        self._soon.stop()
        self._soon.blockSignals(True)

    @property
    def looking(self) -> bool:
        """Whether an older plan is on the map."""
        return bool(self._window.session.looking_at)

    def open(self) -> None:
        """Show the pre-flight."""
        self._window.docks["publish"].show()
        self._window.docks["publish"].raise_()

    def publish(self, reason: str) -> None:
        """Publish the draft, in the background; the wall hears of it when it is durable."""
        session, basis = self._window.session, self._window.state.asked

        def work(_ticket: jobs.Ticket) -> tuple[int, State]:
            return session.write_publication(reason, populations=basis), session.read_again()

        self._run(work, _("已发布第 {seq} 版；大屏已改变"), self._window.docks.publish.reason.clear)

    def take_back(self, seq: int) -> None:
        """Ask why, then publish an older plan once more."""
        session = self._window.session
        reason, agreed = QInputDialog.getText(
            self._window, _("撤回到第 {seq} 版").format(seq=seq), _("理由（写入记录）：")
        )
        if agreed:

            def work(_ticket: jobs.Ticket) -> tuple[int, State]:
                return session.write_take_back(seq, reason), session.read_again()

            self._run(work, _("已成为第 {seq} 版；大屏已改变"))

    def name(self) -> None:
        """Ask for a name for the draft as it stands."""
        session = self._window.session
        name, agreed = QInputDialog.getText(self._window, _("命名此点"), _("名称："))
        if agreed:

            def work(_ticket: jobs.Ticket) -> tuple[int, State]:
                return session.write_name(name), session.read_again()

            self._run(work, _("已记为第 {seq} 版（未发布）"))

    def ask_day(self) -> None:
        """Ask for a day, and show the plan that was in force at its end."""
        day, agreed = QInputDialog.getText(
            self._window, _("看某一天的方案"), _("日期（如 2026-11-23）或版本号："), text=f"{date.today()}"
        )
        if agreed:
            self.look(day)

    def look(self, when: int | str) -> None:
        """Show the plan of a revision or a day on the map; nothing can be changed until it is left."""
        session, population = self._window.session, self._window.state.population
        self._window.tools.identify()

        def work(_ticket: jobs.Ticket) -> State:
            past = session.as_of(str(when))
            past.findings(population)
            return past

        jobs.start(self._window, work, session.look, self._window.fail)

    def leave(self) -> None:
        """Back to the draft."""
        self._window.session.look(None)

    def go_to_step(self, op: int) -> None:
        """Undo or redo until this step is the last one that stands."""
        session = self._window.session
        if why := session.refusal:
            self._window.status.say(why)
        else:
            self._window.step(lambda: session.write_way_to(op))

    def _run(self, work: Work, said: str, after: Callable[[], object] = lambda: None) -> None:
        window = self._window

        def done(result: tuple[int, State]) -> None:
            seq, fresh = result
            window.session.show(fresh)
            window.status.say(said.format(seq=seq))
            after()

        jobs.start(window, work, done, window.fail, writes=True)

    def _go(self, point: "Point") -> None:
        state = self._window.state
        if point.kind == "unplaced":
            self._window.docks["table"].show()
            self._window.docks.table.show_unplaced()
            return
        if point.uuids:
            state.select(point.table, point.uuids)
        if point.place is not None:
            state.fly(*point.place)
        elif point.uuids:
            self._window.zoom_selected()

    def _refresh(self) -> None:
        window, session = self._window, self._window.session
        if window.docks.made("history"):
            window.docks.history.refresh()
        if window.docks.made("publish"):
            window.docks.publish.refresh()
            window.docks.remark("publish", window.docks.publish.summary)
        seq = session.looking_at
        self.banner.show_revision(
            next((one for one in session.revisions() if one.seq == seq), None) if seq else None
        )

    def _make_room(self, opened: bool) -> None:
        """The other docks at the right go while the pre-flight is open, and come back after it."""
        docks = self._window.docks
        if opened and not self._left:
            self._left = [name for name in AWAY if name in docks.by_name and not docks[name].isHidden()]
            for name in self._left:
                docks[name].hide()
            docks.fit(self._window)
        elif not opened and not self._window.isHidden():
            for name in self._left:
                docks[name].show()
            self._left = []
            docks.fit(self._window)
        self._soon.start()
