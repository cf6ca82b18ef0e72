"""Findings one under another, a list of Qt's own: only rows that are seen are painted."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from gridmap.i18n import _
from gridmap.screens.desk.finding_ink import height_of, paint_finding, said
from gridmap.screens.desk.finding_row import go_to
from gridmap.screens.desk.state import DeskState
from gridmap.screens.theme import font
from gridmap.township.finding import Finding

Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole
SHOWN = 16
"""Rows at first, and as many more at each press of the last one; a district may have thousands."""
FOOT = 32


class FindingModel(QAbstractListModel):
    """The first of some findings as Qt reads them, and a last row: how many more there are, or that there
    are none at all."""

    def __init__(self) -> None:
        super().__init__()
        self._all: Sequence[Finding] = ()
        self._most = SHOWN
        self.findings: list[Finding] = []
        self.foot = ""

    def show(self, found: Sequence[Finding], more: int = 0) -> None:
        """Have these, so many ``more`` of them than until now."""
        self._all, self._most = found, self._most + more
        shown, rest = list(found[: self._most]), len(found) - self._most
        foot = "" if found else _("全部规则通过")
        if rest > 0:
            foot = _("再显示 {n:,} 条，共 {all:,} 条").format(n=min(SHOWN, rest), all=len(found))
        if (shown, foot) != (self.findings, self.foot):
            self.beginResetModel()
            self.findings, self.foot = shown, foot
            self.endResetModel()

    def show_more(self) -> None:
        """The next ones too."""
        self.show(self._all, SHOWN)

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802 Qt's name
        """The findings and the last row."""
        return 0 if parent is not None and parent.isValid() else len(self.findings) + bool(self.foot)

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> object:
        """What a row says, for those who listen."""
        if role != _ROLE.DisplayRole:
            return None
        return said(self.findings[index.row()]) if index.row() < len(self.findings) else self.foot


class _Ink(QStyledItemDelegate):
    """Paints a row; a line below each finding."""

    def __init__(self, view: "FindingList", state: DeskState) -> None:
        super().__init__(view)
        self._view, self._state, self._font = view, state, font(13)
        self._heights: dict[str, int] = {}
        self._width = 0

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802 Qt's name
        """As high as its words are in the width that there is."""
        width, finding = self._view.viewport().width(), self._view.finding(index)
        if finding is None:
            return QSize(width, FOOT)
        if width != self._width:
            self._width, self._heights = width, {}
        words = said(finding)
        if words not in self._heights:
            self._heights[words] = height_of(finding, width) + 1
        return QSize(width, self._heights[words])

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The finding on its ground."""
        colours, box, finding = self._state.colours, option.rect, self._view.finding(index)
        near = bool(option.state & (QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_HasFocus))
        if finding is not None:
            paint_finding(painter, box, finding, colours, near=near)
            painter.fillRect(box.left(), box.bottom(), box.width(), 1, QColor(colours.faint))
            return
        more = bool(self._view.findings)
        painter.fillRect(box, QColor(colours.selected_row if near and more else colours.panel))
        painter.setFont(self._font)
        painter.setPen(QColor(colours.accent if more else colours.passed))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._view.foot)


class FindingList(QListView):
    """The rows. A click goes to the place, and so does Enter; the last row brings more."""

    def __init__(self, state: DeskState) -> None:
        super().__init__()
        self._model, self._state = FindingModel(), state
        self.setModel(self._model)
        self.setItemDelegate(_Ink(self, state))
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(self._take)
        self.activated.connect(self._take)

    @property
    def findings(self) -> list[Finding]:
        """What the rows say, from above."""
        return self._model.findings

    @property
    def foot(self) -> str:
        """What the last row says, '' when there is none."""
        return self._model.foot

    def finding(self, index: Index) -> Finding | None:
        """What a row says; None for the last one."""
        return self.findings[index.row()] if index.row() < len(self.findings) else None

    def show_findings(self, found: Sequence[Finding]) -> None:
        """Say these, in the colours of now."""
        self._model.show(found)
        self._lay()

    def _take(self, index: Index) -> None:
        finding = self.finding(index)
        if finding is not None:
            go_to(self._state, finding)
        elif self.findings:
            self._model.show_more()
            self._lay()

    def _lay(self) -> None:
        """Find the rows' places now: put off, they would be painted before and after."""
        self.doItemsLayout()
