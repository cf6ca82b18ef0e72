"""The picture in front: larger than the window, so that a pan or zoom only copies it.

While a gesture runs, quick pictures follow it one after another; at its end the one in flight is
dropped and the sharp one drawn, first of the window alone, then of what lies beyond its edges too.
Behind the front stands the whole township, for the gaps.
"""

import time
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import shiboken6
from PySide6.QtCore import QObject, QPoint, QRect, QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QRegion

from gridmap.scene.scene import Scene
from gridmap.scene.view import View
from gridmap.screens.canvas.fast import Raster
from gridmap.screens.canvas.render import Buffer, draw_sharp, image_of
from gridmap.screens.canvas.worker import Job, worker_of

if TYPE_CHECKING:
    from gridmap.screens.canvas.widget import MapCanvas

LARGE = 2800  # device pixels wide from which less is drawn beyond the edges, and coarsely in a gesture
BEYOND, BEYOND_LARGE = 1.5, 1.25
ASIDE_S = 0.01  # how often it is asked whether what is worked out ahead may go on
SPARE = 0.15  # of what is beyond the edges that must be left before the next picture is drawn


class Front(QObject):
    """The front picture and the backdrop of one canvas, and the worker that renews them."""

    def __init__(self, canvas: "MapCanvas") -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._worker = worker_of(self)
        self._worker.done.connect(self._arrived)
        self._shown: Job | None = None
        self._backdrop: Job | None = None
        self._spare: dict[tuple[int, ...], Buffer] = {}  # one for each size in use
        self._rasters: dict[tuple[bool, ...], Raster] = {}
        self._moving = False
        self._prepared: Scene | None = None

    @property
    def moving(self) -> bool:
        """Whether a gesture runs."""
        return self._moving

    @moving.setter
    def moving(self, moving: bool) -> None:
        if self._moving != moving:
            self._worker.drop()
        self._moving = moving

    @property
    def sharp(self) -> bool:
        """Whether what stands in the window is the sharp picture of the present view."""
        job, view = self._shown, self._canvas.view
        if job is None or job.fast or job.scene is not self._canvas.scene or job.view.scale != view.scale:
            return False
        return _box(job.view, view).contains(QRectF(0, 0, view.width, view.height))

    @property
    def at_rest(self) -> bool:
        """Whether it is sharp, beyond the edges of the window too, and nothing is drawn."""
        canvas = self._canvas
        return self.sharp and not self._worker.busy and not self._wanted(canvas.scene, canvas.view)

    def shows(self, scene: Scene) -> bool:
        """Whether a picture of this scene stands there, sharp or not."""
        return self._shown is not None and self._shown.scene is scene

    def forget_content(self) -> None:
        """The scene changed: the old picture stays until the new one is there."""
        self._worker.drop()
        self._rasters = {}
        self._backdrop = None

    def forget_memory(self) -> None:
        """The window has another size: pictures of the old one are not needed again."""
        self._spare.clear()

    def draw_now(self, scene: Scene, view: View) -> None:
        """Draw the sharp picture of the window before returning."""
        self._worker.drop()
        job = Job(scene, view, np.empty((view.height, view.width), np.uint32), fast=False)
        draw_sharp(job.buffer, scene, view)
        self._shown = job
        self._keep_backdrop(job)

    def paint(self, painter: QPainter, scene: Scene, view: View) -> None:
        """Copy the picture to the window; the very first one is drawn at once."""
        if self._shown is None:
            self.draw_now(scene, view)
        assert self._shown is not None
        box = _box(self._shown.view, view)
        window = QRect(0, 0, view.width, view.height)
        if not box.contains(QRectF(window)):
            painter.save()
            inner = box.adjusted(1, 1, -1, -1).toAlignedRect()
            painter.setClipRegion(QRegion(window) - QRegion(inner))
            painter.fillRect(window, QColor(scene.background))
            if self._backdrop is not None:
                _copy(painter, image_of(self._backdrop.buffer), self._backdrop.view, view)
            painter.restore()
        _copy(painter, image_of(self._shown.buffer), self._shown.view, view)

    def renew(self, scene: Scene, view: View) -> None:
        """Ask for a better picture where it is wanted.

        Once a picture of a scene stands there, what nearer scales will show is worked out; a gesture does
        not put that off, for it is what comes to need it, but what the canvas is told stands ``aside`` for.
        """
        wanted = self._wanted(scene, view)
        if wanted:
            self._ask(scene, view)
        if self._prepared is not scene and self.shows(scene) and (self._moving or not wanted):
            self._prepared = scene
            self._worker.prepare(scene, lambda: self._is_left(scene))

    def _is_left(self, scene: Scene) -> bool:
        """Whether what is worked out of a scene is not wanted any more; waits while it stands aside."""
        while self._prepared is scene and shiboken6.isValid(self):
            if not self._canvas.aside():
                return False
            time.sleep(ASIDE_S)
        return True

    def _wanted(self, scene: Scene, view: View) -> bool:
        """Whether the front is of another scene or scale, not sharp, or nearly left behind."""
        job = self._shown
        if job is None or job.scene is not scene or (job.fast and not self._moving):
            return True
        if job.view.scale != view.scale:
            return True
        room = (beyond(view) - 1) / 2 * SPARE
        reach_x, reach_y = room * view.width, room * view.height
        needed = QRectF(0, 0, view.width, view.height).adjusted(-reach_x, -reach_y, reach_x, reach_y)
        return not _box(job.view, view).contains(needed)

    def _ask(self, scene: Scene, view: View) -> None:
        if self._worker.busy:
            return
        large = wide(view, beyond(view) if self._moving or self.sharp else 1.0)
        buffer = self._buffer(large.height, large.width)
        grain = 2 if view.width >= LARGE else 1
        self._worker.start(Job(scene, large, buffer, self._moving, grain, self._rasters))

    def _buffer(self, height: int, width: int) -> Buffer:
        """Memory for a picture; that of an older one when it fits, for fresh memory is slow."""
        found = self._spare.pop((height, width), None)
        return np.empty((height, width), np.uint32) if found is None else found

    def _arrived(self, job: Job, whole: bool) -> None:
        canvas, stood = self._canvas, self.sharp
        if not whole or job.scene is not canvas.scene:
            self._spare[job.buffer.shape] = job.buffer
            if not self._moving or not whole:
                self.renew(canvas.scene, canvas.view)
            return
        old, self._shown = self._shown, job
        self._keep_backdrop(job)
        if old is not None and old is not self._backdrop:
            self._spare[old.buffer.shape] = old.buffer
        canvas.say_renewed()
        if self._moving:
            return
        if stood:  # what is in the window stood there already: only the ground beyond its edges is new
            self.renew(canvas.scene, canvas.view)
        elif canvas.lettered or old is None or old.scene is job.scene:
            canvas.update()  # else with the words: numbers and colours change together

    def _keep_backdrop(self, job: Job) -> None:
        """The sharp picture of the most ground stays behind the front."""
        if job.fast:
            return
        if self._backdrop is None or _width(job.view) > 1.01 * _width(self._backdrop.view):
            self._backdrop = job


def _width(view: View) -> float:
    """Metres of ground from west to east."""
    return view.width / view.scale


def beyond(view: View) -> float:
    """How many times wider than the window the front picture is."""
    return BEYOND_LARGE if view.width >= LARGE else BEYOND


def wide(view: View, share: float) -> View:
    """The same look at more ground; the window's pixels are whole pixels of it."""
    extra_x, extra_y = round(view.width * (share - 1) / 2), round(view.height * (share - 1) / 2)
    return replace(view, width=view.width + 2 * extra_x, height=view.height + 2 * extra_y)


def _box(source: View, view: View) -> QRectF:
    """Where the ground of ``source`` lies in the window of ``view``, in device pixels."""
    share = view.scale / source.scale
    width, height = source.width * share, source.height * share
    x = (source.x - view.x) * view.scale + view.width / 2 - width / 2
    y = (view.y - source.y) * view.scale + view.height / 2 - height / 2
    return QRectF(x, y, width, height)


def _copy(painter: QPainter, image: QImage, source: View, view: View) -> None:
    """A shift by whole pixels at the same scale, else scaled to the nearest pixel."""
    box = _box(source, view)
    if source.scale == view.scale:
        painter.drawImage(QPoint(round(box.x()), round(box.y())), image)
        return
    window = QRectF(0, 0, view.width, view.height)
    target = box.intersected(window)
    if target.isEmpty():
        return
    share = source.scale / view.scale
    part = QRectF(
        (target.x() - box.x()) * share, (target.y() - box.y()) * share,
        target.width() * share, target.height() * share,
    )  # fmt: skip
    painter.drawImage(target, image, part)
