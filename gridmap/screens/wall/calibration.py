"""How large a screen is and how far its farthest seat: measured once, remembered for each screen."""

from dataclasses import dataclass, replace

from PySide6.QtGui import QScreen

from gridmap.screens.memory import Memory

LEAST_SEAT_M, MOST_SEAT_M = 0.5, 50.0
LEAST_MM, MOST_MM = 200, 40_000


@dataclass(frozen=True)
class Calibration:
    """``seat_m`` metres to the farthest seat, ``width_mm`` of the picture (0: nobody measured it); ``halves``
    says that it is two panels of 16:9 side by side, with a seam in the middle."""

    seat_m: float = 5.0
    width_mm: float = 0.0
    halves: bool = False

    def but(self, seat_m: float | None, width_mm: float | None) -> "Calibration":
        """What somebody said for once, before what is remembered."""
        return replace(
            self,
            seat_m=self.seat_m if seat_m is None else seat_m,
            width_mm=self.width_mm if width_mm is None else width_mm,
        )


def remembered(memory: Memory, screen: QScreen | None) -> Calibration:
    """What was measured on a screen."""
    name, plain = _name(screen), Calibration()
    return Calibration(
        _number(memory.get(f"{name}/seat_mm", ""), 1000 * plain.seat_m) / 1000,
        _number(memory.get(f"{name}/width_mm", ""), plain.width_mm),
        memory.get(f"{name}/halves", "") == "1",
    )


def remember(memory: Memory, screen: QScreen | None, measured: Calibration) -> None:
    """Keep what was measured on a screen."""
    name = _name(screen)
    memory.put(f"{name}/seat_mm", f"{1000 * measured.seat_m:.0f}")
    memory.put(f"{name}/width_mm", f"{measured.width_mm:.0f}")
    memory.put(f"{name}/halves", "1" if measured.halves else "0")


def _number(text: str, otherwise: float) -> float:
    return float(text) if text.isdecimal() else otherwise


def _name(screen: QScreen | None) -> str:
    """A screen by its name and size; letters and digits only, for it is a key of a file."""
    if screen is None:
        return "wall"
    size = screen.size()
    plain = "".join(letter if letter.isalnum() else "_" for letter in screen.name())
    return f"wall_{plain}_{size.width()}x{size.height()}"
