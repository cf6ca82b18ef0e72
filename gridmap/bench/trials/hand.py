"""A hand that redraws at a real desk: what each move of a dragged border costs the window's thread."""

from pathlib import Path
from typing import Any

import numpy as np
import shapely
from PySide6.QtCore import QEvent, QEventLoop, QPointF, Qt
from PySide6.QtGui import QMouseEvent

from gridmap.bench.trials.clock import thread, wall
from gridmap.bench.trials.copying import copied
from gridmap.bench.trials.desk import desk, idle, wait
from gridmap.redraw.lens import common_border
from gridmap.redraw.pens import Place
from gridmap.screens.application import application
from gridmap.screens.desk import DeskWindow
from gridmap.screens.mode import Choices
from gridmap.session import Session

DRAGS, MOVES = 24, 30
LEAST_M = 120.0
"""How long a border is at least that is pushed."""
HOMES, PAST = 10, 1.3
"""It is pushed past so many households."""
NEAR = 3.0
"""A grid is looked at so that its box is a third of the window: what a planner sees around it."""
SEED = 1
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton


def redrawing(store: Path, folder: Path) -> dict[str, Any]:
    """Borders pushed household by household in a copy of the store, each past some ten of them.

    ``drag_window`` is what one move of the pointer costs the window's thread until it is painted: marks,
    card, panels; ``drag_seen`` is how long that takes by the wall, with the pen and the preview, which are
    worked out beside. ``drag_release`` is from the button's release until the edit is in the store.
    """
    copy = copied(store, folder / "redrawing.gpkg")
    moves, releases = [], []
    saves: list[float] = []

    def listen(session: Session) -> None:
        """Before any window does: what is heard then is saved, and nothing of it shown yet."""
        session.changed.connect(lambda _tables: saves.append(wall()))

    with desk(copy, listen) as window:
        wait(lambda: idle(window))
        window.tools.start("border")
        window.tools.redraw.choose(Choices(unit="household"))
        for start, way in _pushes(window):
            _look(window, start)
            moves += _drag(window, start, way)
            releases += _release(window, (start[0] + way[0], start[1] + way[1]), saves)
    spent, seen = ([move[part] for move in moves] for part in (0, 1))
    rows = {"drag_window": [spent], "drag_seen": [seen], "drag_release": [releases]}
    return {"rows": {name: rounds for name, rounds in rows.items() if rounds[0]}}


def _pushes(window: DeskWindow) -> list[tuple[Place, Place]]:
    """Places in the middle of common borders, and how far each is pushed: past the nearest households."""
    shapes, census = window.session.snapshot["grids"]["geometry"], window.session.census
    houses, village = window.session.snapshot["households"], census.village_of_grid
    x, y = houses.number("x"), houses.number("y")
    pairs = shapely.STRtree(shapes).query(shapes, predicate="touches").T.tolist()
    pairs = [(one, other) for one, other in pairs if village[one] == village[other] >= 0]
    found = []
    for at in np.random.default_rng(SEED).permutation(len(pairs)).tolist():
        line = max(shapely.get_parts(common_border(*shapes[list(pairs[at])])), key=shapely.length)
        own = np.flatnonzero(census.grid_of_household == pairs[at][0])
        if shapely.length(line) < LEAST_M or len(own) <= HOMES:
            continue
        spot = shapely.line_interpolate_point(line, 0.5, normalized=True)
        away = np.column_stack([x[own] - shapely.get_x(spot), y[own] - shapely.get_y(spot)])
        way = away[np.argsort(np.hypot(*away.T))[HOMES]] * PAST
        found.append(((float(spot.x), float(spot.y)), (float(way[0]), float(way[1]))))
        if len(found) == DRAGS:
            break
    return found


def _look(window: DeskWindow, place: Place) -> None:
    canvas, half = window.canvas, window.canvas.scene.sizes.grid * NEAR / 2
    canvas.fit((place[0] - half, place[1] - half, place[0] + half, place[1] + half), 0.0)
    _mouse(window, QEvent.Type.MouseMove, place, NONE)  # what a hover prepares is there before the press
    _mouse(window, QEvent.Type.MouseButtonPress, place, LEFT)
    window.tools.redraw.cancel()
    _mouse(window, QEvent.Type.MouseButtonRelease, place, LEFT)
    wait(lambda: idle(window))


def _drag(window: DeskWindow, start: Place, way: Place) -> list[tuple[float, float]]:
    """Seconds of the window's thread, and by the wall, for each move that has households change grid."""
    redraw = window.tools.redraw
    _mouse(window, QEvent.Type.MouseButtonPress, start, LEFT)
    wait(lambda: redraw.settled)
    spent, seen = [], QEventLoop()
    redraw.foresight.answered.connect(seen.quit)
    for step in range(1, MOVES + 1):
        share, begun, at = step / MOVES, thread(), wall()
        _mouse(window, QEvent.Type.MouseMove, (start[0] + way[0] * share, start[1] + way[1] * share), LEFT)
        if not redraw.settled:
            seen.exec()
        application().processEvents()
        if redraw.preview is not None:  # the others cost next to nothing
            spent.append((thread() - begun, wall() - at))
    return spent


def _release(window: DeskWindow, place: Place, saves: list[float]) -> list[float]:
    """Seconds from the release until the edit is saved; [] when nobody went over."""
    known, begun = len(saves), wall()
    _mouse(window, QEvent.Type.MouseButtonRelease, place, LEFT)
    wait(lambda: idle(window))
    return [saved - begun for saved in saves[known:]]


def _mouse(window: DeskWindow, kind: QEvent.Type, place: Place, button: Qt.MouseButton) -> None:
    view = window.canvas.view
    x, y = (view.to_pixels(np.array([place]))[0] / view.ratio).tolist()
    held = button if kind != QEvent.Type.MouseButtonRelease else NONE
    event = QMouseEvent(kind, QPointF(x, y), window.canvas.mapToGlobal(QPointF(x, y)),
                        NONE if kind == QEvent.Type.MouseMove else button, held,
                        Qt.KeyboardModifier.NoModifier)  # fmt: skip
    application().sendEvent(window.canvas, event)
