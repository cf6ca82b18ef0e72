"""The tool bar, 48 px: search, undo, tools, population, wall."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolBar, QToolButton, QWidget

from gridmap.i18n import _
from gridmap.screens.desk.commands import Actions
from gridmap.screens.desk.parts import label
from gridmap.screens.desk.search_box import SearchBox
from gridmap.township.census import POPULATIONS


class Tool(QToolButton):
    """An action as icon, name and key letter."""

    def __init__(self, action: QAction, look: str = "tool", named: bool = True) -> None:
        super().__init__()
        self.setProperty("look", look)
        self.setDefaultAction(action)
        self.setIconSize(QSize(18, 18))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(action.text())
        style = Qt.ToolButtonStyle.ToolButtonTextBesideIcon if named else Qt.ToolButtonStyle.ToolButtonIconOnly
        self.setToolButtonStyle(style)
        self._key = label(action.shortcut().toString() if named else "", 12, tone="third")
        self._key.setParent(self)
        self._key.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._named = named

    def sizeHint(self) -> QSize:  # noqa: N802 Qt's name
        """Room for the key letter behind the name."""
        size = super().sizeHint()
        return QSize(size.width() + (self._key.sizeHint().width() + 6 if self._named else 0), 32)

    def resizeEvent(self, _event: object) -> None:  # noqa: N802 Qt's name
        """Put the key letter at the right end."""
        wide = self._key.sizeHint().width()
        self._key.setGeometry(self.width() - wide - 8, 0, wide, self.height())


class ToolBar(QToolBar):
    """The bar of one desk window."""

    def __init__(self, actions: Actions, search: SearchBox) -> None:
        super().__init__(_("工具栏"))
        self.setObjectName("tools")
        self.setMovable(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.addWidget(search)
        self.addSeparator()
        for name in ("undo", "redo"):
            self.addWidget(Tool(actions[name], named=False))
        self.addSeparator()
        for name in ("identify", "measure"):
            self.addWidget(Tool(actions[name]))
        space = QWidget()
        space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.addWidget(space)
        self.addWidget(_spaced(label(_("人口"), tone="second")))
        self.addWidget(_segments(actions))
        self.addSeparator()
        for name in ("web_map", "wall"):
            self.addWidget(Tool(actions[name], "button"))


def _segments(actions: Actions) -> QWidget:
    """The three populations side by side, each with its key."""
    made = QWidget()
    box = QHBoxLayout(made)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(0)
    for at, name in enumerate(POPULATIONS):
        look = ("segment_first", "segment", "segment_last")[at]
        box.addWidget(Tool(actions[name], look))
    return made


def _spaced(text: QLabel) -> QLabel:
    text.setContentsMargins(0, 0, 8, 0)
    return text
