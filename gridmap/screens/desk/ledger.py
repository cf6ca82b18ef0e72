"""A ledger as Qt reads it: columns of numpy values, formatted only for the cells that are seen."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from gridmap.township.table import Rows, rows_with

Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole
_NUMBER = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
PAGE, MOST_PAGES = 64, 64
_TEXT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def plain(value: object) -> str:
    """A text as it is."""
    return str(value)


def whole(value: float) -> str:
    """A count with thousands separators; a dash where unknown."""
    return "—" if np.isnan(value) else f"{value:,.0f}"


Values = NDArray[Any] | Callable[[Rows | None], NDArray[Any]]
"""A value for each row, or a way to those of some rows (None: of all): what nobody looks at is not read."""


def values_of(values: Values, rows: Rows | None = None) -> NDArray[Any]:
    """The values of some rows, or of all."""
    if callable(values):
        return values(rows)
    return values if rows is None else values[rows]


@dataclass(frozen=True)
class Column:
    """One column on screen. ``show`` makes a cell's text; ``width`` in logical pixels, 0 takes the rest;
    ``tone`` names the colour role of a cell."""

    title: str
    values: Values
    show: Callable[[Any], str] = plain
    width: int = 96
    number: bool = False
    tone: Callable[[Any], str] | None = None


@dataclass(frozen=True)
class Ledger:
    """So many rows of one table ready for the screen; ``uuids`` tell them apart, ``find`` gives the rows
    of some of these."""

    table: str
    length: int
    uuids: Values
    columns: tuple[Column, ...]
    find: Callable[[Iterable[str]], Rows] | None = None

    def __len__(self) -> int:
        return self.length

    def differs(self, other: "Ledger") -> list[int] | None:
        """The columns that say something else in another ledger of the same rows; None for other rows."""
        if self.table != other.table or self.uuids is not other.uuids or callable(self.uuids):
            return None
        if not len(self) or [column.title for column in self.columns] != [c.title for c in other.columns]:
            return None
        pairs = zip(self.columns, other.columns, strict=True)
        return [at for at, (one, two) in enumerate(pairs) if not _same(one.values, two.values)]

    def rows_of(self, uuids: Iterable[str]) -> Rows:
        """The rows with these identities, ascending; those that are not here are left out."""
        return self.find(uuids) if self.find else rows_with(values_of(self.uuids), uuids)


def _same(one: Values, two: Values) -> bool:
    if one is two or callable(one) or callable(two):
        return one is two
    return bool(np.array_equal(one, two))


class KeepsTone(QStyledItemDelegate):
    """Cells keep the colour of their tone while their row is selected."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:  # noqa: N802 Qt's name
        """All that a cell shows, asked for at once: Qt's own asks eight times."""
        model = index.model()
        if not isinstance(model, LedgerModel) or not isinstance(index, QModelIndex):
            return super().initStyleOption(option, index)
        text, option.displayAlignment, ink = model.look(index.row(), index.column())
        option.index = index
        option.text = text
        option.features |= QStyleOptionViewItem.ViewItemFeature.HasDisplay
        if isinstance(ink, QColor):
            for role in (QPalette.ColorRole.Text, QPalette.ColorRole.HighlightedText):
                option.palette.setColor(role, ink)
        return None


class LedgerModel(QAbstractTableModel):
    """A sortable model over one ``Ledger``. ``order`` maps rows on screen to rows of the ledger.

    It reads a page of rows at a time, when one of them is seen. A page that cannot be read raises once
    and is blank from then on, else every cell of every repaint would say it again.
    """

    def __init__(self, ledger: Ledger, ink: Callable[[str], object]) -> None:
        super().__init__()
        self.ledger = ledger
        self.order: Rows = np.arange(len(ledger))
        self._ink = ink
        self._sorted: tuple[int, Qt.SortOrder] | None = None
        self._pages: dict[int, list[NDArray[Any]] | None] = {}

    def show(self, ledger: Ledger) -> None:
        """Take other rows, keeping the order asked for. Of the same rows only the columns that differ are
        drawn again, and what is selected stays."""
        changed = self.ledger.differs(ledger)
        if changed is not None and (self._sorted is None or self._sorted[0] not in changed):
            self.ledger = ledger
            self._pages.clear()
            for column in changed:
                self.dataChanged.emit(self.index(0, column), self.index(len(ledger) - 1, column))
            return
        self.beginResetModel()
        self.ledger = ledger
        self._pages.clear()
        self.order = np.arange(len(ledger))
        if self._sorted and self._sorted[0] < len(ledger.columns):
            self.order = self._ordered(*self._sorted)
        self.endResetModel()

    def uuid(self, row: int) -> str:
        """The identity of a row on screen."""
        uuid = self._cell(row, len(self.ledger.columns))
        return "" if uuid is None else str(uuid)

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

    def look(self, row: int, at: int) -> tuple[str, Qt.AlignmentFlag, object]:
        """A cell's text, alignment and colour (None: that of every text)."""
        column, value = self.ledger.columns[at], self._cell(row, at)
        side = _NUMBER if column.number else _TEXT
        if value is None:
            return "", side, None
        tone = column.tone(value) if column.tone is not None else ""
        return column.show(value), side, self._ink(tone) if tone else None

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> object:
        """One cell's text, alignment or colour."""
        if role not in (_ROLE.DisplayRole, _ROLE.TextAlignmentRole, _ROLE.ForegroundRole):
            return None
        text, side, ink = self.look(index.row(), index.column())
        if role == _ROLE.DisplayRole:
            return text or None
        return side if role == _ROLE.TextAlignmentRole else ink

    def _cell(self, row: int, column: int) -> Any:  # noqa: ANN401 a column says what it holds
        page, at = divmod(row, PAGE)
        if page not in self._pages:
            if len(self._pages) == MOST_PAGES:
                self._pages.clear()
            rows = self.order[page * PAGE : (page + 1) * PAGE]
            columns = (*(shown.values for shown in self.ledger.columns), self.ledger.uuids)
            self._pages[page] = None
            self._pages[page] = [values_of(values, rows) for values in columns]
        found = self._pages[page]
        return None if found is None else found[column][at]

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
        self._pages.clear()
        self._sorted = (column, order) if column >= 0 else None
        self.order = self._ordered(column, order) if column >= 0 else np.arange(len(self.ledger))
        self.layoutChanged.emit()

    def _ordered(self, column: int, order: Qt.SortOrder) -> NDArray[np.int64]:
        values = values_of(self.ledger.columns[column].values)
        rows = np.argsort(values, kind="stable")
        return rows if order == Qt.SortOrder.AscendingOrder else rows[::-1]
