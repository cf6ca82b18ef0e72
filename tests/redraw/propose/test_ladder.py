"""The ladder from the houses of a village to the drawn plan, with the real solver's process."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
import shapely
from shapely import box

from gridmap.redraw.plan import GridPlan
from gridmap.redraw.propose.ascent import climb_up, measures, split_groups
from gridmap.redraw.propose.cells import cells_of
from gridmap.redraw.propose.climb import Climb
from gridmap.redraw.propose.floor import fewest_moved
from gridmap.redraw.propose.labelled import best_labels
from gridmap.redraw.propose.one_split import best_of_one_split
from gridmap.redraw.propose.problem import Problem
from gridmap.redraw.propose.process import Solver
from gridmap.redraw.propose.propose import propose
from gridmap.redraw.propose.report import drawable, lines, report
from gridmap.redraw.propose.unions import pieces
from gridmap.redraw.propose.units import units_of
from gridmap.redraw.propose.wish import Wish
from gridmap.township.census import leader_people, take_census

SIDE = 100.0
PEOPLE = 10
NEVER = 1e9
"""On the clock of ``perf_counter``."""


@pytest.fixture(scope="module", name="solver")
def _solver():
    with Solver() as solver:
        yield solver


@pytest.fixture(name="hamlet")
def _hamlet(build):
    """Five groups in a row, 30 to 45 houses of 10 people each; the first three are one grid."""

    def hamlet(houses=(40, 45, 30, 35, 30), seed=1, **settings):
        rng = np.random.default_rng(seed)
        cells = [box(SIDE * at, 0, SIDE * at + SIDE, SIDE) for at in range(5)]
        group = np.repeat(np.arange(5), houses)
        places = rng.random((len(group), 2)) * (SIDE - 2) + 1 + np.column_stack([SIDE * group, 0 * group])
        return build(
            settings={"worker_cap": 1000, **settings},
            villages={"geometry": [shapely.coverage_union_all(cells)], "name": ["甲村"], "code": ["v1"]},
            groups={"geometry": cells, "village_fid": [1] * 5, "name": [f"{at + 1}组" for at in range(5)]},
            grids={"geometry": [shapely.coverage_union_all(cells[:3]), shapely.coverage_union_all(cells[3:])],
                   "village_fid": [1, 1], "name": ["甲01", "甲02"], "code": ["v1001", "v1002"]},
            households={"x": places[:, 0], "y": places[:, 1], "village_fid": [1] * len(group),
                        "household_no": [f"h{at}" for at in range(len(group))],
                        "resident": [PEOPLE] * len(group), "registered": [PEOPLE + 1] * len(group)},
            staff={"name": ["张三", "李四"], "staff_no": ["1", "2"]},
            assignments={"staff_fid": [1, 2], "staff": ["1", "2"], "role": ["grid_leader"] * 2,
                         "grid_fid": [1, 2]},
        )  # fmt: skip

    return hamlet


def proposed(snapshot, solver, **wish):
    proposal = propose(snapshot, take_census(snapshot), Wish(**{"seconds": 60.0, **wish}), solver)
    return proposal, report(proposal)


def test_the_cells_of_houses_cover_each_group_and_have_the_borders_of_groups(hamlet):
    town = hamlet()
    (units,) = units_of(town, take_census(town), ("resident",))
    cells = cells_of(town, take_census(town), units, ("resident",))
    for at, shape in enumerate(town["groups"]["geometry"]):
        faces = cells.faces[cells.group[cells.owner] == at]
        assert shapely.coverage_is_valid(faces)
        assert shapely.area(faces).sum() == pytest.approx(shape.area, abs=1e-6)
    assert shapely.intersects(cells.faces, shapely.points(cells.xy[cells.owner])).all()
    across = sum(metres for a, b, metres in cells.borders if cells.group[a] != cells.group[b])
    assert across == pytest.approx(4 * SIDE, abs=1e-3)
    assert len(pieces(len(cells.group), cells.borders)) == 1
    assert cells.people.sum() == cells.stay.sum() == PEOPLE * 180


def test_a_split_moves_fewer_people_and_is_drawn_without_a_gap(hamlet, solver):
    town = hamlet()
    proposal, found = proposed(town, solver, steps=(1,), splits=1)
    whole, one = found["villages"][0]["ladder"]
    assert (whole["moved_population"], whole["optimal"], whole["chosen"]) == (300, True, False)
    assert (one["moved_population"], one["split_groups"], one["chosen"]) == (150, ["3组"], True)
    assert (one["optimal"], one["bound"], one["moved_households"]) == (True, 150, 15)
    grids = proposal.after["grids"]["geometry"]
    assert shapely.coverage_is_valid(grids)
    assert shapely.coverage_union_all(grids).equals(town["villages"]["geometry"][0])
    assert [grid["population"] for grid in found["villages"][0]["grids"]] == [1000, 800]
    assert drawable(found)
    was, now = take_census(town).grid_of_household, proposal.census.grid_of_household
    assert (was != now).sum() == 15
    assert "拆3组" in "".join(lines(found))
    again = proposal.edit.apply(GridPlan.of(town))
    assert shapely.equals_identical(again.grids["geometry"], grids).all()


def test_every_rung_keeps_the_caps_of_the_leaders_too(hamlet, solver):
    town = hamlet(worker_cap=1200, leader_cap=1000)  # 1,150 people are in the first leader's only grid
    proposal, found = proposed(town, solver, steps=(1,), splits=1)
    whole, split = found["villages"][0]["ladder"]
    assert (whole["moved_population"], split["moved_population"]) == (300, 150)
    assert found["leaders_over"] == []
    assert max(leader_people(proposal.census, "resident")) == 1000


def test_where_everybody_may_stay_there_is_no_rung_to_climb(hamlet, solver):
    _proposal, found = proposed(hamlet((35, 30, 30, 45, 40)), solver, steps=(1, 2, 3))
    assert found["villages"][0]["ladder"] == []
    assert found["villages"][0]["moved_population"] == 0


def test_every_population_asked_for_keeps_the_cap_on_every_rung(hamlet, solver):
    _proposal, found = proposed(
        hamlet((30, 45, 20, 35, 30)), solver, populations=("resident", "registered"), steps=(1,), splits=1
    )
    for grid in found["villages"][0]["grids"]:
        assert max(grid["populations"].values()) <= 1000
    assert drawable(found)


def test_a_group_over_the_cap_is_split_where_that_is_the_way_out(hamlet, solver):
    _proposal, found = proposed(hamlet((20, 106, 10, 20, 20)), solver)
    village = found["villages"][0]
    assert "2组一个组就有 1,060 人，超过上限 1,000" in village["infeasible_because"]
    assert "拆分2组" in village["ways_out"][0]
    assert village["rules"][0] == "整组"
    _proposal, found = proposed(hamlet((20, 106, 10, 20, 20)), solver, steps=(1,), splits=1)
    assert drawable(found)
    assert found["villages"][0]["split_groups"] == ["2组"]


def test_a_split_that_ends_on_the_border_of_another_village_matches_there_too(hamlet, solver, build):
    town = hamlet()
    beyond = box(0, SIDE, 5 * SIDE, 2 * SIDE)
    more = build(
        villages={"geometry": [town["villages"]["geometry"][0], beyond], "name": ["甲村", "乙村"],
                  "code": ["v1", "v2"]},
        grids={"geometry": [*town["grids"]["geometry"], shapely.segmentize(beyond, SIDE)],
               "village_fid": [1, 1, 2], "name": ["甲01", "甲02", "乙03"], "code": ["1", "2", "3"]},
    )  # fmt: skip
    shapes = [shapely.segmentize(shape, SIDE) for shape in more["grids"]["geometry"]]
    grids = more["grids"].replace(geometry=np.array(shapes, object))
    town = town.with_tables({"villages": more["villages"], "grids": grids})
    assert shapely.coverage_is_valid(town["grids"]["geometry"])
    proposal, _found = proposed(town, solver, villages=("甲村",), steps=(1,), splits=1)
    after = proposal.after["grids"]["geometry"]
    assert proposal.villages[0].step is not None
    assert shapely.coverage_is_valid(after)
    assert shapely.area(after).sum() == pytest.approx(shapely.area(town["grids"]["geometry"]).sum(), abs=1e-6)


def squares(people, groups, cap, home=None, grids=2):
    """Yards in a row of four columns, each with 10 m of border to its neighbours."""
    across = [(at, at + 1, 10.0) for at in range(len(people) - 1) if at % 4 != 3]
    down = [(at, at + 4, 10.0) for at in range(len(people) - 4)]
    home = home or [0 if at % 4 < 2 else 1 for at in range(len(people))]
    stay = [[number * (at == grid) for grid in range(2)] for number, at in zip(people, home, strict=True)]
    return Problem([float(one) for one in people], across + down, stay, home, cap, grids), list(groups)


def brute_force(problem, groups, most):
    best = None
    for label in product(range(2), repeat=len(groups)):
        if len(split_groups(groups, list(label))) > most or len(set(label)) != problem.grids:
            continue
        if max(np.bincount(label, problem.people)) > problem.cap:
            continue
        inner = [line for line in problem.borders if label[line[0]] == label[line[1]]]
        if len(pieces(len(label), inner)) == problem.grids:
            told = measures(problem, list(label))
            best = min(best or (np.inf, np.inf), (told["moved"], told["border"]))
    return best


@pytest.mark.parametrize("seed", range(6))
def test_yards_are_labelled_as_well_as_by_trying_every_way(seed):
    rng = np.random.default_rng(seed)
    people = rng.integers(20, 160, 12).tolist()
    groups = np.tile(rng.permutation(4), 3).tolist()
    problem, groups = squares(people, groups, float(sum(people) * rng.uniform(0.5, 0.62)))
    for most in (0, 1, 2, 4):
        expected = brute_force(problem, groups, most)
        found = best_labels(problem, groups, most, [], NEVER)
        if expected is None:
            assert found.impossible
            continue
        told = measures(problem, found.label)
        assert found.optimal
        assert (told["moved"], told["border"]) == pytest.approx(expected)
        assert found.bound == pytest.approx(expected[0])
        assert fewest_moved(problem, groups, most, 10.0) <= expected[0] + 1e-9
        if most == 1:
            single = best_of_one_split(problem, groups, [], NEVER)
            told = measures(problem, single.label)
            assert (told["moved"], told["border"]) == pytest.approx(expected)


def test_a_rung_is_never_worse_than_the_one_below_and_never_over_the_cap():
    rng = np.random.default_rng(3)
    count = 120
    place = rng.random((count, 2)) * 400
    cells = shapely.get_parts(shapely.voronoi_polygons(
        shapely.multipoints(place), extend_to=box(0, 0, 400, 400), ordered=True
    ))  # fmt: skip
    cells = shapely.intersection(cells, box(0, 0, 400, 400))
    from gridmap.redraw.propose.units import common_borders

    group = (place // 134).astype(int) @ np.array([1, 3])
    home = (place[:, 0] > 250).astype(int)
    people = rng.integers(1, 7, count).astype(float)
    stay = people[:, None] * (home[:, None] == np.arange(2))
    problem = Problem(
        people.tolist(), common_borders(cells, True), stay.tolist(), home.tolist(),
        float(np.ceil(people.sum() * 0.53)), 2, seconds=20.0,
    )  # fmt: skip
    climb = Climb(problem, group.tolist(), [tuple(one) for one in place.tolist()], [1, 2, 3], [])
    heard = []
    rungs = climb_up(climb, heard.append)
    assert heard == rungs
    found = [rung for rung in rungs if rung.label]
    assert found
    assert [rung.moved for rung in found] == sorted((rung.moved for rung in found), reverse=True)
    for rung in found:
        held = np.bincount(rung.label, people)
        assert held.max() <= problem.cap
        assert len(split_groups(climb.group, rung.label)) <= rung.most
        inner = [line for line in problem.borders if rung.label[line[0]] == rung.label[line[1]]]
        assert len(pieces(count, inner)) == 2
        assert rung.floor <= rung.moved
        assert measures(problem, rung.label)["moved"] == rung.moved


def test_a_ladder_is_cancelled_like_any_question(hamlet):
    from gridmap.redraw.propose.process import SolveCancelled

    town = hamlet()
    with Solver(lambda: True) as solver, pytest.raises(SolveCancelled):
        propose(town, take_census(town), replace(Wish(), steps=(1, 2, 3)), solver)
