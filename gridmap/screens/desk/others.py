"""The windows that a desk opens beside itself: the wall and the page, over the same township."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from shiboken6 import isValid

from gridmap.i18n import _

if TYPE_CHECKING:
    from gridmap.screens.desk.window import DeskWindow
    from gridmap.screens.wall import WallWindow


def open_wall(window: "DeskWindow") -> "WallWindow":
    """The wall full screen, on another screen than the desk's where there is one; the one that is open
    already is brought to the front."""
    from gridmap.screens.memory import Memory
    from gridmap.screens.wall import WallWindow
    from gridmap.screens.wall.calibration import remembered

    opened = the_wall(window)
    if opened is not None:
        opened.raise_()
        return opened
    others = [screen for screen in QGuiApplication.screens() if screen is not window.screen()]
    measured = remembered(Memory.own(), others[0] if others else window.screen())
    wall = WallWindow(window.session, window.state.layers, measured)
    wall.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    if others:
        wall.setGeometry(others[0].geometry())
    wall.showFullScreen()
    wall.attention.sound.on = False  # the desk rings already
    window.wall = wall
    return wall


def the_wall(window: "DeskWindow") -> "WallWindow | None":
    """The wall that was opened from here and is open still."""
    return window.wall if window.wall is not None and isValid(window.wall) else None


def send_to_wall(window: "DeskWindow") -> None:
    """Have the wall look at what the desk looks at: the chosen grid in the light, the chosen incident, else
    the same ground. A wall that is not open is opened; its star gives the map back to the incidents."""
    from gridmap.screens.wall.face import MAPPED

    wall, chosen = the_wall(window) or open_wall(window), window.state.selection
    wall.tour.halt()
    if wall.state.scene not in MAPPED:
        wall.show_scene("monitor")
    one = chosen.uuids[0] if len(chosen.uuids) == 1 else ""
    if not (one and wall.gaze.send(chosen.table, one)):
        wall.gaze.look(window.canvas.view.bounds)
    window.status.say(_("已发送到大屏"))


def close_others(window: "DeskWindow") -> None:
    """Close what shows a session that ends."""
    for other in (window.web, window.wall):
        if other is not None and isValid(other):
            other.close()
