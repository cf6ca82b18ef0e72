"""What a gesture would come to at one moment of it, ready to be shown. Pure, and so for any thread."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtGui import QImage

from gridmap.errors import EditError
from gridmap.redraw.ground import Ground
from gridmap.redraw.preview import Preview, preview
from gridmap.scene.badge import Badge, badge_of, refused
from gridmap.scene.live import live, sketch_marks
from gridmap.scene.marks import Areas, Lines, Mark
from gridmap.scene.palette import Palette
from gridmap.scene.scene import Live
from gridmap.screens.canvas.badge import picture
from gridmap.screens.mode import Draft, Pointer, Sketch


@dataclass(frozen=True)
class Look:
    """How the map is coloured: by which population, in which colours, how opaque, red for which scenarios;
    how fine lines are drawn (``tolerance``, metres); device pixels per logical one."""

    population: str
    colours: Palette
    alpha: float
    scenarios: Sequence[str]
    tolerance: float
    ratio: float


@dataclass(frozen=True, eq=False)
class Moment:
    """A gesture at one event of the pointer."""

    ground: Ground
    draft: Draft
    at: Pointer
    look: Look


@dataclass(frozen=True, eq=False)
class Foreseen:
    """What it would come to: the preview, or the reason why there is none; marks and card to be shown;
    ``face`` is the card drawn.

    ``refusal`` is '' also where a line is not finished yet.
    """

    at: Pointer
    preview: Preview | None
    refusal: str
    shown: Live
    card: Badge | None
    face: QImage | None


def foresee(moment: Moment) -> Foreseen:
    """Work it out: the edit, its preview, and what is drawn of it."""
    ground, draft, look = moment.ground, moment.draft, moment.look
    made, refusal = None, draft.refusal
    if draft.edit is not None:
        try:
            made = preview(ground, draft.edit)
        except EditError as error:
            refusal = str(error)
    if draft.early:
        refusal = ""
    shown = Live()
    if made is not None:
        shown = live(made, ground, look.population, look.colours, look.alpha, look.scenarios)
    shown = replace(shown, marks=(*shown.marks, *hand(draft.sketch, look.colours)))
    for mark in (*shown.turned, *shown.fills, *shown.marks):
        _trace(mark, look.tolerance)
    card = _card(made, refusal, look.population)
    face = None if card is None else picture(card, look.ratio)
    return Foreseen(moment.at, made, refusal, shown, card, face)


def find_repairs(made: Preview) -> int:
    """Look for repairs of what would be wrong, which takes a while; how many there are. They are kept."""
    return sum(len(problem.repairs) for problem in made.problems)


def hand(sketch: Sketch, colours: Palette) -> list[Mark]:
    """What the hand draws or holds."""
    return sketch_marks(sketch.line, sketch.closed, sketch.handles, sketch.circle, colours)


def _trace(mark: Mark, tolerance: float) -> None:
    """Work out the vertices that will be drawn, so that the window's thread finds them ready."""
    if isinstance(mark, Areas):
        mark.rings.at(tolerance)
    elif isinstance(mark, Lines):
        mark.paths.at(tolerance)


def _card(made: Preview | None, refusal: str, population: str) -> Badge | None:
    if refusal:
        return refused(refusal)
    return None if made is None else badge_of(made, population)
