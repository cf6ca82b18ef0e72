"""The rows of the scenario dock, painted in one go so that they follow a drag."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from math import isnan

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from gridmap.i18n import _
from gridmap.scene.palette import Palette
from gridmap.screens.desk.cap_bar import paint_bar
from gridmap.screens.desk.scenario_rows import Cell, Load, Row
from gridmap.screens.theme import font
from gridmap.township.census import Population

HEAD, ROW = 36, 40
NAME_WIDTH, LOAD_WIDTH, PAD = 176, 168, 12
VALUE, DELTA, SHARE, LEAST_BAR = 52, 40, 52, 28
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_MIDDLE = Qt.AlignmentFlag.AlignCenter


@dataclass(frozen=True)
class Look:
    """What the table shows: the scenarios by column, those that must hold, and the one that colours."""

    names: tuple[Population, ...] = ()
    asked: tuple[Population, ...] = ()
    shown: Population = "resident"


def spans(width: float, columns: int) -> list[tuple[float, float]]:
    """Left and width of the names, of each scenario and of the load; heads and rows agree on it."""
    each = (width - NAME_WIDTH - LOAD_WIDTH) / max(columns, 1)
    lefts = [NAME_WIDTH + each * at for at in range(columns)]
    return [(0.0, float(NAME_WIDTH)), *((left, each) for left in lefts), (width - LOAD_WIDTH, LOAD_WIDTH)]


def signed(number: float, digits: int = 0) -> str:
    """A change with its sign, '' where nothing that can be written changed."""
    text = f"{abs(number):,.{digits}f}"
    return "" if float(text.replace(",", "")) == 0 else f"{'+' if number > 0 else '−'}{text}"


def percent(share: float) -> str:
    """Rounded down: 99.6 % of a cap is not 100 %."""
    return "—" if isnan(share) else f"{int(share * 100 + 1e-9)} %"


@cache
def _font(size: int, weight: int) -> QFont:
    return font(size, weight)


@cache
def _metrics(size: int, weight: int) -> QFontMetricsF:
    return QFontMetricsF(_font(size, weight))


class ScenarioTable(QWidget):
    """Rows of 40 px. ``chosen`` carries the grid rows of a row that was clicked."""

    chosen = Signal(tuple)

    def __init__(self, colours: Callable[[], Palette]) -> None:
        super().__init__()
        self._colours = colours
        self.rows: list[Row] = []
        self.look = Look()
        self.live = False
        self._picture: QImage | None = None
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_rows(
        self, rows: Sequence[Row], look: Look, *, live: bool = False, picture: QImage | None = None
    ) -> None:
        """Show these; ``live`` ones are of an edit being made, and change under the pointer. ``picture`` is
        how they look, where that has been drawn already (``drawn``)."""
        if len(rows) != len(self.rows):
            self.setFixedHeight(max(1, len(rows)) * ROW)
        self.rows, self.look, self.live, self._picture = list(rows), look, live, picture
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 Qt's name
        """As high as its rows."""
        return QSize(800, max(1, len(self.rows)) * ROW)

    def words(self) -> str:
        """What is on screen, for those who listen to it."""
        return "；".join(f"{row.title} " + " ".join(f"{c.people:,.0f}" for c in row.cells.values())
                        for row in self.rows)  # fmt: skip

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 Qt's name
        """A row is chosen by a click, but not while an edit is being made."""
        at = int(event.position().y() // ROW)
        if not self.live and at < len(self.rows):
            self.chosen.emit(self.rows[at].grids)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 Qt's name
        """The rows that are seen."""
        painter, colours = QPainter(self), self._colours()
        painter.fillRect(event.rect(), QColor(colours.base))
        made = self._picture
        if self.rows and made is not None and made.width() == round(self.width() * made.devicePixelRatioF()):
            painter.drawImage(QPointF(0, 0), made)
        elif self.rows:
            first, last = event.rect().top() // ROW, event.rect().bottom() // ROW
            _paint(painter, self.rows, self.look, self.width(), colours, self.live, range(first, last + 1))
        else:
            self._nothing(painter, colours)
        painter.end()

    def _nothing(self, painter: QPainter, colours: Palette) -> None:
        painter.setFont(_font(13, 400))
        painter.setPen(QColor(colours.second))
        words = _("勾选的口径下没有网格超限；选中网格，看它在各口径下的人数")
        painter.drawText(QRectF(0, 0, self.width(), ROW), _MIDDLE, words)


def drawn(
    rows: Sequence[Row], look: Look, width: int, ratio: float, colours: Palette, *, live: bool
) -> QImage:
    """Rows as a table so wide shows them. It belongs to no widget, so any thread may draw it."""
    image = QImage(round(width * ratio), round(max(1, len(rows)) * ROW * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor(colours.base))
    painter = QPainter(image)
    _paint(painter, rows, look, width, colours, live, range(len(rows)))
    painter.end()
    return image


def _paint(
    painter: QPainter, rows: Sequence[Row], look: Look, width: int, colours: Palette, live: bool, seen: range
) -> None:  # fmt: skip
    """Those of the rows that are seen."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    columns, ink = spans(width, len(look.names)), _Ink(painter, colours, live)
    for at in range(seen.start, min(seen.stop, len(rows))):
        painter.fillRect(QRectF(0, at * ROW + ROW - 1, width, 1), QColor(colours.faint))
        ink.row(rows[at], look, at * ROW, columns)


@dataclass(frozen=True)
class _Ink:
    """Paints rows; ``live`` ones with what changes."""

    painter: QPainter
    colours: Palette
    live: bool

    def row(self, row: Row, look: Look, top: int, columns: list[tuple[float, float]]) -> None:
        """One row with its upper edge there."""
        left, width = columns[0]
        self._title(row, QRectF(left + PAD, top, width - PAD - 4, ROW))
        for name, (left, width) in zip(look.names, columns[1:-1], strict=True):
            box = QRectF(left + PAD, top, width - 2 * PAD, ROW)
            self.painter.fillRect(QRectF(left, top, 1, ROW), QColor(self.colours.faint))
            self._cell(row.cells[name], box, asked=name in look.asked)
        left, width = columns[-1]
        self.painter.fillRect(QRectF(left, top, 1, ROW), QColor(self.colours.faint))
        self._load(row.load, QRectF(left + PAD, top, width - 2 * PAD, ROW))

    def _title(self, row: Row, box: QRectF) -> None:
        self._say(box, row.title, (13, 600), self.colours.text, _LEFT)
        used = _metrics(13, 600).horizontalAdvance(row.title) + 8
        rest = box.adjusted(used, 0, 0, 0)
        words = _metrics(12, 400).elidedText(row.remark, Qt.TextElideMode.ElideRight, rest.width())
        self._say(rest, words, (12, 400), self.colours.second, _LEFT)

    def _cell(self, cell: Cell, box: QRectF, *, asked: bool) -> None:
        colours = self.colours
        failed = asked and cell.over
        number = "—" if isnan(cell.people) else f"{cell.people:,.0f}"
        value = QRectF(box.left(), box.top(), VALUE, box.height())
        self._say(value, number, (15, 600), colours.failed if failed else colours.text, _RIGHT)
        right = value.right() + 6
        if self.live:
            change = QRectF(right, box.top(), DELTA, box.height())
            self._say(change, signed(cell.delta), (12, 400), colours.second, _LEFT)
            right = change.right()
        share = cell.people / cell.cap if cell.cap else float("nan")
        end = QRectF(box.right() - SHARE, box.top(), SHARE, box.height())
        bar = QRectF(right + 4, box.center().y() - 6, end.left() - right - 8, 12)
        if bar.width() >= LEAST_BAR:
            paint_bar(self.painter, bar, share, colours, failed=failed)
        if failed:
            self._say(end, _("▲ 超"), (12, 600), colours.failed, _RIGHT)
        else:
            self._say(end, percent(share), (12, 400), colours.second, _RIGHT)

    def _load(self, load: Load, box: QRectF) -> None:
        number = "—" if isnan(load.points) else f"{load.points:,.0f}"
        value = QRectF(box.left(), box.top(), VALUE, box.height())
        self._say(value, number, (15, 600), self.colours.text, _RIGHT)
        if self.live and not isnan(load.points):
            change = QRectF(value.right() + 6, box.top(), DELTA, box.height())
            self._say(change, signed(load.delta, 1), (12, 400), self.colours.second, _LEFT)
        share = "" if isnan(load.share) else percent(load.share)
        self._say(box, share, (12, 400), self.colours.second, _RIGHT)

    def _say(
        self, box: QRectF, words: str, kind: tuple[int, int], colour: str, align: Qt.AlignmentFlag
    ) -> None:
        if not words:
            return
        metrics = _metrics(*kind)
        left = box.left() if align == _LEFT else box.right() - metrics.horizontalAdvance(words)
        base = box.center().y() + (metrics.ascent() - metrics.descent()) / 2
        self.painter.setFont(_font(*kind))
        self.painter.setPen(QColor(colour))
        self.painter.drawText(QPointF(left, base), words)
