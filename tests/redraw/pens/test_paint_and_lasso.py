import numpy as np
import shapely

from gridmap.redraw.edits.assign_groups import AssignGroups
from gridmap.redraw.edits.lock_grid import LockGrid
from gridmap.redraw.ground import Ground
from gridmap.redraw.pens.lasso import Lasso
from gridmap.redraw.pens.paint import PaintPen
from gridmap.redraw.preview import preview
from gridmap.township.census import take_census


def ground_of(snapshot):
    return Ground.of(snapshot, take_census(snapshot))


def pair(ground):
    """A village of several grids, and two of these."""
    village = int(np.bincount(ground.plan.village_of_grid).argmax())
    return (village, *ground.grids_of_village(village)[:2].tolist())


def in_grid(ground, grid):
    return np.flatnonzero(ground.recount.polygon == grid)


def test_a_stroke_moves_the_households_under_the_brush_and_nobody_else(lived_in):
    ground = ground_of(lived_in(2))
    _village, target, other = pair(ground)
    row = int(in_grid(ground, other)[0])
    x, y = float(ground.x[row]), float(ground.y[row])
    edit = PaintPen(ground, ground.uuid(target), 5.0, "household").stroke([(x, y), (x + 1, y)])
    seen = preview(ground, edit)
    assert row in seen.households.tolist()
    assert np.hypot(ground.x[seen.households] - x, ground.y[seen.households] - y).max() < 6
    assert set(seen.came_to.tolist()) == {target}


def test_a_brush_takes_nobody_from_its_own_grid_from_another_village_or_from_a_locked_one(lived_in):
    ground = ground_of(lived_in(2))
    village, target, other = pair(ground)
    stranger = int(np.flatnonzero(ground.plan.village_of_grid != village)[0])
    locked = ground.after(LockGrid(ground.uuid(other)).apply(ground.plan))
    for on, grid in ((ground, target), (ground, stranger), (locked, other)):
        row = int(in_grid(on, grid)[0])
        path = [(float(on.x[row]), float(on.y[row]))]
        for unit in ("household", "group"):
            assert PaintPen(on, on.uuid(target), 0.5, unit).stroke(path) is None
    assert PaintPen(ground, ground.uuid(target), 5.0).stroke([]) is None


def test_a_lasso_moves_whole_groups_by_their_middle(lived_in):
    ground = ground_of(lived_in(2))
    _village, target, other = pair(ground)
    group = int(np.flatnonzero(ground.plan.grid_of_group == other)[0])
    middle = shapely.point_on_surface(ground.snapshot["groups"]["geometry"][group])
    ring = shapely.get_coordinates(shapely.buffer(middle, 3.0)).tolist()
    edit = Lasso(ground, ground.uuid(target)).around(ring)
    assert edit == AssignGroups((f"groups-{group + 1}",), ground.uuid(target))
    assert Lasso(ground, ground.uuid(target)).around(ring[:2]) is None


def test_a_lasso_that_crosses_itself_takes_what_is_in_its_loops(lived_in):
    ground = ground_of(lived_in(2))
    _village, target, other = pair(ground)
    row = int(in_grid(ground, other)[0])
    x, y = float(ground.x[row]), float(ground.y[row])
    eight = [(x - 4, y - 4), (x + 4, y + 4), (x + 4, y - 4), (x - 4, y + 5)]
    edit = Lasso(ground, ground.uuid(target), "household").around(eight)
    assert edit is None or row in preview(ground, edit).households.tolist()


def test_households_of_one_house_go_together_and_those_without_a_place_stay_nowhere(lived_in):
    ground = ground_of(lived_in(2))
    assert ground.x[0] == ground.x[1]
    grid = int(ground.recount.polygon[0])
    own = ground.grids_of_village(int(ground.plan.village_of_grid[grid]))
    target = int(own[own != grid][0])
    path = [(float(ground.x[0]), float(ground.y[0]))]
    seen = preview(ground, PaintPen(ground, ground.uuid(target), 2.0, "household").stroke(path))
    assert {0, 1} <= set(seen.households.tolist())
    after = ground.after(seen.plan)
    lost = np.isnan(ground.x)
    assert lost.any()
    assert (after.recount.polygon[lost] == -1).all()
