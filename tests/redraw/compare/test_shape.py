"""Measures of shape against known figures and independent formulas."""

import math

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial import Voronoi

from gridmap.redraw.compare.shape import (
    beyond,
    cut_edges,
    dual_edges,
    hull_share,
    inner_border,
    polsby_popper,
    reock,
)


def shapes(*made):
    column = np.empty(len(made), object)
    column[:] = made
    return column


def test_known_figures_of_known_shapes():
    square, circle = shapely.box(0, 0, 10, 10), shapely.Point(0, 0).buffer(100, quad_segs=256)
    corner = shapely.Polygon([(0, 0), (2, 0), (2, 1), (1, 1), (1, 2), (0, 2)])
    three = shapes(square, circle, corner)
    assert polsby_popper(three) == pytest.approx([math.pi / 4, 1.0, 4 * math.pi * 3 / 64], abs=1e-4)
    assert reock(three)[:2] == pytest.approx([2 / math.pi, 1.0], abs=1e-4)
    # the corner's smallest circle goes through (2, 0), (0, 2) and, by symmetry, holds the origin
    assert reock(three)[2] == pytest.approx(3 / (math.pi * 2), abs=1e-9)
    assert hull_share(three) == pytest.approx([1.0, 1.0, 3 / 3.5])


def test_an_empty_area_has_no_compactness():
    nothing = shapes(shapely.Polygon())
    assert np.isnan(polsby_popper(nothing)).all()
    assert np.isnan(hull_share(nothing)).all()


@pytest.mark.parametrize("seed", range(5))
def test_the_inner_border_is_half_of_what_the_perimeters_have_too_much(town, seed):
    areas = town(seed)["groups"].text("geometry")
    outer = shapely.union_all(areas)
    expected = (shapely.length(areas).sum() - outer.length) / 2
    assert inner_border(areas).length == pytest.approx(expected, rel=1e-9)


def test_a_border_drawn_with_other_vertices_on_each_side_is_measured_all_the_same():
    west = shapely.box(0, 0, 10, 10)
    east = shapely.Polygon([(10, 0), (20, 0), (20, 10), (10, 10), (10, 4)])
    assert inner_border(shapes(west, east)).length == pytest.approx(10, abs=0.5)


def test_one_area_has_no_inner_border():
    assert inner_border(shapes(shapely.box(0, 0, 1, 1))).length == 0


def test_only_what_leaves_the_known_line_is_beyond_it():
    known, new = shapely.LineString([(0, 0), (100, 0)]), shapely.LineString([(50, 1e-7), (150, 0)])
    assert beyond(new, known) == pytest.approx(50, abs=0.2)
    assert beyond(known, known) == 0


@given(st.integers(0, 10_000), st.integers(5, 40))
def test_neighbours_are_those_whose_voronoi_cells_touch(seed, count):
    places = np.random.default_rng(seed).random((count, 2)) * 1000
    edges = dual_edges(places[:, 0], places[:, 1])
    ridges = np.sort(Voronoi(places).ridge_points, axis=1)
    assert {tuple(pair) for pair in edges.tolist()} == {tuple(pair) for pair in ridges.tolist()}
    owner = np.random.default_rng(seed + 1).integers(-1, 3, count)
    expected = sum(owner[a] != owner[b] and owner[a] >= 0 and owner[b] >= 0 for a, b in ridges)
    assert cut_edges(edges, owner) == expected


def test_places_in_a_line_at_one_spot_or_nowhere_have_neighbours_too():
    x, y = np.array([0.0, 1.0, 2.0, 1.0, np.nan]), np.array([0.0, 0.0, 0.0, 0.0, 5.0])
    assert dual_edges(x, y).tolist() == [[0, 1], [1, 2]]
    assert dual_edges(x[:1], y[:1]).shape == (0, 2)
