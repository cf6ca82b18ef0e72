"""Split: a line across a grid makes two of it. It may begin and end outside."""

from functools import partial
from itertools import pairwise
from uuid import uuid4

from gridmap.i18n import _
from gridmap.redraw.pens.line import split
from gridmap.screens.drawing import Line, draw
from gridmap.screens.mode import Draft, Field, Gesture, Mode, Pointer, Sketch


def begin(field: Field, at: Pointer) -> Gesture:
    """A line from here."""
    new = str(uuid4())  # one identity for all moves of the pen

    def drafted(line: Line, sketch: Sketch) -> Draft:
        grid = _crossed(field, line)
        if not grid:
            return Draft(None, sketch, _("这条线没有穿过网格"))
        return Draft.of(partial(split, field.ground, grid, line, new=new), sketch)

    return draw(field, at, drafted)


def _crossed(field: Field, line: Line) -> str:
    """The grid to split: the chosen one when the line is in it, else that of most of its stretches."""
    places = [((a[0] + b[0]) / 2, (a[1] + b[1]) / 2) for a, b in pairwise(line)]
    rows = [row for row in (field.ground.grid_at(*place) for place in places) if row >= 0]
    grids = [field.ground.uuid(row) for row in rows]
    if field.choices.target in grids:
        return field.choices.target
    return max(grids, key=grids.count, default="")


SPLIT = Mode(
    "split",
    _("切分"),
    _("单击或拖动画线，可从界外开始　Ctrl 沿溪、路　双击或 Enter：切开　Esc 取消"),
    begin,
)
