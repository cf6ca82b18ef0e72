"""The first map that the next desk on this township shows."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage

from gridmap.scene.build import build
from gridmap.scene.layers import hidden_at_start
from gridmap.scene.view import View
from gridmap.screens import kept_map
from gridmap.screens.canvas.paint import map_image
from gridmap.session import FIRST_TABLES

if TYPE_CHECKING:
    from gridmap.screens.desk.window import DeskWindow


def close_session(window: "DeskWindow") -> None:
    """Close the session that ends with a window, and keep the first map that the next start will show.

    The window is hidden before: nobody waits for a picture. A window that another follows on the screen, or
    that practises, keeps none.
    """
    session = window.session
    last = window.isVisible() and not window.isMinimized() and window.successor is None
    if not last or not window.memory.is_own or session.snapshot.settings.drill or session.looking_at:
        session.close()
        return
    corner = window.canvas.mapToGlobal(QPoint(0, 0))
    window.hide()
    try:
        picture = first_map(window)
    finally:
        session.close()
    kept_map.keep(session.address, picture, corner.x(), corner.y())


def first_map(window: "DeskWindow") -> QImage:
    """The map of the draft as a desk of this size and theme shows it first: all of the township, with the
    tables that are read before it, masked."""
    state, canvas, draft = window.state, window.canvas, window.session.draft
    tables = {name: table for name, table in draft.snapshot.tables.items() if name in FIRST_TABLES}
    snapshot = replace(draft.snapshot, tables=tables)
    view = View(
        width=canvas.view.width, height=canvas.view.height, ratio=canvas.view.ratio,
        scenarios=state.scenarios, theme=state.theme, hidden=hidden_at_start(state.layers, snapshot=snapshot),
    )  # fmt: skip
    asked = dict.fromkeys((view.population, *view.scenarios))
    scene = build(snapshot, draft.census, state.layers, draft.findings(*asked), view)
    picture = map_image(scene, view.fitted(scene.bounds))
    picture.setDevicePixelRatio(view.ratio)
    return picture
