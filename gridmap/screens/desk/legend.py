"""The legend as the map draws it: the scene's own rows, each a swatch, words and a count."""

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from gridmap.scene.palette import Palette
from gridmap.scene.scene import LegendRow
from gridmap.screens.desk.parts import stand
from gridmap.screens.desk.swatch import HEIGHT, WIDTH, paint_swatch
from gridmap.screens.theme import font

ROW, GAP = 24, 8
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Legend(QWidget):
    """All rows of one scene's legend, 24 px each, painted in one go: labels in layouts would take four times
    as long whenever the map says something else."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[LegendRow, ...] = ()
        self._colours: Palette | None = None
        self._plain, self._strong = font(13), font(13, 600)
        stand(self, "panel")

    def show_rows(self, rows: tuple[LegendRow, ...], colours: Palette) -> None:
        """Show these rows. Only those that say something else are painted again."""
        before, self._rows = self._rows, rows
        if colours is not self._colours:
            self._colours = colours
            self.update()
        if rows == before:
            return
        self.setFixedHeight(ROW * len(rows))
        for at, (old, new) in enumerate(zip(before, rows, strict=False)):
            if old != new:
                self.update(0, at * ROW, self.width(), ROW)
        self.setAccessibleName("；".join(self.words()))

    def words(self) -> list[str]:
        """What each row says, for those who listen to it."""
        return [f"{entry.title} {_number(entry)}".rstrip() for entry in self._rows]

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 Qt's name
        """The rows that are to be seen again."""
        if self._colours is None:
            return
        painter, wanted = QPainter(self), event.region()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(event.rect(), QColor(self._colours.panel))
        for at, entry in enumerate(self._rows):
            box = QRect(0, at * ROW, self.width(), ROW)
            if wanted.intersects(box):
                self._row(painter, QRectF(box), entry, self._colours)
        painter.end()

    def _row(self, painter: QPainter, box: QRectF, entry: LegendRow, colours: Palette) -> None:
        paint_swatch(painter, QPointF(box.left(), box.center().y() - HEIGHT / 2), entry, colours.third)
        empty, number = entry.count == 0, _number(entry)
        painter.setPen(QColor(colours.third if empty else colours.text))
        painter.setFont(self._plain if empty else self._strong)
        painter.drawText(box, _RIGHT, number)
        room = box.adjusted(WIDTH + GAP, 0, -painter.fontMetrics().horizontalAdvance(number) - GAP, 0)
        painter.setFont(self._plain)
        words = painter.fontMetrics().elidedText(entry.title, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, _LEFT, words)


def _number(entry: LegendRow) -> str:
    return "" if entry.count is None else f"{entry.count:,}"
