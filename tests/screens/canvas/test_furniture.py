import numpy as np
import pytest
from PySide6.QtGui import QPainter

from gridmap.scene.scene import Scene
from gridmap.scene.view import View
from gridmap.screens.canvas.furniture import Furniture
from gridmap.screens.canvas.render import image_of

BACKGROUND = 0xFF123456


def painted(furniture, view, qapp):
    buffer = np.full((view.height, view.width), BACKGROUND, np.uint32)
    image = image_of(buffer)
    painter = QPainter(image)
    furniture.paint(painter, Scene(schematic=True), view, None)
    painter.end()
    return buffer


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_while_a_zoom_goes_on_the_pieces_stand_where_words_keep_clear_and_look_as_if_drawn_anew(ratio, qapp):
    furniture, seen = Furniture(), set()
    for step in range(30):
        view = View(round(400 * ratio), round(240 * ratio), scale=0.01 * 1.07**step, ratio=ratio)
        buffer = painted(furniture, view, qapp)
        assert np.array_equal(buffer, painted(Furniture(), view, qapp))
        clear = buffer != BACKGROUND
        assert clear.any()
        for left, top, right, bottom in furniture.boxes(Scene(schematic=True), view):
            clear[int(top) : int(bottom) + 1, int(left) : int(right) + 1] = False
        assert not clear.any()
        seen.add(buffer.tobytes())
    assert len(seen) > 20


def test_pieces_that_are_not_wanted_are_not_there(qapp):
    view = View(400, 240, scale=0.01)
    both, bar, arrow, none = (
        (painted(Furniture(scale_bar=shown, north=pointed, schematic=False), view, qapp) != BACKGROUND).sum()
        for shown, pointed in ((True, True), (True, False), (False, True), (False, False))
    )
    assert none == 0 < arrow < both
    assert bar < both <= bar + arrow
