"""A window painted to a file: the real desk or wall, at any size, without a screen."""

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QImage, QPainter

from gridmap.errors import UsageError
from gridmap.exchange.exports.save import replacing
from gridmap.i18n import _
from gridmap.scene.layers import load_layers
from gridmap.screens.application import application
from gridmap.screens.desk import DeskWindow
from gridmap.screens.drill import WIDTH, paint_frame
from gridmap.screens.jobs import Job
from gridmap.screens.memory import Forgetful
from gridmap.screens.wall import WallWindow
from gridmap.screens.wall.calibration import Calibration
from gridmap.screens.wall.state import scenes
from gridmap.session import Session
from gridmap.township.census import Population
from gridmap.township.folders import layers_folder
from gridmap.township.scenario import chosen

PICTURES = (".png", ".jpg", ".jpeg", ".bmp", ".webp")
LARGEST = 16384
SECOND_PAGES = {"trend": "analyse"}
"""Pages of the wall that are not a scene of their own, with the scene that has them."""
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


@dataclass(frozen=True)
class Snap:
    """What to paint: which window, which of the wall's scenes, how large, for which seat and basis."""

    screen: str = "desk"
    scene: str = "monitor"
    width: int = 1920
    height: int = 1080
    seat_m: float = 5.0
    population: Population = "resident"
    moment: datetime | None = None


def paint_snapshot(session: Session, path: Path, snap: Snap) -> None:
    """Paint one window to ``path`` (PNG, or as its suffix says).

    The desk is laid out in logical pixels, so a picture higher than 1080 is that of a screen with a
    higher pixel ratio; the wall is laid out natively at any size. Raises UsageError for an unknown
    scene or suffix and InputError when the picture cannot be written.
    """
    if path.suffix.lower() not in PICTURES:
        known = " ".join(PICTURES)
        raise UsageError(_("{path}：不是图片的后缀；可用：{known}").format(path=path, known=known))
    session.spare(path)
    ratio = max(1, snap.height // DESIGN_HEIGHT) if snap.screen == "desk" else 1
    os.environ["QT_SCALE_FACTOR"] = str(ratio)
    application()
    session.load_rest()
    picture = _wall(session, snap) if snap.screen == "wall" else _desk(session, snap, ratio)
    with replacing(path) as fresh:
        if not picture.save(str(fresh)):
            raise OSError(_("图片写不出来"))


def _desk(session: Session, snap: Snap, ratio: int) -> QImage:
    window = DeskWindow(session, load_layers(layers_folder()), Forgetful())
    window.finish_opening()
    (population,) = chosen(snap.population, session.census)
    window.set_population(population)
    width, height = snap.width // ratio, snap.height // ratio
    least = window.minimumSize()
    small = max(least.width() / width, least.height() / height, 1.0)
    window.resize(round(width * small), round(height * small))
    window.show()
    _lay_out()
    window.canvas.fit()
    window.canvas.settle()
    _lay_out()
    picture = window.grab().toImage()
    window.close()
    if small > 1.0:  # the whole desk on a screen too small for it, rather than a part
        picture = picture.scaled(snap.width, snap.height, mode=Qt.TransformationMode.SmoothTransformation)
    return picture


def _wall(session: Session, snap: Snap) -> QImage:
    known = [*(name for name, _title in scenes()), *SECOND_PAGES]
    if snap.scene not in known:
        raise UsageError(
            _("--scene {name}：没有这个场景；可用：{known}").format(name=snap.scene, known="、".join(known))
        )
    moment = snap.moment
    clock = datetime.now if moment is None else lambda: moment
    window = WallWindow(session, load_layers(layers_folder()), Calibration(snap.seat_m), now=clock)
    window.resize(snap.width, snap.height)
    window.show_scene(SECOND_PAGES.get(snap.scene, snap.scene))
    window.alter(trend=snap.scene in SECOND_PAGES)
    window.show()
    window.tick()
    while window.findChildren(Job):  # help on its way is worked out beside
        QCoreApplication.processEvents()
    _lay_out()
    picture = window.picture()
    if session.snapshot.settings.drill:
        with QPainter(picture) as painter:
            paint_frame(painter, picture.rect(), 2 * WIDTH, picture.height() / DESIGN_HEIGHT, word=False)
    window.close()
    return picture


def _lay_out() -> None:
    for _turn in range(3):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        QCoreApplication.processEvents()
