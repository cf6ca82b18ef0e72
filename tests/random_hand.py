"""A hand that draws at random: edits of every kind, refused or not, and what must hold after each."""

from collections import Counter
from dataclasses import dataclass, field
from uuid import UUID

import numpy as np
import shapely

from gridmap.errors import EditError
from gridmap.redraw.edits.apply_proposal import ApplyProposal
from gridmap.redraw.edits.assign_unassigned import AssignUnassigned
from gridmap.redraw.edits.declare_enclave import DeclareEnclave
from gridmap.redraw.edits.lock_grid import LockGrid
from gridmap.redraw.edits.merge_grids import MergeGrids
from gridmap.redraw.ground import Ground
from gridmap.redraw.history import History
from gridmap.redraw.lens import common_border
from gridmap.redraw.pens.border import BorderPen
from gridmap.redraw.pens.lasso import Lasso
from gridmap.redraw.pens.line import move_vertex, reshape, split, straighten, vertices
from gridmap.redraw.pens.paint import PaintPen
from gridmap.redraw.plan import GridPlan
from gridmap.township.census import take_census

UNDONE = 0.15
MOST_GRIDS, FEWEST_GRIDS = 6, 2


@dataclass
class Hand:
    """Draws on a township, step after step. ``gap_m2`` is the most ground that a village's grids ever lost or
    won against its outline (they may never overlap each other), ``wrong`` counts households that a
    fresh join finds in another grid than the count has them in, or in none."""

    snapshot: object
    rng: np.random.Generator
    done: Counter = field(default_factory=Counter)
    refused: Counter = field(default_factory=Counter)
    gap_m2: float = 0.0
    wrong: int = 0

    def __post_init__(self):
        self.history = History.start(GridPlan.of(self.snapshot))

    def draw(self, steps):
        """Draws until so many edits, undone and done again, were performed."""
        end = self.done.total() + steps
        while self.done.total() < end:
            before = self.history.present
            if self.rng.random() < UNDONE:
                kind = str(self.rng.choice(["undo", "undo", "redo"]))
                self.history = getattr(self.history, kind)()
                self.done[kind] += 1
            else:
                self.edit(before)
            self.examine(before, self.history.present)

    def report(self):
        refused = Counter()
        for (kind, _why), count in self.refused.items():
            refused[kind] += count
        return "; ".join((
            f"{self.done.total()} edits in {len(self.snapshot['villages'])} villages: {dict(self.done)}",
            f"{refused.total()} refused or of nobody: {dict(refused)}",
            f"greatest gap against a village's outline {self.gap_m2:.1e} m²",
            f"households in a wrong grid {self.wrong}",
        ))  # fmt: skip

    def edit(self, plan):
        snapshot = plan.onto(self.snapshot)
        ground = Ground.of(snapshot, take_census(snapshot))
        kind = str(self.rng.choice(list(KINDS)))
        try:
            edit = KINDS[kind](self, ground)
            if edit is None:
                self.refused[kind, "nobody"] += 1
                return
            self.history = self.history.perform(edit.label, edit.apply(plan))
            self.done[kind] += 1
        except EditError as refusal:
            self.refused[kind, str(refusal)[:14]] += 1

    def examine(self, before, after):
        """The villages of which a grid was drawn anew."""
        old = {id(shape) for shape in before.grids["geometry"]}
        fresh = [row for row, shape in enumerate(after.grids["geometry"]) if id(shape) not in old]
        for village in sorted(set(after.village_of_grid[fresh].tolist())):
            self.examine_village(after, village)

    def examine_village(self, plan, village):
        rows = np.flatnonzero(plan.village_of_grid == village)
        shapes, outline = plan.grids["geometry"][rows], plan.villages["geometry"][village]
        assert shapely.is_valid(shapes).all()
        assert shapely.coverage_is_valid(shapes)
        whole = shapely.coverage_union_all(shapes)
        self.gap_m2 = max(self.gap_m2, float(shapely.symmetric_difference(outline, whole).area))
        snapshot = plan.onto(self.snapshot)
        known = take_census(snapshot).grid_of_household
        x, y = (snapshot["households"].number(name) for name in ("x", "y"))
        x0, y0, x1, y1 = shapely.bounds(outline)
        near = np.flatnonzero((x >= x0) & (x <= x1) & (y >= y0) & (y <= y1))
        inside = near[shapely.intersects_xy(outline, x[near], y[near])]
        touches = shapely.intersects_xy(shapes[None], x[inside][:, None], y[inside][:, None])
        lowest = rows[touches.argmax(axis=1)]  # on a border it is the lowest row's
        held = touches.any(axis=1) & (known[inside] == lowest)
        on_edge = shapely.dwithin(shapely.points(x[inside], y[inside]), shapely.boundary(outline), 1e-6)
        self.wrong += int((~held & ~on_edge).sum())

    # what a hand does

    def border(self, ground, unit):
        pair = self.pair(ground)
        if pair is None:
            return None
        line = common_border(*ground.shapes[list(pair)])
        at = shapely.line_interpolate_point(line, self.rng.random(), normalized=True)
        pen = BorderPen.at(ground, at.x, at.y, 5.0)
        far, way = self.rng.uniform(20, 400), self.rng.uniform(0, 2 * np.pi)
        end = np.array([at.x + far * np.cos(way), at.y + far * np.sin(way)])
        steps = np.linspace([at.x, at.y], end, 5) + self.rng.normal(0, far / 15, (5, 2))
        return pen.push([tuple(place) for place in steps.tolist()], unit) if pen else None

    def paint(self, ground, unit):
        grid = self.grid(ground)
        pen = PaintPen(ground, ground.uuid(grid), float(self.rng.uniform(10, 120)), unit)
        return pen.stroke(self.walk(ground, grid, 6, 40.0))

    def lasso(self, ground, unit):
        grid = self.grid(ground)
        return Lasso(ground, ground.uuid(grid), unit).around(self.walk(ground, grid, 8, 200.0))

    def split(self, ground):
        row = self.grid(ground)
        if len(ground.grids_of_village(ground.plan.village_of_grid[row])) >= MOST_GRIDS:
            return None
        x0, y0, x1, y1 = shapely.bounds(ground.shapes[row])
        middle = np.array([self.rng.uniform(x0, x1), self.rng.uniform(y0, y1)])
        way = self.rng.uniform(0, np.pi)
        step = np.array([np.cos(way), np.sin(way)])
        along = np.linspace(-1, 1, 7)[:, None] * max(x1 - x0, y1 - y0) * step
        line = middle + along + self.rng.normal(0, 30, along.shape)
        return split(ground, ground.uuid(row), line.tolist(), new=str(UUID(bytes=self.rng.bytes(16))))

    def merge(self, ground):
        pair = self.pair(ground)
        if pair is None or len(ground.grids_of_village(ground.plan.village_of_grid[pair[0]])) <= FEWEST_GRIDS:
            return None
        return MergeGrids(ground.uuid(pair[0]), ground.uuid(pair[1]))

    def reshape(self, ground):
        pair = self.pair(ground)
        if pair is None:
            return None
        line = shapely.get_parts(common_border(*ground.shapes[list(pair)]))[0]
        start, stop = sorted(self.rng.uniform(-0.1, 1.1, 2))
        share = np.linspace(max(start, 0), min(stop, 1), int(self.rng.integers(2, 9)))
        places = shapely.get_coordinates(shapely.line_interpolate_point(line, share, normalized=True))
        places[1:-1] += self.rng.normal(0, 30, places[1:-1].shape)
        for end, beside, beyond in ((0, 1, start < 0), (-1, -2, stop > 1)):
            way = places[end] - places[beside]
            places[end] += way * 2 if beyond else self.rng.normal(0, 0.2, 2)
        return reshape(ground, places.tolist())

    def vertex(self, ground):
        corner = self.corner(ground)
        if corner is None:
            return None
        return move_vertex(ground, corner, tuple((np.array(corner) + self.rng.normal(0, 40, 2)).tolist()))

    def straighten(self, ground):
        corner = self.corner(ground)
        if corner is None:
            return None
        beside = vertices(ground, *corner, 400.0)
        return straighten(ground, corner, tuple(beside[self.rng.integers(0, len(beside))].tolist()))

    def lock(self, ground):
        row = self.grid(ground)
        locked = ground.plan.locked.nonzero()[0]
        if len(locked) > 2:
            return LockGrid(ground.uuid(int(self.rng.choice(locked))), False)
        return LockGrid(ground.uuid(row), not ground.locked(row))

    def enclave(self, ground):
        row = self.grid(ground)
        return DeclareEnclave(ground.uuid(row), ground.snapshot["grids"]["enclaves"][row] != 1)

    def fill(self, ground):
        if self.rng.random() < 0.9:  # nothing is left over, so it is always refused
            return None
        row = self.grid(ground)
        village = ground.snapshot["villages"]["uuid"][ground.plan.village_of_grid[row]]
        return AssignUnassigned(str(village), ground.uuid(row))

    def propose(self, ground):
        """Groups are dealt to the grids of a village at random: each to that of the nearest of some."""
        village = int(ground.plan.village_of_grid[self.grid(ground)])
        grids, table = ground.grids_of_village(village), ground.snapshot["groups"]
        groups = np.flatnonzero(np.isin(ground.plan.grid_of_group, grids))
        middles = shapely.get_coordinates(shapely.point_on_surface(table.text("geometry")[groups]))
        seats = middles[self.rng.choice(len(groups), min(len(groups), len(grids)), replace=False)]
        held = np.argmin(((middles[:, None] - seats[None]) ** 2).sum(axis=2), axis=1)
        dealt = [(ground.uuid(grid), tuple(str(uuid) for uuid in table["uuid"][groups[held == at]]))
                 for at, grid in enumerate(grids[: len(seats)])]  # fmt: skip
        gone = tuple(ground.uuid(grid) for grid in grids[len(seats) :])
        return ApplyProposal(tuple(item for item in dealt if item[1]), gone)

    # where it does it

    def grid(self, ground):
        village = self.rng.integers(0, len(ground.snapshot["villages"]))
        own = ground.grids_of_village(village)
        return int(self.rng.choice(own if len(own) else np.arange(len(ground.shapes))))

    def pair(self, ground):
        row = self.grid(ground)
        own = ground.grids_of_village(ground.plan.village_of_grid[row])
        near = [other for other in own if other != row
                and shapely.length(common_border(*ground.shapes[[row, other]])) > 1]  # fmt: skip
        return (row, int(self.rng.choice(near))) if near else None

    def corner(self, ground):
        pair = self.pair(ground)
        if pair is None:
            return None
        places = shapely.get_coordinates(common_border(*ground.shapes[list(pair)]))
        return tuple(places[self.rng.integers(0, len(places))].tolist())

    def walk(self, ground, grid, steps, far):
        """Places around a house of another grid of the village."""
        rows = ground.households_of_village(ground.plan.village_of_grid[grid])
        rows = rows[(ground.recount.polygon[rows] != grid) & np.isfinite(ground.x[rows])]
        start = [0.0, 0.0]
        if len(rows):
            row = self.rng.choice(rows)
            start = [ground.x[row], ground.y[row]]
        return (start + self.rng.normal(0, far, (steps, 2)).cumsum(axis=0) / 2).tolist()


KINDS = {
    "border household": lambda hand, ground: hand.border(ground, "household"),
    "border group": lambda hand, ground: hand.border(ground, "group"),
    "paint household": lambda hand, ground: hand.paint(ground, "household"),
    "paint group": lambda hand, ground: hand.paint(ground, "group"),
    "lasso household": lambda hand, ground: hand.lasso(ground, "household"),
    "lasso group": lambda hand, ground: hand.lasso(ground, "group"),
    "split": Hand.split,
    "merge": Hand.merge,
    "reshape": Hand.reshape,
    "vertex": Hand.vertex,
    "straighten": Hand.straighten,
    "lock": Hand.lock,
    "enclave": Hand.enclave,
    "fill": Hand.fill,
    "propose": Hand.propose,
}
