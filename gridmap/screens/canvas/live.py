"""An edit in the making above the picture of a map: drawn at every move, so it paints only what it covers."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QImage, QPainter, QRegion

from gridmap.scene.marks import Areas, Symbols
from gridmap.scene.placing import Box, Placed
from gridmap.scene.scene import Line, Live, Scene
from gridmap.scene.view import View
from gridmap.screens.canvas.live_ink import AROUND, Drawn, Under, boxes_of, paint_marks, turned_picture, under
from gridmap.screens.canvas.overlay import paint_symbols
from gridmap.screens.canvas.sprites import Sprites


class LiveLayer:
    """The live marks of one canvas. What does not follow the pointer is drawn once and then only copied; so
    is what came drawn."""

    def __init__(self) -> None:
        self.live = Live()
        self._covered = QRegion()
        self._drawn: Drawn | None = None
        self._scene: Scene | None = None
        self._under: Under | None = None
        self._turned: tuple[tuple[Areas, ...], list[tuple[QPointF, QImage]]] = ((), [])
        self._reworded: tuple[Sequence[Placed], list[Placed]] | None = None

    def show(
        self, live: Live, labels: Sequence[Placed], view: View, ratio: float, drawn: Drawn | None = None
    ) -> QRegion:
        """Show this from now on; ``drawn`` is it drawn. What must be painted for it, in logical pixels."""
        before, was = self._covered, self.live
        self.live, self._drawn, self._reworded = live, drawn, None
        boxes = self._boxes(view)
        for placed in labels:
            left, top, right, bottom = placed.box(view)
            wide = right - left  # other words may be broader, and have more lines
            boxes.append((left - wide, top, right + wide, bottom + 2 * (bottom - top)))
        self._covered = QRegion()
        for left, top, right, bottom in boxes:
            box = QRectF(left / ratio, top / ratio, (right - left) / ratio, (bottom - top) / ratio)
            grown = box.adjusted(-AROUND, -AROUND, AROUND, AROUND).toAlignedRect()
            self._covered = self._covered.united(grown)
        if live.turned != was.turned or bool(live.words) != bool(was.words):
            return QRegion(QRect(0, 0, view.width, view.height))
        return before.united(self._covered)

    def labels(self, labels: Sequence[Placed], sprites: Sprites) -> Sequence[Placed]:
        """The labels as they read meanwhile, each around the middle it had."""
        if not self.live.words:
            return labels
        if self._reworded is None or self._reworded[0] is not labels:
            words = self.live.words
            self._reworded = labels, [_reworded(one, words.get(one.label.uuid), sprites) for one in labels]
        return self._reworded[1]

    def paint(self, painter: QPainter, scene: Scene, view: View, sprites: Sprites) -> None:
        """Everything but the words, with a painter of device pixels."""
        live = self.live
        if live.turned or live.fills or self._drawn is not None:
            below = self.get_ready(scene, view)
            for at, image in self._pictures(below):
                painter.drawImage(at, image)
        else:
            below = Under(view, QImage())
        if self._drawn is not None and self._drawn.under is below:
            painter.drawImage(self._drawn.at, self._drawn.image)
        else:
            paint_marks(painter, live, below)
        for mark in live.marks:
            if isinstance(mark, Symbols):
                paint_symbols(painter, mark, view, sprites)

    def get_ready(self, scene: Scene, view: View) -> Under:
        """What an edit of this map is drawn upon: the same one while neither scene nor view is another."""
        view = replace(view, selected=frozenset())
        if self._under is None or self._scene is not scene or self._under.view != view:
            self._scene, self._under, self._turned = scene, under(scene, view), ((), [])
        return self._under

    def _boxes(self, view: View) -> list[Box]:
        if self._drawn is not None:
            return list(self._drawn.boxes)
        return [box for mark in (*self.live.fills, *self.live.marks) for box in boxes_of(mark, view)]

    def _pictures(self, below: Under) -> list[tuple[QPointF, QImage]]:
        """The whole areas as pictures, and where their corners are."""
        if self.live.turned != self._turned[0]:
            pairs = [(mark, box) for mark in self.live.turned for box in boxes_of(mark, below.view)]
            self._turned = self.live.turned, [turned_picture(mark, box, below) for mark, box in pairs]
        return self._turned[1]


def _reworded(placed: Placed, lines: tuple[Line, ...] | None, sprites: Sprites) -> Placed:
    if lines is None:
        return placed
    name = tuple(line for line in placed.label.lines if line.role in ("name", "locked"))
    label = replace(placed.label, lines=(*name, *lines))
    width, height = sprites.measure(label)
    sprites.label(label)  # now, not when there is time: it may not lag behind the hand
    return Placed(label, placed.dx + (placed.width - width) / 2, placed.dy, width, height)
