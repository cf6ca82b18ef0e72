"""Pages of one vector PDF, drawn in millimetres; every page carries who made it, when and what for."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Literal

from PySide6.QtCore import QMarginsF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPen,
)

from gridmap.errors import InputError
from gridmap.exchange.exports.stamp import Stamp
from gridmap.i18n import _
from gridmap.screens.theme import FAMILIES
from gridmap.township.settings import DRILL

Align = Literal["left", "right", "centre"]

FINE = 100
"""Painter units in a millimetre: a font's size is a whole number of them."""
DPI = 1200
INK, SECOND, LINE, FAINT = "#14181D", "#525D68", "#8C97A2", "#D2D7DD"
FAILED, WARNING = "#A32A06", "#7A5B00"
DRILL_RED, DRILL_WIDTH, DRILL_PLATE = "#E6194B", 2.4, (48.0, 6.4)
_SIZES = {"A3": QPageSize.PageSizeId.A3, "A4": QPageSize.PageSizeId.A4}
_ALIGNS = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "right": Qt.AlignmentFlag.AlignRight,
    "centre": Qt.AlignmentFlag.AlignHCenter,
}


@lru_cache(maxsize=64)
def face(size: float, weight: int = 400) -> QFont:
    """The paper's font at a height in millimetres."""
    chosen = QFont()
    chosen.setFamilies(list(FAMILIES))
    chosen.setPixelSize(max(1, round(size * FINE)))
    chosen.setWeight(QFont.Weight(weight))
    return chosen


class Paper:
    """One PDF. Use as a context; call ``page`` before anything is drawn on it.

    ``stamp`` is the watermark of the foot of every page; a drill has a red frame around each. Raises
    InputError when it cannot be written.
    """

    def __init__(self, path: Path, title: str, stamp: Stamp, *, size: str = "A4", wide: bool = False) -> None:
        self._path, self._stamp = path, stamp
        self._writer = QPdfWriter(str(path))
        self._writer.setTitle(title)
        self._writer.setCreator("gridmap")
        self._writer.setResolution(DPI)
        self._writer.setPageSize(QPageSize(_SIZES[size]))
        turned = QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait
        self._writer.setPageOrientation(turned)
        self._writer.setPageMargins(QMarginsF(0, 0, 0, 0))
        layout = self._writer.pageLayout().fullRect(QPageLayout.Unit.Millimeter)
        self.width, self.height = layout.width(), layout.height()
        self.painter = QPainter()
        self.pages = 0

    def __enter__(self) -> "Paper":
        if not self.painter.begin(self._writer):
            raise InputError(self._path, _("无法写入"), remedy=_("请换一个可写且有空间的文件夹"))
        self.painter.scale(DPI / 25.4 / FINE, DPI / 25.4 / FINE)
        self.painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.painter.isActive():
            self.painter.end()

    def page(self) -> None:
        """Begin the next page, with its number and the watermark at its foot."""
        if self.pages:
            self._writer.newPage()
        self.pages += 1
        foot = self.height - 9
        self.line(12, foot, self.width - 12, foot, FAINT, 0.15)
        self.text(12, foot + 1, self.width - 40, 4, self._stamp.line, 2.6, SECOND)
        self.text(self.width - 40, foot + 1, 28, 4, str(self.pages), 2.6, SECOND, align="right")
        if self._stamp.drill:
            self._frame()

    def _frame(self) -> None:
        """A red frame, and at its head what it means; the foot says it in words."""
        inset = DRILL_WIDTH / 2
        wide, high = self.width - DRILL_WIDTH, self.height - DRILL_WIDTH
        self.box(inset, inset, wide, high, rim=DRILL_RED, stroke=DRILL_WIDTH)
        left = self.width / 2 - DRILL_PLATE[0] / 2
        self.box(left, 0, *DRILL_PLATE, fill=DRILL_RED)
        self.text(left, 0, *DRILL_PLATE, DRILL, 3.8, "#FFFFFF", weight=600, align="centre")

    def text(
        self, x: float, y: float, width: float, height: float, words: str, size: float,
        colour: str = INK, *, weight: int = 400, align: Align = "left", wrap: bool = False,
    ) -> float:  # fmt: skip
        """Words in a box, at its top when they wrap, else in its middle and cut with …; the height they
        took."""
        painter, font = self.painter, face(size, weight)
        painter.setFont(font)
        painter.setPen(QColor(colour))
        box = QRectF(x * FINE, y * FINE, width * FINE, height * FINE)
        if wrap:
            flags = _ALIGNS[align] | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWrapAnywhere
            return painter.drawText(box, int(flags), words).height() / FINE
        if len(words) * size > width:  # no letter is wider than the type is high
            words = QFontMetricsF(font).elidedText(words, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, int(_ALIGNS[align] | Qt.AlignmentFlag.AlignVCenter), words)
        return height

    def line(
        self, x0: float, y0: float, x1: float, y1: float, colour: str = LINE, width: float = 0.2
    ) -> None:
        """A straight line; ``width`` in millimetres."""
        self.painter.setPen(_pen(colour, width))
        self.painter.drawLine(round(x0 * FINE), round(y0 * FINE), round(x1 * FINE), round(y1 * FINE))

    def box(
        self, x: float, y: float, width: float, height: float,
        *, rim: str = "", fill: str = "", stroke: float = 0.2,
    ) -> None:  # fmt: skip
        """A rectangle."""
        self.painter.setPen(_pen(rim, stroke) if rim else Qt.PenStyle.NoPen)
        self.painter.setBrush(QColor(fill) if fill else Qt.BrushStyle.NoBrush)
        self.painter.drawRect(QRectF(x * FINE, y * FINE, width * FINE, height * FINE))

    @contextmanager
    def within(self, x: float, y: float, width: float, height: float) -> Iterator[QPainter]:
        """The painter, drawing only inside a box."""
        self.painter.save()
        self.painter.setClipRect(QRectF(x * FINE, y * FINE, width * FINE, height * FINE))
        try:
            yield self.painter
        finally:
            self.painter.restore()


def _pen(colour: str, width: float) -> QPen:
    pen = QPen(QColor(colour), width * FINE)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen
