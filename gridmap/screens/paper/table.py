"""A table on paper: a head, rows, and the next page when one is full."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from gridmap.screens.paper.paper import FAINT, INK, LINE, SECOND, Align, Paper

ROW, SIZE, PAD = 5.4, 3.0, 0.9


@dataclass(frozen=True)
class Field:
    """One column: heading, width in millimetres, side."""

    title: str
    width: float
    align: Align = "left"


def draw_table(
    paper: Paper, x: float, y: float, bottom: float, fields: Sequence[Field],
    rows: Sequence[Sequence[str]], turn: Callable[[], float], row: float = ROW, size: float = SIZE,
) -> float:  # fmt: skip
    """Draw rows from ``y`` down to ``bottom``, then ``turn`` to the next page (it gives the new top).

    Gives back where the table ends. All in millimetres.
    """
    y = _head(paper, x, y, fields, row, size)
    for cells in rows:
        if y + row > bottom:
            y = _head(paper, x, turn(), fields, row, size)
        _cells(paper, x, y, fields, cells, row, size, INK, 400)
        y += row
        paper.line(x, y, x + sum(field.width for field in fields), y, FAINT, 0.12)
    return y


def _head(paper: Paper, x: float, y: float, fields: Sequence[Field], row: float, size: float) -> float:
    titles = [field.title for field in fields]
    _cells(paper, x, y, fields, titles, row, size * 0.92, SECOND, 500)
    paper.line(x, y + row, x + sum(field.width for field in fields), y + row, LINE, 0.25)
    return y + row


def _cells(
    paper: Paper, x: float, y: float, fields: Sequence[Field], cells: Sequence[str],
    row: float, size: float, colour: str, weight: int,
) -> None:  # fmt: skip
    for field, words in zip(fields, cells, strict=True):
        inner = field.width - 2 * PAD
        paper.text(x + PAD, y, inner, row, words, size, colour, weight=weight, align=field.align)
        x += field.width
