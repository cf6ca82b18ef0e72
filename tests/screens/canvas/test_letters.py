import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, Qt

from gridmap.scene.scene import Line
from gridmap.screens.canvas.lettering import font
from gridmap.screens.canvas.letters import Letters, blank
from gridmap.screens.canvas.measures import Measures, side_by_side

pytestmark = pytest.mark.usefixtures("qapp")


def pixels(image):
    image = image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4).astype(int)


def written(line, ratio=2.0):
    measures = Measures("light", ratio)
    image = blank(*measures.line(line))
    painter = QPainter(image)
    Letters(measures).write(painter, line, measures.types[line.role].halo * ratio)
    painter.end()
    return pixels(image)


def as_one_path(line, ratio=2.0):
    """The same words stroked and filled in one piece."""
    measures = Measures("light", ratio)
    kind, metric = measures.types[line.role], measures.metric(line.role)
    image = blank(*measures.line(line))
    path = QPainterPath()
    baseline = (image.height() + metric.ascent() - metric.descent()) / 2
    path.addText(kind.halo * ratio, baseline, font(kind.size * ratio, kind.weight), line.text)
    pen = QPen(QColor(kind.halo_colour), 2 * kind.halo * ratio)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.strokePath(path, pen)
    painter.fillPath(path, QColor(kind.colour))
    painter.end()
    return pixels(image)


LINES = (Line("飞凤社区", "village"), Line("12,965", "count"), Line("Nan 甲", "name"))


@pytest.mark.parametrize("line", LINES)
def test_words_of_single_letters_look_as_if_written_in_one_piece(line):
    off = np.abs(written(line) - as_one_path(line)).max(axis=2)
    assert off.mean() < 6
    assert (off > 90).mean() < 0.01


def test_a_letter_is_drawn_once_for_all_words():
    measures = Measures("light", 1.0)
    letters = Letters(measures)
    painter = QPainter(image := blank(200, 40))
    letters.write(painter, Line("飞凤村", "village"), 2.0)
    drawn = dict(letters._known)
    letters.write(painter, Line("凤村飞", "village"), 2.0)
    painter.end()
    assert len(drawn) == 3
    assert letters._known == drawn
    assert not image.isNull()


@pytest.mark.parametrize(
    ("text", "alone"),
    [("飞凤 01", True), ("1,234/1,000", True), ("（户籍）—①", True), ("Nan 01", False), ("حي", False)],
)
def test_only_letters_that_do_not_shape_each_other_stand_side_by_side(text, alone):
    assert side_by_side(text) is alone


def test_a_locked_name_ends_with_a_padlock():
    plain, locked = written(Line("甲 07", "name")), written(Line("甲 07", "locked"))
    assert locked.shape[1] > plain.shape[1]
    assert (locked[:, plain.shape[1] :, 3] > 0).any()
