"""Many small squares or discs set into the picture by numpy: no Qt object, no call for each."""

import numpy as np
from numpy.typing import NDArray

from gridmap.scene.cells import within
from gridmap.scene.marks import Points
from gridmap.scene.palette import rgb
from gridmap.scene.view import View

Buffer = NDArray[np.uint32]
BATCH = 1 << 14  # pixels that are mixed at once: what is between stays in the processor's own memory


def draw_dots(buffer: Buffer, mark: Points, view: View) -> None:
    """Set every point of a mark into the picture; a pixel is coloured once however many lie on it."""
    height, width = buffer.shape
    size = max(1.0, mark.size * view.ratio)
    rim = mark.halo * view.ratio
    reach = int(np.ceil(size / 2 + rim)) + 1
    rows = within(mark.spots.x, mark.spots.y, view.bounds)
    x = (mark.spots.x[rows] - view.x) * view.scale + width / 2
    y = (view.y - mark.spots.y[rows]) * view.scale + height / 2
    inside = (x >= reach) & (x < width - reach) & (y >= reach) & (y < height - reach)
    if not inside.any():
        return
    flat = buffer.reshape(-1)
    column, row, solid, shape = _snapped(x[inside], y[inside], size)
    pixels = row * width + column
    if rim:
        _stamp(flat, pixels, _offsets(solid + 2 * round(rim), width, mark.disc), mark.halo_colour, 1.0)
    _stamp(flat, pixels, _offsets(solid, width, mark.disc), mark.colour, mark.alpha * shape)


def _snapped(
    x: NDArray[np.float64], y: NDArray[np.float64], size: float
) -> tuple[NDArray[np.int64], NDArray[np.int64], int, float]:
    """Pixel of each point, the whole side of a dot, and the share of it that ``size`` really covers."""
    solid = max(1, int(np.ceil(size - 0.25)))
    shift = 0.5 if solid % 2 else 0.0
    column = np.floor(x + 0.5 - shift).astype(np.int64)
    row = np.floor(y + 0.5 - shift).astype(np.int64)
    return column, row, solid, min(1.0, (size / solid) ** 2)


def _offsets(side: int, width: int, disc: bool) -> list[int]:
    """How far from its first pixel the pixels of one dot lie."""
    low = -(side // 2)
    found = []
    for down in range(low, low + side):
        for right in range(low, low + side):
            centre = 0.0 if side % 2 else 0.5
            if not disc or (right + centre) ** 2 + (down + centre) ** 2 <= (side / 2) ** 2 + 0.25:
                found.append(down * width + right)
    return found


def _stamp(flat: Buffer, pixels: NDArray[np.int64], offsets: list[int], colour: str, alpha: float) -> None:
    if len(offsets) > 1:
        pixels = (pixels[:, None] + np.array(offsets)).ravel()
    blend_pixels(flat, pixels, colour, alpha)


def blend_pixels(
    flat: Buffer, pixels: NDArray[np.int64], colour: str, share: float | NDArray[np.uint32]
) -> None:
    """Lay a colour upon some pixels of a picture, once however often one is named: all are read before
    the first is written. ``share`` is the opacity from 0 to 1, or one for each pixel from 0 to 256."""
    value = argb(colour)
    weight = share if isinstance(share, np.ndarray) else np.uint32(round(share * 256))
    if not isinstance(weight, np.ndarray) and weight >= 256:
        flat[pixels] = value
        return
    mixed = flat[pixels]
    for at in range(0, len(mixed), BATCH):
        own = weight[at : at + BATCH] if isinstance(weight, np.ndarray) else weight
        _mix(mixed[at : at + BATCH], value, own)
    flat[pixels] = mixed


def _mix(old: Buffer, value: np.uint32, weight: np.uint32 | NDArray[np.uint32]) -> None:
    """Lay ``weight`` of 256 of a colour upon pixels in their own memory: red and blue at once, then green."""
    odd, even = np.uint32(0x00FF00FF), np.uint32(0x0000FF00)
    rest = np.uint32(256) - weight
    mixed = old & odd
    mixed *= rest
    mixed += (value & odd) * weight
    mixed >>= np.uint32(8)
    mixed &= odd
    old &= even
    old *= rest
    old += (value & even) * weight
    old >>= np.uint32(8)
    old &= even
    old |= mixed
    old |= np.uint32(0xFF000000)


def argb(colour: str) -> np.uint32:
    """An opaque pixel of ``#RRGGBB``."""
    red, green, blue = rgb(colour)
    return np.uint32(0xFF000000 | red << 16 | green << 8 | blue)
