"""What changes between two plans, on a street where everything can be counted on fingers."""

import numpy as np
import pytest
import shapely

from gridmap.errors import UsageError
from gridmap.redraw.compare.notices import notices_of
from gridmap.redraw.compare.report import report
from gridmap.redraw.compare.words import lines


def test_a_plan_differs_in_nothing_from_itself(street, compared):
    found = compared(street([2]), street([2]))
    assert found.same
    assert len(found.moves.rows) == 0
    assert all(measure.before == measure.after for measure in found.measures)
    assert lines(report(found))[-1].endswith("没有差别")


def test_who_moves_is_who_lives_between_the_two_borders(street, compared):
    found = compared(street([2]), street([1.5]))
    moves = found.moves
    assert moves.units["household_no"][moves.rows].tolist() == ["H8", "H9"]
    assert moves.moved == {"resident": 20.0, "registered": 22.0, "at_home": 6.0}
    assert moves.worker.all()
    assert not moves.leader.any()


def test_the_flows_add_up_to_those_who_move(street, compared):
    found = compared(street([2]), street([1, 3]))
    assert sum(flow.people["resident"] for flow in found.flows) == found.moves.moved["resident"]
    assert sum(flow.households for flow in found.flows) == int(found.moves.grid.sum())


def test_another_worker_in_the_same_grid_is_told_to_every_home(street, compared):
    found = compared(street([2]), street([2], workers=["员0", "新人"]))
    assert not found.moves.grid.any()
    assert found.moves.worker.all()
    assert len(found.moves.rows) == 10
    assert not found.same


def test_the_border_inside_the_village_is_measured_and_its_change(street, compared):
    found = compared(street([2]), street([1, 3]))
    border = next(measure for measure in found.measures if measure.name == "border_m")
    assert (border.before, border.after) == (1000.0, 2000.0)
    assert found.added_m == pytest.approx(2000, abs=1)
    assert found.removed_m == pytest.approx(1000, abs=1)


def test_rules_that_pass_now_and_rules_that_break_now(street, compared):
    crowded = compared(street([2]), street([1.5]))  # 130 of a cap of 100 on one side
    words = {(change.rule, change.before, change.after) for change in crowded.rules}
    assert ("worker_cap", "note", "error") in words
    eased = compared(street([1.5]), street([2]))
    assert {(change.rule, change.before, change.after) for change in eased.rules} >= {
        ("worker_cap", "error", "note")
    }
    assert all(change.better for change in eased.rules if change.before == "error")


def test_leaders_are_counted_on_all_their_grids_before_and_after(street, compared):
    found = compared(street([2]), street([1]))
    assert [pair.person for pair in found.leaders] == [("L", "长")]
    assert found.leaders[0].before == found.leaders[0].after
    assert found.leaders[0].after["resident"] == 200


def test_elders_and_open_incidents_among_them_are_counted(street, compared):
    more = {
        "residents": {
            "household_no_fid": [9, 9, 20], "household_no": ["H8", "H8", "H19"], "name": ["甲", "乙", "丙"],
            "resident": [1, 1, 1], "age": [61, 85, 90], "lives_alone": [0, 1, 1],
            "cannot_self_care": [1, 0, 1],
        },
        "incidents": {
            "title": ["a", "b", "c"], "x": [1700.0, 1700.0, 3900.0], "y": [500.0] * 3,
            "finished_at": ["", "2026-01-01T00:00:00", ""],
        },
    }  # fmt: skip
    found = compared(street([2], **more), street([1.5], **more))
    moved = report(found)["moved"]
    assert (moved["aged_60"], moved["aged_80"], moved["lives_alone"], moved["cannot_self_care"]) == (
        2,
        1,
        1,
        1,
    )
    assert moved["open_incidents"] == 1


def test_a_workers_own_home_is_known_only_by_name_and_birth_or_telephone(street, compared):
    def with_people(cut, born):
        snapshot = street([cut], residents={
            "household_no_fid": [9], "household_no": ["H8"], "name": ["员0"], "birth_date": ["1980-01-02"],
        })  # fmt: skip
        dates = np.array([born, "", ""], object)
        return snapshot.with_tables({"staff": snapshot["staff"].replace(birth_date=dates)})

    found = compared(with_people(2, "1980-01-02"), with_people(1.5, "1980-01-02"))
    assert [(home.worker, home.household, home.moves) for home in found.moves.own_homes] == [
        (("W0", "员0"), 8, True)
    ]
    stranger = compared(with_people(2, "1990-09-09"), with_people(1.5, "1990-09-09"))
    assert stranger.moves.own_homes[0].household == -1
    assert report(stranger)["moved"]["own_homes_unknown"] == 1


def test_a_town_of_groups_alone_is_compared_by_its_groups(build, compared):
    def town(cut):
        return build(
            villages={"name": ["村"], "geometry": [shapely.box(0, 0, 400, 100)]},
            groups={"name": list("1234"), "village_fid": [1] * 4, "resident": [10.0, 20.0, 30.0, 40.0],
                    "geometry": [shapely.box(x, 0, x + 100, 100) for x in range(0, 400, 100)]},
            grids={"name": ["东", "西"], "village_fid": [1, 1],
                   "geometry": [shapely.box(0, 0, cut, 100), shapely.box(cut, 0, 400, 100)]},
        )  # fmt: skip

    found = compared(town(200), town(100))
    assert found.moves.units["name"][found.moves.rows].tolist() == ["2"]
    assert found.moves.moved["resident"] == 20
    assert found.moves.homes is None


def test_a_plan_without_grids_cannot_be_compared(street, compared):
    empty = street([2])
    empty = empty.with_tables({"grids": empty["grids"].take([])})
    with pytest.raises(UsageError, match="没有网格"):
        compared(street([2]), empty)


def test_the_report_names_nobody(street, compared):
    told = report(compared(street([2]), street([1.5], workers=["张三丰", "欧阳小明"])))
    assert "张三丰" not in str(told)
    assert "户主" not in str(told)
    assert told["households"][0]["worker_to"] in ("欧阳**", "张**")


def test_a_forecast_is_compared_where_there_is_one(street, compared):
    def forecast(cut):
        snapshot = street([cut])
        homes = snapshot["households"]
        return snapshot.with_tables({"households": homes.replace(forecast=np.full(len(homes), 7.0))})

    found = compared(forecast(2), forecast(1.5), "forecast")
    assert found.moves.moved["forecast"] == 14
    assert report(found)["flows"][0]["population"]["forecast"] == 14
    with pytest.raises(UsageError, match="forecast"):
        compared(street([2]), street([1.5]), "forecast")


def test_how_far_each_home_is_from_the_middle_of_its_workers_grid_is_told(street, compared):
    found = compared(street([2]), street([1.5]))  # homes every 200 m from 100 m; H8 at 1,700 m, H9 at 1,900 m
    moves = found.moves
    assert moves.far_from.tolist() == [700, 900], "from the mean of H0 to H9, at 1,000 m"
    assert moves.far_to == pytest.approx([1100, 900]), "from the mean of H8 to H19, at 2,800 m"
    assert moves.way_to_worker == pytest.approx((800, 1000))
    told = report(found)
    assert told["moved"]["way_to_worker_m"] == {"from": 800, "to": 1000}
    assert told["households"][0]["way_to_worker_m"] == {"from": 700, "to": 1100}
    assert "  离网格员的片区中心平均 800 → 1,000 米" in lines(told)


def test_open_incidents_at_the_door_and_a_workers_own_home_are_told_of_each_home(street, compared):
    more = {
        "residents": {"household_no_fid": [9], "household_no": ["H8"], "name": ["员0"], "phone": ["1"]},
        "incidents": {"title": ["a", "b", "c"], "x": [1910.0, 1890.0, 1700.0], "y": [500.0, 505.0, 600.0],
                      "finished_at": ["", "", ""]},
    }  # fmt: skip

    def side(cut):
        snapshot = street([cut], **more)
        phones = np.array(["1", "", ""], object)
        return snapshot.with_tables({"staff": snapshot["staff"].replace(phone=phones)})

    found = compared(side(2), side(1.5))
    told = {
        home["number"]: (home["open_incidents"], home["own_home"]) for home in report(found)["households"]
    }
    assert told == {"H8": (0, True), "H9": (2, False)}
    notices = {notice.number: (notice.incidents, notice.own_home) for notice in notices_of(found)}
    assert notices == told


def test_without_places_nobody_knows_the_way(street, compared):
    def side(cut):
        snapshot = street([cut])
        homes = snapshot["households"]
        return snapshot.with_tables({"households": homes.replace(x=np.full(len(homes), np.nan))})

    told = report(compared(side(2), side(1.5)))
    assert told["moved"]["way_to_worker_m"] == {"from": None, "to": None}
