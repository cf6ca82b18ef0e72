"""Starting Qt: the application, its fonts, and the two windows."""

import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtWidgets import QApplication

from gridmap.scene.layers import load_layers
from gridmap.screens import trouble
from gridmap.session import Session
from gridmap.township.folders import layers_folder

SWITCH_INTERVAL_S = 0.0005
"""How long a worker thread may hold the interpreter before the window gets it (measured: 5 ms stutters)."""


def application() -> QApplication:
    """The one QApplication of this process, made on first call."""
    made = QApplication.instance()
    if isinstance(made, QApplication):
        return made
    # The map web page may be opened later; its engine must share contexts from the very start.
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    app = QApplication(sys.argv[:1])
    app.setApplicationName("gridmap")
    app.setOrganizationName("gridmap")
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    return app


def _ready(opening: Callable[[], Session]) -> Session:
    """A session of which everything is worked out that the first map shows."""
    session = opening()
    session.findings()
    return session


def run_desk(opening: Callable[[], Session], remember: Callable[[str], None]) -> int:
    """Open the desk and run until it is closed; ``remember`` hears which township was opened from it."""
    with ThreadPoolExecutor(1) as beside:
        to_come = beside.submit(_ready, opening)  # the file is read while Qt is loaded
        from gridmap.screens.desk import DeskWindow  # each start pays for its own window only

        app = application()
        session = to_come.result()
    trouble.install()
    window = DeskWindow(session, load_layers(layers_folder()))
    window.ends_session = True
    window.opened.connect(remember)
    window.show()
    return app.exec()


def run_wall(opening: Callable[[], Session], *, screen: int, seat_m: float, width_mm: float) -> int:
    """Open the wall full screen and run until it is closed. ``screen`` counts from 1; 0: as it comes."""
    with ThreadPoolExecutor(1) as beside:
        to_come = beside.submit(_ready, opening)
        from gridmap.screens.wall import WallWindow

        app = application()
        session = to_come.result()
    trouble.install()
    window = WallWindow(session, load_layers(layers_folder()), seat_m=seat_m, width_mm=width_mm)
    screens = app.screens()
    if 1 <= screen <= len(screens):
        window.setGeometry(screens[screen - 1].geometry())
    QTimer.singleShot(0, window.showFullScreen)
    code = app.exec()
    session.close()
    return code
