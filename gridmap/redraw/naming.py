"""What a new grid is called until somebody says otherwise."""

import re

import numpy as np
from numpy.typing import NDArray

from gridmap.i18n import _
from gridmap.redraw.plan import GridPlan

_NUMBERED = re.compile(r"(.*?)(\d+)(\D*)")


class Names:
    """Numbered names that go on: 甲03 after 甲02; nothing is numbered twice."""

    def __init__(self, plan: GridPlan) -> None:
        self._villages = plan.villages.text("name")
        words: NDArray[np.object_] = plan.grids.text("name")
        self._taken = {str(word) for word in words}
        self._last: dict[int, tuple[str, str, str]] = {}
        for word, row in zip(words, plan.village_of_grid.tolist(), strict=True):
            match = _NUMBERED.fullmatch(str(word))
            if match and int(match[2]) >= int(self._last.get(row, ("", "-1", ""))[1]):
                self._last[row] = (match[1], match[2], match[3])

    def next(self, village: int) -> str:
        """The next name in a village row (-1: none)."""
        stem = str(self._villages[village]) if village >= 0 else ""
        before, number, after = self._last.get(village, (stem + _("网格"), "00", ""))
        while True:
            number = str(int(number) + 1).zfill(len(number))
            word = before + number + after
            if word not in self._taken:
                break
        self._taken.add(word)
        self._last[village] = (before, number, after)
        return word
