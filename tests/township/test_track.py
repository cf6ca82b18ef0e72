import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st

from gridmap.township.track import civil, line_wkb, lines_wkb, places_of, timed, unix_of

AT_EIGHT = 1795132800.0  # 2026-11-20 00:00:00 UTC


def shapes(*made):
    found = np.full(len(made), None, object)
    found[:] = made
    return found


def test_a_line_takes_a_time_for_each_of_its_places():
    (made,) = timed(shapes(shapely.LineString([(0, 0), (3, 4)])), np.array([10.0, 20.0]))
    assert made.wkt == "LINESTRING M (0 0 10, 3 4 20)"


def test_rows_without_a_line_and_lines_of_parts_keep_their_places():
    two = shapely.MultiLineString([[(0, 0), (1, 0)], [(5, 5), (6, 6), (7, 7)]])
    made = timed(shapes(None, two, None), np.arange(5.0))
    assert made[0] is None
    assert made[2] is None
    found = places_of(made)
    assert found.parts.tolist() == [0, 2, 5]
    assert found.owners.tolist() == [1, 1]
    assert found.unix.tolist() == [0, 1, 2, 3, 4]


def test_a_line_without_times_has_none():
    found = places_of(shapes(shapely.LineString([(0, 0), (3, 4)])))
    assert np.isnan(found.unix).all()
    assert found.x.tolist() == [0, 3]


def test_nothing_has_no_places():
    assert len(places_of(shapes()).x) == 0
    assert len(timed(shapes(), np.empty(0))) == 0


def test_civil_time_is_eight_hours_ahead_and_what_is_no_moment_is_none():
    moments = np.array(["2026-11-20T08:00:00", "", "someday"], object)
    found = unix_of(moments)
    assert found[0] == AT_EIGHT
    assert np.isnan(found[1:]).all()
    assert civil(AT_EIGHT) == "2026-11-20T08:00:00"


@given(
    st.lists(st.lists(st.tuples(*[st.floats(-1e7, 1e7)] * 3), min_size=2, max_size=6), min_size=1, max_size=4)
)
def test_what_is_written_is_read_again(parts):
    shape = shapely.from_wkb(lines_wkb([line_wkb(np.array(part)) for part in parts]))
    found = places_of(shapes(shape))
    written = np.array([place for part in parts for place in part])
    assert np.array_equal(np.column_stack([found.x, found.y, found.unix]), written)
    assert len(found.owners) == len(parts)
