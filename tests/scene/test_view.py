import numpy as np
import pytest

from gridmap.scene.view import View


@pytest.fixture(name="view")
def _view():
    return View(800, 600, x=1000.0, y=2000.0, scale=0.5)


def test_the_centre_of_the_window_is_the_centre_of_the_view(view):
    assert view.to_world(400, 300) == (1000.0, 2000.0)
    assert view.to_pixels(np.array([[1000.0, 2000.0]])).tolist() == [[400.0, 300.0]]


def test_north_is_up(view):
    (_x, north), (_x2, south) = view.to_pixels(np.array([[1000.0, 2100.0], [1000.0, 1900.0]]))
    assert north < south


def test_pixels_and_places_are_inverse(view):
    x, y = view.to_world(123, 456)
    assert view.to_pixels(np.array([[x, y]]))[0] == pytest.approx([123, 456])
    assert np.array([x, -y]) * view.scale + view.offset == pytest.approx([123, 456])


def test_a_zoom_keeps_the_place_under_the_pixel(view):
    before = view.to_world(700, 50)
    assert view.zoomed(700, 50, 3).to_world(700, 50) == pytest.approx(before)


def test_a_pan_moves_the_ground_with_the_pointer(view):
    before = view.to_world(100, 100)
    assert view.panned(30, -20).to_world(130, 80) == pytest.approx(before)


def test_fitted_shows_everything_and_leaves_a_margin(view):
    fitted = view.fitted((0, 0, 4000, 1000), 0.1)
    west, south, east, north = fitted.bounds
    assert west == pytest.approx(-500)
    assert east == pytest.approx(4500)
    assert south < 0
    assert north > 1000


def test_resized_keeps_the_centre_and_the_logical_scale(view):
    larger = view.resized(1600, 1200, 2.0)
    assert (larger.x, larger.y, larger.logical_scale) == (view.x, view.y, view.logical_scale)
    assert larger.bounds == view.bounds


def test_the_map_scale_is_that_of_a_screen_of_96_dots_an_inch():
    assert View(scale=96 / 0.0254 / 10_000).denominator == pytest.approx(10_000)
    assert View(scale=2 * 96 / 0.0254 / 10_000, ratio=2).denominator == pytest.approx(10_000)
