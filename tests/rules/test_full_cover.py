import pytest
from shapely.geometry import MultiPolygon, Polygon, box

from gridmap.rules import check

VILLAGE = {"geometry": [box(0, 0, 20, 10)], "name": ["高岩村"]}


def found(build, *shapes, **tables):
    grids = {"geometry": shapes, "name": [f"{i}号" for i in range(1, len(shapes) + 1)]}
    return check(build(grids=grids, **tables), rules=["full_cover"])


def test_grids_that_cover_their_village_are_silent(build):
    assert found(build, box(0, 0, 10, 10), box(10, 0, 20, 10), villages=VILLAGE) == []


def test_an_enclave_in_a_hole_is_covered(build):
    enclave = box(3, 3, 5, 5)
    around = Polygon(box(0, 0, 20, 10).exterior, [enclave.exterior])
    assert found(build, around, enclave, villages=VILLAGE) == []


def test_a_gap_says_how_much_and_where(build):
    (finding,) = found(build, box(0, 0, 10, 10), box(12, 0, 20, 10), villages=VILLAGE)
    assert finding.severity == "error"
    assert finding.numbers == {"area_m2": 20, "parts": 1}
    assert box(10, 0, 12, 10).contains_properly(_point(finding))
    assert finding.message == "高岩村：有 1 处共 20.00 平方米不在任何网格内"


def test_ground_of_a_village_that_another_villages_grid_covers_is_no_gap(build):
    two = {"geometry": [box(0, 0, 10, 10), box(10, 0, 20, 10)], "name": ["甲村", "乙村"]}
    assert found(build, box(0, 0, 9, 10), box(9, 0, 20, 10), villages=two) == []


def test_an_overlap_names_both_grids(build):
    (finding,) = found(build, box(0, 0, 11, 10), box(10, 0, 20, 10), villages=VILLAGE)
    assert (finding.severity, finding.grids) == ("error", ("grids-1", "grids-2"))
    assert finding.numbers == {"area_m2": 10}
    assert box(10, 0, 11, 10).contains_properly(_point(finding))


def test_both_a_gap_and_an_overlap_are_found(build):
    found_two = found(build, box(0, 0, 11, 10), box(10, 0, 19, 10), villages=VILLAGE)
    assert sorted(finding.numbers["area_m2"] for finding in found_two) == [10, 10]


def test_without_villages_the_township_is_what_must_be_covered(build):
    town = {"geometry": [MultiPolygon([box(0, 0, 20, 10)])], "name": ["别口镇"]}
    (finding,) = found(build, box(0, 0, 10, 10), township=town)
    assert finding.numbers["area_m2"] == 100
    assert found(build, box(0, 0, 10, 10)) == []


@pytest.mark.parametrize(("slip", "count"), [(1e-7, 0), (0.01, 1)])
def test_rounding_is_forgiven_and_a_centimetre_is_not(build, slip, count):
    assert len(found(build, box(0, 0, 10 - slip, 10), box(10, 0, 20, 10), villages=VILLAGE)) == count


def test_a_border_that_crosses_itself_is_an_error_not_a_crash(build):
    tie = Polygon([(0, 0), (20, 10), (20, 0), (0, 10)])
    messages = [finding.message for finding in found(build, tie, villages=VILLAGE)]
    assert messages[0] == "1号：边界自相交，请修正"
    assert messages[1].startswith("高岩村：有 2 处共 100.00 平方米")


def test_a_grid_without_a_border_is_a_gap_not_a_crash(build):
    (finding,) = found(build, None, box(0, 0, 10, 10), villages=VILLAGE)
    assert finding.numbers["area_m2"] == 100


def _point(finding):
    from shapely.geometry import Point

    return Point(finding.place)


def test_an_overlap_with_a_grid_of_a_village_that_is_well_covered_is_found(build):
    two = {"geometry": [box(0, 0, 10, 10), box(10, 0, 20, 10)], "name": ["甲村", "乙村"]}
    (finding,) = found(build, box(0, 0, 10, 10), box(9, 0, 20, 10), villages=two)
    assert (finding.grids, finding.numbers) == (("grids-1", "grids-2"), {"area_m2": 10})


def test_villages_that_overlap_do_not_hide_that_their_grids_do(build):
    two = {"geometry": [box(0, 0, 11, 10), box(10, 0, 20, 10)], "name": ["甲村", "乙村"]}
    (finding,) = found(build, box(0, 0, 11, 10), box(10, 0, 20, 10), villages=two)
    assert finding.numbers == {"area_m2": 10}
