"""The figures of two plans, each on a line of its own scale, with the range of drawn legal plans in grey."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gridmap.i18n import _
from gridmap.redraw.compare.bands import Bands
from gridmap.redraw.compare.comparison import Comparison
from gridmap.redraw.compare.measures import LESS_IS_BETTER, Measure, show
from gridmap.scene.palette import Palette
from gridmap.screens.theme import font

ROW, HEAD, PAD = 28, 28, 12
NAME, NUMBER, RANGE = 176, 88, 176
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class MeasureChart(QWidget):
    """One row for each measure: before, after, a scale with both and the band, the band in figures.

    A ring stands at the plan before, a disc at the plan after; both keep the text's colour, for outside
    of the band is not wrong, only not ordinary: the words say so.
    """

    def __init__(self, colours: Callable[[], Palette]) -> None:
        super().__init__()
        self._colours = colours
        self._found: Comparison | None = None
        self._bands: Bands | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_measures(self, found: Comparison | None, bands: Bands | None) -> None:
        """Show other figures, or nothing."""
        self._found, self._bands = found, bands
        self.setAccessibleDescription("；".join(self.rows()))
        self.updateGeometry()
        self.update()

    def rows(self) -> list[str]:
        """What each line says, in words."""
        if self._found is None:
            return []
        told = []
        for one in self._found.measures:
            change = f"{show(one.name, one.before)} → {show(one.name, one.after)}"
            told.append(f"{one.title} {change} {self._ordinary(one)}".strip())
        return told

    def sizeHint(self) -> QSize:  # noqa: N802 Qt's name
        """As high as its rows."""
        count = len(self._found.measures) if self._found else 0
        return QSize(640, HEAD + count * ROW + 4)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 Qt's name
        """Heads, then row by row."""
        if self._found is None:
            return
        painter, colours = QPainter(self), self._colours()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(colours.base))
        painter.fillRect(QRectF(0, 0, self.width(), HEAD), QColor(colours.window))
        heads = (_("指标"), self._found.before.title, self._found.after.title,
                 _("随机合法方案 5–95 %") if self._bands and self._bands.ranges else "")  # fmt: skip
        self._words(painter, 0, heads, ("second",) * 4, 12, 500)
        for at, one in enumerate(self._found.measures):
            self._row(painter, HEAD + at * ROW, one)
        painter.end()

    def _row(self, painter: QPainter, top: float, one: Measure) -> None:
        colours = self._colours()
        painter.fillRect(QRectF(0, top + ROW - 1, self.width(), 1), QColor(colours.faint))
        words = (one.title, show(one.name, one.before), show(one.name, one.after), self._ordinary(one))
        self._words(painter, top, words, ("text", "second", "text", "third"), 13, 400)
        left = PAD + NAME + 2 * NUMBER + 16
        width = self.width() - left - RANGE - 2 * PAD
        if width > 40:
            self._scale(painter, QRectF(left, top, width, ROW), one)

    def _scale(self, painter: QPainter, box: QRectF, one: Measure) -> None:
        """The axis over all that is shown of this measure, the band, its middle, the two plans."""
        colours, band = self._colours(), self._band(one.name)
        values = [one.before, one.after, *(band or ())]
        low, high = min(values), max(values)
        spread = (high - low) or abs(high) or 1.0
        low, high = low - spread * 0.08, high + spread * 0.08

        def at(value: float) -> float:
            return float(box.left() + (value - low) / (high - low) * box.width())

        middle = box.center().y()
        painter.fillRect(QRectF(box.left(), middle - 0.5, box.width(), 1), QColor(colours.line))
        if band is not None:
            painter.fillRect(
                QRectF(at(band[0]), middle - 6, max(at(band[2]) - at(band[0]), 2), 12), QColor(colours.track)
            )
            painter.fillRect(QRectF(at(band[1]) - 0.75, middle - 6, 1.5, 12), QColor(colours.third))
        painter.setPen(QPen(QColor(colours.second), 1.5))
        painter.setBrush(QColor(colours.base))
        painter.drawEllipse(QPointF(at(one.before), middle), 4, 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.accent))
        painter.drawEllipse(QPointF(at(one.after), middle), 4.5, 4.5)

    def _words(
        self, painter: QPainter, top: float, words: tuple[str, ...], tones: tuple[str, ...],
        size: int, weight: int,
    ) -> None:  # fmt: skip
        right = self.width() - PAD - RANGE
        boxes = ((PAD, NAME, _LEFT), (PAD + NAME, NUMBER, _RIGHT), (PAD + NAME + NUMBER, NUMBER, _RIGHT),
                 (right, RANGE, _RIGHT))  # fmt: skip
        painter.setFont(font(size, weight))
        for text, tone, (left, width, side) in zip(words, tones, boxes, strict=True):
            painter.setPen(QColor(getattr(self._colours(), tone)))
            painter.drawText(QRectF(left, top, width, ROW), side, text)

    def _band(self, name: str) -> tuple[float, float, float] | None:
        return self._bands.ranges.get(name) if self._bands else None

    def _ordinary(self, one: Measure) -> str:
        """The band in figures, and how the plan stands to it."""
        band = self._band(one.name)
        if band is None:
            return ""
        low, _middle, high = band
        told = f"{show(one.name, low)} – {show(one.name, high)}"
        if low <= one.after <= high:
            return told
        better = (one.after < low) == (one.name in LESS_IS_BETTER)
        return _("优于 {band}").format(band=told) if better else _("不及 {band}").format(band=told)
