"""Where the blocks of words begin in a window: all of them at once, for every frame asks."""

from collections.abc import Sequence

import numpy as np

from gridmap.scene.placing import Box, Placed
from gridmap.scene.view import View


class Corners:
    """The blocks of the labels that were placed last, as arrays."""

    def __init__(self) -> None:
        self._labels: Sequence[Placed] = ()
        self._places = self._shifts = self._sizes = np.empty((0, 2))

    def seen(self, labels: Sequence[Placed], view: View, part: Box) -> list[tuple[int, int, int]]:
        """Row, left and top, in whole pixels, of the labels that reach into a part of the window."""
        if labels is not self._labels:
            self._take(labels)
        corners = view.to_pixels(self._places) + self._shifts
        inside = (corners < part[2:]) & (corners + self._sizes > part[:2])
        rows = np.flatnonzero(inside[:, 0] & inside[:, 1])
        left, top = np.round(corners[rows]).astype(np.int64).T.tolist() if len(rows) else ([], [])
        return list(zip(rows.tolist(), left, top, strict=True))

    def _take(self, labels: Sequence[Placed]) -> None:
        self._labels = labels
        numbers = [(p.label.x, p.label.y, p.dx, p.dy, p.width, p.height) for p in labels]
        parts = np.array(numbers, np.float64).reshape(-1, 3, 2)
        self._places, self._shifts, self._sizes = parts[:, 0], parts[:, 1], parts[:, 2]
