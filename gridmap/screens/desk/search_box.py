"""The one search box: type, see what there is, Enter or a click goes there."""

from collections.abc import Callable
from functools import cache

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPixmap
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QListWidget, QListWidgetItem, QWidget

from gridmap.i18n import _
from gridmap.scene.palette import Palette
from gridmap.screens import icons
from gridmap.screens.desk.finder import Finder
from gridmap.screens.desk.parts import column, label, row
from gridmap.township.search import KIND_TITLES, Hit

ICONS = {"grid": "grid", "village": "village", "group": "village", "household": "house", "resident": "person",
         "place": "place", "coordinates": "coordinates"}  # fmt: skip
ROW = 36
"""The height of a row of the list."""
_MOVES = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class HitList(QFrame):
    """What was found, floating under the box. It never takes the focus from it."""

    def __init__(self, window: QWidget, go: Callable[[Hit], None]) -> None:
        super().__init__(window)
        self._go = go
        self.hits: list[Hit] = []
        self._rows: list[HitRow] = []
        self.setProperty("look", "popup")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list = QListWidget()
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.itemClicked.connect(lambda _item: self.take())
        self.remark = label(tone="second")
        self.remark.setContentsMargins(12, 0, 0, 0)
        self.remark.setFixedHeight(ROW)
        self.remark.setMinimumWidth(1)  # a long one is cut, not the list made wider
        self.setLayout(column(self.list, self.remark, margins=(1, 1, 1, 1)))
        self.hide()

    def show_hits(self, hits: list[Hit], note: str, colours: Palette, at: QPoint, width: int) -> None:
        """Show these hits below ``at``, and under them what the search cannot answer yet."""
        self.hits = hits
        while len(self._rows) < len(hits):
            self._add_row()
        for number, made in enumerate(self._rows):
            self.list.setRowHidden(number, number >= len(hits))
            if number < len(hits):
                made.show_hit(hits[number], colours)
        self.list.setCurrentRow(0 if hits else -1)
        self.list.setVisible(bool(hits))
        said = note or ("" if hits else _("没有找到"))
        self.remark.setText(said)
        self.remark.setVisible(bool(said))
        self.setGeometry(at.x(), at.y(), width, ROW * (len(hits) + bool(said)) + 2)
        self.raise_()
        self.show()

    def _add_row(self) -> None:
        """One row more, for this answer and all later ones: making a row takes longer than searching."""
        item, made = QListWidgetItem(), HitRow()
        item.setSizeHint(QSize(100, ROW))
        self.list.addItem(item)
        self.list.setItemWidget(item, made)
        self._rows.append(made)

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


class HitRow(QWidget):
    """One row of the list: the icon and the title of a hit, its details, its kind."""

    def __init__(self) -> None:
        super().__init__()
        self._mark, self._title = QLabel(), label(weight=600)
        self._detail, self._kind = label(size=12, tone="second"), label(size=12, tone="second")
        self.setLayout(row(self._mark, self._title, self._detail, None, self._kind, margins=(12, 0, 12, 0)))

    def show_hit(self, hit: Hit, colours: Palette) -> None:
        """Show this hit in the theme's colours."""
        self._title.setText(hit.title)
        self._detail.setText(hit.detail)
        self._kind.setText(_(KIND_TITLES[hit.kind]))
        self._mark.setPixmap(_drawn(ICONS[hit.kind], colours.third, self.devicePixelRatioF()))


@cache
def _drawn(icon: str, colour: str, ratio: float) -> QPixmap:
    return icons.pixmap(icon, colour, 16, ratio)


class SearchBox(QLineEdit):
    """The box in the tool bar. ``finder`` answers what was typed, ``go`` takes the chosen hit."""

    def __init__(self, window: QWidget, finder: Finder, go: Callable[[Hit], None], colours: Palette) -> None:
        super().__init__()
        self._finder = finder
        self._unanswered = False
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
        finder.renewed.connect(self._complete)

    def paint(self, colours: Palette) -> None:
        """Take the theme's colours."""
        self._colours = colours
        self._mark.setPixmap(icons.pixmap("search", colours.third, 16, self.devicePixelRatioF()))

    def look(self, text: str) -> None:
        """Search for what stands in the box."""
        if not text.strip():
            self.popup.hide()
            return
        note = self._finder.note
        self._unanswered = bool(note)
        corner = self.mapTo(self.window(), QPoint(0, self.height() + 4))
        hits = self._finder.index.find(text)
        self.popup.show_hits(hits, note, self._colours, corner, max(self.width(), 420))

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

    def _complete(self) -> None:
        """Search once more when the answer that is shown was without people."""
        if self._unanswered and self.popup.isVisible():
            self.look(self.text())

    def _leave(self) -> None:
        if self.popup.isVisible():
            self.popup.hide()
            return
        self.clear()
        self.window().setFocus()

    def _chosen(self, hit: Hit) -> None:
        self._go_to(hit)
        self.window().setFocus()
