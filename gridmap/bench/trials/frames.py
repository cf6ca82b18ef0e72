"""The map alone, without a window around it: frames of a gesture, the sharp picture, a full redraw."""

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QEventLoop, QTimer

from gridmap.app import open_township
from gridmap.bench.rows import Rounds
from gridmap.bench.trials.clock import processor, seconds, thread, timed, wall
from gridmap.scene.build import build
from gridmap.scene.layers import load_layers
from gridmap.scene.scene import Scene
from gridmap.scene.view import View
from gridmap.screens.application import application
from gridmap.screens.canvas import MapCanvas
from gridmap.screens.canvas.worker import prepare_all
from gridmap.session import Session
from gridmap.township.folders import layers_folder

SIZES = {"1080p": (1920, 1080), "4k": (3840, 2160)}
FRAMES = 120
TICK_S = 1 / 60
COPY_EVERY = 8
"""Frames between two copies, which would otherwise keep the frames' own memory out of the caches."""
LONGEST_S = 30
REDRAWS = 5
Step = Callable[[MapCanvas], None]


def frames(store: Path) -> dict[str, Any]:
    """Pan and zoom at 60 frames a second (processor time of the window's thread), the wait for the
    sharp picture afterwards, and the floor: copying as many bytes as the frame has."""
    session = _session(store)
    scene, made = timed(lambda: scene_of(session))
    rows: dict[str, Rounds] = {"scene": [[made]]}
    for name, size in SIZES.items():
        canvas, copy = shown(scene, size), Copy(size)
        rows[f"pan_{name}"] = [gesture(canvas, pan, copy)]
        sharp = [until_sharp(canvas)]
        rows[f"zoom_{name}"] = [gesture(canvas, zoom, copy)]
        rows[f"sharp_{name}"] = [[*sharp, until_sharp(canvas)]]
        rows[f"memcpy_{name}"] = [copy.seconds]
        canvas.close()
    return {"rows": rows}


def redraw(store: Path) -> dict[str, Any]:
    """The whole map again at 1080p, with everything that stands on it: by the wall and by the processor.

    What is worked out once after a first map, beside the window, is there, as it is a second after a start.
    """
    scene = scene_of(_session(store))
    prepare_all(scene, lambda: False)
    canvas = shown(scene, SIZES["1080p"])
    walls, processors = [], []
    for _time in range(REDRAWS):
        begun, worked = wall(), processor()
        canvas.set_scene(replace(scene))
        until_sharp(canvas)
        walls.append(wall() - begun)
        processors.append(processor() - worked)
    return {"rows": {"redraw": [walls], "redraw_cpu": [processors]}}


def scene_of(session: Session) -> Scene:
    """What the map shows of a township when nobody has chosen anything yet."""
    layers = load_layers(layers_folder())
    return build(session.snapshot, session.census, layers, session.findings("resident"), View())


def shown(scene: Scene, size: tuple[int, int]) -> MapCanvas:
    """A map of so many pixels, sharp."""
    application()
    canvas = MapCanvas()
    canvas.resize(*size)
    canvas.set_scene(scene)
    canvas.show()
    until_sharp(canvas)
    return canvas


class Copy:
    """The floor of a frame: one copy of as many bytes, between two frames now and then."""

    def __init__(self, size: tuple[int, int]) -> None:
        self.seconds: list[float] = []
        self._source = np.zeros(size, np.uint32)
        self._target = self._source.copy()

    def __call__(self) -> None:
        """Copy once."""
        self.seconds.append(seconds(lambda: np.copyto(self._target, self._source), thread))


def pan(canvas: MapCanvas) -> None:
    """A steady drag: 14 and 5 pixels a frame."""
    canvas.pan(14, 5)


def zoom(canvas: MapCanvas) -> None:
    """A steady zoom at the middle: 3 % a frame."""
    canvas.zoom_at((canvas.width() / 2, canvas.height() / 2), 1.03)


def gesture(canvas: MapCanvas, step: Step, copy: Copy) -> list[float]:
    """Processor seconds of each frame of a gesture, one each tick."""
    events = application().processEvents
    canvas.gesture_began()
    spent = []
    for frame in range(FRAMES):
        due, begun = wall() + TICK_S, thread()
        step(canvas)
        canvas.repaint()
        spent.append(thread() - begun)
        if frame % COPY_EVERY == 0:
            copy()
        while wall() < due:
            events()
            time.sleep(0.001)
    canvas.gesture_ended()
    return spent


def until_sharp(canvas: MapCanvas) -> float:
    """Seconds until the sharp picture of the present view stands in the window. The thread sleeps between
    two events, as that of a window does: one that keeps looking would take the worker's time."""
    events, begun = application().processEvents, wall()
    alarm = QTimer()
    alarm.start(LONGEST_S * 1000)
    events()
    while not canvas.sharp and wall() < begun + LONGEST_S:
        events(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    return wall() - begun


def _session(store: Path) -> Session:
    return open_township(str(store), read_only=True, at_once=True)
