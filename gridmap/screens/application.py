"""Qt's one application in this process."""

import sys

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QApplication

from gridmap.screens.binding import leave_sources_unread
from gridmap.township.heap import share_the_heap

SWITCH_INTERVAL_S = 0.0005
"""How long a worker thread may hold the interpreter before the window gets it (measured: 5 ms stutters)."""


def application() -> QApplication:
    """The one QApplication of this process, made on first call."""
    made = QApplication.instance()
    if isinstance(made, QApplication):
        return made
    share_the_heap()
    leave_sources_unread()
    # The map web page may be opened later; its engine must share contexts from the very start.
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    app = QApplication(sys.argv[:1])
    app.setApplicationName("gridmap")
    app.setOrganizationName("gridmap")
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    return app
