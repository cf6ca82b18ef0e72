import pytest
from shapely.geometry import box

from gridmap.rules import check

GRID = {"geometry": [box(0, 0, 10, 10)], "name": ["甲网格"]}


def found(build, people, **more):
    houses = {"x": [1], "y": [1], "resident": [people]}
    return check(build(grids=GRID, households=houses, **more), rules=["worker_cap"])


@pytest.mark.parametrize(("people", "severities"), [
    (949, []), (950, ["note"]), (1000, ["note"]), (1001, ["error"]),
])  # fmt: skip
def test_equality_passes_and_one_more_breaks_the_cap(build, people, severities):
    assert [finding.severity for finding in found(build, people)] == severities


def test_the_message_names_the_grid_the_population_and_the_numbers(build):
    (finding,) = found(build, 1001)
    assert finding.message == "甲网格：常住 1,001 人，超过网格员上限 1,000 人（多 1 人）"
    assert finding.numbers == {"population": 1001, "cap": 1000}
    assert finding.grids == ("grids-1",)
    assert finding.place == (5, 5)


def test_the_cap_is_a_setting(build):
    assert [finding.severity for finding in found(build, 501, settings={"worker_cap": 500})] == ["error"]


def test_grids_whose_population_is_unknown_are_one_note(build):
    (finding,) = check(build(grids=GRID), population="at_home", rules=["worker_cap"])
    assert (finding.severity, finding.numbers) == ("note", {"count": 1})
    assert "在家" in finding.message
