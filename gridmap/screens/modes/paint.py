"""Paint: every household (or group) under the brush goes to one grid."""

from functools import partial

from gridmap.i18n import _
from gridmap.redraw.pens.paint import PaintPen
from gridmap.screens.drawing import Line, pull
from gridmap.screens.mode import Draft, Field, Gesture, Mode, Pointer, Sketch


def begin(field: Field, at: Pointer) -> Gesture | None:
    """Paint into the chosen grid, else into the one where the stroke begins; None outside all grids."""
    target = field.choices.target or field.grid_at(at)
    return _stroke(field, target, at) if target else None


def look(field: Field, at: Pointer) -> Sketch:
    """The brush."""
    return Sketch(circle=(at.place, field.choices.radius))


def _stroke(field: Field, target: str, at: Pointer) -> Gesture:
    radius = field.choices.radius

    def drafted(path: Line, at: Pointer) -> Draft:
        pen = PaintPen(field.ground, target, radius, field.unit(at))
        return Draft(partial(pen.stroke, path), Sketch(circle=(at.place, radius)))

    return pull(at, drafted)


PAINT = Mode(
    "paint",
    _("拖动：涂入所选网格　Alt 单击：选网格　Shift 逐户 / 整组　[ ] 笔大小　Esc 取消"),
    begin,
    look,
)
