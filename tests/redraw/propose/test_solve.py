"""The solver against a slow and simple one that tries every plan."""

from dataclasses import replace

import numpy as np
import pytest
from slow_solver import ORDER, Slow, assert_legal, brute_force, row_of

from gridmap.redraw.propose.problem import OBJECTIVES, Leading, Problem
from gridmap.redraw.propose.solve import solve


def test_a_plan_that_fits_is_left_as_it_is():
    found = solve(row_of([400, 500, 300, 600], 1000))
    assert sorted(zip(found.members, found.names, strict=True)) == [([0, 1], 0), ([2, 3], 1)]
    assert (found.moved, found.border, found.optimal, found.gap) == (0, 10, True, 0)


def test_the_group_that_moves_is_the_smallest_that_helps():
    found = solve(row_of([700, 200, 100, 600, 200], 900))
    assert (found.moved, found.optimal) == (0, True)
    found = solve(row_of([800, 200, 100, 600], 900))
    assert sorted(zip(found.members, found.names, strict=True)) == [([0], 0), ([1, 2, 3], 1)]
    assert found.moved == 200


@pytest.mark.parametrize("block", range(10))
def test_it_agrees_with_trying_every_plan(random_problem, block):
    """Two hundred villages of up to twelve groups, for every objective."""
    for seed in range(block * 20, block * 20 + 20):
        rng = np.random.default_rng(seed)
        units = int(rng.integers(3, 13)) if seed % 5 else 12
        grids = None if rng.random() < 0.6 else int(rng.integers(1, 5))
        problem = random_problem(seed, units, float(rng.integers(300, 900)), grids)
        if seed % 4 == 0:  # an island: the first group loses its neighbours
            problem = replace(problem, borders=[line for line in problem.borders if 0 not in line[:2]])
        if seed % 3 == 0:  # another population that must keep the cap too
            other = np.minimum(np.array(problem.people) * rng.uniform(0.5, 1.6, units), problem.cap)
            problem = replace(problem, others=[np.floor(other).tolist()])
        slow = Slow(problem)
        plans = slow.fewest()
        for objective in OBJECTIVES:
            found = solve(replace(problem, objective=objective))
            if not plans:
                assert found.clash, seed
                assert not found.members
                continue
            assert found.optimal, (seed, found.clash)
            assert_legal(problem, found)
            values = tuple(getattr(found, name) for name in ORDER[objective])
            expected = brute_force(plans, slow, objective)
            assert (len(found.members), values) == (expected[0], pytest.approx(expected[1], abs=1e-4)), seed
            assert found.bound == pytest.approx(found.value)


@pytest.mark.parametrize("objective", ["change", "compact"])
def test_more_than_four_grids_are_left_to_the_solver_and_agree_too(random_problem, objective):
    for seed in range(3):
        problem = random_problem(seed, 10, 420.0, 6, objective, current=4)
        slow = Slow(problem)
        plans, found = slow.fewest(), solve(problem)
        assert bool(plans) == bool(found.members)
        if plans:
            assert_legal(problem, found)
            values = tuple(getattr(found, name) for name in ORDER[objective])
            assert (6, pytest.approx(values, abs=1e-4)) == brute_force(plans, slow, objective)


def test_a_leader_is_not_given_more_people_than_there_is_room_for():
    crowded = row_of([300, 300, 300, 300], 700)
    assert solve(crowded).moved == 0
    found = solve(replace(crowded, cap=1000.0, grids=2, leaders=[Leading([0], [400.0])]))
    held = {name: sum(crowded.people[unit] for unit in block)
            for block, name in zip(found.members, found.names, strict=True)}  # fmt: skip
    assert (held[0], found.moved, found.optimal) == (300, 300, True)


def test_what_is_drawn_already_stays_and_the_rest_is_completed_around_it():
    problem = replace(row_of([300, 300, 300, 300], 700), drawn=[-1, -1, 0, -1])
    found = solve(problem)
    assert sorted(zip(found.members, found.names, strict=True))[0][0][0] == 0
    assert next(name for block, name in zip(found.members, found.names, strict=True) if 2 in block) == 0
    assert_legal(problem, found)
    assert solve(replace(problem, drawn=[0, 1, 0, -1], grids=2)).clash == "contiguity"


@pytest.mark.parametrize(
    ("people", "cap", "grids", "clash", "least"),
    [
        ([100, 1060, 100], 1000, None, "group_over_cap", 0),
        ([900, 900, 900], 1000, 2, "too_few_grids", 3),
        ([100, 100], 1000, 3, "too_many_grids", 2),
        ([600, 600, 600], 1000, 2, "contiguity", 3),
    ],
)
def test_the_impossible_has_a_reason(people, cap, grids, clash, least):
    found = solve(row_of(people, cap, grids=grids))
    assert (found.members, found.clash, found.least, found.optimal) == ([], clash, least, False)


def test_islands_need_grids_of_their_own():
    problem = replace(row_of([100, 100, 100], 1000, grids=1), borders=[(0, 1, 10.0)])
    found = solve(problem)
    assert (found.clash, found.least, found.pieces) == ("islands", 2, [[0, 1], [2]])
    assert len(solve(replace(problem, grids=None)).members) == 2


def test_more_groups_than_can_be_compared_are_refused_in_a_word(random_problem):
    assert solve(random_problem(0, 70, 1e9, 3)).clash == "size"


def test_where_not_everything_can_be_compared_a_legal_plan_is_given_without_a_proof(
    random_problem, monkeypatch
):
    monkeypatch.setattr("gridmap.redraw.propose.task.LIMIT", 20_000)
    problem = replace(random_problem(0, 18, 1e9, 3), seconds=120.0)
    found = solve(problem)
    assert_legal(problem, found)
    assert (len(found.members), found.optimal, found.bound) == (3, False, 0)


# Which of 25 real precincts in Florida are neighbours: the data set fl25 of the R package redist, by
# Fifield, Higgins, Imai and Tarr (2016), who list its 117,688 partitions into three connected districts.
FL25 = (
    (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14), (0, 3, 15, 16, 17, 18, 19, 20, 21), (0, 3, 5, 20, 22),
    (0, 1, 2, 20), (0, 6, 21, 23, 24), (0, 2, 8, 22), (0, 4, 7), (0, 6, 9), (0, 5, 13), (0, 7, 10),
    (0, 9, 11), (0, 10, 12), (0, 11, 14), (0, 8, 14), (0, 12, 13), (1, 16, 17), (1, 15, 18), (1, 15, 20),
    (1, 16, 19), (1, 18, 21), (1, 2, 3, 17, 22), (1, 4, 19, 23, 24), (2, 5, 20), (4, 21, 24), (4, 21, 23),
)  # fmt: skip
PLANS_OF_FL25 = 117_688


def precincts(seed):
    """The real dual graph; how many people live in each precinct is drawn."""
    borders = [(one, other, 1.0) for one, row in enumerate(FL25) for other in row if one < other]
    people = np.random.default_rng(seed).integers(1, 4000, 25).astype(float)
    return Problem(people.tolist(), borders, [[] for _unit in range(25)], [-1] * 25, 1e9, 3, "balance", 120.0)


def connected_sets(beside, allowed):
    """Every connected set of the allowed units: it grows by each neighbour that is not banned yet."""
    units = [unit for unit in range(25) if allowed >> unit & 1]
    found, todo = [], [(1 << unit, beside[unit], (1 << unit) - 1) for unit in units]
    while todo:
        mask, near, banned = todo.pop()
        found.append(mask)
        near &= ~mask & ~banned & allowed
        while near:
            bit = near & -near
            near ^= bit
            todo.append((mask | bit, (near | beside[bit.bit_length() - 1]) & ~mask & ~bit, banned))
            banned |= bit
    return found


def connected(masks, beside):
    """Which sets hang together, grown from the unit 0 that is in all of them."""
    grown, last = np.ones_like(masks), np.zeros_like(masks)
    while (grown != last).any():
        last, new = grown, grown & ~last
        near = np.zeros_like(masks)
        for unit in range(25):
            near |= -(new >> unit & 1) & beside[unit]
        grown = grown | near & masks
    return grown == masks


@pytest.fixture(scope="module", name="every_three")
def _every_three():
    """All partitions of the precincts into three connected districts: two of them lack the precinct in
    the middle, which has 14 neighbours, and the third must hang together."""
    beside = [sum(1 << other for other in row) for row in FL25]
    every = (1 << 25) - 1
    outer = np.array(sorted(connected_sets(beside, every ^ 1)))
    pairs = []
    for at, one in enumerate(outer.tolist()):
        others = outer[at + 1 :][outer[at + 1 :] & one == 0]
        pairs.append(np.column_stack([np.full(len(others), one), others]))
    pairs = np.concatenate(pairs)
    rest, at = np.unique(every ^ pairs[:, 0] ^ pairs[:, 1], return_inverse=True)
    legal = connected(rest, beside)[at]
    return np.column_stack([rest[at], pairs])[legal]


def test_real_precincts_have_as_many_plans_as_were_published(every_three):
    assert len(every_three) == PLANS_OF_FL25


@pytest.mark.parametrize("seed", range(3))
def test_no_three_districts_of_real_precincts_are_closer_to_equal(every_three, seed):
    problem = precincts(seed)
    found = solve(problem)
    assert_legal(problem, found)
    inside = (every_three[:, :, None] >> np.arange(25)) & 1
    off = np.abs(inside @ np.array(problem.people) - sum(problem.people) / 3).max(axis=1)
    assert found.optimal
    assert found.spread == found.bound == pytest.approx(off.min(), abs=1e-6)


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_a_village_of_twenty_groups_is_proved(random_problem, objective):
    for seed in (3, 5):
        problem = replace(random_problem(seed, 20, 1000.0, None, objective), seconds=120.0)
        found = solve(problem)
        assert_legal(problem, found)
        assert found.optimal


def test_the_time_that_is_allowed_is_kept(random_problem):
    found = solve(replace(random_problem(1, 18, 1500.0), seconds=0.0))
    assert (found.clash, found.members) == ("time", [])
