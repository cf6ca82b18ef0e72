"""How large words are on the map, known to any thread that gives them places."""

import math
import re
import threading
from collections.abc import Mapping

from PySide6.QtGui import QFontMetricsF

from gridmap.scene.palette import palette
from gridmap.scene.scene import Label, Line
from gridmap.screens.canvas.lettering import Type, font, types

PLATES = {"badge": 1.5, "tag": 1.0}  # roles on a plate, with the width of its rim
PADLOCK = 1.5  # of the size of the letters: the room behind the name of a locked grid
ALONE = re.compile(  # ASCII and other signs, then Chinese with its punctuation
    r"[\x20-@\[-`{-~\xa0-\xbf\u2010-\u2bff"
    r"\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]*"
)


class Measures:
    """The sizes of words in one theme at one pixel ratio, in device pixels.

    What was measured is kept as plain numbers for all threads; what measures belongs to one thread.
    """

    def __init__(self, theme: str, ratio: float, sizes: Mapping[str, float] | None = None) -> None:
        self.ratio = ratio
        self.types: dict[str, Type] = types(palette(theme), sizes)
        self._sizes: dict[tuple[str, str], tuple[float, float]] = {}
        self._advances: dict[tuple[str, str], float] = {}
        self._own = threading.local()

    def label(self, label: Label) -> tuple[float, float]:
        """Width and height of a label's block."""
        sizes = [self.line(line) for line in label.lines]
        return max(width for width, _height in sizes), sum(height for _width, height in sizes)

    def line(self, line: Line) -> tuple[float, float]:
        """Width and height of one line, its halo or plate included."""
        known = self._sizes.get((line.role, line.text))
        if known is None:
            known = self._sizes[line.role, line.text] = self._measured(line)
        return known

    def metric(self, role: str) -> QFontMetricsF:
        """What measures the words of a role in this thread."""
        known: dict[str, QFontMetricsF] = self._own.__dict__.setdefault("known", {})
        if role not in known:
            kind = self.types[role]
            known[role] = QFontMetricsF(font(kind.size * self.ratio, kind.weight, kind.spacing * self.ratio))
        return known[role]

    def _measured(self, line: Line) -> tuple[float, float]:
        kind = self.types[line.role]
        width = self.advance(line.role, line.text)
        extra = kind.size * (1.0 if line.role == "tag" else 1.9) if line.role in PLATES else 2 * kind.halo
        extra += kind.size * PADLOCK if line.role == "locked" else 0.0
        return math.ceil(width + extra * self.ratio), math.ceil(kind.height * self.ratio)

    def advance(self, role: str, text: str) -> float:
        """How wide a text runs."""
        if not side_by_side(text):
            return self.metric(role).horizontalAdvance(text)
        for letter in text:
            if (role, letter) not in self._advances:
                self._advances[role, letter] = self.metric(role).horizontalAdvance(letter)
        return sum(self._advances[role, letter] for letter in text)


def side_by_side(text: str) -> bool:
    """Whether the letters of a text stand one beside the other: digits, signs and Chinese. Words of other
    scripts are shaped as a whole."""
    return ALONE.fullmatch(text) is not None
