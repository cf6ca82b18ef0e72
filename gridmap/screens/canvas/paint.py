"""The whole map at once, sharp: for pictures, prints, the wall and the first frame."""

from collections.abc import Mapping

import numpy as np
from PySide6.QtGui import QImage, QPainter

from gridmap.scene.scene import Scene
from gridmap.scene.view import View
from gridmap.screens.canvas.furniture import Furniture
from gridmap.screens.canvas.overlay import paint_overlay, placed_labels
from gridmap.screens.canvas.render import draw_sharp, image_of
from gridmap.screens.canvas.sprites import Sprites


def paint_map(
    painter: QPainter,
    scene: Scene,
    view: View,
    furniture: Furniture | None = None,
    sizes: Mapping[str, float] | None = None,
) -> None:
    """Draw a scene for a view, sharp and at once, with a painter whose units are device pixels.

    It fills ``view.width`` × ``view.height`` from the painter's origin. ``sizes`` changes the size
    of label roles in logical pixels.
    """
    buffer = np.empty((view.height, view.width), np.uint32)
    draw_sharp(buffer, scene, view)
    painter.drawImage(0, 0, image_of(buffer))
    sprites = Sprites(scene.theme, view.ratio, sizes)
    furniture = furniture or Furniture()
    labels = placed_labels(scene, view, sprites, furniture.boxes(scene, view))
    paint_overlay(painter, scene, view, sprites, labels)
    furniture.paint(painter, scene, view, None)


def map_image(
    scene: Scene,
    view: View,
    furniture: Furniture | None = None,
    sizes: Mapping[str, float] | None = None,
) -> QImage:
    """The whole map as an image of ``view.width`` × ``view.height`` pixels."""
    image = QImage(view.width, view.height, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    paint_map(painter, scene, view, furniture, sizes)
    painter.end()
    return image
