"""Border brush: take hold of a border anywhere and push it."""

from functools import partial

from gridmap.i18n import _
from gridmap.redraw.pens.border import BorderPen
from gridmap.screens.drawing import Line, pull
from gridmap.screens.mode import NO_SKETCH, Draft, Field, Gesture, Mode, Pointer, Sketch


def begin(field: Field, at: Pointer) -> Gesture | None:
    """Push the border under the pointer; None where there is none within reach."""
    pen = BorderPen.at(field.ground, at.x, at.y, field.reach)
    return None if pen is None else _push(field, pen, at)


def look(field: Field, at: Pointer) -> Sketch:
    """A handle where a border would be taken hold of."""
    pen = BorderPen.at(field.ground, at.x, at.y, field.reach)
    return NO_SKETCH if pen is None else Sketch(handles=(at.place,))


def _push(field: Field, pen: BorderPen, at: Pointer) -> Gesture:
    def drafted(path: Line, at: Pointer) -> Draft:
        sketch = Sketch(handles=(at.place,))
        if len(path) < 2:
            return Draft(sketch=sketch)
        return Draft(partial(pen.push, path, field.unit(at), field.along(at)), sketch)

    return pull(at, drafted)


BORDER = Mode(
    "border",
    _("拖动：推界　Shift 逐户 / 整组　Ctrl 沿溪、路、山脊　松开：接受　Esc 取消"),
    begin,
    look,
)
