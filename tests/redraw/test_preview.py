import numpy as np
import pytest
import shapely
from shapely.geometry import box

from gridmap.errors import EditError
from gridmap.redraw.edits.assign_group import AssignGroup
from gridmap.redraw.edits.assign_groups import AssignGroups
from gridmap.redraw.edits.assign_leader import AssignLeader
from gridmap.redraw.edits.declare_enclave import DeclareEnclave
from gridmap.redraw.edits.merge_grids import MergeGrids
from gridmap.redraw.edits.move_ground import MoveGround
from gridmap.redraw.edits.split_grid import SplitGrid
from gridmap.redraw.ground import Ground
from gridmap.redraw.preview import preview
from gridmap.township.census import leader_people, take_census


@pytest.fixture(name="ground")
def _ground(build):
    """Three grids in a row, 100 m wide, of five houses each with 10 residents, along y = 50; the worker's cap
    is 60, the leader's 110, and one leader has the first two. Every grid is a group."""
    x = np.array([10, 30, 50, 70, 90, 110, 130, 150, 170, 190, 210, 230, 250, 270, 290], float)
    boxes = [box(at, 0, at + 100, 100) for at in (0, 100, 200)]
    snapshot = build(
        settings={"worker_cap": 60, "leader_cap": 110},
        villages={"geometry": [shapely.coverage_union_all(boxes)], "name": ["甲村"]},
        grids={"geometry": boxes, "name": ["一", "二", "三"], "village_fid": [1, 1, 1]},
        groups={"geometry": boxes, "name": ["1组", "2组", "3组"], "village_fid": [1, 1, 1]},
        households={"household_no": [str(at) for at in range(15)], "x": x, "y": np.full(15, 50.0),
                    "group_fid": np.repeat([1, 2, 3], 5), "resident": np.full(15, 10.0),
                    "registered": np.full(15, 12.0), "at_home": np.full(15, np.nan)},
        staff={"name": ["张三", "李四"], "staff_no": ["G1", "G2"]},
        assignments={"staff_fid": [1, 1], "staff": ["G1", "G1"], "grid_fid": [1, 2],
                     "role": ["grid_leader"] * 2},
    )  # fmt: skip
    return Ground.of(snapshot, take_census(snapshot))


def move(x0, x1, grid):
    return MoveGround.of(box(x0, 0, x1, 100), grid)


def test_both_grids_are_counted_before_and_after(ground):
    seen = preview(ground, move(160, 200, "grids-3"))
    assert seen.households.tolist() == [8, 9]
    assert seen.came_to.tolist() == [2, 2]
    counts = [
        (count.row, count.before["resident"], count.after["resident"], count.cap) for count in seen.grids
    ]
    assert counts == [(1, 50, 30, 60), (2, 50, 70, 60)]
    assert np.isnan(seen.grids[0].after["at_home"]), "known nowhere"
    assert seen.grids[1].after["registered"] == 84
    assert ground.census.grids["resident"].tolist() == [50, 50, 50], "nothing has changed"


def test_the_ground_and_the_lines_that_change_are_known(ground):
    seen = preview(ground, move(160, 200, "grids-3"))
    assert seen.ground.equals(box(160, 0, 200, 100))
    assert seen.old_border.equals(shapely.LineString([(200, 0), (200, 100)]))
    assert seen.new_border.equals(shapely.LineString([(160, 0), (160, 100)]))


def test_the_leaders_total_follows(ground):
    (leader,) = preview(ground, move(160, 200, "grids-3")).leaders
    assert (leader.name, leader.grids, leader.cap) == ("张三", (0, 1), 110)
    assert (leader.before["resident"], leader.after["resident"]) == (100, 80)
    assert preview(ground, move(60, 100, "grids-2")).leaders[0].after["resident"] == 100


def test_a_new_leader_is_seen_with_what_comes_to_him(ground):
    seen = preview(ground, AssignLeader("grids-2", "staff-2"))
    totals = {leader.name: (leader.before["resident"], leader.after["resident"]) for leader in seen.leaders}
    assert totals == {"张三": (100, 50), "李四": (0, 50)}
    assert seen.grids == ()


def test_a_split_group_is_named_and_can_be_made_whole(ground):
    seen = preview(ground, move(160, 200, "grids-3"))
    (split,) = seen.split_groups
    assert (split.name, split.home, split.here, split.elsewhere, split.fresh) == ("2组", 1, 3, 2, True)
    problem = next(one for one in seen.problems if one.kind == "split_group")
    assert problem.repair == AssignGroups(("groups-2",), "grids-2")
    assert "“二”" in problem.repair_words
    assert preview(seen.before.after(seen.plan), problem.repair).split_groups == ()


def test_who_can_leave_a_grid_over_its_cap_is_offered(ground):
    seen = preview(ground, move(100, 140, "grids-1"))
    over = [problem for problem in seen.problems if problem.kind == "over"]
    assert [(one.population, one.severity) for one in over] == [
        ("resident", "error"),
        ("registered", "warning"),
    ]
    assert over[0].words == "一：常住 70 人，超 10 人"
    assert over[0].repair_words == "把最近的 1 户（10 人）划给“二”"
    after = preview(ground.after(seen.plan), over[0].repair)
    assert {count.name: count.after["resident"] for count in after.grids} == {"一": 60, "二": 40}


def test_a_leader_over_the_cap_is_said_without_a_name(ground):
    seen = preview(ground, move(200, 240, "grids-2"))
    words = [problem.words for problem in seen.problems if problem.kind == "leader_over"]
    assert words == [
        "网格长所辖 2 个网格：常住 120 人，超 10 人",
        "网格长所辖 2 个网格：户籍 144 人，超 34 人",
    ]
    assert "张三" not in str(words)


def test_a_loose_piece_can_be_given_away_or_declared(ground):
    seen = preview(ground, move(140, 160, "grids-1"))
    problem = next(one for one in seen.problems if one.kind == "pieces" and one.words.startswith("二"))
    assert problem.severity == "error"
    words = [repair.words for repair in problem.repairs]
    assert words in (["把零散的一块划给“三”", "申报为飞地"], ["把零散的一块划给“一”", "申报为飞地"])
    assert problem.repairs[1].edit == DeclareEnclave("grids-2")
    after = preview(ground.after(seen.plan), problem.repair)
    assert not [one for one in after.problems if one.kind == "pieces" and one.words.startswith("二")]


def test_a_grid_that_its_last_household_leaves_can_be_merged(ground):
    seen = preview(ground, move(205, 300, "grids-2"))
    problem = next(one for one in seen.problems if one.kind == "empty")
    assert problem.repair == MergeGrids("grids-2", "grids-3")


def test_a_new_grid_follows_after_the_last_row_and_one_that_goes_is_empty(ground):
    seen = preview(ground, SplitGrid("grids-1", ((60, -1), (60, 101)), "new", "四"))
    assert {row: shape.area for row, shape in seen.shapes.items()} == {0: 6000, 3: 4000}
    assert {count.name: count.after["resident"] for count in seen.grids} == {"一": 30, "四": 20}
    assert seen.came_to.tolist() == [3, 3]
    assert seen.leaders[0].grids == (0, 1)
    assert seen.leaders[0].after["resident"] == 80, "nobody leads the new one yet"
    merged = preview(ground, MergeGrids("grids-2", "grids-1"))
    assert merged.shapes[0].is_empty
    assert {count.name: count.after["resident"] for count in merged.grids} == {"一": 0, "二": 100}
    assert not [problem for problem in merged.problems if problem.kind in ("pieces", "empty")]


def test_a_neighbour_that_only_gets_a_corner_is_not_counted(build):
    boxes = [box(0, 0, 100, 100), box(100, 0, 200, 100), box(0, 100, 200, 200)]
    boxes[2] = shapely.Polygon([(0, 100), (100, 100), (200, 100), (200, 200), (0, 200)])
    snapshot = build(villages={"geometry": [box(0, 0, 200, 200)]},
                     grids={"geometry": boxes, "name": list("一二三"), "village_fid": [1, 1, 1]})  # fmt: skip
    ground = Ground.of(snapshot, take_census(snapshot))
    seen = preview(ground, MoveGround.of(box(80, 0, 100, 100), "grids-2"))
    assert set(seen.shapes) == {0, 1, 2}
    assert seen.redealt == (0, 1)
    assert [count.row for count in seen.grids] == [0, 1]


def test_every_preview_says_what_a_whole_new_census_says(lived_in):
    snapshot = lived_in(4)
    ground, rng = Ground.of(snapshot, take_census(snapshot)), np.random.default_rng(4)
    done = 0
    while done < 25:
        group, grid = rng.integers(1, 31), rng.integers(0, len(ground.shapes))
        try:
            seen = preview(ground, AssignGroup(f"groups-{group}", ground.uuid(int(grid))))
        except EditError:
            continue
        done += 1
        after = take_census(seen.plan.onto(snapshot))
        for count in seen.grids:
            for name, people in count.after.items():
                if name in after.grids:
                    assert people == after.grids[name][count.row]
        moved = np.flatnonzero(after.grid_of_household != ground.census.grid_of_household)
        assert seen.households.tolist() == moved.tolist()
        totals = {leader.name: people for leader, people in zip(
            after.leaders, leader_people(after, "resident"), strict=True)}  # fmt: skip
        assert all(totals[one.name] == one.after["resident"] for one in seen.leaders)
