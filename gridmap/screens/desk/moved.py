"""The households that change grid with a stroke: masked names, their people, their marks."""

from dataclasses import astuple, dataclass

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from gridmap.i18n import _
from gridmap.redraw.preview import Preview
from gridmap.session import Session
from gridmap.township.mask import mask_name
from gridmap.township.memory import once
from gridmap.township.snapshot import Snapshot
from gridmap.township.table import Rows

MOST = 200
TAGS = (("lives_alone", "独居"), ("cannot_self_care", "失能"), ("left_behind", "留守"))
"""What a planner hands over with a household: the marks of the map's elders, which are loaded already."""
_ROLE = Qt.ItemDataRole
Index = QModelIndex | QPersistentModelIndex
_TEXT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_NUMBER = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class Moved:
    """What is shown of one household."""

    head: str
    registered: str
    at_home: str
    tags: str


class MovedModel(QAbstractTableModel):
    """The first ``MOST`` households of a stroke. ``heads`` are the columns' titles."""

    def __init__(self) -> None:
        super().__init__()
        self.heads = (_("户主"), _("户籍"), _("在家"), _("标签"))
        self.homes: list[Moved] = []
        self._rows: list[int] = []

    def show_moved(self, session: Session, made: Preview | None) -> None:
        """The households of a preview; the same ones are not read again."""
        rows = [] if made is None else made.households[:MOST].tolist()
        if rows != self._rows:
            self.beginResetModel()
            self._rows, self.homes = rows, read_moved(session.snapshot, np.array(rows, np.int64))
            self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802 Qt's name
        """One row a household."""
        return 0 if parent is not None and parent.isValid() else len(self.homes)

    def columnCount(self, parent: Index | None = None) -> int:  # noqa: N802 Qt's name
        """Head, two populations, marks."""
        return 0 if parent is not None and parent.isValid() else len(self.heads)

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> object:
        """The words of a cell."""
        if role == _ROLE.DisplayRole:
            return astuple(self.homes[index.row()])[index.column()]
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


def read_moved(snapshot: Snapshot, rows: Rows) -> list[Moved]:
    """The households of some rows, names masked; of a large table only these are read."""
    if not len(rows):
        return []
    houses = snapshot["households"]
    names = houses.take(rows)["head_name"].tolist()
    registered, home = (houses.number(basis)[rows].tolist() for basis in ("registered", "at_home"))
    told = zip(names, registered, home, _tags(snapshot, houses.fids()[rows]), strict=True)
    return [Moved(mask_name(str(name)), _people(many), _people(few), tags) for name, many, few, tags in told]


def _tags(snapshot: Snapshot, houses: Rows) -> list[str]:
    """What is marked on somebody of each household (fids)."""
    residents = snapshot["residents"]
    if not len(residents):
        return [""] * len(houses)
    own, order = residents.fids("household_no_fid"), _by_house(residents.fids("household_no_fid"))
    found = []
    for fid in houses.tolist():
        low, high = np.searchsorted(own, [fid, fid + 1], sorter=order)
        people = order[low:high]
        found.append(" ".join(title for name, title in TAGS if (residents[name][people] == 1).any()))
    return found


@once
def _by_house(houses: Rows) -> Rows:
    """The residents by the fid of their household."""
    return np.argsort(houses, kind="stable")


def _people(number: float) -> str:
    return "" if np.isnan(number) else f"{number:,.0f}"
