"""The overlays as rows: drag to reorder, a check box, the name, how many there are."""

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from gridmap.i18n import _
from gridmap.scene.palette import Palette
from gridmap.screens.desk.tick import paint_tick
from gridmap.screens.theme import font
from gridmap.township.layer import LayerDefinition

NAME, COUNT = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
ROW_HEIGHT = 28
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class _RowPainter(QStyledItemDelegate):
    """Paints one row and toggles it where its check box is."""

    def __init__(self, parent: QWidget, colours: Palette) -> None:
        super().__init__(parent)
        self.colours = colours

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: N802 Qt's name
        """A row's height; as wide as the list."""
        return QSize(120, ROW_HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Grip, check box, name, count."""
        colours, box = self.colours, QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, QColor(colours.selected_row))
        self._grip(painter, box)
        on = index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked.value
        paint_tick(painter, check_box(box), on, colours)
        painter.setFont(font(13))
        painter.setPen(QColor(colours.text if on else colours.second))
        painter.drawText(box.adjusted(52, 0, -64, 0), _LEFT, index.data())
        painter.setFont(font(12))
        painter.setPen(QColor(colours.second))
        painter.drawText(box.adjusted(0, 0, -12, 0), _RIGHT, index.data(COUNT) or "")
        painter.restore()

    def editorEvent(  # noqa: N802 Qt's name
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """A click left of the name toggles; the rest selects the row."""
        if isinstance(event, QMouseEvent):
            over = check_box(QRectF(option.rect)).adjusted(-4, -6, 4, 6).contains(event.position())
            if event.type() != QEvent.Type.MouseButtonRelease or not over:
                return False
            toggle(model, index)
            return True
        return super().editorEvent(event, model, option, index)

    def _grip(self, painter: QPainter, box: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.colours.third))
        for x in (9.5, 13.5):
            for y in (-4, 0, 4):
                painter.drawEllipse(QPointF(box.left() + x, box.center().y() + y), 0.9, 0.9)


def check_box(row: QRectF) -> QRectF:
    """Where a row's check box is."""
    return QRectF(row.left() + 28.5, row.center().y() - 7.5, 15, 15)


def toggle(model: QAbstractItemModel, index: QModelIndex | QPersistentModelIndex) -> None:
    """Switch a row's check box."""
    on = index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked.value
    state = Qt.CheckState.Unchecked if on else Qt.CheckState.Checked
    model.setData(index, state.value, Qt.ItemDataRole.CheckStateRole)


class LayerList(QListWidget):
    """The rows. The topmost overlay stands first, as it lies on the map."""

    toggled = Signal(str, bool)
    reordered = Signal(list)
    chosen = Signal(str)

    def __init__(self, layers: list[LayerDefinition], hidden: frozenset[str], colours: Palette) -> None:
        super().__init__()
        self._painter = _RowPainter(self, colours)
        self._hidden: frozenset[str] | None = None  # what was told; a click may have changed it since
        self.setItemDelegate(self._painter)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.setFixedHeight(ROW_HEIGHT * len(layers))
        self.setAccessibleName(_("图层"))
        for layer in reversed(layers):
            self.addItem(_item(layer, layer.name not in hidden))
        self.itemChanged.connect(self._changed)
        self.currentItemChanged.connect(
            lambda item, _before: self.chosen.emit(item.data(NAME) if item else "")
        )
        self.model().rowsMoved.connect(lambda *_moved: self.reordered.emit(self.names()))

    def names(self) -> list[str]:
        """The overlays' names from the ground up."""
        return [self.item(row).data(NAME) for row in reversed(range(self.count()))]

    def entry(self, name: str) -> QListWidgetItem:
        """The row of one overlay. Raises KeyError."""
        for row in range(self.count()):
            if self.item(row).data(NAME) == name:
                return self.item(row)
        raise KeyError(name)

    def set_counts(self, counts: dict[str, str]) -> None:
        """Show how many rows each overlay draws."""
        self.blockSignals(True)
        for row in range(self.count()):
            item = self.item(row)
            item.setData(COUNT, counts.get(item.data(NAME), ""))
        self.blockSignals(False)
        self.viewport().update()

    def show_hidden(self, hidden: frozenset[str]) -> None:
        """Tick the overlays that are not hidden."""
        if hidden == self._hidden:
            return
        self._hidden = hidden
        self.blockSignals(True)
        for row in range(self.count()):
            item = self.item(row)
            off = item.data(NAME) in hidden
            item.setCheckState(Qt.CheckState.Unchecked if off else Qt.CheckState.Checked)
        self.blockSignals(False)

    def paint(self, colours: Palette) -> None:
        """Take the theme's colours."""
        if colours is not self._painter.colours:
            self._painter.colours = colours
            self.viewport().update()

    def _changed(self, item: QListWidgetItem) -> None:
        self._hidden = None
        self.toggled.emit(item.data(NAME), item.checkState() == Qt.CheckState.Checked)


def _item(layer: LayerDefinition, on: bool) -> QListWidgetItem:
    item = QListWidgetItem(layer.title)
    item.setData(NAME, layer.name)
    item.setData(COUNT, "")
    flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable
    item.setFlags(flags | Qt.ItemFlag.ItemIsDragEnabled)
    item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
    item.setToolTip(_("拖动改变上下次序；勾选显示"))
    return item
