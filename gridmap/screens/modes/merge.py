"""Merge: the grid that is clicked joins the chosen one, or the one it is dragged onto."""

from functools import partial

from gridmap.i18n import _
from gridmap.redraw.edits.merge_grids import MergeGrids
from gridmap.screens.mode import Draft, Field, Gesture, Mode, Pointer


def begin(field: Field, at: Pointer) -> Gesture | None:
    """Take hold of the grid here; None outside all grids."""
    gone = field.grid_at(at)
    return _join(field, gone, at) if gone else None


def _join(field: Field, gone: str, at: Pointer) -> Gesture:
    while True:
        here = field.grid_at(at)
        into = here if here != gone else field.choices.target
        now = Draft(partial(MergeGrids, into, gone)) if into and into != gone else Draft()
        if at.kind == "release":
            return now
        at = yield now


MERGE = Mode(
    "merge",
    _("单击邻格：并入所选网格　或拖到邻格上　松开：接受　Esc 取消"),
    begin,
)
