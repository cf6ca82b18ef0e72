"""The households that change grid with a stroke: masked names, their people, their marks."""

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from gridmap.i18n import _
from gridmap.redraw.preview import Preview
from gridmap.session import Session
from gridmap.township.mask import mask_name
from gridmap.township.snapshot import Snapshot
from gridmap.township.table import Rows

MOST = 200
TAGS = (("lives_alone", "独居"), ("empty_nest", "空巢"), ("aged_80", "高龄"), ("cannot_self_care", "失能"))
_ROLE = Qt.ItemDataRole
Index = QModelIndex | QPersistentModelIndex
_TEXT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_NUMBER = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class MovedModel(QAbstractTableModel):
    """The first ``MOST`` households of a stroke. ``heads`` are the columns' titles."""

    def __init__(self) -> None:
        super().__init__()
        self.heads = (_("户主"), _("户籍"), _("在家"), _("标签"))
        self.lines: list[tuple[str, str, str, str]] = []
        self._known: tuple[Snapshot, Rows, Rows] | None = None
        self._rows: list[int] = []

    def show_moved(self, session: Session, made: Preview | None) -> None:
        """The households of a preview; the same ones are not read again."""
        rows = [] if made is None else made.households[:MOST].tolist()
        if rows == self._rows and self._known is not None and self._known[0] is session.snapshot:
            return
        self.beginResetModel()
        self._rows = rows
        self.lines = self._lines(session.snapshot, np.array(rows, np.int64)) if rows else []
        self.endResetModel()

    def _lines(self, snapshot: Snapshot, rows: Rows) -> list[tuple[str, str, str, str]]:
        houses = snapshot["households"]
        registered, home = houses.number("registered")[rows], houses.number("at_home")[rows]
        return [
            (
                mask_name(str(houses.one("head_name", row))),
                _people(many),
                _people(few),
                self._tags(snapshot, row),
            )
            for row, many, few in zip(rows.tolist(), registered.tolist(), home.tolist(), strict=True)
        ]

    def _tags(self, snapshot: Snapshot, house: int) -> str:
        """What is marked on somebody of a household."""
        residents = snapshot["residents"]
        if not len(residents):
            return ""
        if self._known is None or self._known[0] is not snapshot:
            fids = residents.fids("household_no_fid")
            order = np.argsort(fids, kind="stable")
            self._known = snapshot, order, fids[order]
        _snapshot, order, fids = self._known
        fid = snapshot["households"].fids()[house]
        own = order[np.searchsorted(fids, fid, "left") : np.searchsorted(fids, fid, "right")]
        return " ".join(title for name, title in TAGS if (residents[name][own] == 1).any())

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802 Qt's name
        """One row a household."""
        return 0 if parent is not None and parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index | None = None) -> int:  # noqa: N802 Qt's name
        """Head, two populations, marks."""
        return 0 if parent is not None and parent.isValid() else len(self.heads)

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> object:
        """The words of a cell."""
        if role == _ROLE.DisplayRole:
            return self.lines[index.row()][index.column()]
        if role == _ROLE.TextAlignmentRole:
            return _NUMBER if index.column() in (1, 2) else _TEXT
        return None

    def headerData(  # noqa: N802 Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole
    ) -> object:
        """A column's title."""
        if orientation == Qt.Orientation.Horizontal and role == _ROLE.DisplayRole:
            return self.heads[section]
        if role == _ROLE.TextAlignmentRole:
            return _NUMBER if section in (1, 2) else _TEXT
        return None


class MovedTable(QTableView):
    """The table, rows 28 px."""

    def __init__(self) -> None:
        super().__init__()
        self.moved = MovedModel()
        self.setModel(self.moved)
        self.setShowGrid(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(28)
        head = self.horizontalHeader()
        head.setFixedHeight(28)
        head.setHighlightSections(False)
        for at, width in enumerate((104, 56, 56)):
            self.setColumnWidth(at, width)
        head.setStretchLastSection(True)

    def sizeHint(self) -> QSize:  # noqa: N802 Qt's name
        """A few rows; more where there is room."""
        return QSize(240, 28 * 4)


def _people(number: float) -> str:
    return "" if np.isnan(number) else f"{number:,.0f}"
