import gc
from threading import Event, get_ident

import numpy as np
import pytest

from gridmap.township.bulk import ahead, in_parts, uncollected


def test_the_collector_rests_and_comes_back_even_after_a_failure():
    with uncollected(), uncollected():
        assert not gc.isenabled()
    assert gc.isenabled()
    with pytest.raises(ValueError, match="x"), uncollected():
        raise ValueError("x")
    assert gc.isenabled()


def test_the_next_item_is_worked_out_in_a_thread_while_one_is_used():
    begun = [Event(), Event()]

    def items():
        for event in begun:
            event.set()
            yield get_ident()

    found = ahead(items())
    first = next(found)
    assert begun[1].wait(10)
    assert [first, *found] == [first, first]
    assert first != get_ident()


def test_a_failure_ahead_is_raised_behind_the_items_before_it():
    def items():
        yield 1
        raise ValueError("x")

    found = ahead(items())
    assert next(found) == 1
    with pytest.raises(ValueError, match="x"):
        next(found)


def test_a_column_is_gone_through_in_parts_with_the_same_result():
    column = np.array([str(number) for number in range(10)], object)
    sizes = []

    def work(part):
        sizes.append(len(part))
        return part.astype("U2")

    assert in_parts(work, column, size=4).tolist() == column.tolist()
    assert sizes == [4, 4, 2]
    assert in_parts(work, column[:0], size=4).dtype == np.dtype("U2")
