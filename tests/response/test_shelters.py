from datetime import date

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from gridmap.response.affected import affected
from gridmap.response.area import polygon
from gridmap.response.shelters import refuges
from gridmap.township.schemas import SCHEMAS
from gridmap.township.snapshot import Snapshot
from gridmap.township.table import Table

TODAY = date(2026, 11, 23)
AREA = polygon(shapely.box(-10, -10, 1000, 10))
ROAD = shapely.LineString([(0, 0), (3000, 0)])


def town(people, shelters, roads=(ROAD,)):
    """Homes 100 m apart along a road, and shelters as (x, y, capacity)."""
    count = len(people)
    shapes = np.empty(len(roads), object)
    shapes[:] = roads
    xs, ys, rooms = zip(*shelters, strict=True) if shelters else ((), (), ())
    tables = {
        "households": {
            "fid": range(1, count + 1), "household_no": [f"{row:03d}" for row in range(count)],
            "at_home": people, "x": [100.0 * row for row in range(count)], "y": [0.0] * count,
        },
        "places": {
            "fid": range(1, len(xs) + 1), "name": [f"所{at}" for at in range(len(xs))],
            "kind": ["shelter"] * len(xs), "capacity": rooms, "x": xs, "y": ys,
        },
        "roads": {"fid": range(1, len(roads) + 1), "grade": ["side"] * len(roads), "geometry": shapes},
    }  # fmt: skip
    return Snapshot(tables={name: Table.of(SCHEMAS[name], columns) for name, columns in tables.items()})


def found_in(snapshot):
    found = affected(snapshot, AREA, TODAY)
    return found, refuges(snapshot, AREA, found)


def test_each_home_goes_to_the_nearest_shelter_and_says_what_is_left_there():
    found, made = found_in(town([2, 3], [(1500, 0, 10), (2500, 0, 10)]))
    assert found.households["household_no"].tolist() == ["000", "001"]
    assert (made.place.tolist(), made.free.tolist()) == ([0, 0], [8, 5])
    assert made.metres.tolist() == [1500, 1400]
    assert made.notes == ()


def test_a_full_shelter_sends_the_next_home_on_and_then_it_is_said():
    _found, made = found_in(town([2, 2, 2], [(1500, 0, 3), (2500, 0, 2)]))
    assert made.place.tolist() == [0, 1, -1]
    assert made.notes == ("1 户没有安排避难场所：避难场所已满",)


def test_a_shelter_in_the_area_and_one_without_a_capacity_take_nobody_in():
    _found, made = found_in(town([2], [(500, 0, 99), (2000, 0, np.nan)]))
    assert made.place.tolist() == [-1]
    assert len(made.notes) == 3
    assert "在范围里" in made.notes[0]
    assert "没有写容量" in made.notes[1]
    assert "没有可用" in made.notes[2]


def test_a_shelter_across_the_fields_is_as_far_as_the_road_goes_round():
    around = shapely.LineString([(0, 0), (-2000, 0), (-2000, 600), (0, 600)])
    _found, made = found_in(town([1], [(0, 600, 9), (2000, 0, 9)], [around, ROAD]))
    assert made.place.tolist() == [1]


def test_where_nobody_is_no_room_is_kept():
    _found, made = found_in(town([0, 1], [(1500, 0, 1)]))
    assert sorted(made.place.tolist()) == [-1, 0]
    assert made.notes == ()


def test_without_roads_the_straight_line_with_a_detour_is_the_way():
    _found, made = found_in(town([1], [(1100, 0, 5)], []))
    assert made.metres.tolist() == [pytest.approx(1540)]


@given(st.lists(st.integers(1, 6), max_size=8), st.lists(st.integers(0, 12), max_size=3))
def test_no_shelter_holds_more_than_it_can_and_nobody_waits_beside_a_free_bed(people, rooms):
    found, made = found_in(town(people, [(1500.0 + 100 * at, 0.0, room) for at, room in enumerate(rooms)]))
    counts = found.homes.people.astype(int)
    for row, room in enumerate(rooms):
        held = counts[made.place == row].sum()
        assert held <= room
        for home in np.flatnonzero(made.place < 0):
            before = counts[:home][made.place[:home] == row].sum()
            assert before + counts[home] > room
