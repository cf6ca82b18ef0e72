"""What the map shows of an edit in the making: marks over it, labels, the card at the pointer, the hint."""

from dataclasses import replace

import shapely
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtWidgets import QLabel

from gridmap.redraw.ground import Ground
from gridmap.redraw.pens import Place
from gridmap.redraw.preview import Preview
from gridmap.scene.badge import Badge, badge_of, place_badge, refused
from gridmap.scene.live import live, sketch_marks
from gridmap.scene.placing import Box
from gridmap.scene.scene import Live
from gridmap.screens.canvas import MapCanvas
from gridmap.screens.canvas.badge import PointerBadge, size_of
from gridmap.screens.desk.parts import label
from gridmap.screens.desk.state import DeskState
from gridmap.screens.mode import Sketch

HINT_TOP, HINT_HEIGHT = 12, 26


class LiveView(QObject):
    """The live things of one map. ``show`` draws a step of a gesture, ``clear`` takes everything away."""

    def __init__(self, state: DeskState, canvas: MapCanvas) -> None:
        super().__init__(canvas)
        self._state, self._canvas = state, canvas
        self.badge = PointerBadge(canvas)
        self.hint: QLabel = label("", 13)
        self.hint.setParent(canvas)
        self.hint.setProperty("look", "hint")
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.hint.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hint.hide()
        self._kept = False
        canvas.installEventFilter(self)
        canvas.renewed.connect(self._renewed)

    def say_hint(self, words: str) -> None:
        """The line above the map; '' takes it away."""
        self.hint.setText(words)
        self.hint.setVisible(bool(words))
        self._lay_out()

    def show(
        self, ground: Ground, made: Preview | None, sketch: Sketch, refusal: str = "", at: Place | None = None
    ) -> None:
        """One step of a gesture, with the pointer ``at`` a place."""
        state, self._kept = self._state, False
        shown = Live()
        if made is not None:
            alpha = state.opacity_of("grids")
            shown = live(made, ground, state.population, state.colours, alpha, state.scenarios)
        hand = sketch_marks(sketch.line, sketch.closed, sketch.handles, sketch.circle, state.colours)
        self._canvas.set_overlay(replace(shown, marks=(*shown.marks, *hand)))
        if at is None or (made is None and not refusal):
            self.badge.hide()
        else:
            card = badge_of(made, state.population) if made is not None and not refusal else refused(refusal)
            self.badge.say(card, self._spot(card, made, at))

    def keep(self) -> None:
        """The edit is saved: its marks stay until the map shows it itself."""
        self.badge.hide()
        self._kept = True

    def clear(self) -> None:
        """Nothing is being made."""
        self._kept = False
        self.badge.hide()
        self._canvas.set_overlay(())

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 Qt's name
        """The hint stays above the middle of the map."""
        if event.type() == QEvent.Type.Resize:
            self._lay_out()
        return False

    def _renewed(self) -> None:
        if self._kept:
            self.clear()

    def _lay_out(self) -> None:
        width = min(self.hint.sizeHint().width() + 32, self._canvas.width() - 160)
        self.hint.setGeometry((self._canvas.width() - width) // 2, HINT_TOP, width, HINT_HEIGHT)

    def _spot(self, card: Badge, made: Preview | None, at: Place) -> QPoint:
        size = size_of(card)
        x, y = self._pixel(at)
        avoid = [] if made is None else [self._box(shape) for shape in (made.ground, made.new_border)]
        window = (float(self._canvas.width()), float(self._canvas.height()))
        left, top = place_badge((size.width(), size.height()), (x, y), window, avoid)
        return QPoint(round(left), round(top))

    def _box(self, shape: shapely.Geometry) -> Box:
        if shapely.is_empty(shape):
            return (0.0, 0.0, 0.0, 0.0)
        west, south, east, north = shapely.bounds(shape).tolist()
        return (*self._pixel((west, north)), *self._pixel((east, south)))

    def _pixel(self, place: Place) -> tuple[float, float]:
        view = self._canvas.view
        return (
            ((place[0] - view.x) * view.scale + view.width / 2) / view.ratio,
            ((view.y - place[1]) * view.scale + view.height / 2) / view.ratio,
        )
