from shapely.geometry import MultiPolygon, box

from gridmap.rules import check


def found(build, shape, enclaves=-1):
    grids = {"geometry": [shape], "name": ["甲网格"], "enclaves": [enclaves]}
    return check(build(grids=grids), rules=["contiguous"])


def test_one_part_is_silent(build):
    assert found(build, box(0, 0, 1, 1)) == []
    assert found(build, MultiPolygon([box(0, 0, 1, 1)])) == []


def test_two_parts_are_an_error_at_the_smaller_one(build):
    (finding,) = found(build, MultiPolygon([box(0, 0, 10, 10), box(20, 0, 21, 1)]))
    assert (finding.severity, finding.numbers) == ("error", {"parts": 2, "area_m2": 1})
    assert finding.place == (20.5, 0.5)
    assert finding.message == "甲网格：分成 2 块，未申报飞地"


def test_declared_enclaves_are_allowed(build):
    parts = MultiPolygon([box(0, 0, 10, 10), box(20, 0, 21, 1)])
    assert found(build, parts, enclaves=1) == []
    assert len(found(build, parts, enclaves=0)) == 1


def test_parts_that_meet_in_a_corner_are_apart_and_those_with_a_common_edge_are_not(build):
    assert len(found(build, MultiPolygon([box(0, 0, 1, 1), box(1, 1, 2, 2)]))) == 1
    assert found(build, MultiPolygon([box(0, 0, 1, 1), box(1, 0, 2, 1)])) == []
