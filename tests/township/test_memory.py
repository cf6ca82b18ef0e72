import gc

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
