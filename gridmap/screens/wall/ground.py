"""What the wall's map shows: the published plan with what is going on, drawn again only when it differs."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from gridmap.scene.build import build
from gridmap.scene.layers import on_wall
from gridmap.scene.legend import legend
from gridmap.scene.scene import LegendRow, Scene
from gridmap.scene.wall import at_moment
from gridmap.screens.canvas import MapCanvas
from gridmap.screens.wall import corners
from gridmap.session import Session
from gridmap.township.layer import LayerDefinition
from gridmap.township.snapshot import Snapshot
from gridmap.township.table import Table

FILLS = 1.3
"""How many times nearer than the whole township the map fills its pane, so that the corners need a ground
of their own."""


class Ground:
    """The scene of a session's published plan on a canvas."""

    def __init__(
        self, canvas: MapCanvas, session: Session, layers: Sequence[LayerDefinition],
        now: Callable[[], datetime],
    ) -> None:  # fmt: skip
        self._canvas, self._session, self._layers, self._now = canvas, session, tuple(layers), now
        self._drawn: tuple[object, tuple[str, ...]] = (None, ())
        self._tracks: tuple[Table, Table] | None = None
        self.scene = Scene(theme="wall")

    def show(self) -> None:
        """Build the map again if it would show anything else than it does."""
        public = self._session.public
        now = self._steadied(at_moment(public.snapshot, self._now()), public.snapshot["patrols"])
        marks = tuple((*now["incidents"]["uuid"], *now["patrols"]["uuid"]))
        if self._drawn[0] is public.snapshot and self._drawn[1] == marks:
            return
        self._drawn = (public.snapshot, marks)
        needed = "" if len(now["grids"]) else "groups"  # all the ground there is without grids
        hidden = frozenset(
            layer.name for layer in self._layers if not on_wall(layer) and layer.table != needed
        )
        view = replace(self._canvas.view, theme="wall", population="resident", masked=True, hidden=hidden)
        self.scene = build(now, public.census, self._layers, public.findings("resident"), view)
        self._canvas.set_scene(self.scene)

    def _steadied(self, now: Snapshot, patrols: Table) -> Snapshot:
        """With the very tracks that were shown before, where they are the same of the same ``patrols``: what
        was worked out of them is remembered for as long as they are there."""
        shown, before = now["patrols"], self._tracks
        if before is None or before[0] is not patrols or before[1]["uuid"].tolist() != shown["uuid"].tolist():
            self._tracks = patrols, shown
            return now
        return now.with_tables({"patrols": before[1]})

    @property
    def whole(self) -> float:
        """Device pixels per metre at which the whole township fits."""
        return self._canvas.view.fitted(self.scene.bounds).scale

    @property
    def close(self) -> bool:
        """Whether the land fills the pane."""
        return self._canvas.view.scale > FILLS * self.whole

    @property
    def legend(self) -> tuple[LegendRow, ...]:
        """What the wall explains of it."""
        return corners.shown_rows(legend(self.scene))
