"""Present and proposal side by side: two maps that look at the same place."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import shapely
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QCheckBox, QLayout, QSplitter, QWidget

from gridmap.i18n import _
from gridmap.redraw.propose.wish import Proposal
from gridmap.scene.build import build
from gridmap.scene.cells import Spots
from gridmap.scene.marks import Areas, Lines, Mark, Points
from gridmap.scene.scene import Scene
from gridmap.scene.shapes import drawn, rings_of
from gridmap.scene.view import Bounds
from gridmap.screens import jobs
from gridmap.screens.canvas import MapCanvas
from gridmap.screens.desk.parts import column, label, row, surface
from gridmap.screens.desk.state import DeskState

MARGIN = 0.12
"""How much of a map stays free around the villages in question."""
NEAR_M = 0.1
MOVED_ALPHA = 0.16


class ProposalMaps(QObject):
    """Puts a second map beside the window's own while a proposal is looked at, and takes it away."""

    def __init__(self, state: DeskState, canvas: MapCanvas) -> None:
        super().__init__(canvas)
        self._state, self._canvas = state, canvas
        self.other: MapCanvas | None = None
        self._split: QSplitter | None = None
        self._following = False
        self.together = QCheckBox(_("同步视图"))
        self.together.setChecked(True)
        self.together.toggled.connect(self._lead)
        self._now, self._then = label("", 12, tone="second"), label("", 12, tone="second")
        self._name = label("", 13, 600)
        state.shown.connect(self._again)
        self._proposal: Proposal | None = None

    @property
    def shown(self) -> bool:
        """Whether two maps stand there."""
        return self._split is not None

    def show(self, proposal: Proposal, name: str, now: str, then: str) -> None:
        """Show a proposal beside the present, with words for both."""
        first = self._split is None
        if first:
            self._open()
        self._proposal = proposal
        self._name.setText(name)
        self._now.setText(now)
        self._then.setText(then)
        self._state.limit(villages_of(proposal))
        self._again()
        if first:
            bounds = bounds_of(proposal)
            if bounds:
                self._canvas.fit(bounds, MARGIN)

    def hide(self) -> None:
        """One map again."""
        split, self._split, self._proposal = self._split, None, None
        if split is None:
            return
        self._state.limit(frozenset())
        self._canvas.set_overlay(())
        self._canvas.view_changed.disconnect(self._lead)
        _around(split).replaceWidget(split, self._canvas)
        self.together.setParent(None)
        for words in (self._now, self._then, self._name):
            words.setParent(None)
        self.other = None
        split.hide()
        split.deleteLater()
        self._canvas.show()

    def _open(self) -> None:
        self.other = MapCanvas(theme=self._state.theme)
        self.other.set_view(self._canvas.view)
        self.other.picked.connect(lambda table, uuid: self._state.select(table, [uuid] if uuid else []))
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setObjectName("proposal_maps")
        split.setHandleWidth(1)
        split.setChildrenCollapsible(False)
        _around(self._canvas).replaceWidget(self._canvas, split)
        for head, canvas in (
            (row(label(_("现行"), 13, 600), self._now, None, margins=(12, 0, 12, 0)), self._canvas),
            (row(self._name, self._then, None, self.together, margins=(12, 0, 12, 0)), self.other),
        ):
            title = surface("title", head)
            title.setFixedHeight(32)
            half = QWidget()
            halves = column(title, canvas)
            halves.setStretchFactor(canvas, 1)
            half.setLayout(halves)
            split.addWidget(half)
        for part in (self._now, self._then, self._name, self.together):
            part.show()
        split.setSizes([1000, 1000])
        self._split = split
        self._canvas.view_changed.connect(self._lead)
        self.other.view_changed.connect(self._back)

    def _lead(self) -> None:
        self._follow(self._canvas, self.other)

    def _back(self) -> None:
        self._follow(self.other, self._canvas)

    def _follow(self, one: MapCanvas | None, other: MapCanvas | None) -> None:
        """The other map looks where one looks."""
        if one is None or other is None or self._following or not self.together.isChecked():
            return
        self._following = True
        view = one.view
        other.set_view(replace(other.view, x=view.x, y=view.y, scale=view.scale))
        self._following = False

    def _again(self) -> None:
        """Draw the proposal's map anew in the background."""
        proposal, other = self._proposal, self.other
        if proposal is None or other is None:
            return
        view, layers = self._state.dressed(other.view), list(self._state.layers)

        def work(_ticket: jobs.Ticket) -> tuple[Scene, list[Mark]]:
            scene = build(proposal.after, proposal.census, layers, [], view)
            return scene, moved_marks(proposal, view.theme)

        def show(drawn: tuple[Scene, list[Mark]]) -> None:
            if self._proposal is proposal and self.other is other:
                looked = other.view
                other.set_scene(drawn[0])
                other.set_view(replace(other.view, x=looked.x, y=looked.y, scale=looked.scale))
                for canvas in (self._canvas, other):
                    canvas.set_overlay(drawn[1])

        def fail(error: Exception) -> None:
            raise error

        jobs.start(other, work, show, fail)


def villages_of(proposal: Proposal) -> frozenset[str]:
    """The uuids of the villages in question."""
    uuids = proposal.before["villages"].text("uuid")
    return frozenset(str(uuids[one.units.village]) for one in proposal.villages if one.units.village >= 0)


def bounds_of(proposal: Proposal) -> Bounds | None:
    """All of the villages in question."""
    rows = np.concatenate([village.units.rows for village in proposal.villages])
    if not len(rows):
        return None
    west, south, east, north = shapely.total_bounds(proposal.before["groups"]["geometry"][rows])
    return float(west), float(south), float(east), float(north)


def moved_marks(proposal: Proposal, theme: str) -> list[Mark]:
    """The households that would change their grid, and the borders that would be new."""
    dark = theme == "dark"
    ink, halo = ("#FFFFFF", "#0B0F13") if dark else ("#0B0F13", "#FFFFFF")
    return [*_ground(proposal, ink, halo), *_moved_homes(proposal, ink, halo)]


def _moved_homes(proposal: Proposal, ink: str, halo: str) -> Iterator[Mark]:
    before, after = proposal.before["grids"].text("uuid"), proposal.after["grids"].text("uuid")
    was, now = proposal.counted.grid_of_household, proposal.census.grid_of_household
    moved = np.flatnonzero((was >= 0) & (now >= 0))
    moved = moved[before[was[moved]] != after[now[moved]]]
    if len(moved):
        homes = proposal.before["households"]
        spots = Spots.of(homes.number("x")[moved], homes.number("y")[moved])
        yield Points(spots=spots, colour=ink, size=4.2, halo=1.4, halo_colour=halo)


def _ground(proposal: Proposal, ink: str, halo: str) -> Iterator[Mark]:
    """The ground that would change hands, and the borders that would be new."""
    grids, after = proposal.before["grids"], proposal.after["grids"]
    old = dict(zip(grids.text("uuid").tolist(), grids.text("geometry"), strict=True))
    changed = [
        (shape, old.get(uuid))
        for uuid, shape in zip(after.text("uuid").tolist(), after.text("geometry"), strict=True)
        if old.get(uuid) is not shape
    ]
    if not changed:
        return
    ground = [shape if was is None else shapely.difference(shape, was) for shape, was in changed]
    parts = shapely.get_parts(shapely.union_all(ground))
    parts = parts[shapely.area(parts) > 1.0]
    yield Areas(rings=rings_of(parts), colours=("#FFFFFF",) * len(parts), alpha=MOVED_ALPHA)
    mine = np.concatenate([village.units.grids for village in proposal.villages])
    known = shapely.union_all(shapely.boundary(grids.text("geometry")[mine]))
    border = shapely.union_all(shapely.boundary(np.array([shape for shape, _was in changed], object)))
    new = shapely.difference(border, shapely.buffer(known, NEAR_M))
    if not shapely.is_empty(new):
        paths = drawn(shapely.get_parts(shapely.line_merge(new)))
        yield Lines(paths=paths, colour=ink, width=2.5, casing=1.5, casing_colour=halo)


def _around(widget: QWidget) -> QLayout:
    """The layout in which a widget stands."""
    parent = widget.parentWidget()
    layout = parent.layout() if parent is not None else None
    assert layout is not None
    return layout
