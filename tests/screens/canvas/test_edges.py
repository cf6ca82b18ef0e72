import numpy as np
import pytest
import shapely

from gridmap.scene.marks import Areas
from gridmap.scene.shapes import rings_of
from gridmap.scene.view import View
from gridmap.screens.canvas.edges import draw_edges
from gridmap.screens.canvas.ink import Ink
from gridmap.screens.canvas.render import never

pytestmark = pytest.mark.usefixtures("qapp")

VIEW = View(120, 100, x=60, y=50, scale=1.0)
WHITE = 0xFFFFFFFF
SHAPES = np.array([shapely.box(10, 20, 60, 80), shapely.box(60, 20, 110, 80)], object)


def edged(stale=never, **look):
    """Which pixels an edge has changed."""
    picture = np.full((VIEW.height, VIEW.width), WHITE, np.uint32)
    mark = Areas(rings=rings_of(SHAPES), outline="#000000", outline_width=2.0, **look)
    done = draw_edges(Ink(picture), mark, VIEW, stale)
    return done, picture != WHITE


def test_an_outline_lies_inside_its_own_area():
    done, drawn = edged(outlined=(0,))
    rows, columns = np.nonzero(drawn)
    assert done
    assert (columns.min(), columns.max(), rows.min(), rows.max()) == (10, 59, 20, 79)
    assert drawn[20:22, 10:60].all()
    assert drawn[20:80, 58:60].all()
    assert not drawn[22:78, 12:58].any()


def test_areas_side_by_side_are_both_outlined_along_what_they_share():
    _done, drawn = edged(outlined=(0, 1))
    assert drawn[20:80, 58:62].all()


def test_a_dotted_edge_is_left_out_in_part_and_goes_before_an_outline():
    _done, dotted = edged(dotted=(1,))
    _done, both = edged(dotted=(1,), outlined=(1,))
    assert (dotted == both).all()
    assert 0.2 < dotted[40, 60:62].size * dotted[20:80, 60].mean() / 2 < 0.8
    assert not dotted[:, :60].any()


def test_an_area_out_of_sight_costs_nothing_and_what_is_not_wanted_is_given_up():
    far = View(120, 100, x=6000, y=50, scale=1.0)
    picture = np.full((100, 120), WHITE, np.uint32)
    mark = Areas(rings=rings_of(SHAPES), outline="#000000", outlined=(0, 1))
    assert draw_edges(Ink(picture), mark, far, never)
    assert (picture == WHITE).all()
    assert not edged(lambda: True, outlined=(0,))[0]
