"""The ghost on the map: how the plan being drawn would best be completed, worked out while nobody draws."""

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QTimer

from gridmap.redraw.propose.ghost import Ghost, complete
from gridmap.redraw.propose.units import units_of
from gridmap.scene.marks import Lines, Mark
from gridmap.scene.palette import palette
from gridmap.scene.shapes import drawn
from gridmap.screens import jobs
from gridmap.screens.desk.state import DeskState
from gridmap.session import State

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

IDLE_MS = 400
"""How long nothing was changed before a ghost is worked out."""


class GhostLayer(QObject):
    """Dashed outlines of the best completion of the village in question; what was drawn since the plan
    was published stays. Comes again after every change while it is ``on``."""

    def __init__(self, state: DeskState, parent: "QWidget") -> None:
        super().__init__(parent)
        self._state, self._parent = state, parent
        self.on = False
        self.ghost: Ghost | None = None
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.setInterval(IDLE_MS)
        self._idle.timeout.connect(self._work)
        state.renewed.connect(lambda _tables: self._idle.start() if self.on else None)
        state.selected.connect(lambda: self._idle.start() if self.on else None)

    def switch(self) -> None:
        """Show it, or show it no longer."""
        self.on = not self.on
        if self.on:
            self._idle.start()
        else:
            self._idle.stop()
            self.ghost = None
            self._state.lay("ghost")

    def _work(self) -> None:
        state, session = self._state, self._state.session
        now, public, grid, asked = (session.snapshot, session.census), session.public, state.grid, state.asked
        if grid < 0:
            return
        village = int(session.census.village_of_grid[grid])

        def work(_ticket: jobs.Ticket) -> Ghost | None:
            snapshot, census = now
            found = [one for one in units_of(snapshot, census, asked) if one.village == village]
            if not found or not len(found[0].rows):
                return None
            cap = float(snapshot.settings.worker_cap)
            return complete(snapshot, found[0], drawn_since(State(snapshot, census), public), cap)

        def show(ghost: Ghost | None) -> None:
            if self.on and session.snapshot is now[0]:
                self.ghost = ghost
                state.lay("ghost", tuple(ghost_marks(ghost, state.theme)) if ghost else ())

        def fail(error: Exception) -> None:
            raise error

        jobs.start(self._parent, work, show, fail)


def drawn_since(now: State, public: State) -> frozenset[str]:
    """The groups (uuids) that are in another grid than in the published plan."""
    uuids = now.snapshot["groups"].text("uuid")
    here = _grids(now)
    there = dict(zip(public.snapshot["groups"].text("uuid").tolist(), _grids(public), strict=True))
    return frozenset(
        str(uuid) for uuid, grid in zip(uuids, here, strict=True) if uuid in there and there[uuid] != grid
    )


def _grids(state: State) -> list[str]:
    """The uuid of the grid of each group, '' for none."""
    uuids = np.append(state.snapshot["grids"].text("uuid"), "")
    return [str(uuid) for uuid in uuids[state.census.grid_of_group]]


def ghost_marks(ghost: Ghost, theme: str) -> list[Mark]:
    """The outlines, dashed in the accent colour."""
    if not ghost.grids:
        return []
    shapes = np.empty(len(ghost.grids), object)
    shapes[:] = list(ghost.grids)
    colour = palette("dark" if theme == "dark" else "light").accent
    return [Lines(paths=drawn(shapes), colour=colour, width=2.5, dash=(6.0, 5.0), alpha=0.9)]
