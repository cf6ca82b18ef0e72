"""The drags that are timed are drags of a common border."""

import numpy as np
import shapely

from gridmap.bench.trials.dragging import corners, dragged


def shapes(*made):
    return np.array(made, object)


def test_only_corners_that_two_grids_share_are_dragged():
    grids = shapes(shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1), shapely.box(5, 5, 6, 6))
    assert corners(grids).tolist() == [[1, 0], [1, 1]]


def test_a_dragged_corner_moves_in_every_grid_that_has_it_and_ground_is_neither_lost_nor_won():
    grids = shapes(
        *(shapely.box(x, y, x + 1, y + 1) for x in (0, 1) for y in (0, 1)), shapely.box(5, 5, 6, 6)
    )
    moved = dragged(grids, np.array([1.0, 1.0]), np.array([-0.25, 0.5]))
    assert sorted(moved) == [0, 1, 2, 3]
    assert moved[0].equals(shapely.Polygon([(0, 0), (1, 0), (0.75, 1.5), (0, 1)]))
    assert shapely.union_all(list(moved.values())).equals(shapely.box(0, 0, 2, 2))
    assert sum(shape.area for shape in moved.values()) == 4
    assert grids[0].area == 1
