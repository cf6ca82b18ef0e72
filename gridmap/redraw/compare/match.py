"""Which grid of one plan is which of another: by identity, else by the people they have in common."""

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.redraw.compare.side import Side

Rows = NDArray[np.int64]
Matrix = NDArray[np.float64]


def matched(before: Side, after: Side, population: str) -> Rows:
    """The row in ``after`` of each grid of ``before``, -1 for one that is gone.

    A grid that both plans know (its uuid) is itself. The others, of a plan from elsewhere or with
    another number of grids, are paired so that as many people as possible stay in their grid, then as
    much ground as possible; two without a person or a square metre in common are no pair.
    """
    own = {str(uuid): row for row, uuid in enumerate(after.grids["uuid"])}
    pair = np.array([own.get(str(uuid), -1) for uuid in before.grids["uuid"]], np.int64)
    gone = np.flatnonzero(pair < 0)
    new = np.setdiff1d(np.arange(len(after.grids)), pair)
    if len(gone) and len(new):
        worth = overlap(before, after, population)[np.ix_(gone, new)]
        worth += _ground(before.grids.text("geometry")[gone], after.grids.text("geometry")[new])
        one, other = most(worth)
        pair[gone[one]] = new[other]
    return pair


def most(worth: Matrix) -> tuple[Rows, Rows]:
    """The pairs (row, column) of the assignment of the largest sum; pairs worth nothing are left out."""
    from scipy.optimize import linear_sum_assignment

    one, other = linear_sum_assignment(worth, maximize=True)
    real = worth[one, other] > 0
    return one[real].astype(np.int64), other[real].astype(np.int64)


def overlap(before: Side, after: Side, population: str) -> Matrix:
    """People in each grid of ``before`` (rows) and of ``after`` (columns) at once; unknown numbers are 0."""
    people = np.nan_to_num(before.units.number(population))
    one, other = before.grid_of_unit, after.grid_of_unit
    inside = (one >= 0) & (other >= 0)
    shape = (len(before.grids), len(after.grids))
    flat = np.bincount(
        one[inside] * shape[1] + other[inside], weights=people[inside], minlength=shape[0] * shape[1]
    )
    return flat.reshape(shape).astype(np.float64)


def _ground(before: NDArray[np.object_], after: NDArray[np.object_]) -> Matrix:
    """Common ground as less than half a person altogether: it decides only where people do not."""
    common = np.zeros((len(before), len(after)))
    other, one = shapely.STRtree(before).query(after, predicate="intersects")
    common[one, other] = shapely.area(shapely.intersection(before[one], after[other]))
    total = common.sum()
    return common / total / 2 if total else common
