"""The second tier: what leaders have room for."""

import numpy as np
import pytest
from shapely import box, coverage_union_all

from gridmap.redraw.propose.process import Solver
from gridmap.redraw.propose.propose import propose
from gridmap.redraw.propose.report import lines, report
from gridmap.redraw.propose.wish import Wish
from gridmap.township.census import leader_people, take_census


@pytest.fixture(scope="module", name="solver")
def _solver():
    with Solver() as solver:
        yield solver


@pytest.fixture(name="row")
def _row(build):
    """A row of groups cut into grids of so many; ``leaders`` are the numbers of who leads each grid."""

    def row(people, cut, leaders, **settings):
        cells = [box(100 * at, 0, 100 * at + 100, 100) for at in range(len(people))]
        grids = [coverage_union_all(part) for part in np.split(np.array(cells, object), np.cumsum(cut)[:-1])]
        return build(
            settings=settings,
            villages={"geometry": [coverage_union_all(cells)], "name": ["甲村"], "code": ["v1"]},
            groups={"geometry": cells, "village_fid": [1] * len(cells), "resident": people,
                    "name": [f"{at + 1}组" for at in range(len(cells))]},
            grids={"geometry": grids, "village_fid": [1] * len(grids),
                   "name": [f"甲0{at + 1}" for at in range(len(grids))]},
            staff={"name": ["张三", "李四", "王五"], "staff_no": ["1", "2", "3"]},
            assignments={"staff_fid": leaders, "staff": [str(one) for one in leaders],
                         "role": ["grid_leader"] * len(leaders),
                         "grid_fid": list(range(1, len(leaders) + 1))},
        )  # fmt: skip

    return row


def planned(town, solver, **wish):
    proposal = propose(town, take_census(town), Wish(**wish), solver)
    return proposal, report(proposal)


def test_a_leader_over_the_cap_gives_a_small_group_to_the_neighbours_grid(row, solver):
    town = row([500.0, 450, 500, 450, 100, 700], (2, 3, 1), [1, 1, 2], worker_cap=1050, leader_cap=1900)
    proposal, found = planned(town, solver, grids=3)
    assert found["leaders_over"] == []
    assert found["villages"][0]["moved_population"] == 100
    assert max(leader_people(proposal.census, "resident")) == 1900


def test_a_grid_gets_another_leader_where_that_takes_fewer_people(row, solver):
    town = row([600.0, 390, 950, 980, 300], (2, 1, 1, 1), [1, 1, 2, 3], leader_cap=1930)
    proposal, found = planned(town, solver, grids=4)
    village = found["villages"][0]
    assert found["leaders_over"] == []
    assert [grid for grid, _person in proposal.edit.leaders] == ["grids-2"]
    assert (village["moved_population"], "李*" in "".join(village["notes"])) == (0, True)
    assert max(leader_people(proposal.census, "resident")) == 1930


def test_too_few_leaders_are_said_and_never_passed_over_in_silence(row, solver):
    town = row([900.0, 900, 900], (1, 1, 1), [1, 1, 1], leader_cap=2000)
    _proposal, found = planned(town, solver, grids=3)
    told = "".join(lines(found))
    assert "还缺 1 名网格长" in told or found["leaders_over"]
    assert "张三" in told or "张*" in told


def test_several_populations_keep_the_cap_together(row, solver, build):
    town = row([400.0, 300, 300, 300, 200], (3, 2), [1, 2])
    groups = town["groups"].replace(registered=np.array([400.0, 300, 700, 500, 200]))
    town = town.with_tables({"groups": groups})
    _proposal, found = planned(town, solver, populations=("resident", "registered"))
    for grid in found["villages"][0]["grids"]:
        assert max(grid["populations"].values()) <= 1000
    _proposal, found = planned(town, solver, populations=("resident", "registered"), grids=2)
    because = found["villages"][0]["infeasible_because"]
    assert "户籍" in because
    assert any("户籍" in rule for rule in found["villages"][0]["rules"])


def test_the_ways_out_name_the_lock_that_stands_in_the_way(row, solver):
    town = row([600.0, 300, 300, 300, 300], (2, 3), [1, 2])
    grids = town["grids"].replace(locked=np.array([1, 0]))
    town = town.with_tables({"grids": grids})
    _proposal, found = planned(town, solver, grids=2, cap=900)
    assert not found["villages"][0]["infeasible_because"]
    people = town["groups"].replace(resident=np.array([200.0, 300, 400, 300, 300]))
    _proposal, found = planned(town.with_tables({"groups": people}), solver, grids=2, cap=900)
    village = found["villages"][0]
    assert "锁定 甲01" in village["rules"]
    assert any(way.startswith("解锁 甲01") for way in village["ways_out"])
    assert any(way.startswith("增加到 3 个网格") for way in village["ways_out"])


def test_an_island_village_gets_a_grid_for_each_island(build, solver):
    lands = [box(0, 0, 100, 100), box(300, 0, 400, 100)]
    town = build(
        villages={"geometry": [coverage_union_all(lands)], "name": ["岛村"]},
        groups={"geometry": lands, "village_fid": [1, 1], "name": ["东组", "西组"], "resident": [10.0, 20.0]},
    )
    _proposal, found = planned(town, solver)
    assert [grid["population"] for grid in found["villages"][0]["grids"]] == [10, 20]
