"""A window painted to a file: the real desk or wall, at any size, without a screen."""

import os
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QWidget

from gridmap.errors import GridmapError, UsageError
from gridmap.i18n import _
from gridmap.scene.layers import load_layers
from gridmap.screens.memory import Forgetful
from gridmap.session import Session
from gridmap.township.census import Population
from gridmap.township.folders import layers_folder

LARGEST = 16384
DESIGN_HEIGHT = 1080
"""The height the desk is laid out for; twice that many pixels is a screen with a ratio of 2."""


def parse_size(size: str) -> tuple[int, int]:
    """``1920x1080`` as numbers. Raises UsageError."""
    width, _x, height = size.lower().partition("x")
    if not (width.isdecimal() and height.isdecimal()):
        raise UsageError(_("--size {size}：应写成 1920x1080").format(size=size))
    if not (320 <= int(width) <= LARGEST and 240 <= int(height) <= LARGEST):
        raise UsageError(_("--size {size}：宽 320–{most}，高 240–{most}").format(size=size, most=LARGEST))
    return int(width), int(height)


def paint_snapshot(
    session: Session,
    path: Path,
    *,
    screen: str,
    scene: str,
    width: int,
    height: int,
    seat_m: float,
    population: Population,
    now: datetime | None = None,
) -> None:
    """Paint one window of ``width`` × ``height`` device pixels to ``path`` (PNG).

    The desk is laid out in logical pixels, so a picture higher than 1080 is that of a screen with a
    higher pixel ratio; the wall is laid out natively at any size. Raises GridmapError when the
    picture cannot be written.
    """
    ratio = max(1, height // DESIGN_HEIGHT) if screen == "desk" else 1
    os.environ["QT_SCALE_FACTOR"] = str(ratio)
    from gridmap.screens.start import application

    application()
    session.load_rest()
    window = _window(session, screen, scene, seat_m, population, now)
    window.resize(width // ratio, height // ratio)
    window.show()
    settle(window)
    picture = window.grab()
    window.close()
    if not picture.save(str(path), "PNG"):
        raise GridmapError(_("{path}：图片写不进去，请检查文件夹和后缀（.png）").format(path=path))


def settle(window: QWidget) -> None:
    """Let a window lay itself out and paint its map in the sharp pass."""
    for _turn in range(3):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        QCoreApplication.processEvents()
    canvas = window.canvas
    canvas.settle()
    QCoreApplication.processEvents()


def _window(
    session: Session, screen: str, scene: str, seat_m: float, population: Population, now: datetime | None
) -> QWidget:
    layers = load_layers(layers_folder())
    if screen == "wall":
        from gridmap.screens.wall import WallWindow

        wall = WallWindow(session, layers, seat_m=seat_m, now=(lambda: now) if now else datetime.now)
        wall.show_scene(scene)
        return wall
    from gridmap.screens.desk import DeskWindow

    desk = DeskWindow(session, layers, Forgetful())
    desk.finish_opening()
    desk.set_population(population)
    return desk
