"""Our own icons: strokes in a 20 unit box, drawn in the colour of the text around them.

Each icon is one SVG path, stroke 1.5 with round ends and no fill, rendered sharp at any pixel
ratio. The shapes are the project's own.
"""

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from gridmap.scene.palette import Palette

PATHS = {
    "search": "M8.5 3.5a5 5 0 1 1 0 10a5 5 0 1 1 0-10M12.2 12.2L16.5 16.5",
    "undo": "M7 4L3.5 7.5L7 11M4 7.5h7.5a4.3 4.3 0 0 1 0 8.6H8",
    "redo": "M13 4l3.5 3.5L13 11M16 7.5H8.5a4.3 4.3 0 0 0 0 8.6H12",
    "pointer": "M5 3.5l10.5 5.3l-4.6 1.7l-2 4.7z",
    "measure": "M2.5 7.5h15v5h-15zM5.5 7.5v2M8.5 7.5v3M11.5 7.5v2M14.5 7.5v3",
    "screen": "M3 4h14v9.5H3zM10 13.5V16.5M6.5 16.5h7",
    "page": "M10 2.8a7.2 7.2 0 1 1 0 14.4a7.2 7.2 0 1 1 0-14.4M3 10h14"
            "M10 3c3.8 4 3.8 10 0 14c-3.8-4-3.8-10 0-14",
    "float": "M7.5 7.5h8v8h-8zM12.5 4.5h-8v8",
    "close": "M5.5 5.5l9 9M14.5 5.5l-9 9",
    "check": "M4.5 10.5L8.2 14L15.5 6",
    "pin": "M10 17.2c3.6-3.7 5.4-6.5 5.4-9a5.4 5.4 0 0 0-10.8 0c0 2.5 1.8 5.3 5.4 9z"
           "M10 6.4a1.9 1.9 0 1 1 0 3.8a1.9 1.9 0 1 1 0-3.8",
    "error": "M10 3.5L17.2 16H2.8z",
    "warning": "M10 3l7 7l-7 7l-7-7z",
    "note": "M10 3.5a6.5 6.5 0 1 1 0 13a6.5 6.5 0 1 1 0-13",
    "shield": "M10 2.8l6 2.2v4.6c0 3.7-2.4 6.2-6 7.6c-3.6-1.4-6-3.9-6-7.6V5zM7.3 9.8l2 2l3.5-4",
    "grid": "M3.5 3.5h13v13h-13zM3.5 10h13M10 3.5v13",
    "house": "M3.5 9.5L10 3.8l6.5 5.7M5.5 8.2v8h9v-8",
    "village": "M3 16.5V9l4-3l4 3v7.5zM11 11.5l3-2.3l3 2.3v5h-6",
    "place": "M4 4h12v12H4zM10 7v6M7 10h6",
    "coordinates": "M10 2.5v15M2.5 10h15M10 6a4 4 0 1 1 0 8a4 4 0 1 1 0-8",
    "person": "M10 3.5a3 3 0 1 1 0 6a3 3 0 1 1 0-6M4 16.8c.6-3.2 2.8-5 6-5s5.4 1.8 6 5",
    "file": "M5 2.8h6.8l3.4 3.4v11H5zM11.8 2.8v3.4h3.4",
    "theme": "M10 3a7 7 0 1 1 0 14a7 7 0 1 1 0-14M10 3v14M10 6.5h5.6M10 10h7M10 13.5h5.6",
    "border": "M10 3v14M7 7L4 10l3 3M13 7l3 3l-3 3",
    "brush": "M12.4 3.4l4.2 4.2l-6.4 6.4l-4.2-4.2zM6 9.8c-2.6 1-1.4 4.2-3 5.8c2.6.8 5.8.2 7.2-1.6",
    "lasso": "M10 3.5c4 0 7 2 7 4.7s-3 4.7-7 4.7s-7-2-7-4.7s3-4.7 7-4.7"
             "M6 12.2c-1.8.8-1.8 2.8 0 3.2c1.4.3 2 1 1.6 2.1",
    "split": "M5.5 12.2a2.1 2.1 0 1 1 0 4.2a2.1 2.1 0 1 1 0-4.2M14.5 12.2a2.1 2.1 0 1 1 0 4.2"
             "a2.1 2.1 0 1 1 0-4.2M6.7 12.6L13.5 3.5M13.3 12.6L6.5 3.5",
    "merge": "M3.5 3.5h8.5v8.5H3.5zM8 8h8.5v8.5H8z",
    "reshape": "M3 15.5c3-8.5 5 2 8-4s3-6 5.5-7M12.8 4h4v4",
    "vertex": "M3.5 15.5L8.8 7.8M11.2 7.8l5.3 7.7M8.2 4.2h3.6v3.6H8.2z",
    "straight": "M3 16.5L17 3.5M3.5 10.5c1.8-4.5 4.2 1 6-3.5",
    "mask": "M3 7.5c4.5-1.8 9.5-1.8 14 0c.3 5-2 7.8-4.2 7.5c-1.3-.2-1.6-1.9-2.8-1.9"
            "s-1.5 1.7-2.8 1.9c-2.2.3-4.5-2.5-4.2-7.5z"
            "M5.8 9.6c1-.8 2.2-.8 3 .2M11.2 9.8c.8-1 2-1 3-.2",
    "lock": "M4.8 9h10.4v7.5H4.8zM7 9V6.4a3 3 0 0 1 6 0V9",
    "group": "M3.5 3.5H9V9H3.5zM11 3.5h5.5V9H11zM3.5 11H9v5.5H3.5zM11 11h5.5v5.5H11z",
    "stream": "M6.5 3c3 2.8-3 4.4 0 7s-3 4.2 0 7M13.5 3c3 2.8-3 4.4 0 7s-3 4.2 0 7",
    "area": "M4.5 6.5L11 3l5.5 5l-2 7.5l-8.5 1zM6 12.5l6-8M7.5 15.5l7.5-9M11.5 16l4-5",
    "circle": "M10 3a7 7 0 1 1 0 14a7 7 0 1 1 0-14M10 10h7",
    "way": "M4.5 16.5c5-1 1.5-6 6-7c3.5-.8 2-4 5-5M15.5 2.5a2 2 0 1 1 0 4a2 2 0 1 1 0-4M4.5 15v3",
    "car": "M3 12.5l1.5-5h11l1.5 5v3H3zM6 15.5a1.3 1.3 0 1 1 0 .1M14 15.5a1.3 1.3 0 1 1 0 .1M3 12.5h14",
    "cut": "M2.5 10H7M13 10h4.5M7.5 7.5l5 5M12.5 7.5l-5 5",
    "play": "M6 3.5l10 6.5l-10 6.5z",
    "pause": "M6.5 4v12M13.5 4v12",
    "to_start": "M15 4.5l-8 5.5l8 5.5zM5 4.5v11",
    "to_end": "M5 4.5l8 5.5l-8 5.5zM15 4.5v11",
    "fit": "M3.5 7.5v-4h4M12.5 3.5h4v4M16.5 12.5v4h-4M7.5 16.5h-4v-4",
}  # fmt: skip
FILLED = frozenset({"error"})
"""Icons drawn solid: the worst finding is a solid triangle in black and white too."""


@cache
def _renderer(name: str, colour: str) -> QSvgRenderer:
    fill = colour if name in FILLED else "none"
    pen = f'stroke="{colour}" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round"'
    path = f'<path d="{PATHS[name]}" fill="{fill}" {pen}/>'
    box = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20">'
    return QSvgRenderer(QByteArray(f"{box}{path}</svg>".encode()))


def paint(painter: QPainter, name: str, box: QRectF, colour: str) -> None:
    """Draw an icon into ``box`` (logical pixels) of a painter."""
    _renderer(name, colour).render(painter, box)


@cache
def icon(name: str, colours: Palette, role: str = "text", size: int = 18) -> QIcon:
    """An icon in its theme's colour for ``role``; grey when disabled, accent when checked.

    Drawn once for the pixel ratio of every screen there is, so that it is sharp on any of them.
    """
    made = QIcon()
    drawn = {
        (QIcon.Mode.Normal, QIcon.State.Off): getattr(colours, role),
        (QIcon.Mode.Disabled, QIcon.State.Off): colours.disabled,
        (QIcon.Mode.Normal, QIcon.State.On): colours.accent,
    }
    for (mode, state), colour in drawn.items():
        for ratio in {screen.devicePixelRatio() for screen in QGuiApplication.screens()}:
            made.addPixmap(pixmap(name, colour, size, ratio), mode, state)
    return made


def pixmap(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    """An icon as a picture of ``size`` logical pixels."""
    made = QPixmap(round(size * ratio), round(size * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    paint(painter, name, QRectF(0, 0, size, size), colour)
    painter.end()
    return made
