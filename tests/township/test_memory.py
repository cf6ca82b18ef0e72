import gc
import weakref

import numpy as np

from gridmap.township.memory import once


def test_a_result_is_worked_out_once_for_an_array_and_its_arguments():
    calls = []

    @once
    def total(values, factor):
        calls.append(factor)
        return values.sum() * factor

    values = np.arange(4)
    assert [total(values, 2), total(values, 2), total(values, 3)] == [12, 12, 18]
    assert calls == [2, 3]


def test_nothing_is_remembered_of_an_array_that_has_gone():
    @once
    def total(values):
        return values.sum()

    for k in range(200):
        assert total(np.full(3, k)) == 3 * k
        gc.collect(0)


def test_an_array_that_stays_holds_nothing_of_those_that_went():
    @once
    def total(one, other):
        return (one + other).sum()

    stays = np.arange(3)
    for k in range(50):
        assert total(stays, np.full(3, k)) == 3 * k + 3
    gc.collect()
    assert weakref.getweakrefcount(stays) == 0
