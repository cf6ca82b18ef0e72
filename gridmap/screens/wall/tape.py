"""The measure of one wall: what is remembered of its screen, the layout that follows, and asking anew."""

from typing import Protocol

from PySide6.QtWidgets import QWidget

from gridmap.scene.wall import WallContent
from gridmap.screens.memory import Memory
from gridmap.screens.wall.calibration import Calibration, remember
from gridmap.screens.wall.ground import Ground
from gridmap.screens.wall.layout import Layout


class Wall(Protocol):
    """What is asked of the wall."""

    ground: Ground

    @property
    def content(self) -> WallContent:
        """What it says."""
        ...

    def lay_out(self) -> None:
        """Stand everything where the measure wants it."""
        ...


class Tape:
    """Holds what was measured of the screen on which a window stands."""

    def __init__(self, window: QWidget, measured: Calibration | None) -> None:
        self._window = window
        self._wall: Wall = window  # type: ignore[assignment]  # a widget that is a Wall
        self.measured = measured or Calibration()

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the window in device pixels."""
        ratio = self._window.devicePixelRatio()
        return round(self._window.width() * ratio), round(self._window.height() * ratio)

    def layout(self) -> Layout:
        """Where everything stands in the window as it is now."""
        measured = self.measured
        return Layout.of(*self.size, measured.seat_m, measured.width_mm, measured.halves)

    def ask(self) -> None:
        """Ask how large the picture is and how far the farthest seat; it is remembered for this screen."""
        from gridmap.screens.wall.calibration_dialog import CalibrationDialog
        from gridmap.screens.wall.checker import check

        content, legend = self._wall.content, self._wall.ground.legend
        dialog = CalibrationDialog(
            self._window, self.size, self.measured, lambda layout: check(content, layout, legend)
        )
        dialog.accepted.connect(lambda: self.take(dialog.measured))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def take(self, measured: Calibration) -> None:
        """The screen was measured."""
        remember(Memory.own(), self._window.screen(), measured)
        self.measured = measured
        self._wall.lay_out()
