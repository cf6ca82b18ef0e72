from itertools import combinations

import numpy as np
import pytest

from gridmap.redraw.propose.unions import TooManyUnions, connected_unions, neighbours, pieces

SQUARE = [(0, 1, 1.0), (1, 2, 1.0), (2, 3, 1.0), (0, 3, 1.0)]


def test_every_connected_union_of_a_square_is_listed_once():
    masks, people = connected_unions(np.array([1.0, 2, 4, 8]), neighbours(4, SQUARE), 100)
    apart = {0b0101, 0b1010}
    assert sorted(masks.tolist()) == [mask for mask in range(1, 16) if mask not in apart]
    assert people.tolist() == masks.tolist()  # the numbers of people are the bits


def test_a_union_exactly_at_the_cap_is_one_and_above_is_none():
    masks, _people = connected_unions(np.array([500.0, 500, 1]), neighbours(3, SQUARE[:2]), 1000)
    assert sorted(masks.tolist()) == [0b001, 0b010, 0b011, 0b100, 0b110]


def test_a_grown_graph_has_as_many_unions_as_there_are_connected_sets(random_problem):
    problem = random_problem(3, 11, 1e9)
    masks, _people = connected_unions(np.array(problem.people), neighbours(11, problem.borders), 1e9)
    count = 0
    for size in range(1, 12):
        for chosen in combinations(range(11), size):
            at = {unit: index for index, unit in enumerate(chosen)}
            inner = [(at[a], at[b], 1.0) for a, b, _m in problem.borders if a in at and b in at]
            count += len(pieces(size, inner)) == 1
    assert (len(masks), len(set(masks.tolist()))) == (count, count)


def test_too_many_unions_are_given_up():
    star = [(0, unit, 1.0) for unit in range(1, 20)]
    with pytest.raises(TooManyUnions):
        connected_unions(np.ones(20), neighbours(20, star), 100, limit=1000)


def test_pieces_are_the_units_that_hang_together():
    assert pieces(4, [(0, 2, 1.0)]) == [[0, 2], [1], [3]]
