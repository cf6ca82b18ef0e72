"""Draws one picture at a time beside the window's own thread."""

import os
import sys
import threading
from dataclasses import field

from PySide6.QtCore import QObject, Qt, Signal

from gridmap.scene.marks import Areas
from gridmap.scene.prepare import prepare
from gridmap.scene.scene import Scene
from gridmap.scene.view import View
from gridmap.screens.canvas.fast import Raster, draw_coarse, filled, frame_of, owned, raster_of
from gridmap.screens.canvas.render import Buffer, Stale, draw_sharp
from gridmap.township.value import dataclass

SWITCH_S = 0.0005  # between threads: the window's frames come on time while numpy works


@dataclass(frozen=True, eq=False)
class Job:
    """A picture to draw: of what, from where, into which memory, and how well.

    A fast one is drawn with every pixel ``grain`` pixels wide and high.
    """

    scene: Scene
    view: View
    buffer: Buffer
    fast: bool
    grain: int = 1
    rasters: dict[tuple[bool, ...], Raster] = field(default_factory=dict)

    def run(self, stale: Stale) -> bool:
        """Draw it. False when it was not wanted any more."""
        if not self.fast:
            return draw_sharp(self.buffer, self.scene, self.view, stale)
        fills = tuple(mark for mark in self.scene.marks if isinstance(mark, Areas))
        shown = tuple(mark.shown(self.view.logical_scale) for mark in fills)
        if shown not in self.rasters:
            self.rasters[shown] = raster_of(self.scene, self.view)
        return draw_coarse(self.buffer, self.scene, self.view, self.rasters[shown], self.grain, stale)


class Voice(QObject):
    """What a thread speaks with. It belongs to Python alone, so that it outlives a window that goes."""

    said = Signal(object, bool)


class Worker(QObject):
    """One picture in flight, in a thread of its own that ends with it.

    ``done`` brings the job and whether its picture is whole. ``drop`` makes the one in flight
    give up at its next step.
    """

    done = Signal(object, bool)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._generation = 0
        self._busy = self._ended = False
        self._voice = Voice()
        self._voice.said.connect(self._finished, Qt.ConnectionType.QueuedConnection)
        sys.setswitchinterval(min(SWITCH_S, sys.getswitchinterval()))

    @property
    def busy(self) -> bool:
        """Whether a picture is being drawn."""
        return self._busy

    def drop(self) -> None:
        """The picture in flight is not wanted any more."""
        self._generation += 1

    def start(self, job: Job) -> None:
        """Begin a picture; only when not busy."""
        self._busy = True
        mine = self._generation
        threading.Thread(
            target=_run, args=(self._voice, job, lambda: self._generation != mine), name="gridmap-canvas"
        ).start()

    def prepare(self, scene: Scene, stale: Stale) -> None:
        """Work out what a scene has put off, in a thread of its own that no picture waits for."""
        # no daemon: one that is cut off inside Qt would take the process with it at its end
        args = scene, self._until_end(stale)
        threading.Thread(target=prepare_all, args=args, name="gridmap-prepare").start()

    def end(self) -> None:
        """The window closes: nothing is drawn or worked out any more."""
        self._ended = True
        self.drop()

    def _until_end(self, stale: Stale) -> Stale:
        return lambda: self._ended or stale()

    def _finished(self, job: Job, whole: bool) -> None:
        self._busy = False
        self.done.emit(job, whole)


def _run(voice: Voice, job: Job, stale: Stale) -> None:
    """Draw in the thread, then tell whoever still listens."""
    voice.said.emit(job, job.run(stale))


def worker_of(parent: QObject) -> Worker:
    """The worker that the environment asks for: a thread, or a process (``GRIDMAP_RENDER=process``)."""
    if os.environ.get("GRIDMAP_RENDER") == "process":
        from gridmap.screens.canvas.process import ProcessWorker

        return ProcessWorker(parent)
    return Worker(parent)


def prepare_all(scene: Scene, stale: Stale) -> bool:
    """Everything of the scene, then who owns which cell, so that the first gesture need not wait for it.

    False when ``stale`` said that it is not wanted any more.
    """
    if prepare(scene, stale):
        frame = frame_of(scene)
        for mark in filled(scene):
            if not stale() and len(mark.rings):
                owned(mark, frame)
    return not stale()
