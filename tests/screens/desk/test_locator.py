import numpy as np
import shapely
from PySide6.QtGui import QColor

from gridmap.scene.palette import palette
from gridmap.township.change import Change


def colours_in(image):
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}


def test_the_small_map_shows_the_villages_and_is_drawn_once_for_all_frames(desk):
    locator, canvas = desk.locator, desk.canvas
    canvas.fit()
    assert not locator.isVisible()
    canvas.zoom_at((canvas.width() / 2, canvas.height() / 2), 4.0)
    assert locator.isVisible()
    colours = palette(canvas.scene.theme)
    before = locator.grab().toImage()
    assert QColor(colours.track).name() in colours_in(before)
    ground = locator._ground[1]
    canvas.pan(200, 100)
    after = locator.grab().toImage()
    assert locator._ground[1] is ground
    assert before != after  # the frame moved


def test_the_small_map_is_drawn_again_only_when_the_villages_are_others(desk):
    locator = desk.locator
    desk.canvas.zoom_at((desk.canvas.width() / 2, desk.canvas.height() / 2), 4.0)
    locator.grab()
    ground = locator._ground[1]
    homes = desk.session.snapshot["households"].take([0])
    desk.session.write(Change("换户", {"households": homes.replace(resident=np.array([9.0]))}))
    locator.grab()
    assert locator._ground[1] is ground
    villages = desk.session.snapshot["villages"].take([0])
    moved = shapely.transform(villages["geometry"], lambda xy: xy + 1.0)
    desk.session.write(Change("移村", {"villages": villages.replace(geometry=moved)}))
    locator.grab()
    assert locator._ground[1] is not ground
