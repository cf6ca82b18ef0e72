"""Split: a line across a grid makes two of it. It may begin and end outside."""

from functools import partial
from uuid import uuid4

import shapely

from gridmap.errors import EditError
from gridmap.i18n import _
from gridmap.redraw.pens.line import split
from gridmap.redraw.plan import Edit
from gridmap.screens.drawing import Line, draw
from gridmap.screens.mode import Draft, Field, Gesture, Mode, Pointer, Sketch


def begin(field: Field, at: Pointer) -> Gesture:
    """A line from here."""
    new = str(uuid4())  # one identity for all moves of the pen

    def drafted(line: Line, sketch: Sketch) -> Draft:
        return Draft(partial(_across, field, line, new), sketch)

    return draw(field, at, drafted)


def _across(field: Field, line: Line, new: str) -> Edit:
    grid = _crossed(field, line)
    if not grid:
        raise EditError(_("这条线没有穿过网格"))
    return split(field.ground, grid, line, new=new)


def _crossed(field: Field, line: Line) -> str:
    """The grid to split: the chosen one when the line is in it, else the one that has most of the line."""
    ground, drawn = field.ground, shapely.LineString(line)
    rows = ground.tree.query(drawn, predicate="intersects")
    lengths = shapely.length(shapely.intersection(ground.shapes[rows], drawn))
    grids = {ground.uuid(row): length for row, length in zip(rows.tolist(), lengths.tolist(), strict=True)}
    if grids.get(field.choices.target, 0.0) > 0:
        return field.choices.target
    return max(grids, key=lambda grid: grids[grid], default="")


SPLIT = Mode(
    "split",
    _("单击或拖动画线，可从界外开始　Ctrl 沿溪、路、山脊　双击或 Enter：切开　Esc 取消"),
    begin,
)
