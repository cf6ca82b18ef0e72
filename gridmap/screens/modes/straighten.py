"""Straighten: from one corner of a common border to another, the border becomes a straight line."""

from functools import partial

from gridmap.i18n import _
from gridmap.redraw.pens import Place
from gridmap.redraw.pens.line import straighten, vertices
from gridmap.screens.mode import Draft, Field, Gesture, Mode, Pointer, Sketch


def begin(field: Field, at: Pointer) -> Gesture | None:
    """From the nearest corner; None where there is none within reach."""
    start = _corner(field, at)
    return None if start is None else _pull(field, start)


def look(field: Field, at: Pointer) -> Sketch:
    """The corner that a press would take."""
    corner = _corner(field, at)
    return Sketch(handles=() if corner is None else (corner,))


def _corner(field: Field, at: Pointer) -> Place | None:
    near = vertices(field.ground, at.x, at.y, 2 * field.reach).tolist()
    return (near[0][0], near[0][1]) if near else None


def _pull(field: Field, start: Place) -> Gesture:
    now = Draft(sketch=Sketch(handles=(start,)))
    while True:
        at = yield now
        end = _corner(field, at)
        if end is None or end == start:
            now = Draft(sketch=Sketch(line=(start, at.place), handles=(start, at.place)))
        else:
            now = Draft(partial(straighten, field.ground, start, end), Sketch(handles=(start, end)))
        if at.kind == "release":
            return now


STRAIGHTEN = Mode(
    "straighten",
    _("从界线上的一个顶点拖到另一个顶点　松开：接受　Esc 取消"),
    begin,
    look,
)
