import numpy as np
import pytest
from shapely import box, coverage_union_all

from gridmap.errors import UsageError
from gridmap.redraw.plan import GridPlan
from gridmap.redraw.propose.process import Solver
from gridmap.redraw.propose.propose import Wish, propose
from gridmap.redraw.propose.report import drawable, lines, report
from gridmap.rules import check
from gridmap.township.census import take_census

PEOPLE = [400.0, 500, 300, 300, 200]


@pytest.fixture(scope="module", name="solver")
def _solver():
    with Solver() as solver:
        yield solver


@pytest.fixture(name="row")
def _row(build):
    """``row(people)``: a village of groups in a row; the first three are one grid, the others another."""

    def row(people=PEOPLE, **settings):
        cells = [box(100 * at, 0, 100 * at + 100, 100) for at in range(len(people))]
        return build(
            settings=settings,
            villages={"geometry": [coverage_union_all(cells)], "name": ["甲村"], "code": ["v1"]},
            groups={"geometry": cells, "village_fid": [1] * len(cells), "resident": people,
                    "name": [f"{at + 1}组" for at in range(len(cells))]},
            grids={"geometry": [coverage_union_all(cells[:3]), coverage_union_all(cells[3:])],
                   "village_fid": [1, 1], "name": ["甲01", "甲02"], "code": ["v1001", "v1002"]},
            staff={"name": ["张三"], "staff_no": ["1"]},
            assignments={"staff_fid": [1, 1], "staff": ["1", "1"], "role": ["grid_leader"] * 2,
                         "grid_fid": [1, 2]},
        )  # fmt: skip

    return row


def proposed(snapshot, solver, **wish):
    proposal = propose(snapshot, take_census(snapshot), Wish(**wish), solver)
    return proposal, report(proposal)


def test_a_grid_over_the_cap_gives_its_last_group_to_its_neighbour(row, solver):
    proposal, found = proposed(row(), solver)
    village = found["villages"][0]
    assert [(grid["name"], grid["population"], grid["parts"]) for grid in village["grids"]] == [
        ("甲01", 900, 1), ("甲02", 800, 1),
    ]  # fmt: skip
    assert (village["moved_population"], village["optimal"], village["gap"]) == (300, True, 0)
    assert village["grids"][0]["polsby_popper"] == pytest.approx(4 * np.pi * 20000 / 600**2, abs=1e-6)
    assert drawable(found)
    errors = [one for one in check(proposal.after, census=proposal.census) if one.severity == "error"]
    assert not {one.rule for one in errors} - {"staffed"}


def test_people_are_counted_where_their_houses_are(row, solver, build):
    town = row()
    houses = build(households={"x": [50.0, 250.0, 450.0], "y": [50.0] * 3, "resident": [600.0, 500, 300]})
    _proposal, found = proposed(town.with_tables({"households": houses["households"]}), solver)
    grids = found["villages"][0]["grids"]
    assert sorted((grid["population"], grid["households"]) for grid in grids) == [(600, 1), (800, 2)]
    assert found["villages"][0]["moved_population"] == 500


def test_a_plan_of_three_grids_makes_a_new_one(row, solver):
    _proposal, found = proposed(row(), solver, grids=3, objective="balance")
    grids = found["villages"][0]["grids"]
    assert [(grid["name"], grid["new"]) for grid in grids][2] == ("甲03", True)
    assert sorted(grid["population"] for grid in grids) == [400, 500, 800]


def test_a_locked_grid_stays_as_it_is(row, solver):
    town = row([400.0, 300, 200, 600, 600])
    proposal, found = proposed(town, solver, locked=frozenset({"grids-1"}))
    assert proposal.after["grids"]["geometry"][0] is town["grids"]["geometry"][0]
    assert [grid["population"] for grid in found["villages"][0]["grids"]] == [900, 600, 600]


@pytest.mark.parametrize(
    ("people", "wish", "reason"),
    [
        ([100, 100, 1060, 100, 100], {}, "3组一个组就有 1,060 人，超过上限 1,000"),
        (PEOPLE, {"grids": 1}, "共 1,700 人，上限 1,000，至少要 2 个网格，1 个不够"),
        (PEOPLE, {"grids": 6}, "只有 5 个村民小组"),
        ([600, 100, 600, 100, 600], {"grids": 2, "cap": 1050}, "至少要 3 个网格"),
        ([np.nan] * 5, {}, "没有人口数"),
        (PEOPLE, {"locked": frozenset({"grids-1"})}, "锁定的网格本身已超过上限"),
    ],
)
def test_what_cannot_be_is_said_in_words(row, solver, people, wish, reason):
    _proposal, found = proposed(row(people), solver, **wish)
    assert reason in found["villages"][0]["infeasible_because"]
    assert not found["villages"][0]["grids"]
    assert not drawable(found)
    assert reason in "".join(lines(found))


def test_islands_are_named_with_what_they_need(build, solver):
    town = build(groups={"geometry": [box(0, 0, 1, 1), box(5, 0, 6, 1)], "name": ["东组", "西组"],
                         "resident": [10.0, 20.0]})  # fmt: skip
    _proposal, found = proposed(town, solver, grids=1)
    assert "不相连的 2 片：东组（10 人）；西组（20 人）" in found["villages"][0]["infeasible_because"]
    _proposal, found = proposed(town, solver)
    assert [grid["name"] for grid in found["villages"][0]["grids"]] == ["网格01", "网格02"]


def test_a_leader_over_the_cap_is_said(row, solver):
    _proposal, found = proposed(row(leader_cap=1500), solver)
    assert [(one["name"], one["population"]) for one in found["leaders_over"]] == [("张三", 1700)]
    assert "网格长 张*：2 个网格共 1,700 人，超过上限 1,500" in "".join(lines(found))


def test_ground_in_no_group_is_said_and_keeps_the_plan_from_being_drawn(row, solver):
    town = row()
    wider = town["villages"].replace(geometry=np.array([box(0, 0, 500, 120)], object))
    _proposal, found = proposed(town.with_tables({"villages": wider}), solver)
    assert "10,000 平方米不在任何村民小组内" in found["villages"][0]["notes"][0]
    assert not drawable(found)


def test_groups_that_do_not_match_vertex_for_vertex_are_neighbours_still(build, solver):
    cells = [box(0, 0, 100, 100), box(100.001, 0, 200, 50), box(100, 50, 200, 100)]
    town = build(groups={"geometry": cells, "resident": [10.0, 20.0, 30.0]})
    proposal, _found = proposed(town, solver)
    borders = proposal.villages[0].units.borders
    assert {(a, b) for a, b, _metres in borders} == {(0, 1), (0, 2), (1, 2)}
    assert [metres for _a, _b, metres in borders] == pytest.approx([50, 50, 100], abs=0.1)


def test_an_unknown_village_and_a_town_without_groups_are_wrong_uses(row, solver, build):
    with pytest.raises(UsageError, match="v9"):
        proposed(row(), solver, villages=("v9",))
    with pytest.raises(UsageError, match="先导入村民小组"):
        proposed(build(grids={"geometry": [box(0, 0, 1, 1)]}), solver)


def test_moved_people_are_those_whose_grid_is_another_on_the_map(town, solver):
    """Counted anew from the drawn plan, on irregular villages whose grids no longer fit."""
    snapshot = town(4)
    rng = np.random.default_rng(4)
    people = rng.integers(50, 400, len(snapshot["groups"])).astype(float)
    snapshot = snapshot.with_tables({"groups": snapshot["groups"].replace(resident=people)})
    proposal, found = proposed(snapshot, solver)
    before, after = take_census(snapshot), proposal.census
    was = snapshot["grids"].text("uuid")[before.grid_of_group]
    now = proposal.after["grids"].text("uuid")[after.grid_of_group]
    assert sum(village["moved_population"] for village in found["villages"]) == people[was != now].sum()
    assert drawable(found)
    assert proposal.edit.apply(GridPlan.of(snapshot)).grids["geometry"].tolist()
