"""What a playback shows on the map: ways walked, who is on the way, what stands, who was visited."""

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from gridmap.response.timeline import NOUNS, URGENCIES, Noun, Timeline
from gridmap.scene.marks import Symbol
from gridmap.scene.palette import URGENCY
from gridmap.scene.trail import Pixels, Trail, dots_of, pixels_of, trail_of
from gridmap.scene.view import View
from gridmap.screens.canvas import MapCanvas
from gridmap.screens.canvas.sprites import Sprites
from gridmap.screens.canvas.trail_ink import Brush, TrailInk
from gridmap.screens.desk.state import DeskState
from gridmap.screens.response.latest import Latest

SHAPES = {"P1": "triangle", "P2": "diamond", "P3": "pentagon", "": "disc"}
SETTLE_MS = 60
"""How long the view has been still before the ways are worked out for it; they move along until then."""


class TrailLayer(QWidget):
    """Lies over the map and lets every click through."""

    def __init__(self, window: QWidget, state: DeskState, canvas: MapCanvas) -> None:
        super().__init__(canvas)
        self._state, self._canvas = state, canvas
        self._line: Timeline | None = None
        self._nouns: tuple[Noun, ...] = NOUNS
        self._stretch = (0.0, 0.0)
        self._trails: dict[Noun, Trail] = {}
        self._inks: dict[Noun, TrailInk] = {}
        self._sprites: Sprites | None = None
        self._latest = Latest(window, self._take, _raise)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(SETTLE_MS)
        self._later.timeout.connect(self._work)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setGeometry(canvas.rect())
        self.lower()
        self.hide()
        canvas.installEventFilter(self)
        canvas.view_changed.connect(self._moved)

    @property
    def ready(self) -> bool:
        """Whether the ways stand in the window for the present view."""
        drawn = [ink.view for ink in self._inks.values()]
        return bool(drawn) and all(view is not None and _alike(view, self._canvas.view) for view in drawn)

    def show_line(self, line: Timeline, trails: dict[Noun, Trail]) -> None:
        """Play this back from now on."""
        self._line, self._trails = line, trails
        self.dress()

    def dress(self) -> None:
        """The theme is another."""
        colours = self._state.colours
        self._sprites = None
        self._inks = {
            "patrols": TrailInk(Brush(2.0, 1.0, colours.patrol, colours.halo)),
            "visits": TrailInk(Brush(4.0, 1.0, colours.household_near, colours.halo)),
        }
        self._work()

    def show_nouns(self, nouns: tuple[Noun, ...]) -> None:
        """Only these are seen."""
        self._nouns = nouns
        self.update()

    def show_stretch(self, since: float, moment: float) -> None:
        """What was between two moments, and what stands at the second."""
        self._stretch = since, moment
        for noun, ink in self._inks.items():
            ink.show(*self._trails[noun].between(since, moment))
        self.update()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 Qt's name
        """It is always as large as the map."""
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._canvas.rect())
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 Qt's name
        """Ways, dots, walkers, incidents."""
        if self._line is None:
            return
        painter = QPainter(self)
        ratio = self.devicePixelRatioF()
        painter.scale(1 / ratio, 1 / ratio)
        view = self._canvas.view
        for noun, ink in self._inks.items():
            if noun in self._nouns and ink.view is not None:
                _lay(painter, ink, ink.view, view)
        if "patrols" in self._nouns and not self._line.known:
            self._walkers(painter, view, self._line)
        if "incidents" in self._nouns:
            self._incidents(painter, view, self._line)
        painter.end()

    def _walkers(self, painter: QPainter, view: View, line: Timeline) -> None:
        moment, tracks = self._stretch[1], line.tracks
        walking = tracks.on_the_way(moment)
        x, y = tracks.where(walking, np.full(len(walking), moment))
        image = self._lettered(view).symbol(
            Symbol("disc", self._state.colours.patrol, 9.0, rim=self._state.colours.halo)
        )
        for px, py in view.to_pixels(np.column_stack([x, y])).tolist():
            painter.drawImage(QPointF(round(px - image.width() / 2), round(py - image.height() / 2)), image)

    def _incidents(self, painter: QPainter, view: View, line: Timeline) -> None:
        found, sprites = line.incidents, self._lettered(view)
        rows = found.standing(self._stretch[1])
        rows = rows[np.argsort(-found.look[rows], kind="stable")]  # the most urgent on top
        pixels = view.to_pixels(np.column_stack([found.x[rows], found.y[rows]]))
        for (px, py), look in zip(pixels.tolist(), found.look[rows].tolist(), strict=True):
            urgency = URGENCIES[look]
            image = sprites.symbol(Symbol(SHAPES[urgency], URGENCY[urgency], 20.0))
            painter.drawImage(QPointF(round(px - image.width() / 2), round(py - image.height() / 2)), image)

    def _lettered(self, view: View) -> Sprites:
        if self._sprites is None or self._sprites.ratio != view.ratio:
            self._sprites = Sprites(self._state.theme, view.ratio)
        return self._sprites

    def _moved(self) -> None:
        if self.isVisible():
            self._later.start()

    def _work(self) -> None:
        """Where every place is in the present view, in the background."""
        view, trails = replace(self._canvas.view, selected=frozenset()), dict(self._trails)
        self._latest.ask(lambda: {noun: pixels_of(trail, view) for noun, trail in trails.items()})

    def _take(self, found: dict[Noun, Pixels]) -> None:
        for noun, pixels in found.items():
            self._inks[noun].take(pixels)
        self.show_stretch(*self._stretch)
        if found and not self.ready:
            self._moved()


def trails_of(line: Timeline, gap_s: float) -> dict[Noun, Trail]:
    """The ways and the dots of a timeline; any thread may make them."""
    return {"patrols": trail_of(line.tracks, line.known, gap_s), "visits": dots_of(line.visits)}


def _lay(painter: QPainter, ink: TrailInk, drawn: View, view: View) -> None:
    """A picture drawn for one view in another: it moves with the ground until it is drawn again."""
    if _alike(drawn, view):
        painter.drawImage(QPointF(0, 0), ink.image)
        return
    factor = view.scale / drawn.scale
    west, north = drawn.to_world(0, 0)
    (left, top), *_rest = view.to_pixels(np.array([[west, north]])).tolist()
    painter.drawImage(QRectF(left, top, drawn.width * factor, drawn.height * factor), ink.image)


def _alike(one: View, other: View) -> bool:
    names = ("width", "height", "x", "y", "scale", "ratio")
    return all(getattr(one, name) == getattr(other, name) for name in names)


def _raise(error: Exception) -> None:
    raise error
