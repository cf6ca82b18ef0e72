"""Borders as segments, and what a redrawn grid makes of its neighbours."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import LineString, box

from gridmap.errors import EditError
from gridmap.redraw.coverage import cut, redealt
from gridmap.redraw.mending import mended
from gridmap.redraw.seams import Segments, enclosed, fitted


def shapes(*made):
    column = np.empty(len(made), object)
    column[:] = made
    return column


NONE = shapes()


def test_segments_are_those_of_all_rings_and_lines_with_their_owner():
    ring = box(0, 0, 4, 4).difference(box(1, 1, 2, 2))
    found = Segments.of(shapes(ring, LineString([(0, 0), (1, 1), (2, 0)])))
    assert np.bincount(found.owner).tolist() == [8, 2]
    assert len(Segments.of(shapes(box(0, 0, 1, 1), box(1, 0, 2, 1))).once()) == 7
    assert len(Segments.of(NONE)) == 0


def test_a_drawn_line_and_a_border_meet_in_a_place_that_both_have():
    line, border = (Segments.of(shapes(LineString(way))) for way in ([(5, -5), (6, 5)], [(0, 0), (10, 0.3)]))
    drawn, borders = fitted(line, border)
    assert len(drawn) == len(borders) == 2
    assert drawn.end[0] == borders.end[0] == borders.start[1]


def test_what_is_drawn_nearly_through_a_corner_goes_through_it():
    line, border = (Segments.of(shapes(LineString(way))) for way in (
        [(5.004, -5), (5.004, 5)], [(0, 0), (5, 0), (10, 1)]))  # fmt: skip
    drawn, borders = fitted(line, border)
    assert complex(5, 0) in drawn.end.tolist()
    assert len(borders) == 2


def test_what_is_drawn_beside_an_edge_lies_on_it():
    line, border = (Segments.of(shapes(LineString(way))) for way in (
        [(2, 3), (2.003, 0.004), (7, -0.002), (7, 5)], [(0, 0), (10, 0)]))  # fmt: skip
    drawn, borders = fitted(line, border)
    assert drawn.start[1:3].imag.tolist() == [0, 0]
    assert len(borders) == 3


def test_ground_is_enclosed_by_a_way_that_goes_round_it_an_odd_number_of_times():
    eight = [0 + 0j, 4 + 4j, 4 + 0j, 0 + 4j]
    inside = enclosed(np.array([0.5 + 2j, 3.5 + 2j, 2 + 0.5j, 9 + 9j]), eight)
    assert inside.tolist() == [True, True, False, False]
    assert not enclosed(np.array([0.5 + 2j]), eight * 2).any()


def test_a_neighbour_gets_the_corner_and_loses_it_again():
    grids = shapes(box(0, 0, 50, 100), box(50, 0, 100, 100), box(0, 100, 100, 200))
    grids[2] = shapely.Polygon([(0, 100), (50, 100), (100, 100), (100, 200), (0, 200)])
    faces, owner = cut(grids, [0, 1], shapes(LineString([(31, -1), (29, 101)])))
    west = np.array([shapely.point_on_surface(face).x < 31 for face in faces])
    moved = mended(grids, redealt(faces, owner, np.where(west, 0, 1), grids), shapes(box(0, 0, 100, 200)))
    corner = next(place for place in moved[0].exterior.coords if place[1] == 100 and place[0] > 1)
    assert corner in moved[2].exterior.coords
    assert (50, 100) not in moved[2].exterior.coords, "nothing ends there any more"
    after = grids.copy()
    for row, shape in moved.items():
        after[row] = shape
    back = mended(after, {0: grids[0], 1: grids[1]}, NONE)
    assert shapely.equals(shapes(*(back[row] for row in range(3))), grids).all()
    assert corner not in back[2].exterior.coords


def test_a_corner_that_a_village_or_a_group_has_stays():
    grids = shapes(box(0, 0, 50, 100), box(50, 0, 100, 100))
    joined = shapely.coverage_union_all(grids)
    village = shapely.Polygon([(0, 0), (50, 0), (100, 0), (100, 100), (0, 100)])
    stays = mended(grids, {0: joined, 1: shapely.Polygon()}, shapes(village))[0]
    assert (50, 0) in stays.exterior.coords
    assert (50, 100) not in stays.exterior.coords


def test_what_would_overlap_is_refused_but_only_where_all_was_well():
    grids = shapes(box(0, 0, 50, 100), box(50, 0, 100, 100))
    with pytest.raises(EditError, match="严密拼接"):
        mended(grids, {0: box(0, 0, 60, 100)}, NONE)
    loose = shapes(box(0, 0, 55, 100), box(50, 0, 100, 100))
    assert mended(loose, {0: box(0, 0, 60, 100)}, NONE)[0].area == 6000


@given(st.lists(st.tuples(st.floats(-20, 120), st.floats(-20, 220)), min_size=2, max_size=6))
def test_any_line_cuts_into_faces_that_match_and_make_up_the_grids(places):
    north = shapely.Polygon([(0, 100), (50, 100), (100, 100), (100, 200), (0, 200)])
    grids = shapes(box(0, 0, 50, 100), box(50, 0, 100, 100), north)
    line = LineString(places)
    if not line.is_simple or line.length == 0:
        return
    faces, owner = cut(grids, [0, 1, 2], shapes(line))
    assert shapely.coverage_is_valid(faces)
    for row, shape in enumerate(grids):
        own = shapely.area(faces[owner == row]).sum()
        assert own == pytest.approx(shape.area, abs=3.0), "a line a hair beside a border lies on it"
        assert own > 0


def test_grids_of_which_one_lacks_a_corner_are_cut_all_the_same():
    grids = shapes(box(0, 0, 50, 100), box(50, 0, 100, 100), box(0, 100, 100, 200))
    faces, owner = cut(grids, [0, 1, 2], shapes(LineString([(-1, 101), (2, 0)])))
    for row, shape in enumerate(grids):
        assert shapely.area(faces[owner == row]).sum() == pytest.approx(shape.area)


def test_grids_that_overlap_are_refused():
    grids = shapes(box(0, 0, 50, 100), box(40, 0, 100, 100))
    with pytest.raises(EditError, match="先修正边界"):
        cut(grids, [0, 1], shapes(LineString([(-1, 50), (101, 50)])))
