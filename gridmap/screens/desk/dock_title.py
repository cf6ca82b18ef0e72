"""The title bar of a dock."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDockWidget, QSizePolicy, QWidget

from gridmap.i18n import _
from gridmap.scene.palette import Palette
from gridmap.screens import icons
from gridmap.screens.desk.docks import TITLE_HEIGHT
from gridmap.screens.desk.parts import Figure, button, label, row


class DockTitle(QWidget):
    """A dock's title bar, 32 px: its name, a small remark, float and close."""

    def __init__(self, dock: QDockWidget, colours: Palette) -> None:
        super().__init__(dock)
        self.setProperty("look", "title")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(TITLE_HEIGHT)
        self._remark = Figure(0, 12, tone="second", on="window")
        self._remark.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._float = button("", lambda: dock.setFloating(not dock.isFloating()), "icon", _("浮动 / 停靠"))
        self._close = button("", dock.close, "icon", _("关闭；在“窗口”菜单里再打开"))
        for small in (self._float, self._close):
            small.setFixedSize(24, 24)
            small.setIconSize(QSize(14, 14))
            small.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        name = label(dock.windowTitle(), 13, 600)
        self.setLayout(row(name, self._remark, self._float, self._close, margins=(12, 0, 6, 0), gap=6))
        self.paint(colours)

    def sizeHint(self) -> QSize:  # noqa: N802 Qt's name
        """The height of every dock title."""
        return QSize(120, TITLE_HEIGHT)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 Qt's name
        """A dock gives its title only this much."""
        return self.sizeHint()

    def remark(self, text: str) -> None:
        """Say something small beside the name."""
        self._remark.setText(text)

    def paint(self, colours: Palette) -> None:
        """Take the theme's colours."""
        self._float.setIcon(icons.icon("float", colours, "third", 14))
        self._close.setIcon(icons.icon("close", colours, "third", 14))
