"""Reshape: a drawn line takes the place of a stretch of a border; both neighbours follow."""

from functools import partial

from gridmap.i18n import _
from gridmap.redraw.pens.line import reshape
from gridmap.screens.drawing import Line, draw
from gridmap.screens.mode import Draft, Field, Gesture, Mode, Pointer, Sketch


def begin(field: Field, at: Pointer) -> Gesture:
    """A line from here."""

    def drafted(line: Line, sketch: Sketch) -> Draft:
        return Draft(partial(reshape, field.ground, line), sketch)

    return draw(field, at, drafted)


RESHAPE = Mode(
    "reshape",
    _("从界线画到界线　Ctrl 沿溪、路、山脊　双击或 Enter：接受　Esc 取消"),
    begin,
)
