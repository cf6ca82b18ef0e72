"""The dock of patrols: a week, plan against fact by group, every track, the questions; swaths on the map."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QModelIndex, QSize, Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QTabBar, QWidget

from gridmap.i18n import _
from gridmap.response.patrol_details import PatrolDetails, details
from gridmap.response.patrol_ways import swath, walked_lines
from gridmap.response.patrols import IsoWeek
from gridmap.response.track_hints import Hint
from gridmap.response.tracks import Tracks
from gridmap.scene.swath import missed_marks, swath_legend, swath_marks
from gridmap.scene.view import Bounds
from gridmap.screens.desk.ledger import Ledger
from gridmap.screens.desk.ledger_panel import LedgerView
from gridmap.screens.desk.parts import button, column, label, line, row, surface
from gridmap.screens.desk.patrols.ledgers import group_ledger, track_ledger
from gridmap.screens.desk.patrols.questions import Questions
from gridmap.screens.desk.segments import Segments
from gridmap.screens.response.latest import Latest
from gridmap.township.snapshot import Snapshot

if TYPE_CHECKING:
    from gridmap.screens.desk.window import DeskWindow

GROUPS, TRACKS, QUESTIONS = range(3)
TITLES = (_("小组"), _("轨迹"), _("想问一问"))
NONE, WHOLE, SINGLE = range(3)
PAD = (12, 8, 12, 8)
LOOKS, AROUND = 200, 120.0
"""Moments of some seconds whose places are sought, and metres around them."""


@dataclass(frozen=True)
class Answer:
    """What was worked out of a township for a week: details, and the swaths merged and each for itself."""

    snapshot: Snapshot
    found: PatrolDetails
    whole: NDArray[np.object_]
    single: NDArray[np.object_]


class PatrolsPanel(QWidget):
    """Works only while it is seen; then the map shows the swaths of its week."""

    def __init__(self, window: "DeskWindow") -> None:
        super().__init__()
        self._window, self._state = window, window.state
        self.week: IsoWeek | None = None
        self.answer: Answer | None = None
        self.views: dict[int, LedgerView] = {}
        self._latest = Latest(window, self._show, window.fail)
        self._build()
        self._state.renewed.connect(self._renew)
        self._state.shown.connect(self._dressed)
        self._theme = self._state.theme

    def sizeHint(self) -> QSize:  # noqa: N802 Qt's name
        """As wide as the right dock is meant to be."""
        return QSize(400, 640)

    def show_week(self, week: IsoWeek) -> None:
        """Look at another week."""
        self.week = week
        self._ask()

    def open_question(self, hint: Hint) -> None:
        """The seconds in question, on the time bar and on the map."""
        if self.answer is not None:
            self._open(str(self.answer.found.looked_at["uuid"][hint.patrols[0]]), hint.since, hint.until)

    # what is seen

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 Qt's name
        """Begin to follow the document."""
        super().showEvent(event)
        self._ask()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 Qt's name
        """The map shows its own layers alone again."""
        super().hideEvent(event)
        self._state.lay("patrols")

    def _build(self) -> None:
        state = self._state
        self.title, self.days = label("", 15, 600), label("", 12, tone="second")
        back = button("‹", lambda: self._turn_week(-1), "small", _("上一周"))
        on = button("›", lambda: self._turn_week(1), "small", _("下一周"))
        for small in (back, on):
            small.setFixedWidth(28)
            small.setAccessibleName(small.toolTip())
        self.sum, self.notes = label("", 13), label("", 12, tone="second", wrap=True)
        self.swath = Segments(
            [_("不显示"), _("合并"), _("逐条")], (WHOLE,), lambda: state.colours, _("覆盖带"),
            [_("地图上不画覆盖带"), _("所有轨迹的覆盖合成一片"), _("每条轨迹各画一条，重叠处更深")],
        )  # fmt: skip
        self.swath.chosen.connect(lambda _on: self._lay())
        head = row(self.title, self.days, None, back, on)
        band = row(label(_("覆盖带"), 12, tone="second"), self.swath, None)
        self.tabs, self._stack, self.questions = QTabBar(), QStackedWidget(), Questions()
        self._holders = {tab: QStackedWidget() for tab in (GROUPS, TRACKS)}
        for tab, title in enumerate(TITLES):
            self.tabs.addTab(_(title))
            self._stack.addWidget(self._holders.get(tab, self.questions))
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.currentChanged.connect(self._stack.setCurrentIndex)
        self.questions.asked.connect(self.open_question)
        bar = surface("title", row(self.tabs, None, margins=(4, 0, 4, 0)))
        bar.setFixedHeight(32)
        self.setLayout(column(
            column(head, self.sum, band, self.notes, margins=PAD, gap=6), line("rule"), bar, self._stack,
        ))  # fmt: skip

    def _turn_week(self, step: int) -> None:
        if self.week is not None:
            self.show_week(IsoWeek(self.week.monday + timedelta(weeks=step)))

    def _ask(self) -> None:
        session = self._state.session
        if not self.isVisible():
            return
        if not session.complete:
            self.notes.setText(_("数据还在读入…"))
            return
        snapshot = session.snapshot
        self.week = self.week or latest_week(snapshot)
        week, now = self.week, datetime.now()
        self._latest.ask(lambda: answer(snapshot, week, now))

    def _show(self, found: Answer) -> None:
        self.answer = found
        week, groups = found.found.week.week, found.found.week.groups
        self.title.setText(str(week))
        self.days.setText(f"{week.monday:%m-%d} – {week.sunday:%m-%d}")
        short, overdue = sum(one.short for one in groups), sum(one.overdue for one in groups)
        text = _("{n} 组中 {short} 组不足 · {tracks} 条轨迹 {km:,.0f} 公里")
        km = sum(way.metres for way in found.found.ways) / 1000
        self.sum.setText(text.format(n=len(groups), short=short, tracks=len(found.found.ways), km=km))
        self.notes.setText("\n".join(f"· {note}" for note in found.found.week.notes))
        self.notes.setVisible(bool(found.found.week.notes))
        for tab, ledger in ((GROUPS, group_ledger(found.found, found.snapshot)),
                            (TRACKS, track_ledger(found.found))):  # fmt: skip
            self._table(tab, ledger)
            self.tabs.setTabText(tab, f"{_(TITLES[tab])}  {len(ledger):,}")
        teams = found.found.looked_at["team"]
        asked = [(hint, str(teams[hint.patrols[0]])) for hint in found.found.hints]
        self.questions.show_questions(asked)
        self.tabs.setTabText(QUESTIONS, f"{_(TITLES[QUESTIONS])}  {len(asked):,}")
        words = _("{n} 组不足").format(n=short) + (
            _(" · {n} 组该出发了").format(n=overdue) if overdue else ""
        )
        self._window.docks.remark("patrols", words if short else "")
        self._lay()

    def _table(self, tab: int, ledger: Ledger) -> None:
        """The table of a tab, made of the first answer: only then are its columns known."""
        if tab in self.views:
            self.views[tab].ledger_model.show(ledger)
            return
        view = self.views[tab] = LedgerView(ledger, self._state)
        view.setAccessibleName(_(TITLES[tab]))
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._holders[tab].addWidget(view)
        if tab == GROUPS:
            view.selectionModel().selectionChanged.connect(self._picked)
        else:
            view.activated.connect(self._open_track)
            view.setToolTip(_("双击或 Enter：在回放里看这一次"))

    def _picked(self, *_changed: object) -> None:
        """Fly to the groups, and mark the homes in them that no track came near."""
        chosen = self.views[GROUPS].chosen()
        self._state.select("groups", chosen)
        if chosen:
            self._window.zoom_selected()
        self._lay()

    def _open_track(self, index: QModelIndex) -> None:
        self._open(self.views[TRACKS].ledger_model.uuid(index.row()))

    def _open(self, patrol: str, since: float = -np.inf, until: float = np.inf) -> None:
        """Some seconds of a patrol, or all of it, on the time bar and on the map."""
        if self.answer is None:
            return
        found, docks = self.answer.found, self._window.docks
        track = int(np.flatnonzero(found.tracks.rows == found.walked.rows_of([patrol])[0])[0])
        since, until = (
            max(since, float(found.tracks.start[track])),
            min(until, float(found.tracks.end[track])),
        )
        if docks["playback"].isHidden():
            self._window.switch_dock("playback")
        docks.playback.open_seconds(since, until, extent(found.tracks, track, since, until))

    def _missed(self) -> NDArray[np.int64]:
        """The homes of the chosen groups that no track came near."""
        if self.answer is None or GROUPS not in self.views:
            return np.empty(0, np.int64)
        chosen = set(self.answer.snapshot["groups"].rows_of(self.views[GROUPS].chosen()).tolist())
        groups = [one for one in self.answer.found.week.groups if one.group in chosen]
        return np.array([home for one in groups for home in one.missed], np.int64)

    def _lay(self) -> None:
        """What the map shows of the week."""
        if self.answer is None or not self.isVisible():
            return
        (look,), colours, missed = self.swath.on, self._state.colours, self._missed()
        areas = self.answer.whole if look == WHOLE else self.answer.single
        marks = swath_marks(areas, look == WHOLE, colours) if look != NONE else ()
        marks += missed_marks(self.answer.snapshot["households"], missed, colours)
        metres = self.answer.snapshot.settings.swath_m
        self._state.lay("patrols", marks, swath_legend(look != NONE, len(missed), metres, colours))

    def _renew(self, tables: frozenset[str]) -> None:
        if not tables or tables & {"patrols", "groups", "households"}:
            self._ask()

    def _dressed(self) -> None:
        if self._theme != self._state.theme:
            self._theme = self._state.theme
            self.swath.update()
            self._lay()


def extent(tracks: Tracks, track: int, since: float, until: float) -> Bounds:
    """What somebody saw in some seconds: all of the way, with a little around it."""
    moments = np.linspace(since, until, LOOKS)
    x, y = tracks.where(np.full(LOOKS, track), moments)
    return (
        float(x.min()) - AROUND,
        float(y.min()) - AROUND,
        float(x.max()) + AROUND,
        float(y.max()) + AROUND,
    )


def latest_week(snapshot: Snapshot) -> IsoWeek:
    """This week if anybody walked in it, else the last one in which somebody did."""
    known = [text[:10] for text in snapshot["patrols"].text("started_at").tolist() if text]
    today = datetime.now().date().isoformat()
    past = [day for day in known if day <= today] or known
    return IsoWeek.of(datetime.fromisoformat(max(past, default=today)).date())


def answer(snapshot: Snapshot, week: IsoWeek, now: datetime) -> Answer:
    """Everything that the dock shows of a week; any thread may ask."""
    found, metres = details(snapshot, week, now), snapshot.settings.swath_m
    found.looked_at.bring("uuid", "team")  # here, not in the window's thread
    lines = walked_lines(found.walked.bring("uuid", "team", "started_at"), snapshot.settings.track)
    return Answer(snapshot, found, swath(lines, metres, merged=True), swath(lines, metres, merged=False))
