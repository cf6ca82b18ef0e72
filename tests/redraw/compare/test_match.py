"""Which grid is which, when the plans have other grids or another number of them."""

from itertools import permutations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gridmap.redraw.compare.match import matched, most, overlap
from gridmap.redraw.compare.side import Side


@given(arrays(float, st.tuples(st.integers(1, 5), st.integers(1, 5)), elements=st.integers(0, 50)))
def test_the_assignment_keeps_the_most_people_of_all(worth):
    tall = worth if worth.shape[0] >= worth.shape[1] else worth.T
    best = max(
        sum(tall[row, column] for column, row in enumerate(rows))
        for rows in permutations(range(tall.shape[0]), tall.shape[1])
    )
    one, other = most(worth)
    assert worth[one, other].sum() == best
    assert (worth[one, other] > 0).all()


def test_a_grid_that_both_plans_know_is_itself_however_much_moves(street):
    before, after = (Side.of("", street([cut], ["a", "b"])) for cut in (0.5, 3.5))
    assert matched(before, after, "resident").tolist() == [0, 1]


def test_grids_of_another_file_are_matched_by_their_people(street):
    before = Side.of("", street([2], ["a", "b"]))
    after = Side.of("", street([1, 3], ["x", "y", "z"]))
    people = overlap(before, after, "resident")
    assert people.tolist() == [[50, 50, 0], [0, 50, 50]]
    pair = matched(before, after, "resident")
    assert people[[0, 1], pair].sum() == 100
    assert len(set(pair.tolist())) == 2


def test_grids_without_people_are_matched_by_their_ground(street):
    sides = []
    for cuts, uuids in (([1, 2], ["a", "b", "c"]), ([1.9], ["x", "y"])):
        snapshot = street(cuts, uuids)
        nobody = snapshot["households"].take([0]).replace(x=np.array([-1.0]), y=np.array([-1.0]))
        sides.append(Side.of("", snapshot.with_tables({"households": nobody})))
    # 1 km and 2 km in common; the middle one has 0.9 km with the first
    assert matched(*sides, "resident").tolist() == [0, -1, 1]
