"""Where the pieces of the desk window stand, and how it looks again as it was left."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt

from gridmap.screens.desk.docks import arrange
from gridmap.screens.desk.parts import column, surface
from gridmap.screens.drill import frame_drill

if TYPE_CHECKING:
    from gridmap.screens.desk.window import DeskWindow

BAR_HEIGHT, STRIP_HEIGHT = 28, 52
VERSION = 2
"""Of the dock layout that is remembered; a greater one forgets the old."""


def assemble(window: "DeskWindow") -> None:
    """Room for menus and tools above, docks around the map, the to-do strip on it, the status bar below.

    Left and right docks take the full height, so the table lies under the map only.
    """
    strip = surface("cards")
    strip.setFixedHeight(STRIP_HEIGHT)
    window.setCentralWidget(surface("panel", column(strip, window.canvas)))
    window.addToolBar(window.tool_bar)
    window.tool_bar.setObjectName("tools")
    window.tool_bar.setMovable(False)
    window.tool_bar.setFixedHeight(48)
    window.tool_bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
    window.statusBar().setFixedHeight(BAR_HEIGHT)
    window.statusBar().setSizeGripEnabled(False)
    window.menuBar().setFixedHeight(BAR_HEIGHT)
    window.setMinimumSize(1024, 640)
    window.setAnimated(False)  # an animation of every dock at every layout, while a hand draws
    window.resize(1600, 940)
    for corner, area in (
        (Qt.Corner.BottomLeftCorner, Qt.DockWidgetArea.LeftDockWidgetArea),
        (Qt.Corner.BottomRightCorner, Qt.DockWidgetArea.RightDockWidgetArea),
    ):
        window.setCorner(corner, area)
    arrange(window, window.docks)
    frame_drill(window, window.session)


def put_strip(window: "DeskWindow") -> None:
    """Put the to-do strip into its room."""
    around = window.centralWidget()
    held = None if around is None else around.layout()
    room = None if held is None else held.itemAt(0)
    empty = None if room is None else room.widget()
    if held is not None and empty is not None:
        held.replaceWidget(empty, window.todo)
        empty.deleteLater()


def put_status(window: "DeskWindow") -> None:
    """Put the status bar into its room."""
    window.status.setFixedHeight(BAR_HEIGHT)
    window.setStatusBar(window.status)


def restore(window: "DeskWindow") -> None:
    """The place, size and docks of the last time."""
    geometry = window.memory.get("geometry", QByteArray())
    docks = window.memory.get("docks", QByteArray())
    if not geometry.isEmpty():
        window.restoreGeometry(geometry)
    if not docks.isEmpty():
        window.restoreState(docks, VERSION)


def remember(window: "DeskWindow") -> None:
    """Keep the place, size and docks for the next time, as they are while browsing."""
    window.tools.put_away()
    if window.docks.made("proposals"):
        window.docks.proposals.end()
    window.memory.put("geometry", window.saveGeometry())
    window.memory.put("docks", window.saveState(VERSION))
