from shapely.geometry import box

from gridmap.rules import check

GRIDS = {"geometry": [box(0, 0, 10, 10), box(10, 0, 20, 10)], "name": ["甲网格", "乙网格"], "fid": [3, 4]}
VILLAGES = {"geometry": [box(0, 0, 10, 10), box(10, 0, 20, 10)], "name": ["甲村", "乙村"], "fid": [8, 9]}


def found(build, **houses):
    houses["y"] = [1] * len(houses["x"])
    return check(build(grids=GRIDS, villages=VILLAGES, households=houses), rules=["ledger_matches_map"])


def test_rows_that_agree_or_say_nothing_are_silent(build):
    assert found(build, x=[1, 11, 2], grid_fid=[3, 4, 0], village_fid=[8, 0, 0]) == []


def test_rows_that_name_another_grid_are_counted_where_they_lie(build):
    (finding,) = found(build, x=[1, 2, 3, 11], grid_fid=[4, 3, 4, 4], head_name=["张三丰"] * 4)
    assert (finding.severity, finding.grids, finding.numbers) == ("warning", ("grids-3",), {"households": 2})
    assert finding.place == (1, 1)
    assert finding.message == "甲网格：有 2 户的台账写的是别的网格或村"


def test_a_row_that_names_another_village_disagrees_once(build):
    (finding,) = found(build, x=[11], grid_fid=[3], village_fid=[8])
    assert (finding.grids, finding.numbers) == (("grids-4",), {"households": 1})


def test_rows_outside_every_grid_and_references_to_nothing_are_silent(build):
    assert found(build, x=[99, float("nan"), 1], grid_fid=[3, 4, 77], village_fid=[8, 8, 77]) == []
