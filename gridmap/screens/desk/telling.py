"""What the panels hear of a gesture: the counts while it goes on, repairs and names once the hand rests."""

from PySide6.QtCore import QObject, QTimer, Signal

from gridmap.redraw.preview import Preview
from gridmap.screens.desk.foresight import find_repairs
from gridmap.screens.desk.state import DeskState
from gridmap.screens.newest import Newest

TELL_MS, NEXT_MS, REST_MS = 60, 30, 150
"""How often panels hear of a gesture (an eye reads no faster), one after the other, and how long the hand
must rest until they look for repairs and names."""


class Telling(QObject):
    """Follows the previews of one hand. ``previewed`` says what the panels should show (a Preview or None),
    and whether all of it; the state of the window hears of it too."""

    previewed = Signal(object, bool)

    def __init__(self, parent: QObject, state: DeskState) -> None:
        super().__init__(parent)
        self._state = state
        self._newest: Preview | None = None
        self._told: Preview | None = None
        self._mending = Newest(self, find_repairs, "gridmap-repairs")
        self._mending.answered.connect(self._tell_all)
        self._soon = QTimer(self, singleShot=True, interval=TELL_MS)
        self._next = QTimer(self, singleShot=True, interval=NEXT_MS)
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._next.timeout.connect(self._tell_state)
        self._soon.timeout.connect(self._tell)
        self._rest.timeout.connect(self._mend)

    def follow(self, preview: Preview | None) -> None:
        """The hand moved on."""
        self._newest = preview
        self._rest.start()
        if not self._soon.isActive():
            self._soon.start()

    def end(self, made: Preview | None = None) -> None:
        """Tell at once that a stroke was saved, or that there is none."""
        for timer in (self._soon, self._next, self._rest):
            timer.stop()
        self._newest, self._told = None, made
        self.previewed.emit(made, made is None)
        self._state.previewed.emit(None)
        if made is not None:
            self._mending.ask(made)

    def _tell(self) -> None:
        if self._newest is not self._told:
            self._told = self._newest
            self.previewed.emit(self._told, False)
            self._next.start()

    def _tell_state(self) -> None:
        self._state.previewed.emit(self._told)

    def _mend(self) -> None:
        """Find repairs, beside; panels hear of them and of names afterwards."""
        self._tell()
        if self._told is not None:
            self._mending.ask(self._told)

    def _tell_all(self, made: Preview, _repairs: object) -> None:
        if made is self._told:
            self.previewed.emit(made, True)
