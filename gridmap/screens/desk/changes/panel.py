"""The dock of changes: two plans chosen above, four views of what differs, the notices as files."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFrame,
    QScrollArea,
    QStackedWidget,
    QTabBar,
    QWidget,
)

from gridmap.i18n import _
from gridmap.redraw.compare.bands import Bands
from gridmap.redraw.compare.words import CARE
from gridmap.redraw.record import local_time
from gridmap.scene.changes import change_legend, change_marks
from gridmap.scene.marks import Mark
from gridmap.scene.scene import LegendRow
from gridmap.screens import errand, jobs
from gridmap.screens.desk.changes.chart import MeasureChart
from gridmap.screens.desk.changes.comparer import Answer, Comparer, Wish
from gridmap.screens.desk.changes.remark import Remark
from gridmap.screens.desk.changes.sankey import Sankey
from gridmap.screens.desk.finding_row import go_to
from gridmap.screens.desk.ledger_panel import LedgerView
from gridmap.screens.desk.parts import button, column, label, row, surface
from gridmap.screens.desk.places import place_of
from gridmap.screens.desk.state import DeskState
from gridmap.screens.theme import font
from gridmap.township.census import POPULATION_TITLES
from gridmap.township.revision import REVISION_TITLES

HOUSEHOLDS, MEASURES, FLOWS, RULES = range(4)
TITLES = (_("变更名单"), _("指标对比"), _("人口流向"), _("规则变化"))
WAIT_MS = 150
"""How long the document must have been still before plans are compared again."""
NEAR_SCALE = 0.6
"""Logical pixels a metre when the map flies to a household: its neighbours are in sight."""


class ChangesPanel(QWidget):
    """What differs between two plans. It works only while it is seen; then the map shows it too."""

    def __init__(self, state: DeskState) -> None:
        super().__init__()
        self._state = state
        self.answer: Answer | None = None
        self.bands: Bands | None = None
        self._laid: tuple[object, tuple[tuple[Mark, ...], tuple[LegendRow, ...]]] = (None, ((), ()))
        self.comparer = Comparer(self, state.session)
        self.comparer.compared.connect(self._show)
        self.comparer.banded.connect(self._show_bands)
        self.comparer.failed.connect(self._fail)
        self.before, self.after = QComboBox(), QComboBox()
        self.tabs = QTabBar()
        self.remark = Remark(lambda: state.colours)
        self.note = label("", 12, tone="second")
        self.chart = MeasureChart(lambda: state.colours)
        self.sankey = Sankey(lambda: state.colours)
        self.views: dict[int, LedgerView] = {}
        self._stack = QStackedWidget()
        self._lists = {tab: QStackedWidget() for tab in (HOUSEHOLDS, FLOWS, RULES)}
        self._print = button(_("通知单 PDF"), lambda: self.ask_for_file(".pdf"), "small",
                             _("变更通知、交接清单和每户一张通知单；姓名已遮蔽"))  # fmt: skip
        self._book = button(_("名单 XLSX"), lambda: self.ask_for_file(".xlsx"), "small",
                            _("变更名单、交接清单、流向、指标、规则；姓名已遮蔽"))  # fmt: skip
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(WAIT_MS)
        self._later.timeout.connect(self._ask)
        self._build()
        state.renewed.connect(lambda _tables: self._look_again())
        state.shown.connect(self._dressed)

    def sizeHint(self) -> QSize:  # noqa: N802 Qt's name
        """As high as the bottom dock of the workspace is meant to be."""
        return QSize(800, 244)

    def hold(self, before: str, after: str) -> None:
        """Compare these two plans, by the words of ``gridmap.plans``."""
        self._list_plans()
        for box, word in ((self.before, before), (self.after, after)):
            box.setCurrentIndex(max(box.findData(word), 0))
        self._ask()

    def ask_for_file(self, suffix: str) -> None:
        """Ask where the notices go, and write them there."""
        name = _("变更通知") + suffix
        path, _kind = QFileDialog.getSaveFileName(self, _("变更通知"), name, f"*{suffix}")
        if path:
            self.write(Path(path))

    def write(self, path: Path) -> None:
        """Write the notices of what is shown in the background; PDF or workbook by the suffix."""
        session, wish = self._state.session, self._wish()
        samples = self.bands.samples if self.bands else 0

        def work(ticket: jobs.Ticket) -> None:
            session.spare(path)
            errand.run(
                ticket, session.author, "compare", session.address, "--from", wish.before, "--to", wish.after,
                "--population", wish.population, "--samples", samples, "--out", path,
            )  # fmt: skip

        def done(_nothing: object) -> None:
            self._state.failed.emit(_("已导出 {path}").format(path=path))

        jobs.start(self, work, done, lambda error: self._fail(str(error)), _("正在生成通知…"))

    # what is seen

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 Qt's name
        """Begin to follow the document."""
        super().showEvent(event)
        self._look_again()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 Qt's name
        """The map shows its own layers alone again."""
        super().hideEvent(event)
        self._later.stop()
        self.comparer.stop_sampling()
        self._state.lay("changes")

    def _build(self) -> None:
        for tab, title in enumerate(TITLES):
            self.tabs.addTab(title)
            self.tabs.setTabToolTip(tab, title)
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        for box, name in ((self.before, _("与哪个方案比")), (self.after, _("看哪个方案"))):
            box.setFixedWidth(132)
            box.setProperty("look", "small")
            box.setFont(font(12))
            box.setAccessibleName(name)
            box.setToolTip(name)
            box.activated.connect(lambda _at: self._ask())
        arrow = label("→", 12, tone="second")
        parts = (self.tabs, self.remark, self.before, arrow, self.after, self._print, self._book)
        line = row(*parts, margins=(4, 0, 8, 0))
        line.setStretchFactor(self.remark, 1)
        head = surface("title", line)
        head.setFixedHeight(32)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        foot = row(self.note, None, margins=(12, 4, 12, 4))
        area.setWidget(surface("table", column(self.chart, foot, None)))
        flows = QWidget()
        flows.setLayout(row(self.sankey, self._lists[FLOWS], margins=(0, 0, 0, 0), gap=0))
        for page in (self._lists[HOUSEHOLDS], area, flows, self._lists[RULES]):
            self._stack.addWidget(page)
        self.setLayout(column(head, self._stack))
        self.tabs.currentChanged.connect(self._turn)

    def _turn(self, tab: int) -> None:
        self._stack.setCurrentIndex(tab)
        self._sample()

    def _look_again(self) -> None:
        if self.isVisible():
            self._list_plans()
            self._later.start()

    def _list_plans(self) -> None:
        """The draft, what is published, and every revision; what was chosen stays chosen."""
        words = [(_("草案"), "draft")]
        record = self._state.session.revisions()
        if record:
            words.append((_("已发布"), "published"))
        for one in reversed(record):
            name = one.name if len(one.name) < 12 else ""
            kind = _(REVISION_TITLES[one.kind])
            title = _("第 {seq} 版 {kind}").format(seq=one.seq, kind=kind)
            words.append((f"{title} {local_time(one.at_utc)[5:16]} {name}".rstrip(), str(one.seq)))
        for box, first in ((self.before, "published"), (self.after, "draft")):
            chosen = box.currentData() or first
            box.clear()
            for title, word in words:
                box.addItem(title, word)
            box.setCurrentIndex(max(box.findData(chosen), 0))

    def _wish(self) -> Wish:
        before, after = (str(box.currentData() or "draft") for box in (self.before, self.after))
        return Wish(before, after, self._state.population)

    def _ask(self) -> None:
        if self.isVisible():
            self.remark.setText(_("正在比较…"))
            self.comparer.ask(self._wish())

    def _show(self, answer: Answer) -> None:
        self.answer, self.bands = answer, None
        found, moves = answer.found, answer.found.moves
        for tab, ledger in ((HOUSEHOLDS, answer.households), (FLOWS, answer.flows), (RULES, answer.rules)):
            self._table(tab).ledger_model.show(ledger)
        self.chart.show_measures(found, None)
        self.sankey.show_flows(found)
        counts = (len(answer.households), 0, len(answer.flows), len(answer.rules))
        for tab, count in enumerate(counts):
            self.tabs.setTabText(tab, f"{TITLES[tab]}  {count:,}" if count else TITLES[tab])
        people = moves.moved[found.population]
        told = [_("{people:,.0f} 人换网格").format(people=people)]
        if moves.homes is not None:
            told += [f"{title} {moves.cared_for(name):,}" for name, title in CARE.items()]
        told.append(_("在办事件 {n}").format(n=len(moves.incidents)))
        words = _("两个方案没有差别") if found.same else " · ".join(told)
        self.remark.setText(words)
        self.remark.setToolTip(f"{_(POPULATION_TITLES[found.population])}：{words}")
        self.note.setText("")
        for made in (self._print, self._book):
            made.setEnabled(bool(len(moves.rows)))
        self._lay()
        self._sample()

    def _table(self, tab: int) -> LedgerView:
        """The table of a tab, made of the first answer: only then are its columns known."""
        if tab not in self.views and self.answer is not None:
            ledger = {
                HOUSEHOLDS: self.answer.households, FLOWS: self.answer.flows, RULES: self.answer.rules
            }[tab]  # fmt: skip
            view = LedgerView(ledger, self._state)
            view.setAccessibleName(TITLES[tab])
            view.selectionModel().selectionChanged.connect(partial(self._picked, tab))
            self.views[tab] = view
            self._lists[tab].addWidget(view)
        return self.views[tab]

    def _sample(self) -> None:
        """Bands are drawn when somebody looks at them."""
        answer = self.answer
        if self.tabs.currentIndex() != MEASURES or answer is None or self.bands or answer.found.same:
            return
        self.note.setText(_("正在抽取随机合法方案…"))
        self.comparer.sample(answer.found)

    def _show_bands(self, bands: Bands) -> None:
        self.bands = bands
        self.chart.show_measures(self.answer.found if self.answer else None, bands)
        self.note.setText("　".join(bands.notes))

    def _fail(self, words: str) -> None:
        self.remark.setText(words)
        self._state.failed.emit(words)

    def _dressed(self) -> None:
        """The population or the theme is another."""
        if not self.isVisible() or self.answer is None:
            return
        if self.answer.wish.population != self._state.population:
            self._later.start()
        self.chart.update()
        self.sankey.update()
        self._lay()

    def _lay(self) -> None:
        """Show on the map what differs; the marks of an answer are made once for a theme."""
        if self.answer is None or not self.isVisible():
            return
        key = (id(self.answer), self._state.theme)
        if key != self._laid[0]:
            found, colours = self.answer.found, self._state.colours
            self._laid = key, (change_marks(found, colours), change_legend(found, colours))
        self._state.lay("changes", *self._laid[1])

    # what is picked

    def _picked(self, tab: int, *_rows: object) -> None:
        chosen = self.views[tab].chosen()
        answer = self.answer
        if not chosen or answer is None:
            return
        if tab == HOUSEHOLDS:
            self._go_home(answer.households.table, chosen)
        elif tab == RULES:
            go_to(self._state, answer.found.rules[int(chosen[0])].finding)
        else:
            self.sankey.highlight(int(chosen[0]))
            flow = answer.found.flows[int(chosen[0])]
            uuids = answer.found.after.grids["uuid"]
            self._state.select("grids", [str(uuids[flow.goes_to])] if flow.goes_to >= 0 else [])

    def _go_home(self, table: str, uuids: list[str]) -> None:
        """Select the households and fly to the first."""
        self._state.select(table, uuids)
        rows = self._state.session.snapshot[table].rows_of(uuids[:1])
        place = place_of(self._state.session.snapshot[table], int(rows[0])) if len(rows) else None
        if place is not None:
            self._state.fly(*place, NEAR_SCALE)
