"""The outlines of the wall's symbols inside a circle of radius 1, y downward."""

from math import cos, pi, sin

Outline = tuple[tuple[float, float], ...]


def _polygon(corners: int) -> Outline:
    turns = (2 * pi * corner / corners - pi / 2 for corner in range(corners))
    return tuple((cos(turn), sin(turn)) for turn in turns)


def _star() -> Outline:
    turns = (pi * corner / 5 - pi / 2 for corner in range(10))
    return tuple(
        (cos(turn) * size, sin(turn) * size) for turn, size in zip(turns, (1.0, 0.42) * 5, strict=True)
    )


URGENCY: dict[str, Outline] = {
    "P1": ((0.0, -0.92), (1.0, 0.84), (-1.0, 0.84)),
    "P2": _polygon(4),
    "P3": _polygon(5),
}
NORTH: Outline = ((0.0, -1.0), (0.74, 1.0), (0.0, 0.52), (-0.74, 1.0))
STAR = _star()
DISC = _polygon(32)
