"""A ledger as Qt reads it: columns of numpy values, formatted only for the cells that are seen."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from gridmap.township.table import rows_with

Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole
_NUMBER = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_TEXT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def plain(value: object) -> str:
    """A text as it is."""
    return str(value)


def whole(value: float) -> str:
    """A count with thousands separators; a dash where unknown."""
    return "—" if np.isnan(value) else f"{value:,.0f}"


Values = NDArray[Any] | Callable[[], NDArray[Any]]
"""A value for each row, or how to come by them: what nobody looks at is not read."""


@dataclass(frozen=True)
class Column:
    """One column on screen. ``read`` its values; ``show`` makes a cell's text; ``width`` in logical
    pixels, 0 takes the rest; ``tone`` names the colour role of a cell."""

    title: str
    read: Values
    show: Callable[[Any], str] = plain
    width: int = 96
    number: bool = False
    tone: Callable[[Any], str] | None = None

    @cached_property
    def values(self) -> NDArray[Any]:
        """One value for each row."""
        return self.read() if callable(self.read) else self.read


@dataclass(frozen=True)
class Ledger:
    """So many rows of one table ready for the screen, ``identities`` their uuids."""

    table: str
    length: int
    identities: Values
    columns: tuple[Column, ...]

    def __len__(self) -> int:
        return self.length

    @cached_property
    def uuids(self) -> NDArray[np.object_]:
        """The identity of each row."""
        return self.identities() if callable(self.identities) else self.identities

    def rows_of(self, uuids: Iterable[str]) -> NDArray[np.int64]:
        """The rows with these identities."""
        return rows_with(self.uuids, uuids)


class KeepsTone(QStyledItemDelegate):
    """Cells keep the colour of their tone while their row is selected."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:  # noqa: N802 Qt's name
        """The cell's own ink for the selected state too."""
        super().initStyleOption(option, index)
        ink = index.data(_ROLE.ForegroundRole)
        if isinstance(ink, QColor):
            option.palette.setColor(QPalette.ColorRole.HighlightedText, ink)


class LedgerModel(QAbstractTableModel):
    """A sortable model over one ``Ledger``. ``order`` maps rows on screen to rows of the ledger."""

    def __init__(self, ledger: Ledger, ink: Callable[[str], object]) -> None:
        super().__init__()
        self.ledger = ledger
        self.order: NDArray[np.int64] = np.arange(len(ledger))
        self._ink = ink
        self._sorted: tuple[int, Qt.SortOrder] | None = None

    def show(self, ledger: Ledger) -> None:
        """Take other rows, keeping the order asked for."""
        self.beginResetModel()
        self.ledger = ledger
        self.order = np.arange(len(ledger))
        if self._sorted and self._sorted[0] < len(ledger.columns):
            self.order = self._ordered(*self._sorted)
        self.endResetModel()

    def uuid(self, row: int) -> str:
        """The identity of a row on screen."""
        return str(self.ledger.uuids[self.order[row]])

    def rows_of(self, uuids: Sequence[str]) -> list[int]:
        """Rows on screen of these identities."""
        place = np.empty(len(self.order), np.int64)
        place[self.order] = np.arange(len(self.order))
        return sorted(place[self.ledger.rows_of(uuids)].tolist())

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802 Qt's name
        """Rows of the ledger."""
        return 0 if parent is not None and parent.isValid() else len(self.ledger)

    def columnCount(self, parent: Index | None = None) -> int:  # noqa: N802 Qt's name
        """Columns of the ledger."""
        return 0 if parent is not None and parent.isValid() else len(self.ledger.columns)

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> object:
        """One cell's text, alignment or colour."""
        column = self.ledger.columns[index.column()]
        value = column.values[self.order[index.row()]]
        if role == _ROLE.DisplayRole:
            return column.show(value)
        if role == _ROLE.TextAlignmentRole:
            return _NUMBER if column.number else _TEXT
        if role == _ROLE.ForegroundRole and column.tone is not None:
            tone = column.tone(value)
            return self._ink(tone) if tone else None
        return None

    def headerData(  # noqa: N802 Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole
    ) -> object:
        """A column's heading."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        column = self.ledger.columns[section]
        if role == _ROLE.DisplayRole:
            return column.title
        return (_NUMBER if column.number else _TEXT) if role == _ROLE.TextAlignmentRole else None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by one column; -1 is the order of the ledger."""
        self.layoutAboutToBeChanged.emit()
        self._sorted = (column, order) if column >= 0 else None
        self.order = self._ordered(column, order) if column >= 0 else np.arange(len(self.ledger))
        self.layoutChanged.emit()

    def _ordered(self, column: int, order: Qt.SortOrder) -> NDArray[np.int64]:
        values = self.ledger.columns[column].values
        rows = np.argsort(values, kind="stable")
        return rows if order == Qt.SortOrder.AscendingOrder else rows[::-1]
