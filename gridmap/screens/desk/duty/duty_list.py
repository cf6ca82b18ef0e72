"""A list of alarms or incidents: a shape, two lines, a clock; letters act only while the list has focus."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyledItemDelegate, QStyleOptionViewItem

from gridmap.scene.palette import URGENCY
from gridmap.screens.desk.state import DeskState
from gridmap.screens.theme import font

HEIGHT, ICON, LEFT, SIDE = 52, 20.0, 44.0, 12.0
CORNERS = {"P1": 3, "P2": 4, "P3": 5}
_LOOK = Qt.ItemDataRole.UserRole
_START = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_END = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class Row:
    """One row. ``right`` and ``below_right`` stand at its end, ``tone`` is the colour role of ``right``;
    ``strong`` is for what nobody has acknowledged, ``halo`` for what flashes just now."""

    key: str
    urgency: str
    title: str
    right: str = ""
    tone: str = "second"
    below: str = ""
    below_right: str = ""
    strong: bool = False
    halo: bool = False


class DutyList(QListWidget):
    """The rows. ``keyed`` carries a letter of ``keys``, or ``Enter``, pressed on it."""

    keyed = Signal(str)

    def __init__(self, state: DeskState, keys: str = "") -> None:
        super().__init__()
        self._keys = {getattr(Qt.Key, f"Key_{letter}"): letter for letter in keys}
        self._keys |= {Qt.Key.Key_Return: "Enter", Qt.Key.Key_Enter: "Enter"}
        self.setItemDelegate(_Painted(state, self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(self.ScrollMode.ScrollPerPixel)
        self.itemDoubleClicked.connect(lambda _item: self.keyed.emit("Enter"))

    @property
    def rows(self) -> list[Row]:
        """What is listed."""
        return [self.item(at).data(_LOOK) for at in range(self.count())]

    @property
    def chosen(self) -> str:
        """The key of the current row, '' without one."""
        item = self.currentItem()
        return str(item.data(_LOOK).key) if item is not None else ""

    def choose(self, key: str) -> None:
        """Make the row with this key the current one."""
        at = next((at for at, row in enumerate(self.rows) if row.key == key), -1)
        self.setCurrentRow(at)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """List these rows; the current one stays current while it is there."""
        if rows == self.rows:
            return
        before, held = self.chosen, self.currentRow()
        self.blockSignals(True)
        while self.count() > len(rows):
            self.takeItem(self.count() - 1)
        for at, row in enumerate(rows):
            if at == self.count():
                self.addItem(QListWidgetItem())
            self.item(at).setData(_LOOK, row)
            self.item(at).setData(
                Qt.ItemDataRole.AccessibleTextRole, f"{row.urgency} {row.title} {row.below}"
            )
        keys = [row.key for row in rows]
        self.setCurrentRow(keys.index(before) if before in keys else min(held, len(rows) - 1))
        self.blockSignals(False)

    def event(self, event: QEvent) -> bool:
        """A letter that acts here is no shortcut of the window while the list has focus."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
            if plain and event.key() in self._keys:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 Qt's name
        """The letters; everything else is the list's own."""
        letter = self._keys.get(Qt.Key(event.key()))
        if letter and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.keyed.emit(letter)
        else:
            super().keyPressEvent(event)


class _Painted(QStyledItemDelegate):
    """Paints a ``Row`` in the theme's colours."""

    def __init__(self, state: DeskState, parent: DutyList) -> None:
        super().__init__(parent)
        self._state, self._list = state, parent

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: N802 Qt's name
        """Every row is as high."""
        return QSize(240, HEIGHT)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Ground, shape, first line, second line."""
        row, colours = index.data(_LOOK), self._state.colours
        box = QRectF(option.rect)
        chosen = self._list.currentRow() == index.row()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen:
            painter.fillRect(box, QColor(colours.selected_row))
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), QColor(colours.faint))
        middle = QPointF(box.left() + 24, box.center().y() - 0.5)
        _shape(painter, row, middle, colours.text)
        first = QRectF(box.left() + LEFT, box.top() + 6, box.width() - LEFT - SIDE, 20)
        second = QRectF(first.left(), box.top() + 26, first.width(), 18)
        right = getattr(colours, row.tone)
        _line(painter, first, (row.title, 13, 600 if row.strong else 400, colours.text), (row.right, right))
        tone = colours.text if row.strong else colours.second
        _line(painter, second, (row.below, 12, 400, colours.second), (row.below_right, tone))
        painter.restore()


def _line(painter: QPainter, box: QRectF, words: tuple[str, int, int, str], end: tuple[str, str]) -> None:
    """Words at the left, cut where what stands at the right begins."""
    painter.setFont(font(12))
    painter.setPen(QColor(end[1]))
    painter.drawText(box, _END, end[0])
    room = box.width() - QFontMetricsF(font(12)).horizontalAdvance(end[0]) - 8
    text, size, weight, colour = words
    painter.setFont(font(size, weight))
    painter.setPen(QColor(colour))
    cut = QFontMetricsF(font(size, weight)).elidedText(text, Qt.TextElideMode.ElideRight, room)
    painter.drawText(box, _START, cut)


def _shape(painter: QPainter, row: Row, middle: QPointF, ink: str) -> None:
    """The alarm's shape in its colour with a thin rim; a ring around it while it flashes."""
    corners, radius = CORNERS.get(row.urgency, 24), ICON / 2
    turns = [2 * pi * corner / corners - pi / 2 for corner in range(corners)]
    points = [middle + QPointF(cos(turn) * radius, sin(turn) * radius) for turn in turns]
    if corners == CORNERS["P1"]:  # a triangle looks centred when its middle is
        points = [point + QPointF(0, radius / 4) for point in points]
    painter.setPen(QPen(QColor(ink), 1.0))
    painter.setBrush(QColor(URGENCY.get(row.urgency, URGENCY[""])))
    painter.drawPolygon(QPolygonF(points))
    if row.halo:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(URGENCY["P1"]), 2.0))
        painter.drawEllipse(middle, radius + 4, radius + 4)
