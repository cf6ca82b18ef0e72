"""What the map shows of an edit in the making: marks over it, labels, the card at the pointer, the hint."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QLabel

from gridmap.screens.canvas import MapCanvas
from gridmap.screens.canvas.badge import PointerBadge
from gridmap.screens.desk.foresight import Foreseen, Look, hand
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

    @property
    def look(self) -> Look:
        """How the map is coloured now."""
        state = self._state
        alpha = state.opacity_of("grids")
        ratio = self._canvas.devicePixelRatioF()
        return Look(
            state.population,
            state.colours,
            alpha,
            tuple(state.scenarios),
            self._canvas.under_overlay(),
            ratio,
        )

    def show(self, seen: Foreseen) -> None:
        """One step of a gesture, the card beside the pointer."""
        self._kept = False
        self._canvas.set_overlay(seen.shown, seen.drawn)
        if seen.card is None:
            self.badge.hide()
        else:
            self.badge.say(seen.card.badge, seen.card.at, seen.card.picture)

    def show_hand(self, sketch: Sketch) -> None:
        """What a press here would take hold of."""
        self._kept = False
        self._canvas.set_overlay(hand(sketch, self._state.colours))
        self.badge.hide()

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
