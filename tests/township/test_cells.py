import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from gridmap.township.cells import in_order, runs


@given(st.lists(st.integers(0, 1 << 30)))
def test_cells_come_in_order_with_where_each_was(numbers):
    cells = np.array(numbers, np.int64)
    ordered, was = in_order(cells)
    assert ordered.tolist() == sorted(numbers)
    assert cells[was].tolist() == sorted(numbers)
    assert sorted(was.tolist()) == list(range(len(numbers)))


def test_runs_count_on_from_their_first():
    index, number = runs(np.array([5, 9, 2]), np.array([3, 0, 2]))
    assert (index.tolist(), number.tolist()) == ([0, 0, 0, 2, 2], [5, 6, 7, 2, 3])
