"""People between grids as broad ways: the grids before on the left, after on the right."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QWidget

from gridmap.i18n import _
from gridmap.redraw.compare.comparison import Comparison, Flow
from gridmap.scene.palette import Palette
from gridmap.screens.theme import font

PAD, NAME, GAP, BAR = 12.0, 96.0, 6.0, 8.0
LEAST = 3.0
_SIDES = (Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignLeft)


class Sankey(QWidget):
    """Every way as broad as its people; ``highlight`` colours one of them. Only those who change grid:
    who stays would drown them."""

    def __init__(self, colours: Callable[[], Palette]) -> None:
        super().__init__()
        self._colours = colours
        self._found: Comparison | None = None
        self._chosen = -1
        self.setMinimumWidth(280)

    def show_flows(self, found: Comparison | None) -> None:
        """Show other ways, or nothing."""
        self._found, self._chosen = found, -1
        self.update()

    def highlight(self, flow: int) -> None:
        """Colour one way (its place in ``found.flows``), -1 for none."""
        self._chosen = flow
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 Qt's name
        """As high as the dock gives it."""
        return QSize(420, 160)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 Qt's name
        """Ways below, bars and names above."""
        painter, colours = QPainter(self), self._colours()
        painter.fillRect(self.rect(), QColor(colours.base))
        flows = self._found.flows if self._found else ()
        if self._found is None or not flows:
            painter.end()
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        people = [max(flow.people[self._found.population], 0.0) or float(flow.households) for flow in flows]
        left, right = ([flow.came_from for flow in flows], [flow.goes_to for flow in flows])
        scale = self._scale(people, left, right)
        ends = [self._laid(rows, people, scale) for rows in (left, right)]
        x0, x1 = PAD + NAME + BAR, self.width() - PAD - NAME - BAR
        for at, size in enumerate(people):
            colour = QColor(colours.accent if at == self._chosen else colours.bar)
            colour.setAlphaF(0.75 if at == self._chosen else 0.35)
            painter.fillPath(_way(x0, x1, ends[0][1][at], ends[1][1][at], size * scale), colour)
        for side, (bars, _tops) in enumerate(ends):
            self._bars(painter, side, bars, flows)
        painter.end()

    def _scale(self, people: Sequence[float], left: Sequence[int], right: Sequence[int]) -> float:
        """Pixels a person, so that the fuller side fits."""
        most = max(len(set(left)), len(set(right)))
        return float(max(self.height() - 2 * PAD - GAP * (most - 1), 20.0) / max(sum(people), 1.0))

    def _laid(
        self, rows: Sequence[int], people: Sequence[float], scale: float
    ) -> tuple[dict[int, tuple[float, float]], list[float]]:
        """Top and height of each grid's bar, and the top of each way at it."""
        order = list(dict.fromkeys(sorted(rows)))
        heights = {
            row: sum(p for own, p in zip(rows, people, strict=True) if own == row) * scale for row in order
        }
        y, bars = PAD, {}
        for row in order:
            bars[row] = y, max(heights[row], LEAST)
            y += bars[row][1] + GAP
        used = {row: top for row, (top, _height) in bars.items()}
        tops = []
        for row, size in zip(rows, people, strict=True):
            tops.append(used[row])
            used[row] += size * scale
        return bars, tops

    def _bars(
        self, painter: QPainter, side: int, bars: dict[int, tuple[float, float]], flows: Sequence[Flow]
    ) -> None:
        found, colours = self._found, self._colours()
        if found is None:
            return
        plan = found.after if side else found.before
        x = self.width() - PAD - NAME - BAR if side else PAD + NAME
        painter.setFont(font(12, 500))
        metrics = QFontMetricsF(painter.font())
        for row, (top, height) in bars.items():
            painter.fillRect(QRectF(x, top, BAR, height), QColor(colours.second))
            own = [flow for flow in flows if (flow.goes_to if side else flow.came_from) == row]
            people = sum(flow.people[found.population] for flow in own)
            sign = "+" if side else "−"
            words = f"{plan.grid_title(row) or _('网格外')} {sign}{people:,.0f}"
            name = x + BAR + 6 if side else PAD
            box = QRectF(name, top + height / 2 - 8, NAME - 6, 16)
            painter.setPen(QColor(colours.text))
            shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(box, _SIDES[side] | Qt.AlignmentFlag.AlignVCenter, shown)


def _way(x0: float, x1: float, y0: float, y1: float, width: float) -> QPainterPath:
    """A band from left to right that leaves and arrives level."""
    middle, width = (x0 + x1) / 2, max(width, 1.0)
    path = QPainterPath()
    path.moveTo(x0, y0)
    path.cubicTo(middle, y0, middle, y1, x1, y1)
    path.lineTo(x1, y1 + width)
    path.cubicTo(middle, y1 + width, middle, y0 + width, x0, y0 + width)
    path.closeSubpath()
    return path
