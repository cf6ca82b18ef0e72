"""A trail set into a transparent picture by numpy: all of it at once, or what has been walked since."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from gridmap.scene.palette import rgb
from gridmap.scene.trail import Pixels
from gridmap.scene.view import View

FEW = 20_000
"""Pixels up to which it is quicker to stamp each than to draw the whole picture again."""
_RIM, _INK = 1, 2


@dataclass(frozen=True)
class Brush:
    """How broad a trail is in logical pixels, its rim on every side, and both colours with their opacity."""

    width: float
    rim: float
    colour: str
    rim_colour: str
    alpha: float = 1.0


class TrailInk:
    """The picture of one trail. ``image`` shares its memory."""

    def __init__(self, brush: Brush) -> None:
        self._brush = brush
        self._pixels: Pixels | None = None
        self._shown = (0, 0)
        self._look = np.zeros(3, np.uint32)
        self._mask: NDArray[np.uint8] = np.zeros(1, np.uint8)
        self._picture: NDArray[np.uint32] = np.zeros((1, 1), np.uint32)
        self.image = QImage()

    @property
    def view(self) -> View | None:
        """The view it is drawn for, None before the first."""
        return None if self._pixels is None else self._pixels.view

    def take(self, pixels: Pixels) -> None:
        """Draw these from now on."""
        width, height = pixels.view.width, pixels.view.height
        if self.image.width() != width or self.image.height() != height:
            self._picture = np.zeros((height, width), np.uint32)
            self._mask = np.zeros(height * width + 1, np.uint8)
            self.image = QImage(
                self._picture.data, width, height, width * 4, QImage.Format.Format_ARGB32_Premultiplied
            )
        self._pixels, self._shown = pixels, (0, 0)
        self._look = _look(self._brush)
        self._mask[:] = 0
        self._picture[:] = 0

    def show(self, low: int, high: int) -> None:
        """Show these pieces and no others."""
        if self._pixels is None or (low, high) == self._shown:
            return
        before, self._shown = self._shown, (low, high)
        fresh = self._pixels.of(max(before[1], low), high) if low == before[0] <= before[1] <= high else None
        if fresh is not None and len(fresh) <= FEW:
            self._stamp(fresh)
        else:
            self._draw(self._pixels.of(low, high))

    @property
    def _sides(self) -> tuple[int, int]:
        """Device pixels: how wide the ink is, and the rim around it."""
        ratio = self._pixels.view.ratio if self._pixels else 1.0
        return max(1, round(self._brush.width * ratio)), max(0, round(self._brush.rim * ratio))

    def _stamp(self, flat: NDArray[np.int32]) -> None:
        """Each pixel with those around it: ink over rim, whatever was there."""
        width, (ink, rim) = self._picture.shape[1], self._sides
        flat = flat[flat < self._picture.size]
        around = (flat[:, None] + _square(-rim - ink // 2, 2 * rim + ink, width)).ravel()
        middle = (flat[:, None] + _square(-(ink // 2), ink, width)).ravel()
        around, middle = (part[(part >= 0) & (part < self._picture.size)] for part in (around, middle))
        self._mask[around] = np.maximum(self._mask[around], _RIM)
        self._mask[middle] = _INK
        self._picture.reshape(-1)[around] = self._look[self._mask[around]]

    def _draw(self, flat: NDArray[np.int32]) -> None:
        """All of them: where they are once, then broadened along rows and columns."""
        (height, width), (ink, rim) = self._picture.shape, self._sides
        mask = self._mask
        mask[:] = 0
        mask[flat] = 1
        there = mask[:-1].reshape(height, width)
        middle = _broadened(there, -(ink // 2), ink)
        around = _broadened(there, -rim - ink // 2, 2 * rim + ink)
        np.add(middle, around, out=there)  # rim 1, ink 2
        np.take(self._look, there, out=self._picture, mode="clip")


def _square(low: int, side: int, width: int) -> NDArray[np.int32]:
    """How far from a pixel those of a square lie that begins ``low`` before it."""
    steps = np.arange(low, low + side)
    return (steps[:, None] * width + steps).ravel().astype(np.int32)


def _broadened(there: NDArray[np.uint8], low: int, side: int) -> NDArray[np.uint8]:
    """Each pixel that is set becomes a square of ``side``, beginning ``low`` before it."""
    for axis in (0, 1):
        wide = np.zeros_like(there)
        size = there.shape[axis]
        for step in range(low, low + side):
            target = [slice(None), slice(None)]
            source = [slice(None), slice(None)]
            target[axis] = slice(max(step, 0), size + min(step, 0))
            source[axis] = slice(max(-step, 0), size - max(step, 0))
            wide[tuple(target)] |= there[tuple(source)]
        there = wide
    return there


def _look(brush: Brush) -> NDArray[np.uint32]:
    """Nothing, rim, ink: premultiplied, as Qt wants them."""
    return np.array(
        [0, _premultiplied(brush.rim_colour, brush.alpha), _premultiplied(brush.colour, brush.alpha)],
        np.uint32,
    )


def _premultiplied(colour: str, alpha: float) -> int:
    red, green, blue = (round(part * alpha) for part in rgb(colour))
    return round(255 * alpha) << 24 | red << 16 | green << 8 | blue
