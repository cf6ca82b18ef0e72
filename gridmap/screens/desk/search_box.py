"""The one search box: type, see what there is, Enter or a click goes there."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QListWidget, QListWidgetItem, QWidget

from gridmap.i18n import _
from gridmap.scene.palette import Palette
from gridmap.screens import icons
from gridmap.screens.desk.parts import column, label, row
from gridmap.township.search import KIND_TITLES, Hit, SearchIndex

ICONS = {"grid": "grid", "village": "village", "group": "village", "household": "house", "place": "place",
         "coordinates": "coordinates"}  # fmt: skip
_MOVES = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class HitList(QFrame):
    """What was found, floating under the box. It never takes the focus from it."""

    def __init__(self, window: QWidget, go: Callable[[Hit], None]) -> None:
        super().__init__(window)
        self._go = go
        self.hits: list[Hit] = []
        self.setProperty("look", "popup")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list = QListWidget()
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.itemClicked.connect(lambda _item: self.take())
        self._none = label(_("没有找到"), tone="second")
        self._none.setContentsMargins(12, 0, 0, 0)
        self._none.setFixedHeight(36)
        self.setLayout(column(self.list, self._none, margins=(1, 1, 1, 1)))
        self.hide()

    def show_hits(self, hits: list[Hit], colours: Palette, at: QPoint, width: int) -> None:
        """Show these hits below ``at``."""
        self.hits = hits
        self.list.clear()
        for hit in hits:
            item = QListWidgetItem()
            item.setSizeHint(QSize(100, 36))
            self.list.addItem(item)
            self.list.setItemWidget(item, _row(hit, colours))
        self.list.setCurrentRow(0 if hits else -1)
        self.list.setVisible(bool(hits))
        self._none.setVisible(not hits)
        self.setGeometry(at.x(), at.y(), width, 36 * max(1, len(hits)) + 2)
        self.raise_()
        self.show()

    def move_by(self, step: int) -> None:
        """Go up or down in the list."""
        if self.hits:
            self.list.setCurrentRow((self.list.currentRow() + step) % len(self.hits))

    def take(self) -> None:
        """Go to the row that is marked."""
        at = self.list.currentRow()
        self.hide()
        if 0 <= at < len(self.hits):
            self._go(self.hits[at])


def _row(hit: Hit, colours: Palette) -> QWidget:
    made = QWidget()
    mark = QLabel()
    mark.setPixmap(icons.pixmap(ICONS[hit.kind], colours.third, 16, made.devicePixelRatioF()))
    kind = label(KIND_TITLES[hit.kind], 12, tone="second")
    made.setLayout(row(mark, label(hit.title, weight=600), label(hit.detail, 12, tone="second"), None, kind,
                       margins=(12, 0, 12, 0)))  # fmt: skip
    return made


class SearchBox(QLineEdit):
    """The box in the tool bar. ``find`` answers what was typed, ``go`` takes the chosen hit."""

    def __init__(
        self, window: QWidget, find: Callable[[], SearchIndex], go: Callable[[Hit], None], colours: Palette
    ) -> None:
        super().__init__()
        self._index = find
        self._go_to = go
        self._colours = colours
        self.popup = HitList(window, self._chosen)
        self.setPlaceholderText(_("搜索 姓名 拼音 户号 网格 坐标"))
        self.setToolTip(_("搜索（/ 或 Ctrl+F）：姓名、拼音全拼或首字母、户号、编码、电话尾号、坐标"))
        self.setAccessibleName(_("搜索"))
        self.setFixedWidth(288)
        self.setTextMargins(24, 0, 18, 0)
        self._mark, self._key = QLabel(self), label("/", 12, tone="third")
        self._key.setParent(self)
        self._mark.setGeometry(9, 8, 16, 16)
        self._key.setGeometry(270, 6, 12, 20)
        self.paint(colours)
        self.textEdited.connect(self.look)

    def paint(self, colours: Palette) -> None:
        """Take the theme's colours."""
        self._colours = colours
        self._mark.setPixmap(icons.pixmap("search", colours.third, 16, self.devicePixelRatioF()))

    def look(self, text: str) -> None:
        """Search for what stands in the box."""
        if not text.strip():
            self.popup.hide()
            return
        hits = self._index().find(text)
        corner = self.mapTo(self.window(), QPoint(0, self.height() + 4))
        self.popup.show_hits(hits, self._colours, corner, max(self.width(), 420))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 Qt's name
        """Up and down move in the list, Enter takes, Esc closes it, then empties the box."""
        key = Qt.Key(event.key())
        if key in _MOVES and self.popup.isVisible():
            self.popup.move_by(_MOVES[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not self.popup.isVisible():
                self.look(self.text())
            self.popup.take()
        elif key == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 Qt's name
        """The list closes with the focus."""
        super().focusOutEvent(event)
        self.popup.hide()

    def _leave(self) -> None:
        if self.popup.isVisible():
            self.popup.hide()
            return
        self.clear()
        self.window().setFocus()

    def _chosen(self, hit: Hit) -> None:
        self._go_to(hit)
        self.window().setFocus()
