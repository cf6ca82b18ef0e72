"""Vertex: take a corner of a common border and put it elsewhere; every grid that has it follows."""

from functools import partial

from gridmap.i18n import _
from gridmap.redraw.pens import Place
from gridmap.redraw.pens.line import move_vertex, vertices
from gridmap.redraw.pens.snap import snap
from gridmap.screens.mode import Draft, Field, Gesture, Mode, Pointer, Sketch


def begin(field: Field, at: Pointer) -> Gesture | None:
    """Take the nearest corner; None where there is none within reach."""
    corner = _corner(field, at)
    return None if corner is None else _drag(field, corner)


def look(field: Field, at: Pointer) -> Sketch:
    """The corners within reach."""
    near = vertices(field.ground, at.x, at.y, 6 * field.reach)
    return Sketch(handles=tuple((x, y) for x, y in near.tolist()))


def _corner(field: Field, at: Pointer) -> Place | None:
    near = vertices(field.ground, at.x, at.y, field.reach).tolist()
    return (near[0][0], near[0][1]) if near else None


def _drag(field: Field, corner: Place) -> Gesture:
    now = Draft(sketch=Sketch(handles=(corner,)))
    while True:
        at = yield now
        found = snap(field.ground, at.x, at.y, field.reach) if field.along(at) else None
        to = at.place if found is None else found.place
        now = Draft(partial(move_vertex, field.ground, corner, to), Sketch(handles=(to,)))
        if at.kind == "release":
            return now if at.place != corner else Draft()


VERTEX = Mode(
    "vertex",
    _("拖动界线上的顶点　Ctrl 吸附溪、路、顶点　松开：接受　Esc 取消"),
    begin,
    look,
)
