"""Starting Qt: the application, its fonts, and the two windows."""

import sys
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtWidgets import QApplication

from gridmap.scene.layers import load_layers
from gridmap.screens import trouble
from gridmap.screens.binding import leave_sources_unread
from gridmap.screens.memory import Memory
from gridmap.session import Session
from gridmap.township.bulk import settle
from gridmap.township.folders import layers_folder
from gridmap.township.heap import share_the_heap

SWITCH_INTERVAL_S = 0.0005
"""How long a worker thread may hold the interpreter before the window gets it (measured: 5 ms stutters)."""

SETTLED_MS = 1000
"""How often it is asked whether everything that stays has been made."""


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


def settle_later(session: Session) -> None:
    """Look for garbage once every table is there: among what stays there is none."""
    QTimer.singleShot(SETTLED_MS, lambda: settle() if session.complete else settle_later(session))


def run_desk(opened: Callable[[], Session], remember: Callable[[str], None]) -> int:
    """Open the desk and run until it is closed; ``remember`` hears which township was opened from it.

    ``opened`` gives the session, which another thread may still be opening.
    """
    app = application()
    from gridmap.screens.desk import DeskWindow  # each start pays for its own window only

    session = opened()
    trouble.install()
    window = DeskWindow(session, load_layers(layers_folder()), map_first=True)
    window.ends_session = True
    window.opened.connect(remember)
    window.show()
    settle_later(session)
    return app.exec()


def run_wall(
    opened: Callable[[], Session], *, screen: int, seat_m: float | None = None, width_mm: float | None = None
) -> int:
    """Open the wall full screen and run until it is closed. ``screen`` counts from 1; 0: as it comes.

    Seat and width are those that were measured on that screen, unless they are given.
    """
    app = application()
    from gridmap.screens.wall import WallWindow
    from gridmap.screens.wall.calibration import remembered

    session = opened()
    trouble.install()
    screens = app.screens()
    own = screens[screen - 1] if 1 <= screen <= len(screens) else app.primaryScreen()
    measured = remembered(Memory.own(), own).but(seat_m, width_mm)
    window = WallWindow(session, load_layers(layers_folder()), measured)
    if 1 <= screen <= len(screens):
        window.setGeometry(own.geometry())
    QTimer.singleShot(0, window.showFullScreen)
    settle_later(session)
    code = app.exec()
    session.close()
    return code
