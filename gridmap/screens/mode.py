"""What a mode is: how one gesture of the pointer becomes one edit. No Qt in here or in ``modes/``.

A gesture is a generator. It is made at the press, gives a ``Draft`` for every event of the pointer and
ends with the last one, whose edit is saved as one step. Between two events it does next to nothing: what
an edit takes is done when it is asked for. Closing it (Esc) leaves everything as it was,
so that no mode writes code for cancelling.
"""

from collections.abc import Callable, Generator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from gridmap.errors import EditError
from gridmap.redraw.ground import Ground
from gridmap.redraw.pens import Place, Unit
from gridmap.redraw.plan import Edit

Kind = Literal["press", "move", "hover", "release", "double", "enter"]


@dataclass(frozen=True)
class Pointer:
    """One event of the pointer: what happened, where, with which keys held."""

    kind: Kind
    x: float
    y: float
    shift: bool = False
    ctrl: bool = False
    alt: bool = False

    @property
    def place(self) -> Place:
        """Where it is."""
        return (self.x, self.y)

    def rests(self, before: "Pointer") -> bool:
        """Whether the hand is where it was, holding the same keys: only what happened is another thing."""
        return replace(self, kind=before.kind) == before


@dataclass(frozen=True)
class Sketch:
    """What a mode draws over the map beside the preview of its edit.

    ``line`` is what is being drawn (``closed``: a ring), ``handles`` what can be or is grabbed,
    ``circle`` a brush (middle, radius in metres).
    """

    line: tuple[Place, ...] = ()
    closed: bool = False
    handles: tuple[Place, ...] = ()
    circle: tuple[Place, float] | None = None


NO_SKETCH = Sketch()


def _nothing() -> None:
    """No edit."""


@dataclass(frozen=True, eq=False)
class Draft:
    """What a gesture amounts to so far: an edit, or the reason why it is none. An ``early`` one is not
    finished (a line in the making), so that nobody is told what is wrong with it yet.

    ``make`` is called once, by whoever first asks for the edit, perhaps in another thread: a hand moves
    faster than edits are worked out.
    """

    make: Callable[[], Edit | None] = _nothing
    sketch: Sketch = NO_SKETCH
    early: bool = False

    @property
    def edit(self) -> Edit | None:
        """What would be done; None when there is nothing to do, or it is refused."""
        return self._made[0]

    @property
    def refusal(self) -> str:
        """Why the pen refuses."""
        return self._made[1]

    @cached_property
    def _made(self) -> tuple[Edit | None, str]:
        try:
            return self.make(), ""
        except EditError as error:
            return None, str(error)


Gesture = Generator[Draft, Pointer, Draft]


@dataclass(frozen=True)
class Choices:
    """What the planner chose in the panel and keeps: ``unit`` moves whole groups or single households
    (Shift is the other one for a while), ``along`` follows streams and roads (so does Ctrl), ``target``
    is the uuid of the grid that paint and lasso fill ('': the one where the stroke begins), ``radius``
    the brush's in metres."""

    unit: Unit = "group"
    along: bool = False
    target: str = ""
    radius: float = 60.0


@dataclass(frozen=True)
class Field:
    """What a gesture works on: the ground, how near in metres counts as touching, and the choices."""

    ground: Ground
    reach: float
    choices: Choices = field(default_factory=Choices)

    def grid_at(self, at: Pointer) -> str:
        """The uuid of the grid under the pointer, '' for none."""
        row = self.ground.grid_at(at.x, at.y)
        return self.ground.uuid(row) if row >= 0 else ""

    def unit(self, at: Pointer) -> Unit:
        """Whole groups or households: as chosen, or the other one while Shift is held."""
        whole = (self.choices.unit == "group") != at.shift
        return "group" if whole else "household"

    def along(self, at: Pointer) -> bool:
        """Whether to follow streams and roads: as chosen, and while Ctrl is held."""
        return self.choices.along or at.ctrl


@dataclass(frozen=True)
class Mode:
    """What the pointer does now.

    ``begin`` answers a press with a gesture, or None when there is nothing to take hold of (then the
    drag pans). ``look`` shows what a press would take hold of. ``hint`` is the line above the map.
    """

    name: str
    hint: str
    begin: Callable[[Field, Pointer], Gesture | None]
    look: Callable[[Field, Pointer], Sketch] = lambda _field, _at: NO_SKETCH
