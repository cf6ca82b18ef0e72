"""What shorter borders cost, against trying every plan."""

from dataclasses import replace

import numpy as np
import pytest
from slow_solver import Slow, assert_legal, row_of

from gridmap.bench.towns.village import village
from gridmap.redraw.propose.problem import Leading
from gridmap.redraw.propose.process import Solver
from gridmap.redraw.propose.propose import propose
from gridmap.redraw.propose.report import lines, report
from gridmap.redraw.propose.solve import solve
from gridmap.redraw.propose.trade import WORTH_M, trade
from gridmap.redraw.propose.wish import Wish
from gridmap.township.census import take_census


def slow_trade(problem):
    """Of every legal plan, those that are worth a choice."""
    slow = Slow(problem)
    told = sorted((one["moved"], one["border"]) for one in map(slow.measures, slow.fewest()))
    found = []
    for moved, border in told:
        if moved <= told[0][0] * (1 + problem.leeway) + 1e-6 and (
            not found or border <= found[-1][1] - WORTH_M
        ):
            found.append((moved, border))
    return found


@pytest.mark.parametrize(("grids", "current"), [(3, 3), (4, 3), (5, 3)])
def test_every_step_is_one_that_trying_every_plan_finds_too(random_problem, grids, current):
    steps = 0
    for seed in range(3):
        problem = random_problem(seed, 8, 620.0, grids, current=current)
        problem = replace(problem, leeway=float(np.random.default_rng(seed).choice([0.0, 0.3, 5.0])))
        found, expected = trade(problem), slow_trade(problem)
        assert [(plan.moved, pytest.approx(plan.border)) for plan in found] == expected
        for plan in found:
            assert_legal(problem, plan)
            assert (plan.optimal, plan.bound) == (True, found[0].moved)
        steps += max(len(found) - 1, 0)
        assert not found or (found[0].moved, found[0].border) == (
            (best := solve(problem)).moved, pytest.approx(best.border),
        )  # fmt: skip
    assert steps


def test_a_leader_with_little_room_makes_another_trade():
    crowded = replace(row_of([300, 300, 300, 300], 1000, grids=2), leeway=1.0)
    assert [plan.moved for plan in trade(crowded)] == [0]
    led = replace(crowded, leaders=[Leading([0], [400.0])])
    (plan,) = trade(led)
    assert (plan.moved, sorted(plan.names)) == (300, [0, 1])


def test_no_plan_and_no_time_are_no_steps():
    assert trade(row_of([600, 600, 600], 1000, grids=2)) == []
    assert trade(replace(row_of([300] * 6, 1000, grids=5), seconds=0.0)) == []


@pytest.mark.parametrize(("leeway", "steps"), [(0.0, 0), (0.01, 1), (0.02, 2)])
def test_a_proposal_takes_the_last_step_that_the_leeway_allows(leeway, steps):
    town = village(4)
    with Solver() as solver:
        proposal = propose(town, take_census(town), Wish(leeway=leeway), solver)
    found = report(proposal)
    (told,) = found["villages"]
    assert (told["legal"], told["optimal"], len(told["trade"])) == (True, True, steps)
    few, short = (852, 6429), (865, 5807)
    assert (told["moved_population"], round(told["internal_border_m"])) == (short if steps == 2 else few)
    assert told["bound"] == 852
    if steps == 2:
        assert [step["chosen"] for step in told["trade"]] == [False, True]
        assert "  → 多动 13 人，界线短 622 米（865 人，5,807 米）" in lines(found)


@pytest.mark.parametrize(("worth", "moved"), [(0.0, 865), (2.0, 865), (47.0, 865), (48.0, 852)])
def test_of_the_steps_the_one_is_drawn_of_which_border_and_people_are_worth_the_least(worth, moved):
    """13 people more make the border 622 m shorter: they must be worth less than 47.8 m each."""
    town = village(4)
    with Solver() as solver:
        proposal = propose(town, take_census(town), Wish(leeway=0.1, worth=worth), solver)
    (told,) = report(proposal)["villages"]
    assert (told["moved_population"], [step["chosen"] for step in told["trade"]]) == (
        moved, [moved == 852, moved == 865],
    )  # fmt: skip
