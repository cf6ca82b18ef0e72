"""The incidents at the desk: the open ones with their clocks, the card of one, the form for a new one."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from gridmap.i18n import _
from gridmap.response.incident_report import (
    Entry,
    Held,
    clock_words,
    entries,
    next_late,
    open_cases,
    title_of,
    village_of,
)
from gridmap.response.incidents import STAGES
from gridmap.screens.desk.duty.duty_list import DutyList, Row
from gridmap.screens.desk.duty.incident_card import TONES, IncidentCard
from gridmap.screens.desk.duty.report_form import ReportForm
from gridmap.screens.desk.parts import button, column, label, line, row
from gridmap.screens.desk.state import DeskState
from gridmap.township.mask import mask_name

LIST, CARD, FORM = range(3)


class IncidentPanel(QWidget):
    """Three pages. ``counted`` says that the number of open ones may be another."""

    counted = Signal()

    def __init__(self, state: DeskState, now: Callable[[], datetime] = datetime.now) -> None:
        super().__init__()
        self._state, self._now = state, now
        self.entries: list[Entry] = []
        self._held: Held = ()
        self._stands = datetime.min  # until when as many are late as now
        self.list = DutyList(state, "N")
        self.list.setAccessibleName(_("未办结事件"))
        self.list.keyed.connect(lambda key: self.report() if key == "N" else self.open(self.list.chosen))
        self.list.itemClicked.connect(lambda _item: self.open(self.list.chosen))
        self._count = label("", 13, 600)
        self._late = label("", 12, tone="failed")
        self.card, self.form = IncidentCard(state, now), ReportForm(state, now)
        self.pages = QStackedWidget()
        for page in (self._list_page(), self.card, self.form):
            self.pages.addWidget(page)
        self.setLayout(column(self.pages))
        self.card.left.connect(self.show_list)
        self.form.left.connect(self.show_list)
        self.form.written.connect(self.open)
        self._second = QTimer(self)
        self._second.timeout.connect(self.tick)
        self._second.start(1000)

    def sizeHint(self) -> QSize:  # noqa: N802 Qt's name
        """As wide as the right dock is meant to be."""
        return QSize(352, 480)

    def _list_page(self) -> QWidget:
        new = button(_("上报事件  N"), self.report, "primary", _("五栏表单；可以粘贴聊天消息或表格行"))
        paste = button(_("粘贴消息"), self.paste, "", _("从剪贴板读出地点、人员、类型、时间，确认后才写入"))
        head = row(self._count, self._late, None, margins=(12, 8, 12, 8))
        foot = row(new, paste, None, margins=(12, 8, 12, 12))
        page = QWidget()
        box = column(head, line(), self.list, line(), foot)
        box.setStretch(2, 1)
        page.setLayout(box)
        return page

    @property
    def late(self) -> int:
        """How many are over their time."""
        return sum(entry.tone == "late" for entry in self.entries)

    def refresh(self) -> None:
        """The document changed."""
        self._held, self._stands = open_cases(self._state.session.snapshot), datetime.min
        self.tick()
        self.card.refresh()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 Qt's name
        """The rows were not kept while nobody saw them."""
        super().showEvent(event)
        self.tick()

    def tick(self) -> None:
        """The clocks go on; where nobody sees them nothing is done until one more is late."""
        now = self._now()
        if not self.list.isVisible() and now <= self._stands:
            return
        self.entries = entries(self._held, now, self._state.session.snapshot.settings)
        self._stands = next_late(self.entries)
        if self.list.isVisible():
            self.list.show_rows([self._row(entry) for entry in self.entries])
        self._count.setText(_("未办结 {n}").format(n=len(self.entries)))
        self._late.setText(_("超时 {n}").format(n=self.late) if self.late else "")
        self.counted.emit()

    def open(self, uuid: str) -> None:
        """Show the card of one."""
        if uuid:
            self.card.show_incident(uuid)
            self.pages.setCurrentIndex(CARD)
            if self._state.selection.uuids != (uuid,):
                self._state.select("incidents", [uuid])

    def report(self) -> None:
        """Begin a new one."""
        self.form.empty()
        self.pages.setCurrentIndex(FORM)
        self.form.what.setFocus()

    def paste(self) -> None:
        """Begin a new one with what the clipboard tells."""
        self.report()
        self.form.take_clipboard()

    def show_list(self) -> None:
        """Back to the list."""
        self.card.uuid = ""
        self.pages.setCurrentIndex(LIST)
        self.tick()
        self.list.setFocus()

    def follow(self) -> None:
        """An incident was selected on the map or in a table."""
        chosen = self._state.selection
        if chosen.table == "incidents" and len(chosen.uuids) == 1 and chosen.uuids[0] != self.card.uuid:
            self.open(chosen.uuids[0])

    def _row(self, entry: Entry) -> Row:
        snapshot, at, case = self._state.session.snapshot, entry.row, entry.case
        clock = entry.clock
        left = clock.left.total_seconds() if clock else None
        words = clock_words(clock.step if clock else None, left, clock is not None and clock.due is None)
        number = str(snapshot["incidents"]["incident_no"][at])
        below = " ".join(part for part in (case.urgency, village_of(snapshot, at), number) if part)
        who = " ".join(part for part in (mask_name(case.handler), STAGES[case.stage]) if part)
        return Row(
            str(snapshot["incidents"]["uuid"][at]), case.urgency, title_of(snapshot, at), words,
            TONES[entry.tone], below, who, entry.tone == "late",
        )  # fmt: skip
