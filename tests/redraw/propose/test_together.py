"""Villages that share leaders, solved at once, against trying every plan of both."""

from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest
from shapely import box, coverage_union_all
from slow_solver import Slow, assert_legal, row_of

from gridmap.redraw.propose.problem import Leader, Together
from gridmap.redraw.propose.process import Solver
from gridmap.redraw.propose.propose import propose
from gridmap.redraw.propose.report import lines, report
from gridmap.redraw.propose.together import solve_together
from gridmap.redraw.propose.wish import Wish
from gridmap.township.census import leader_people, take_census


@pytest.fixture(scope="module", name="solver")
def _solver():
    with Solver() as solver:
        yield solver


def every_named(problem):
    """Every plan of one village with every way to go on as current grids: moved, border, people by name."""
    slow, stay = Slow(problem), np.array(problem.stay)
    home = np.array(problem.home)
    found = []
    for plan in slow.fewest():
        blocks = [[unit for unit in range(slow.units) if mask >> unit & 1] for mask in plan]
        border = slow.measures(plan)["border"]
        for names in permutations(range(stay.shape[1]), len(blocks)):
            pairs = list(zip(blocks, names, strict=True))
            if all(stay[block, name].any() or (home[block] == name).any() for block, name in pairs):
                kept = sum(stay[block, name].sum() for block, name in pairs)
                people = {name: sum(problem.people[unit] for unit in block) for block, name in pairs}
                found.append((stay.sum() - kept, border, people))
    return found


def slow_together(asked):
    """The fewest people moved in both villages, and the shortest borders with so few."""
    one, other = map(every_named, asked.villages)
    told = [
        (a[0] + b[0], a[1] + b[1])
        for a in one
        for b in other
        if all(
            sum((a, b)[village][2].get(name, 0.0) for village, name in leader.names) <= leader.room[0]
            for leader in asked.leaders
        )
    ]
    return min(told, default=None)


def test_two_villages_agree_with_trying_every_plan_of_both(random_problem):
    bound = impossible = 0
    for seed in range(24):
        rng = np.random.default_rng(seed)
        villages = [random_problem(seed * 2 + at, 6, 900.0, 3) for at in range(2)]
        people = [sum(village.people) for village in villages]
        leaders = [
            Leader([(0, name), (1, (name + 1) % 3)], [float(sum(people) * rng.uniform(0.25, 0.5))])
            for name in range(3)
        ]
        asked = Together(villages, leaders)
        best, found = slow_together(asked), solve_together(asked)
        alone = slow_together(replace(asked, leaders=[]))
        impossible += best is None
        bound += best is not None and best[0] > alone[0]
        if best is None:
            assert found == [], seed
            continue
        assert all(plan.optimal for plan in found)
        for village, plan in zip(villages, found, strict=True):
            assert_legal(village, plan)
        moved, border = (sum(getattr(plan, name) for plan in found) for name in ("moved", "border"))
        assert (moved, border) == (best[0], pytest.approx(best[1], abs=1e-4)), seed
    assert bound > 5
    assert impossible > 2


def test_no_time_is_no_plan():
    assert solve_together(Together([row_of([300, 300], 1000, grids=1)], [], 0.0)) == []


@pytest.fixture(name="valley")
def _valley(build):
    """Two villages of four groups in a row and two grids each; ``leaders`` lead the four grids."""

    def valley(people, leaders, **settings):
        cells = [box(100 * at, 0, 100 * at + 100, 100) for at in range(8)]
        village, pairs = [1] * 4 + [2] * 4, [cells[at : at + 2] for at in range(0, 8, 2)]
        return build(
            settings=settings,
            villages={"geometry": [coverage_union_all(cells[:4]), coverage_union_all(cells[4:])],
                      "name": ["甲村", "乙村"], "code": ["v1", "v2"]},
            groups={"geometry": cells, "village_fid": village, "resident": people,
                    "name": [f"{at + 1}组" for at in range(8)]},
            grids={"geometry": [coverage_union_all(pair) for pair in pairs], "village_fid": [1, 1, 2, 2],
                   "name": ["甲01", "甲02", "乙01", "乙02"]},
            staff={"name": ["张三", "李四", "王五", "赵六"], "staff_no": ["1", "2", "3", "4"]},
            assignments={"staff_fid": leaders, "staff": [str(one) for one in leaders],
                         "role": ["grid_leader"] * 4, "grid_fid": [1, 2, 3, 4]},
        )  # fmt: skip

    return valley


def planned(town, solver, **wish):
    proposal = propose(town, take_census(town), Wish(**wish), solver)
    return proposal, report(proposal), max(leader_people(proposal.census, "resident"))


def test_a_leader_of_two_villages_gives_in_the_one_where_fewer_people_move(valley, solver):
    town = valley([600.0, 400, 300, 300, 900, 200, 300, 300], [1, 2, 1, 3], worker_cap=1200, leader_cap=2000)
    _proposal, found, most = planned(town, solver, grids=2)
    moved = {village["name"]: village["moved_population"] for village in found["villages"]}
    assert (found["leaders_over"], moved) == ([], {"甲村": 0, "乙村": 200})
    assert most <= 2000
    assert all("一起计算" in "".join(village["notes"]) for village in found["villages"])


def test_where_nobody_is_over_each_village_is_left_as_it_is(valley, solver):
    town = valley([300.0] * 8, [1, 2, 1, 2])
    _proposal, found, most = planned(town, solver, grids=2)
    assert [village["moved_population"] for village in found["villages"]] == [0, 0]
    assert (most, found["villages"][0]["notes"]) == (1200, [])


def test_a_leader_over_the_cap_in_two_villages_is_said_where_nothing_helps(valley, solver):
    town = valley([900.0, 100, 100, 900, 900, 100, 100, 900], [1, 1, 1, 1], leader_cap=2000)
    _proposal, found, most = planned(town, solver, grids=2)
    told = "".join(lines(found))
    assert most > 2000
    assert "▲ 网格长 张*" in told
    assert "还缺" in told


def test_a_village_that_nobody_asks_about_takes_its_share_of_the_room(valley, solver):
    people = [900.0, 100, 100, 300, 800, 400, 300, 300]
    town = valley(people, [1, 2, 1, 3], worker_cap=1300, leader_cap=2000)
    _proposal, found, most = planned(town, solver, grids=2, villages=("甲村",))
    assert (len(found["villages"]), found["leaders_over"]) == (1, [])
    assert most <= 2000
