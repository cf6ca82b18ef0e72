"""What is asked of the planner, and what it proposes."""

from dataclasses import dataclass
from functools import cached_property

from gridmap.redraw.edits.apply_proposal import ApplyProposal
from gridmap.redraw.propose.cells import Cells
from gridmap.redraw.propose.climb import Rung
from gridmap.redraw.propose.problem import Objective, Solution
from gridmap.redraw.propose.units import Units
from gridmap.township.census import Census, take_census
from gridmap.township.snapshot import Snapshot

Part = tuple[str, str, str]
"""A grid, a group, and the ground of the one in the other: uuids, and a polygon as WKB in hex."""

STEPS = (1, 2, 3)
"""How many groups may be split on each rung of the ladder, above that of whole groups."""


@dataclass(frozen=True)
class Wish:
    """What is asked for.

    ``villages`` are codes or names (none: every village), ``populations`` those whose cap must hold;
    people moved are counted in the first. ``cap`` people a grid (None: the township's worker cap),
    ``grids`` how many in each village (None: as few as possible; ``KEEP``: as many as there are, if that
    can be), ``seconds`` for each village and its ladder, ``locked`` the uuids of grids that stay as they
    are, beside those that the township says are locked. ``steps`` are the rungs of the ladder to climb,
    () for whole groups only; ``splits`` is how many groups the plan that is drawn may split. ``leeway`` is
    how many people more than the fewest may move for shorter borders, as a share of those; of the steps to
    them the one is drawn of which border and people, each ``worth`` so many metres, are the least together,
    with 0 the last.
    """

    villages: tuple[str, ...] = ()
    populations: tuple[str, ...] = ("resident",)
    cap: int | None = None
    grids: int | None = None
    objective: Objective = "change"
    seconds: float = 10.0
    locked: frozenset[str] = frozenset()
    steps: tuple[int, ...] = ()
    splits: int = 0
    leeway: float = 0.0
    worth: float = 0.0


KEEP = 0
"""As many grids as there are."""
BROAD = 0.5
"""A leeway in which nearly every step lies that is worth a choice."""


@dataclass(frozen=True)
class Drawn:
    """One plan of one village: its grids with their whole groups, parts of split groups, and who leads
    a grid from now on (uuids); ``notes`` say what to know of it."""

    grids: tuple[tuple[str, tuple[str, ...]], ...]
    parts: tuple[Part, ...] = ()
    leaders: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Step:
    """A rung of one village's ladder: what was found, which groups (by name) it splits, how many
    ``households`` it moves, and what it would draw (None: there is no plan). ``again`` says that it is
    the plan of the rung below: nothing better was found, and by yards there is nothing if that is
    proved (``rung.optimal``)."""

    rung: Rung
    split: tuple[str, ...]
    households: int
    drawn: Drawn | None
    again: bool = False


@dataclass(frozen=True)
class VillageProposal:
    """What is proposed for one village, or ``because``, the reason why nothing is, with the ways ``out``.

    ``drawn`` is the plan of whole groups, ``steps`` the rungs above it, ``chosen`` how many groups the
    plan to draw may split. ``locked`` are the grids that stay, ``notes`` say what to know of a plan,
    ``breaks`` what keeps it from being drawn. ``households`` are those that the plan of whole groups
    moves, None where nobody asked. ``trade`` are the steps to shorter borders, () where nobody asked: one
    of them is the plan of whole groups.
    """

    units: Units
    solution: Solution
    drawn: Drawn | None
    locked: tuple[str, ...] = ()
    because: str = ""
    rules: tuple[str, ...] = ()
    out: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    breaks: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    chosen: int = 0
    cells: Cells | None = None
    households: int | None = None
    trade: tuple[Solution, ...] = ()

    @property
    def step(self) -> Step | None:
        """The rung to draw, None for the plan of whole groups."""
        found = [step for step in self.steps if step.drawn is not None and step.rung.most <= self.chosen]
        return found[-1] if found else None

    @property
    def plan(self) -> Drawn | None:
        """What is to be drawn."""
        return self.step.drawn if self.step else self.drawn

    @property
    def grids(self) -> tuple[str, ...]:
        """The grids that the village would have."""
        return (*(uuid for uuid, _groups in self.plan.grids), *self.locked) if self.plan else ()


@dataclass(frozen=True)
class Proposal:
    """The villages, and the town as it was counted before."""

    wish: Wish
    cap: int
    villages: tuple[VillageProposal, ...]
    before: Snapshot
    counted: Census

    @cached_property
    def edit(self) -> ApplyProposal:
        """The edit that draws all of the plans."""
        plans = [village.plan for village in self.villages if village.plan]
        grids = tuple(line for plan in plans for line in plan.grids)
        parts = tuple(line for plan in plans for line in plan.parts)
        leaders = tuple(line for plan in plans for line in plan.leaders)
        every = self.before["grids"].text("uuid")
        removed = tuple(
            str(uuid) for village in self.villages if village.plan
            for uuid in every[village.units.grids] if uuid not in village.grids
        )  # fmt: skip
        return ApplyProposal(grids, removed, parts, leaders)

    @cached_property
    def after(self) -> Snapshot:
        """The township with all of the plans drawn. Raises EditError."""
        from gridmap.redraw.plan import GridPlan

        return self.edit.apply(GridPlan.of(self.before)).onto(self.before)

    @cached_property
    def census(self) -> Census:
        """Everyone counted anew in it."""
        return take_census(self.after)
