import heapq
from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gridmap.errors import UsageError
from gridmap.response.road_net import RoadNet
from gridmap.township.schemas import SCHEMAS
from gridmap.township.settings import Settings
from gridmap.township.table import Table

FOOT, SIDE, PATH = 4.5 / 3.6, 28 / 3.6, 12 / 3.6
NO_WATER = Table.of(SCHEMAS["waters"], {})
STEP = 100


def lines_of(noun, lines, **columns):
    shapes = np.empty(len(lines), object)
    shapes[:] = [shapely.LineString(line) for line in lines]
    return Table.of(SCHEMAS[noun], {"geometry": shapes, **columns})


def make_net(*lines, grades=None, waters=(), by="motorbike", cut=(), own=None):
    roads = lines_of(
        "roads", lines, grade=grades or ["side"] * len(lines), road_no=[f"L{at}" for at in range(len(lines))]
    )
    return RoadNet.of(roads, lines_of("waters", waters), own or Settings(), by, cut)


def routes(net, place, *others):
    found = net.routes(place, np.array(others, float).reshape(-1, 2))
    return found.seconds, found.metres


def test_the_way_is_along_the_road_and_not_across():
    seconds, metres = routes(make_net([(0, 0), (0, 300), (400, 300)]), (0, 0), (400, 300))
    assert metres.tolist() == [700]
    assert seconds == pytest.approx([700 / SIDE])


def test_the_ends_of_the_way_are_walked():
    seconds, metres = routes(make_net([(0, 0), (1000, 0)]), (100, 30), (600, -60))
    assert metres == pytest.approx([590])
    assert seconds == pytest.approx([500 / SIDE + 90 / FOOT])


def test_the_quickest_way_is_not_always_the_shortest():
    net = make_net([(0, 0), (1000, 0)], [(0, 0), (500, 100), (1000, 0)], grades=["path", "side"])
    seconds, metres = routes(net, (0, 0), (1000, 0))
    assert metres == pytest.approx([2 * np.hypot(500, 100)])
    assert seconds == pytest.approx(metres / SIDE)


def test_a_cut_road_is_gone_around():
    lines = [(0, 0), (1000, 0)], [(0, 0), (0, 500), (1000, 500), (1000, 0)]
    assert routes(make_net(*lines), (0, 0), (1000, 0))[1].tolist() == [1000]
    assert routes(make_net(*lines, cut=["L0"]), (0, 0), (1000, 0))[1].tolist() == [2000]


def test_roads_join_where_one_ends_on_the_other_and_not_where_they_only_cross():
    joined = make_net([(0, 0), (500, 0), (1000, 0)], [(500, 0), (500, 700)])
    assert routes(joined, (0, 0), (500, 700))[1].tolist() == [1200]
    over = make_net([(0, 0), (500, 0), (1000, 0)], [(500, -700), (500, 0), (500, 700)])
    assert np.isinf(routes(over, (0, 0), (500, 700))[0]).all()


def test_nobody_reaches_a_road_across_the_water():
    river = [[(-5000, 50), (5000, 50)]]
    lines = [(0, 60), (2000, 60)], [(0, 0), (2000, 0)]
    found = make_net(*lines, waters=river)
    seconds, metres = routes(found, (1000, 40), (0, 0))
    assert metres == pytest.approx([1040])
    assert np.isfinite(seconds).all()
    only_there = make_net(lines[0], waters=river)
    assert np.isinf(routes(only_there, (1000, 40), (0, 60))[0]).all()


def test_a_bridge_is_a_road_across_the_water():
    net = make_net([(0, 0), (0, 100)], waters=[[(-500, 50), (500, 50)]])
    assert routes(net, (0, 0), (0, 100))[1].tolist() == [100]


def test_a_car_does_not_take_a_path_and_a_walker_does():
    lines = [(0, 0), (1000, 0)]
    assert not len(make_net(lines, grades=["path"], by="car"))
    assert len(make_net(lines, grades=["path"], by="foot")) == 1


def test_a_place_far_from_every_road_or_without_coordinates_has_no_way():
    net = make_net([(0, 0), (1000, 0)])
    seconds, _metres = routes(net, (0, 0), (0, 9000), (np.nan, np.nan), (500, 0))
    assert np.isfinite(seconds).tolist() == [False, False, True]


def test_no_roads_and_nobody_to_go_are_no_failure():
    empty = RoadNet.of(Table.of(SCHEMAS["roads"], {}), NO_WATER, Settings())
    assert np.isinf(routes(empty, (0, 0), (5, 5))[0]).all()
    assert len(routes(make_net([(0, 0), (9, 9)]), (0, 0))[0]) == 0


def test_rows_without_a_shape_and_lines_of_several_parts_are_taken_as_they_are():
    shapes = np.array(
        [None, shapely.MultiLineString([[(0, 0), (10, 0)], [(10, 0), (20, 0)]]), shapely.LineString()], object
    )
    net = RoadNet.of(Table.of(SCHEMAS["roads"], {"geometry": shapes}), NO_WATER, Settings())
    assert routes(net, (0, 0), (20, 0))[1].tolist() == [20]


def test_speeds_are_settings():
    quick = Settings(speeds={"motorbike": {"side": 36}})
    assert routes(make_net([(0, 0), (1000, 0)], own=quick), (0, 0), (1000, 0))[0] == pytest.approx([100])


@pytest.mark.parametrize(
    "words",
    [
        {"by": "boat"},
        {"cut": ["L9"]},
        {"cut": [""]},
        {"own": Settings(speeds={"motorbike": {"side": "fast"}})},
        {"own": Settings(speeds={"foot": {"side": 0}}), "by": "foot"},
    ],
)
def test_wrong_words_are_refused(words):
    with pytest.raises(UsageError):
        make_net([(0, 0), (9, 9)], **words)


KNOTS = st.tuples(st.integers(0, 4), st.integers(0, 4))
LATTICE = st.sets(
    st.tuples(KNOTS, st.sampled_from([(0, 1), (1, 0)])).map(
        lambda way: (way[0], (way[0][0] + way[1][0], way[0][1] + way[1][1]))
    ),
    min_size=1,
    max_size=20,
).map(sorted)
PLACES = st.lists(st.tuples(st.floats(-80, 580), st.floats(-80, 580)), min_size=2, max_size=6)


@settings(deadline=None)  # the first one waits for scipy
@given(LATTICE, PLACES, st.data())
def test_it_finds_what_trying_every_way_finds(ways, places, data):
    grades = data.draw(st.lists(st.sampled_from(["side", "path"]), min_size=len(ways), max_size=len(ways)))
    lines = [[(x * STEP, y * STEP) for x, y in way] for way in ways]
    seconds, _ = routes(make_net(*lines, grades=grades), places[0], *places[1:])
    shapes = [shapely.LineString(line) for line in lines]
    feet = [_foot(shapes, place) for place in places]
    assume(all(foot is not None for foot in feet))
    expected = _by_trying(shapes, grades, feet)
    assert seconds == pytest.approx(expected, abs=1e-3)


def _foot(shapes, place):
    """(line, metres along it, metres away); None when two places on the roads are as near."""
    point = shapely.Point(place)
    away = [shape.distance(point) for shape in shapes]
    nearest = min(range(len(shapes)), key=away.__getitem__)
    rivals = [shape for shape, one in zip(shapes, away, strict=True) if one < away[nearest] + 1e-6]
    feet = [shape.interpolate(shape.project(point)) for shape in rivals]
    if any(foot.distance(feet[0]) > 1e-6 for foot in feet):
        return None
    return nearest, shapes[nearest].project(point), away[nearest]


def _by_trying(shapes, grades, feet):
    """Every piece of road between knots and feet, relaxed until nothing gets shorter."""
    pieces = []
    for at, shape in enumerate(shapes):
        stops = [(0.0, shape.coords[0]), (STEP, shape.coords[-1])]
        stops += [(along, ("foot", n)) for n, (line, along, _away) in enumerate(feet) if line == at]
        stops.sort(key=lambda stop: stop[0])
        speed = SIDE if grades[at] == "side" else PATH
        pieces += [(one, two, (end - start) / speed) for (start, one), (end, two) in pairwise(stops)]
    took = {("foot", 0): 0.0}
    for _round in range(len(pieces) + 1):
        for one, two, seconds in pieces:
            for here, there in ((one, two), (two, one)):
                took[there] = min(took.get(there, np.inf), took.get(here, np.inf) + seconds)
    walked = [away / FOOT for _line, _along, away in feet]
    return [took.get(("foot", n), np.inf) + walked[0] + walked[n] for n in range(1, len(feet))]


def test_in_the_sample_it_finds_what_a_plain_search_finds(sample):
    roads = sample["roads"]
    ends = np.array([shape.coords[0] for shape in roads["geometry"]])
    net = RoadNet.of(roads, sample["waters"], sample.settings)
    found = net.routes(tuple(ends[0]), ends[1:200])
    plain = _plain_search(roads, tuple(ends[0]))
    assert np.isfinite(found.seconds).all()
    assert found.seconds == pytest.approx([plain[tuple(end)] for end in ends[1:200]], rel=1e-9)


def _plain_search(roads, start):
    speeds = {"main": 40 / 3.6, "side": SIDE, "path": PATH}
    ways = {}
    for shape, grade in zip(roads["geometry"], roads["grade"], strict=True):
        one, two = shape.coords[0], shape.coords[-1]
        ways.setdefault(one, []).append((two, shape.length / speeds[grade]))
        ways.setdefault(two, []).append((one, shape.length / speeds[grade]))
    took, heap = {}, [(0.0, start)]
    while heap:
        seconds, knot = heapq.heappop(heap)
        if knot not in took:
            took[knot] = seconds
            for there, more in ways[knot]:
                heapq.heappush(heap, (seconds + more, there))
    return took


def test_the_corners_of_a_way_lead_from_the_place_to_the_other():
    net = make_net([(0, 0), (0, 300), (400, 300)], [(9000, 0), (9000, 9)])
    found = net.routes((0, -20), np.array([(400.0, 320.0), (9000.0, 5.0)]))
    assert found.way(0).tolist() == [[0, -20], [0, 0], [0, 300], [400, 300], [400, 320]]
    assert len(found.way(1)) == 0


@given(st.integers(0, 400), st.integers(-300, 300))
def test_the_corners_of_a_way_are_as_far_apart_as_it_is_long(x, y):
    net = make_net([(0, 0), (0, 300), (400, 300)], [(400, 300), (400, -300), (0, 0)])
    found = net.routes((50.0, 100.0), np.array([(float(x), float(y))]))
    assert shapely.length(shapely.LineString(found.way(0))) == pytest.approx(found.metres[0])
