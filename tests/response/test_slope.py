import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from gridmap.response.road_net import RoadNet
from gridmap.response.slope import FAR_M, heights_at, pace
from gridmap.township.schemas import SCHEMAS
from gridmap.township.settings import Settings
from gridmap.township.table import Table

WATERS = Table.of(SCHEMAS["waters"], {})


def known(*spots):
    """Spot heights as x, y, height."""
    x, y, height = (list(column) for column in zip(*spots, strict=True))
    return Table.of(SCHEMAS["heights"], {"x": x, "y": y, "height": height})


def test_the_pace_is_that_of_toblers_table():
    # 6 exp(-3.5 |s + 0.05|) km/h: 5.04 on the level, 6 down 5 %, 3.55 up 10 %, 4.23 down 15 %
    assert (pace(np.array([0.0, -0.05, 0.10, -0.15])) * 5.0368).round(2).tolist() == [5.04, 6.0, 3.55, 4.23]


def test_an_unknown_slope_is_level_and_an_impossible_one_is_no_worse_than_the_steepest():
    assert pace(np.array([np.nan])).tolist() == [1.0]
    assert pace(np.array([5.0])) == pace(np.array([1.0]))


def test_a_height_is_known_near_spots_and_nowhere_else():
    heights = known((0, 0, 100), (100, 0, 200), (0, 100, np.nan), (np.nan, 0, 5))
    found = heights_at(heights, np.array([[0.0, 0], [50, 0], [0, -FAR_M - 1]]))
    assert found[:2] == pytest.approx([100, 150])
    assert np.isnan(found[2])
    assert np.isnan(heights_at(known((0, 0, np.nan)), np.zeros((2, 2)))).all()


@given(
    st.lists(st.tuples(st.integers(0, 200), st.integers(0, 200), st.integers(0, 900)), min_size=1, max_size=8)
)
def test_a_height_lies_between_the_lowest_and_the_highest_around(spots):
    found = heights_at(known(*spots), np.array([[100.0, 100.0]]))
    values = [height for _x, _y, height in spots]
    assert min(values) - 1e-6 <= found[0] <= max(values) + 1e-6


def road(*heights):
    """A road of 1 km straight east, with spot heights along it."""
    roads = Table.of(SCHEMAS["roads"], {
        "road_no": ["1"], "geometry": np.array([shapely.LineString([(0, 0), (1000, 0)]), None], object)[:1],
    })  # fmt: skip
    return RoadNet.of(roads, WATERS, Settings(), "foot", heights=known(*heights) if heights else None)


def test_up_takes_longer_than_down_and_both_are_asked_for():
    net, flat = road((0, 0, 0), (1000, 0, 100)), road()
    goal = np.array([[1000.0, 0.0]])
    up, down = net.routes((0, 0), goal).seconds[0], net.routes((0, 0), goal, towards=True).seconds[0]
    level = flat.routes((0, 0), goal).seconds[0]
    assert up == pytest.approx(level / pace(np.array([0.1]))[0])
    assert down == pytest.approx(level / pace(np.array([-0.1]))[0])
    assert up > level > 0.9 * down
    assert net.routes((0, 0), goal).metres[0] == pytest.approx(1000)


def test_there_and_back_on_a_level_road_is_the_same():
    goal = np.array([[700.0, 0.0], [1000.0, 40.0]])
    there, back = road().routes((100, 0), goal), road().routes((100, 0), goal, towards=True)
    assert np.array_equal(there.seconds, back.seconds)
    assert np.array_equal(there.metres, back.metres)
