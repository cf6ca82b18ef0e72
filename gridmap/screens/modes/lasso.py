"""Lasso: what is inside a ring drawn by hand goes to one grid."""

from functools import partial

from gridmap.i18n import _
from gridmap.redraw.pens.lasso import Lasso
from gridmap.screens.drawing import Line, pull
from gridmap.screens.mode import Draft, Field, Gesture, Mode, Pointer, Sketch


def begin(field: Field, at: Pointer) -> Gesture | None:
    """A ring into the chosen grid, else into the one where it begins; None outside all grids."""
    target = field.choices.target or field.grid_at(at)
    return _ring(field, target, at) if target else None


def _ring(field: Field, target: str, at: Pointer) -> Gesture:
    def drafted(ring: Line, at: Pointer) -> Draft:
        sketch = Sketch(line=ring, closed=True)
        if len(ring) < 3:
            return Draft(sketch=sketch)
        return Draft(partial(Lasso(field.ground, target, field.unit(at)).around, ring), sketch)

    return pull(at, drafted)


LASSO = Mode(
    "lasso",
    _("拖动：圈入所选网格　Alt 单击：选网格　Shift 逐户 / 整组　松开：接受　Esc 取消"),
    begin,
)
