import numpy as np

from gridmap.township.tally import Number, Tally

NUMBERS = {"n": Number.of(np.array([3.0, np.nan, 5.0, np.nan])), "none": Number.of(np.full(4, np.nan))}


def test_a_missing_number_is_nothing_beside_a_known_one_and_unknown_alone():
    tally = Tally.of(NUMBERS, np.array([0, 0, 1, 2]), 4)
    assert tally.rows.tolist() == [2, 1, 1, 0]
    assert np.array_equal(tally.sums("n"), [3, 5, np.nan, 0], equal_nan=True)
    assert np.isnan(tally.sums("none")).all()


def test_rows_in_no_polygon_count_nowhere():
    assert Tally.of(NUMBERS, np.array([-1, -1, 1, -1]), 2).sums("n").tolist() == [0, 5]


def test_what_came_and_what_went_makes_the_tally_of_the_rows_now():
    before, after = np.array([0, 0, 1, -1]), np.array([0, 1, -1, 1])
    moved = np.flatnonzero(before != after)
    some = {name: number.take(moved) for name, number in NUMBERS.items()}
    came, went = (Tally.of(some, where[moved], 2) for where in (after, before))
    found, wanted = Tally.of(NUMBERS, before, 2).changed(came, went), Tally.of(NUMBERS, after, 2)
    assert np.array_equal(found.sums("n"), wanted.sums("n"), equal_nan=True)
    assert np.array_equal(found.take(np.array([1])).sums("n"), wanted.sums("n")[1:], equal_nan=True)
