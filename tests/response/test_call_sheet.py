from collections import Counter
from datetime import date

import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gridmap.response.affected import affected
from gridmap.response.area import polygon
from gridmap.response.call_sheet import MOST, call_sheet
from gridmap.response.shelters import refuges
from gridmap.township.schemas import SCHEMAS
from gridmap.township.snapshot import Snapshot
from gridmap.township.table import Table

TODAY = date(2026, 11, 23)
AREA = polygon(shapely.box(-1, -1, 2001, 1001))


def town(left, right, empty=0):
    """Two grids of 1 km, with so many homes in each, and so many empty ones in the left."""
    count = left + right + empty
    grids = Table.of(SCHEMAS["grids"], {
        "fid": [1, 2], "name": ["甲", "乙"],
        "geometry": [shapely.box(0, 0, 1000, 1000), shapely.box(1000, 0, 2000, 1000)],
    })  # fmt: skip
    homes = Table.of(SCHEMAS["households"], {
        "fid": range(1, count + 1),
        "household_no": [f"{row:04d}" for row in range(count)],
        "at_home": [1] * (left + right) + [0] * empty,
        "x": [500.0] * left + [1500.0] * right + [500.0] * empty,
        "y": [500.0] * count,
    })  # fmt: skip
    return Snapshot(tables={"grids": grids, "households": homes})


def sheet(snapshot, area=AREA):
    found = affected(snapshot, area, TODAY)
    return call_sheet(snapshot, found, refuges(snapshot, area, found))


@settings(deadline=None)  # a busy machine
@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 40))
def test_everybody_is_on_one_list_and_no_list_is_longer_than_can_be_rung(left, right, empty):
    calls = sheet(town(left, right, empty))
    assert sorted(call.row for call in calls) == list(range(left + right + empty))
    lists = Counter(call.listing for call in calls)
    assert max(lists.values(), default=0) <= MOST
    for name, size in lists.items():
        assert [call.place for call in calls if call.listing == name] == list(range(1, size + 1))
        assert len({(call.grid, call.people) for call in calls if call.listing == name}) == 1


def test_sixteen_homes_are_two_lists_that_begin_with_the_two_most_urgent():
    calls = sheet(town(16, 0))
    assert Counter(call.listing for call in calls) == {"甲-1": 8, "甲-2": 8}
    assert [call.row for call in calls if call.place == 1] == [0, 1]


def test_empty_homes_come_at_the_end_on_lists_of_their_own():
    calls = sheet(town(1, 1, empty=1))
    assert [call.listing for call in calls] == ["甲-1", "乙-1", "甲-1（无人在家）"]


def test_a_call_has_every_number_and_carer_of_the_home_and_the_grids_worker(build):
    snapshot = build(
        grids={"name": ["甲"], "geometry": [shapely.box(0, 0, 9, 9)]},
        households={"household_no": ["1"], "at_home": [2], "phone": ["1"], "x": [5.0], "y": [5.0]},
        residents={
            "household_no_fid": [1, 1, 1],
            "at_home": [1, 1, 0],
            "name": ["甲", "乙", "丙"],
            "phone": ["2", "1", "3"],
            "carer_name": ["丁", "", "戊"],
            "carer_phone": ["4", "", "5"],
        },
        staff={"name": ["己"]},
        assignments={"staff_fid": [1, 1], "role": ["grid_worker", "sponsor"], "grid_fid": [1, 1]},
    )
    (call,) = sheet(snapshot, polygon(shapely.box(0, 0, 20, 20)))
    assert (call.phones, call.carers, call.carer_phones, call.workers) == (
        ("1", "2"), ("丁",), ("4",), ("己",)
    )  # fmt: skip


def test_a_call_says_where_to_go_and_how_many_places_are_left_there(build):
    snapshot = build(
        grids={"name": ["甲"], "geometry": [shapely.box(0, 0, 9, 9)]},
        households={"household_no": ["1"], "at_home": [2], "x": [5.0], "y": [5.0]},
        places={"name": ["小学"], "kind": ["shelter"], "capacity": [30], "x": [105.0], "y": [5.0]},
    )
    (call,) = sheet(snapshot, polygon(shapely.box(0, 0, 20, 20)))
    assert (call.shelter, call.shelter_metres, call.free) == ("小学", 140, 28)
