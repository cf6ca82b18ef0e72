"""The picture in front: larger than the window, so that a pan or zoom only copies it."""

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtGui import QImage, QPainter

from gridmap.scene.scene import Scene
from gridmap.scene.view import View
from gridmap.screens.canvas.render import draw_sharp, image_of

if TYPE_CHECKING:
    from gridmap.screens.canvas.widget import MapCanvas


class Front:
    """Skeleton: draws sharply whenever the view changed."""

    def __init__(self, canvas: "MapCanvas") -> None:
        self._canvas = canvas
        self.moving = False
        self._image: QImage | None = None
        self._view: View | None = None

    def forget_content(self) -> None:
        """The scene changed."""
        self._image = None

    def draw_now(self, scene: Scene, view: View) -> None:
        """Draw the sharp picture before returning."""
        self._buffer = np.empty((view.height, view.width), np.uint32)
        draw_sharp(self._buffer, scene, view)
        self._image, self._view = image_of(self._buffer), view

    def paint(self, painter: QPainter, scene: Scene, view: View) -> None:
        """Copy the picture to the window."""
        if self._image is None or self._view != view:
            self.draw_now(scene, view)
        assert self._image is not None
        painter.drawImage(0, 0, self._image)
