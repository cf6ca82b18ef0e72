"""The two windows, each from its making to its end."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from gridmap.scene.layers import load_layers
from gridmap.screens import trouble
from gridmap.screens.application import application
from gridmap.screens.memory import Memory
from gridmap.session import Session
from gridmap.township.bulk import settle
from gridmap.township.folders import layers_folder

if TYPE_CHECKING:
    from gridmap.screens.canvas import MapCanvas

SETTLED_MS = 1000
"""How often it is asked whether everything that stays has been made."""


SHARP_MS = 5
"""How often it is asked whether the map is whole."""


def settle_later(session: Session) -> None:
    """Look for garbage once every table is there: among what stays there is none."""
    QTimer.singleShot(SETTLED_MS, lambda: settle() if session.complete else settle_later(session))


def run_desk(
    opened: Callable[[], Session], remember: Callable[[str], None], first: QWidget | None = None
) -> int:
    """Open the desk and run until it is closed; ``remember`` hears which township was opened from it.

    ``opened`` gives the session, which another thread may still be opening; ``first`` shows the map until
    the window does.
    """
    app = application()
    from gridmap.screens.desk import DeskWindow  # each start pays for its own window only

    session = opened()
    trouble.install()
    window = DeskWindow(session, load_layers(layers_folder()), map_first=True)
    window.ends_session = True
    window.opened.connect(remember)
    window.show()
    if first is not None:
        give_way(first, window.canvas)
    settle_later(session)
    return app.exec()


def give_way(first: QWidget, canvas: "MapCanvas") -> None:
    """Close what shows the map beforehand once the map itself stands there with all of its words, or a hand
    moves it."""
    canvas.gesture.connect(first.close)

    def look() -> None:
        if not isValid(first):
            return
        if canvas.sharp:
            canvas.repaint()  # which tells whether it has painted every word
        if canvas.sharp:
            first.close()
        else:
            QTimer.singleShot(SHARP_MS, look)

    look()


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
