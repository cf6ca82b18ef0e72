"""A new incident in five fields; a pasted message or spreadsheet row fills them, a click says where."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QPlainTextEdit, QWidget

from gridmap.errors import GridmapError
from gridmap.i18n import _
from gridmap.response.cases import Report, report_change
from gridmap.response.message import Draft, Gazetteer, read_message
from gridmap.response.titles import KINDS, kind_named
from gridmap.response.where import Where, at_point
from gridmap.screens.desk.duty.place_tool import PlaceTool
from gridmap.screens.desk.parts import button, column, label, line, row
from gridmap.screens.desk.state import DeskState

URGENCIES = (("P1", _("P1 立即")), ("P2", _("P2 当天")), ("P3", _("P3 三天内")))
FIELDS = {"what": _("事件"), "where": _("地点"), "who": _("人员"), "when": _("时间")}


class ReportForm(QWidget):
    """What, where, who, how urgent, and the words. ``written`` carries the identity of the new incident,
    ``left`` says that the list is wanted again. Nothing is written before 上报 is pressed."""

    written = Signal(str)
    left = Signal()

    def __init__(self, state: DeskState, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._state, self._now = state, now
        self.what, self.where, self.who = QComboBox(), QLineEdit(), QLineEdit()
        self.urgency, self.content = QComboBox(), QPlainTextEdit()
        self.tool: PlaceTool | None = None
        self._place, self._restricted = Where(), False
        self._at: datetime | None = None
        self._drafts: list[Draft] = []
        self.when, self.words = label("", 12, tone="second"), label("", 12, tone="failed", wrap=True)
        self.found = label("", 12, tone="warning", wrap=True)
        self._page = label("", 12, tone="second")
        self.now_again = button(_("改为现在"), lambda: self._set_time(None), "link")
        self.next = button(_("下一条"), self._skip, "small", _("不上报这一条，看下一条"))
        self._page_of_fields = QWidget()
        self.resume = button(_("已遮蔽：继续填写"), self._uncover, "", _("写了一半的上报没有丢"))
        self._dress()
        self._compose()
        state.masked.connect(self._cover)
        self.empty()

    def _dress(self) -> None:
        self.what.setEditable(True)
        self.what.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.what.addItems([kind.title for kind in KINDS])
        self.what.activated.connect(lambda _at: self._choose_kind())
        for code, title in URGENCIES:
            self.urgency.addItem(title, code)
        self.where.setPlaceholderText(_("户号、村组、网格、场所，或在地图上点"))
        self.where.textEdited.connect(lambda _text: self._forget_place())
        self.who.setPlaceholderText(_("当事人（只保存在内容里）"))
        self.content.setPlaceholderText(_("经过；粘贴的原文会保留在这里"))
        self.content.setFixedHeight(96)
        self.content.setTabChangesFocus(True)

    def _compose(self) -> None:
        self.point = button(_("在地图上点"), self.ask_place, "small", _("单击地图给出位置；Esc 取消"))
        tip = _("读出地点、人员、类型、时间，确认后才写入")
        self.paste = button(_("粘贴消息或表格"), self.take_clipboard, "", tip)
        send = button(_("上报  Ctrl+Enter"), self.send, "primary")
        send.setShortcut("Ctrl+Return")
        grid = QGridLayout()
        grid.setContentsMargins(12, 10, 12, 8)
        grid.setVerticalSpacing(8)
        grid.setHorizontalSpacing(8)
        grid.setColumnMinimumWidth(0, 44)
        grid.setColumnStretch(1, 1)
        fields = (
            (_("事件"), self.what),
            (_("地点"), self.where),
            (_("人员"), self.who),
            (_("紧急"), self.urgency),
            (_("内容"), self.content),
        )
        for at, (title, field) in enumerate(fields):
            top = Qt.AlignmentFlag.AlignTop if field is self.content else Qt.AlignmentFlag(0)
            grid.addWidget(label(title, tone="second"), at, 0, top)
            grid.addWidget(field, at, 1, 1, 1 if field is self.where else 2)
            field.setAccessibleName(title)
        grid.addWidget(self.point, 1, 2)
        head = row(button(_("← 列表"), self.left.emit, "link"), None, self.paste, margins=(12, 6, 12, 6))
        said = column(row(self.when, self.now_again, None, self._page, self.next), self.found, self.words,
                      margins=(12, 0, 12, 4), gap=4)  # fmt: skip
        self._page_of_fields.setLayout(grid)
        self.resume.hide()
        self.setLayout(
            column(
                head,
                line(),
                self._page_of_fields,
                self.resume,
                said,
                row(None, send, margins=(12, 4, 12, 12)),
                None,
            )
        )

    # the fields

    def _cover(self) -> None:
        """What is half written leaves the screen with everything else."""
        begun = any((self.who.text(), self.where.text(), self.content.toPlainText()))
        self._page_of_fields.setHidden(begun and self._state.session.mask.on)
        self.resume.setHidden(not self._page_of_fields.isHidden())

    def _uncover(self) -> None:
        self._page_of_fields.show()
        self.resume.hide()

    def empty(self) -> None:
        """A blank form."""
        self._uncover()
        self._drafts = []
        self._show(Draft(Report("")))
        self.found.hide()
        self.words.hide()
        self._pages()

    def take_clipboard(self) -> None:
        """Propose what the clipboard tells."""
        self.propose(QGuiApplication.clipboard().text())

    def propose(self, text: str) -> None:
        """Fill the form from a message, or from the first of several rows."""
        from gridmap.exchange.pasted import drafts

        try:
            self._drafts = drafts(text, self._state.session.snapshot, self._now())
        except GridmapError as error:
            self._say(str(error))
            return
        self._show(self._drafts[0])
        self._pages()

    def _show(self, draft: Draft) -> None:
        report = draft.report
        self.what.setEditText(report.title)
        self.where.setText(report.where.place)
        self.who.setText(report.person)
        self.urgency.setCurrentIndex([code for code, _title in URGENCIES].index(report.urgency))
        self.content.setPlainText(report.content)
        self._place, self._restricted = report.where, report.restricted
        self._set_time(report.happened_at)
        missing = [title for word, title in FIELDS.items() if word not in draft.found]
        words = _("请确认；没有读出：{what}") if missing else _("请确认")
        self.found.setText(words.format(what="、".join(missing)))
        self.found.show()
        self._say("")

    def _pages(self) -> None:
        self._page.setText(_("还有 {n} 条").format(n=len(self._drafts) - 1) if len(self._drafts) > 1 else "")
        self.next.setVisible(len(self._drafts) > 1)

    def _skip(self) -> None:
        self._drafts = self._drafts[1:]
        if self._drafts:
            self._show(self._drafts[0])
            self._pages()
        else:
            self.empty()

    def _set_time(self, at: datetime | None) -> None:
        self._at = at
        self.when.setText(_("时间 {at}").format(at=f"{at:%m-%d %H:%M}" if at else _("现在")))
        self.now_again.setVisible(at is not None)

    def _choose_kind(self) -> None:
        kind = kind_named(self.what.currentText())
        if kind:
            self.urgency.setCurrentIndex([code for code, _title in URGENCIES].index(kind.urgency))
            self._restricted = kind.restricted

    # the place

    def ask_place(self) -> None:
        """Wait for a click on the map."""
        if self.tool is not None:
            self.tool.start()
            self.point.setText(_("请点地图…"))

    def place_ended(self) -> None:
        """The map has its button back."""
        self.point.setText(_("在地图上点"))

    def set_place(self, x: float, y: float) -> None:
        """The click."""
        self._place = at_point(self._state.session.snapshot, x, y)
        self.where.setText(self._place.place or f"{x:.0f}, {y:.0f}")

    def _forget_place(self) -> None:
        self._place = Where()

    def _found_place(self) -> Where:
        """The place that was clicked or proposed, else what the words say; the words stay as written."""
        said = self.where.text().strip()
        if self._place != Where() or not said:
            return replace(self._place, place=said)
        names = Gazetteer.of(self._state.session.snapshot)
        return replace(read_message(said, names, self._now()).report.where, place=said)

    # the end

    def report(self) -> Report:
        """What the form says."""
        title = self.what.currentText().strip()
        kind = kind_named(title)
        proposed = self._drafts[0].report if self._drafts else Report("")
        return Report(
            title=title,
            category=kind.category if kind else proposed.category,
            urgency=str(self.urgency.currentData(Qt.ItemDataRole.UserRole)),
            content=self.content.toPlainText(),
            person=self.who.text(),
            where=self._found_place(),
            happened_at=self._at,
            restricted=self._restricted or bool(kind and kind.restricted),
            source=proposed.source,
        )

    def send(self) -> None:
        """Write it."""
        session = self._state.session
        if session.refusal:
            self._say(session.refusal)
            return
        try:
            change = report_change(session.snapshot, self.report(), self._now())
            session.write(change)
        except GridmapError as error:
            self._say(str(error))
            return
        uuid = str(change.rows["incidents"]["uuid"][0])
        if len(self._drafts) > 1:
            self._skip()
        else:
            self.empty()
            self.written.emit(uuid)

    def _say(self, words: str) -> None:
        self.words.setText(words)
        self.words.setVisible(bool(words))
