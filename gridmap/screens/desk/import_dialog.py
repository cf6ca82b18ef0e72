"""Before anything is written: what each file is, what will be taken, what not and why."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QDialog, QHeaderView, QTableView, QWidget

from gridmap.errors import GridmapError
from gridmap.i18n import _
from gridmap.scene.palette import Palette
from gridmap.screens import jobs, trouble
from gridmap.screens.desk.ledger import Column, KeepsTone, Ledger, LedgerModel, whole
from gridmap.screens.desk.parts import button, column, label, line, row
from gridmap.session import Session
from gridmap.township.batch import Batch, Intake
from gridmap.township.schemas import SCHEMAS

DATUMS = {
    "auto": _("坐标：自动判断"),
    "wgs84": "WGS 84",
    "cgcs2000": "CGCS2000",
    "gcj02": "GCJ-02",
    "bd09": "BD-09",
}
ENCODINGS = {"auto": _("编码：自动判断"), "utf-8": "UTF-8", "gb18030": "GB18030"}


def batches_ledger(intake: Intake) -> Ledger:
    """One row per file of an intake."""
    batches = intake.batches

    kinds = _texts([SCHEMAS[batch.kind].title if batch.kind in SCHEMAS else batch.kind for batch in batches])
    return Ledger("files", len(batches), _texts([batch.path for batch in batches]), (
        Column(_("文件"), _texts([Path(batch.path).name for batch in batches]), width=200),
        Column(_("内容"), kinds, width=104),
        Column(_("格式"), _texts([batch.format for batch in batches]), width=88),
        Column(_("编码"), _texts([batch.encoding for batch in batches]), width=88),
        Column(_("坐标"), _texts([batch.datum for batch in batches]), width=104),
        Column(_("行数"), _numbers([batch.rows for batch in batches]), whole, 72, number=True),
        Column(_("接受"), _numbers([batch.accepted for batch in batches]), whole, 72, number=True),
        Column(_("不收"), _numbers([batch.rejected for batch in batches]), whole, 72, number=True, tone=_bad),
        Column(_("未落图"), _numbers([batch.unplaced for batch in batches]), whole, 0,
               number=True, tone=_doubtful),
    ))  # fmt: skip


def problems_ledger(batch: Batch | None) -> Ledger:
    """One row per problem of a file."""
    problems = batch.problems if batch else ()

    fate = _texts([_("不收") if problem.rejected else _("照收") for problem in problems])
    numbers = _texts([str(at) for at in range(len(problems))])
    return Ledger("problems", len(problems), numbers, (
        Column(_("行"), np.array([problem.row for problem in problems], float), whole, 72, number=True),
        Column(_("列"), _texts([_heading(batch, problem.column) for problem in problems]), width=136),
        Column(_("处理"), fate, width=72, tone=lambda value: "failed" if value == _("不收") else "warning"),
        Column(_("原因"), _texts([problem.reason for problem in problems]), width=0),
    ))  # fmt: skip


def _heading(batch: Batch | None, column: str) -> str:
    """A column's name as people know it; as written where no field has that name."""
    fields = SCHEMAS[batch.kind].fields if batch and batch.kind in SCHEMAS else ()
    return next((field.title for field in fields if field.name == column), column)


def _texts(values: list[str]) -> NDArray[np.object_]:
    made = np.empty(len(values), object)
    made[:] = values
    return made


def _numbers(values: list[int]) -> NDArray[np.float64]:
    return np.array(values, float)


def _bad(number: float) -> str:
    return "failed" if number else ""


def _doubtful(number: float) -> str:
    return "warning" if number else ""


class ImportDialog(QDialog):
    """The preview. ``agreed`` carries the intake to write; nothing is written before."""

    agreed = Signal(object)

    def __init__(self, parent: QWidget, session: Session, colours: Palette, paths: list[Path]) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("导入预览"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk, self._session, self._paths = parent, session, paths
        self.intake: Intake | None = None
        self._datum, self._encoding = _choice(DATUMS), _choice(ENCODINGS)
        for box in (self._datum, self._encoding):
            box.currentIndexChanged.connect(self.read)
        self.files, self.problems = (
            _table(batches_ledger(Intake(session.snapshot.settings)), colours),
            _table(problems_ledger(None), colours),
        )
        self.files.setFixedHeight(232)
        self.resize(960, 620)
        self._summary = label("", 13, 600)
        self._problem_title = label("", 12, tone="second")
        self.accept_button = button(_("写入"), self.accept, "primary")
        refuse = button(_("取消  Esc"), self.reject)
        head = row(self._summary, None, self._datum, self._encoding)
        foot = row(label(_("确定之前什么也不会写入"), 12, tone="second"), None, refuse, self.accept_button)
        self.setLayout(column(head, self.files, self._problem_title, self.problems, line(), foot,
                              margins=(16, 16, 16, 16), gap=10))  # fmt: skip
        self.files.selectionModel().selectionChanged.connect(self._show_problems)

    def read(self) -> None:
        """Read the files with the options chosen; shows the dialog when that has worked."""
        options = {"datum": self._datum.currentData(), "encoding": self._encoding.currentData()}
        paths, snapshot = self._paths, self._session.snapshot
        target = Path(self._session.address)

        def work(ticket: jobs.Ticket) -> Intake:
            from gridmap.exchange import ReadOptions, read

            ticket.say(0, 0, _("正在读入 {n} 个文件…").format(n=len(paths)))
            intake: Intake = read(paths, ReadOptions(**options), snapshot, target)
            ticket.say(1, 1)
            return intake

        parent = self if self.isVisible() else self._desk
        jobs.start(parent, work, self.show_intake, self._fail, _("正在读入…"))

    def show_intake(self, intake: Intake) -> None:
        """Show what was read."""
        self.intake = intake
        _show(self.files, batches_ledger(intake))
        taken = sum(batch.accepted for batch in intake.batches)
        refused = sum(batch.rejected for batch in intake.batches)
        words = _("{files} 个文件：接受 {taken:,} 行，不收 {refused:,} 行")
        self._summary.setText(words.format(files=len(intake.batches), taken=taken, refused=refused))
        self.accept_button.setText(_("写入 {n:,} 行").format(n=taken))
        self.accept_button.setEnabled(bool(taken))
        worst = max(range(len(intake.batches)), key=lambda at: len(intake.batches[at].problems), default=-1)
        self.files.selectRow(worst)
        self._show_problems()
        self.open()

    def accept(self) -> None:
        """Agree: the intake goes to be written."""
        super().accept()
        self.agreed.emit(self.intake)

    def _show_problems(self) -> None:
        at = self.files.selectionModel().selectedRows()
        batch = self.intake.batches[at[0].row()] if at and self.intake else None
        _show(self.problems, problems_ledger(batch))
        dropped = (
            _("；不导入的列：{names}").format(names="、".join(batch.dropped))
            if batch and batch.dropped
            else ""
        )
        name = Path(batch.path).name if batch else ""
        count = len(batch.problems) if batch else 0
        self._problem_title.setText(_("{name}：{n:,} 个问题").format(name=name, n=count) + dropped)

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, GridmapError):
            raise error
        trouble.say(self._desk, error)


def _choice(choices: dict[str, str]) -> QComboBox:
    box = QComboBox()
    for value, title in choices.items():
        box.addItem(title, value)
    return box


def _table(ledger: Ledger, colours: Palette) -> QTableView:
    table = QTableView()
    table.setModel(LedgerModel(ledger, lambda tone: QColor(getattr(colours, tone))))
    table.setItemDelegate(KeepsTone(table))
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.verticalHeader().hide()
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    table.verticalHeader().setDefaultSectionSize(28)
    table.horizontalHeader().setFixedHeight(28)
    table.horizontalHeader().setHighlightSections(False)
    table.horizontalHeader().setStretchLastSection(True)
    for at, shown in enumerate(ledger.columns):
        if shown.width:
            table.setColumnWidth(at, shown.width)
    return table


def _show(table: QTableView, ledger: Ledger) -> None:
    model = table.model()
    if isinstance(model, LedgerModel):
        model.show(ledger)
