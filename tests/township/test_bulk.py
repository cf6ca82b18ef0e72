import gc
from threading import Event, get_ident

import pytest

from gridmap.township.bulk import ahead, uncollected


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
