"""The windows that a desk opens beside itself: the wall and the page, over the same township."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from shiboken6 import isValid

if TYPE_CHECKING:
    from gridmap.screens.desk.window import DeskWindow


def open_wall(window: "DeskWindow") -> None:
    """The wall full screen, on another screen than the desk's where there is one."""
    from gridmap.screens.memory import Memory
    from gridmap.screens.wall import WallWindow
    from gridmap.screens.wall.calibration import remembered

    others = [screen for screen in QGuiApplication.screens() if screen is not window.screen()]
    measured = remembered(Memory.own(), others[0] if others else window.screen())
    wall = WallWindow(window.session, window.state.layers, measured)
    wall.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    if others:
        wall.setGeometry(others[0].geometry())
    wall.showFullScreen()
    wall.attention.sound.on = False  # the desk rings already
    window.wall = wall


def close_others(window: "DeskWindow") -> None:
    """Close what shows a session that ends."""
    for other in (window.web, window.wall):
        if other is not None and isValid(other):
            other.close()
