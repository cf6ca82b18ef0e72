"""A window around the web page, with what to do when the page's process dies."""

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMainWindow, QWidget

from gridmap.i18n import _

MAX_RELOADS = 3
RELOAD_WINDOW_S = 600.0


class Reloads:
    """Counts the deaths of a page: at most ``MAX_RELOADS`` reloads in ten minutes."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._times: list[float] = []

    def allowed(self) -> bool:
        """Whether the page may be loaded again now; a yes counts."""
        now = self._clock()
        self._times = [moment for moment in self._times if now - moment < RELOAD_WINDOW_S]
        if len(self._times) >= MAX_RELOADS:
            return False
        self._times.append(now)
        return True


class WebWindow(QMainWindow):
    """Shows one exported page, offline: everything but the page's own file is blocked and counted.

    The application must have been made with ``Qt.AA_ShareOpenGLContexts`` set: Qt WebEngine is
    imported here, after the application exists, and needs it.
    """

    loaded = Signal(bool)
    """The page has been loaded, or could not be."""

    def __init__(self, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        from gridmap.screens.web.view import PageView

        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("网页地图"))
        self.resize(1280, 800)
        self._reloads = Reloads()
        self.view = PageView(path, self)
        self.setCentralWidget(self.view)
        self.view.titleChanged.connect(self._take_title)
        self.view.loadFinished.connect(self.loaded)
        self.view.died.connect(self._revive)
        for keys, do in (
            (QKeySequence(Qt.Key.Key_F11), self._full_screen),
            (QKeySequence.StandardKey.Close, self.close),
        ):
            QShortcut(keys, self).activated.connect(do)
        self.view.open()

    @property
    def blocked(self) -> int:
        """How many requests the page has made to anything but itself; all were refused."""
        return self.view.gate.blocked

    def _take_title(self, title: str) -> None:
        self.setWindowTitle(title or _("网页地图"))

    def _revive(self) -> None:
        if self._reloads.allowed():
            self.view.open()
        else:
            self.statusBar().showMessage(_("网页多次中断，已停止显示。请关闭此窗口后重新打开。"))

    def _full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)
