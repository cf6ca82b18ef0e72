import time

import numpy as np
import pytest

from gridmap.redraw.propose.cover import OutOfTime
from gridmap.redraw.propose.few import every_plan


@pytest.mark.parametrize(("grids", "plans"), [(1, 1), (2, 7), (3, 6)])
def test_four_units_have_as_many_plans_as_there_are_partitions(grids, plans):
    masks = np.arange(1, 16, dtype=np.uint64)
    found = every_plan(masks, 4, grids, time.perf_counter() + 9)
    assert len({frozenset(masks[row].tolist()) for row in found}) == len(found) == plans
    assert (np.bitwise_or.reduce(masks[found], axis=1) == 15).all()
    assert (masks[found].sum(axis=1) == 15).all()


def test_no_masks_make_no_plan_and_no_time_is_said():
    assert len(every_plan(np.empty(0, np.uint64), 4, 3, time.perf_counter() + 9)) == 0
    with pytest.raises(OutOfTime):
        every_plan(np.arange(1, 16, dtype=np.uint64), 4, 3, time.perf_counter() - 1)
