"""The first map of the next desk, kept by the last one and on the screen before anything is read.

It is good only for exactly the state that it was drawn of: the store's file, the day, what the windows
remember, the overlays and the program. Anything else, and the first map is the one that the desk draws.
It says no more of persons than the columns that are kept (``store/mapped.py``): where houses stand.
"""

import json
import os
import time
import zlib
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEventLoop, QRect, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from gridmap import __version__
from gridmap.screens.application import application
from gridmap.screens.memory import Memory
from gridmap.township.folders import layers_folder, own_folder

FORMAT = 1
PIXEL = QImage.Format.Format_RGB32
"""Four bytes, as a window has them."""
OVER_THE_WINDOW = (
    Qt.WindowType.SplashScreen | Qt.WindowType.WindowStaysOnTopHint | Qt.WindowType.WindowTransparentForInput
)
EXPOSED_S = 0.2
"""How long the screen may take to give it its place; the desk is not kept waiting longer."""
PLACELESS = ("wayland",)
"""Platforms on which no window can say where it stands."""


@dataclass(frozen=True)
class Note:
    """What is kept beside the pixels. ``x``, ``y`` are the map's upper left corner on the screens in logical
    pixels, ``width`` and ``height`` its size in device pixels, ``ratio`` of which are a logical one."""

    state: str
    x: int
    y: int
    width: int
    height: int
    ratio: float

    @property
    def place(self) -> QRect:
        """Where the map is, in logical pixels."""
        return QRect(self.x, self.y, round(self.width / self.ratio), round(self.height / self.ratio))


@dataclass(frozen=True)
class KeptMap:
    """A picture of the map, and where it was."""

    note: Note
    picture: QImage

    def show(self) -> QWidget:
        """Have it on the screen when this returns, at its place, until it is closed. Hands go through it."""
        picture = QPixmap.fromImage(self.picture)
        picture.setDevicePixelRatio(self.note.ratio)
        shown = QLabel(None, OVER_THE_WINDOW)
        shown.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        shown.setPixmap(picture)
        shown.setGeometry(self.note.place)
        shown.show()
        waits, window = time.perf_counter() + EXPOSED_S, shown.windowHandle()
        while not window.isExposed() and time.perf_counter() < waits:
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5)
        QCoreApplication.processEvents()
        return shown


def find(address: str | None) -> KeptMap | None:
    """The first map of a township as it is now; None when there is none that is certainly it, or its place
    is on no screen."""
    state = _state(Path(address)) if address else ""
    try:
        with _file().open("rb") as file:
            note = Note(**json.loads(file.readline()))
            pixels = file.read() if state and note.state == state else b""
    except (OSError, ValueError, TypeError):
        return None
    if len(pixels) != note.width * note.height * 4 or not _fits(note):
        return None
    return KeptMap(note, QImage(pixels, note.width, note.height, note.width * 4, PIXEL).copy())


def keep(address: str, picture: QImage, x: int, y: int) -> None:
    """Keep a picture of ``Format_RGB32`` as the first map of a township that has just been closed; at ``x``,
    ``y`` on the screens. A folder that cannot be written keeps none."""
    state, draft = _state(Path(address)), _file().with_suffix(f".new{os.getpid()}")
    if not state:
        return
    note = Note(state, x, y, picture.width(), picture.height(), picture.devicePixelRatio())
    with suppress(OSError):
        try:
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                file.write(json.dumps(asdict(note)).encode() + b"\n")
                file.write(picture.constBits())
            draft.replace(_file())
        finally:
            draft.unlink(missing_ok=True)


def _fits(note: Note) -> bool:
    application()  # which knows the screens
    return QGuiApplication.platformName() not in PLACELESS and any(
        screen.geometry().intersects(note.place) and screen.devicePixelRatio() == note.ratio
        for screen in QGuiApplication.screens()
    )


def _file() -> Path:
    return own_folder() / "first.map"


def _state(path: Path) -> str:
    """What tells this state from every other; '' while nothing is remembered of a window.

    What others wrote to the store stands in its file or, as long as somebody has it open, in its log.
    """
    remembered, log = Memory.own().stamp(), path.with_name(path.name + "-wal")
    try:
        store = [_said(file.stat()) for file in (path, log) if file == path or file.exists()]
        overlays = sorted((entry.name, entry.stat().st_mtime_ns) for entry in os.scandir(layers_folder()))
    except OSError:
        return ""
    of_overlays = zlib.crc32(repr(overlays).encode())
    return f"{FORMAT} {__version__} {date.today()} {store} {remembered} {of_overlays}" if remembered else ""


def _said(status: os.stat_result) -> tuple[int, ...]:
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns
