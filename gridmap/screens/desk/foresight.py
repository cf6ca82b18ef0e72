"""What a gesture would come to at one moment of it, ready to be shown. Pure, and so for any thread."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage

from gridmap.errors import EditError
from gridmap.redraw.ground import Ground
from gridmap.redraw.pens import Place
from gridmap.redraw.preview import Preview, preview
from gridmap.scene.badge import Badge, badge_of, place_badge, refused
from gridmap.scene.live import live, sketch_marks
from gridmap.scene.marks import Mark
from gridmap.scene.palette import Palette
from gridmap.scene.placing import Box
from gridmap.scene.scene import Live
from gridmap.scene.view import View
from gridmap.screens.canvas.badge import picture, size_of
from gridmap.screens.canvas.live_ink import Drawn, Under, draw
from gridmap.screens.canvas.segments import DETAIL
from gridmap.screens.mode import Draft, Pointer, Sketch


@dataclass(frozen=True)
class Look:
    """How the map is coloured: by which population, in which colours, how opaque, red for which scenarios;
    what is drawn ``under`` it, where the window looks; device pixels per logical one."""

    population: str
    colours: Palette
    alpha: float
    scenarios: Sequence[str]
    under: Under
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
    """What it would come to: the preview, or the reason why there is none; what is shown of it and its
    ``drawn``; the card at the pointer.

    ``refusal`` is '' also where a line is not finished yet.
    """

    preview: Preview | None
    refusal: str
    shown: Live
    drawn: Drawn
    card: "Card | None"


@dataclass(frozen=True, eq=False)
class Card:
    """The card at the pointer: its words, drawn, and where its corner is, in logical pixels of the map."""

    badge: Badge
    picture: QImage
    at: QPoint


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
    for mark in shown.turned:
        mark.rings.at(DETAIL / look.under.view.scale)  # the window's thread finds the vertices ready
    badge = _badge(made, refusal, look.population)
    card = None if badge is None else Card(badge, picture(badge, look.ratio), _spot(badge, made, moment))
    return Foreseen(made, refusal, shown, draw(shown, look.under), card)


def find_repairs(made: Preview) -> int:
    """Look for repairs of what would be wrong, which takes a while; how many there are. They are kept."""
    return sum(len(problem.repairs) for problem in made.problems)


def hand(sketch: Sketch, colours: Palette) -> list[Mark]:
    """What the hand draws or holds."""
    return sketch_marks(sketch.line, sketch.closed, sketch.handles, sketch.circle, colours)


def _badge(made: Preview | None, refusal: str, population: str) -> Badge | None:
    if refusal:
        return refused(refusal)
    return None if made is None else badge_of(made, population)


def _spot(badge: Badge, made: Preview | None, moment: Moment) -> QPoint:
    """Where the card stands."""
    view, size = moment.look.under.view, size_of(badge)
    shapes = (
        [] if made is None else [one for one in (made.ground, made.new_border) if not shapely.is_empty(one)]
    )
    boxes = [_box(view, shape) for shape in shapes]
    x, y = _pixel(view, moment.at.place)
    window = (view.width / view.ratio, view.height / view.ratio)
    left, top = place_badge((size.width(), size.height()), (x, y), window, boxes)
    return QPoint(round(left), round(top))


def _box(view: View, shape: shapely.Geometry) -> Box:
    west, south, east, north = shapely.bounds(shape).tolist()
    return (*_pixel(view, (west, north)), *_pixel(view, (east, south)))


def _pixel(view: View, place: Place) -> tuple[float, float]:
    ((x, y),) = (view.to_pixels(np.array([place])) / view.ratio).tolist()
    return x, y
