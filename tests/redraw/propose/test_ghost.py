import pytest
from shapely import box, coverage_union_all

from gridmap.redraw.propose.ghost import complete
from gridmap.redraw.propose.units import units_of
from gridmap.township.census import take_census


@pytest.fixture(name="street")
def _street(build):
    """Six groups in a row; the first four are one grid, which is over the cap."""
    cells = [box(100 * at, 0, 100 * at + 100, 100) for at in range(6)]
    return build(
        villages={"geometry": [coverage_union_all(cells)], "name": ["甲村"]},
        groups={"geometry": cells, "village_fid": [1] * 6, "resident": [300.0, 300, 300, 300, 200, 200]},
        grids={"geometry": [coverage_union_all(cells[:4]), coverage_union_all(cells[4:])],
               "village_fid": [1, 1], "name": ["甲01", "甲02"]},
    )  # fmt: skip


def ghost(town, drawn, cap=1000):
    (units,) = units_of(town, take_census(town), ("resident",))
    return complete(town, units, drawn, cap, 60.0)


def test_nothing_drawn_is_completed_like_a_proposal(street):
    found = ghost(street, ())
    assert (found.moved, found.proved) == (300, True)
    assert sorted(grid.area for grid in found.grids) == [30_000, 30_000]


def test_what_is_drawn_stays_where_it_is(street):
    assert ghost(street, (), 900).moved == 300
    found = ghost(street, ("groups-5",), 900)
    second = next(grid for grid in found.grids if grid.covers(box(410, 10, 490, 90)))
    assert second.covers(box(300, 0, 600, 100))
    assert (found.moved, found.proved) == (300, True)
    assert ghost(street, ("groups-4",), 1200).moved == 0


def test_a_drawing_that_cannot_be_completed_says_why(street):
    found = ghost(street, ("groups-1", "groups-2", "groups-3", "groups-4"))
    assert found.grids == ()
    assert found.solution.clash == "contiguity"
