"""Where the pieces of the desk window stand, and how it looks again as it was left."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt

from gridmap.screens.desk.docks import arrange
from gridmap.screens.desk.parts import column, surface
from gridmap.screens.desk.tool_bar import ToolBar
from gridmap.screens.drill import frame_drill

if TYPE_CHECKING:
    from gridmap.screens.desk.window import DeskWindow

VERSION = 2
"""Of the dock layout that is remembered; a greater one forgets the old."""


def assemble(window: "DeskWindow") -> None:
    """Menus and tools above, docks around the map, the to-do strip on it, the status bar below.

    Left and right docks take the full height, so the table lies under the map only.
    """
    window.setCentralWidget(surface("panel", column(window.todo, window.canvas)))
    window.addToolBar(ToolBar(window.commands, window.search, lambda: window.state.colours))
    window.setStatusBar(window.status)
    window.commands.fill(window.menuBar())
    window.menuBar().setFixedHeight(28)
    window.status.setFixedHeight(28)
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
