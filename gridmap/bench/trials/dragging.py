"""A border's corner dragged: the people of the grids beside it, counted again at every move of the pen."""

from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.app import open_township
from gridmap.bench.trials.clock import processor, seconds
from gridmap.township.census import POPULATIONS
from gridmap.township.recount import Recount

DRAGS = 400
FAR_M = 60.0
SEED = 1


def drag(store: Path) -> dict[str, Any]:
    """Some hundred drags, each of another corner that two grids or more share, each by up to 60 m."""
    snapshot = open_township(str(store), read_only=True).snapshot
    households, grids = snapshot["households"], snapshot["grids"].text("geometry")
    numbers: dict[str, NDArray[np.float64]] = {name: households.number(name) for name in POPULATIONS}
    recount = Recount.of(households.number("x"), households.number("y"), numbers, grids)
    rng, shared = np.random.default_rng(SEED), corners(grids)
    moves = [
        dragged(grids, shared[at], rng.uniform(-FAR_M, FAR_M, 2))
        for at in rng.integers(0, len(shared), DRAGS)
    ]
    recount.step(moves[0])  # sorts the places, once
    return {"rows": {"drag": [[seconds(partial(recount.step, move), processor) for move in moves]]}}


def corners(grids: NDArray[np.object_]) -> NDArray[np.float64]:
    """The places where a corner of one grid is a corner of another one too."""
    points, grid = shapely.get_coordinates(grids, return_index=True)
    own = np.unique(np.column_stack([points, grid]), axis=0)
    places, count = np.unique(own[:, :2], axis=0, return_counts=True)
    return places[count > 1]


def dragged(
    grids: NDArray[np.object_], corner: NDArray[np.float64], by: NDArray[np.float64]
) -> dict[int, shapely.Geometry]:
    """The grids that have ``corner``, by row, with it moved."""
    near = np.flatnonzero(shapely.dwithin(grids, shapely.Point(corner), 1e-6))

    def move(points: NDArray[np.float64]) -> NDArray[np.float64]:
        there = (points == corner).all(axis=1)
        return np.where(there[:, None], points + by, points)

    return {row: shapely.transform(grids[row], move) for row in near.tolist()}
