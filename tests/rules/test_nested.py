from shapely.geometry import box

from gridmap.rules import check

VILLAGES = {"geometry": [box(0, 0, 10, 10), box(10, 0, 20, 10)], "name": ["甲村", "乙村"], "fid": [5, 6]}


def found(build, **tables):
    for name, columns in tables.items():
        columns.setdefault("name", [f"{name}{i}" for i in range(1, len(columns["geometry"]) + 1)])
    return check(build(**tables), rules=["nested"])


def test_grids_inside_their_villages_and_groups_inside_their_grids_are_silent(build):
    cells = [box(0, 0, 10, 5), box(0, 5, 10, 10), box(10, 0, 20, 10)]
    assert found(build, villages=VILLAGES, grids={"geometry": cells}, groups={"geometry": cells}) == []


def test_a_grid_that_reaches_into_another_village_is_an_error(build):
    cells = [box(0, 0, 12, 10), box(12, 0, 20, 10)]
    (finding,) = found(build, villages=VILLAGES, grids={"geometry": cells})
    assert (finding.severity, finding.grids, finding.numbers) == ("error", ("grids-1",), {"area_m2": 20})
    assert finding.message == "grids1：有 20.00 平方米在甲村之外"


def test_a_grid_whose_written_village_is_elsewhere_is_an_error(build):
    grids = {"geometry": [box(0, 0, 10, 10)], "village_fid": [6]}
    (finding,) = found(build, villages=VILLAGES, grids=grids)
    assert (finding.severity, finding.numbers) == ("error", {"area_m2": 100})


def test_a_grid_outside_every_village_is_an_error(build):
    (finding,) = found(build, villages=VILLAGES, grids={"geometry": [box(30, 0, 40, 10)]})
    assert (finding.severity, finding.message) == ("error", "grids1：不在任何村(社区)内")


def test_a_group_cut_by_a_border_is_a_warning_for_both_grids(build):
    grids = {"geometry": [box(0, 0, 5, 10), box(5, 0, 10, 10)]}
    groups = {"geometry": [box(0, 0, 7, 10)], "village": ["甲村"], "name": ["3组"]}
    (finding,) = found(build, grids=grids, groups=groups)
    assert (finding.severity, finding.grids) == ("warning", ("grids-1", "grids-2"))
    assert finding.numbers == {"area_m2": 20}
    assert finding.message == "甲村3组：被网格边界分在 2 个网格"


def test_a_group_on_ground_without_a_grid_is_not_cut(build):
    grids, groups = {"geometry": [box(0, 0, 5, 10)]}, {"geometry": [box(0, 0, 7, 10), None]}
    assert found(build, grids=grids, groups=groups) == []
