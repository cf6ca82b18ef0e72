"""The problem of one village as plain numbers, and its answer: what goes to the solver's process and back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Objective = Literal["change", "compact", "balance"]
OBJECTIVES: tuple[Objective, ...] = ("change", "compact", "balance")

Clash = Literal[
    "", "group_over_cap", "too_few_grids", "too_many_grids", "islands", "contiguity", "drawn", "size", "time"
]
"""Why there is no plan. ``size`` and ``time`` mean that none was found, not that there is none."""


@dataclass(frozen=True)
class Leading:
    """One grid leader: the current grids that he or she answers for, and how many people may be in
    whatever goes on under those names, by population (in the order of ``Problem.populations``)."""

    names: list[int]
    room: list[float]


@dataclass(frozen=True)
class Problem:
    """Units (villager groups) to be joined to grids.

    ``people`` per unit; ``others`` are further populations, each per unit, that must keep the same
    ``cap``. ``borders`` are (unit, unit, metres) of common border; ``stay[unit][grid]``
    the people of a unit who are in a current grid now, ``home`` the current grid of each unit's ground
    (-1 none). ``grids`` is how many there must be, None for as few as the cap allows. Who is in no grid
    now does not count as moved. ``leaders`` may not be given more people than they have room for.
    ``drawn`` is the current grid that each unit must be in, -1 for any; [] when nothing is drawn yet.
    ``leeway`` is for ``trade`` only: how many people more than the fewest may move, as a share of those.
    What is best, in this order:

    - change: people moved, then metres of border between the grids
    - compact: metres of border, then people moved
    - balance: the largest distance of a grid from the equal share, then people moved, then border
    """

    people: list[float]
    borders: list[tuple[int, int, float]]
    stay: list[list[float]]
    home: list[int]
    cap: float
    grids: int | None = None
    objective: Objective = "change"
    seconds: float = 10.0
    others: list[list[float]] = field(default_factory=list)
    leaders: list[Leading] = field(default_factory=list)
    drawn: list[int] = field(default_factory=list)
    leeway: float = 0.0

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> "Problem":
        """A problem from its fields as JSON has them."""
        leaders = [Leading(**leader) for leader in said["leaders"]]
        borders = [(int(one), int(other), float(metres)) for one, other, metres in said["borders"]]
        return cls(**{**said, "leaders": leaders, "borders": borders})

    @property
    def populations(self) -> list[list[float]]:
        """Every population whose cap must hold: the one that is counted, then the others."""
        return [self.people, *self.others]


@dataclass(frozen=True)
class Leader:
    """One leader of several villages: the (village, current grid) that he or she answers for, and how many
    people may be in whatever goes on under those names, by population."""

    names: list[tuple[int, int]]
    room: list[float]


@dataclass(frozen=True)
class Together:
    """Villages to be solved at once. ``villages`` have no leaders of their own.

    A village with ``grids`` gets as many, all going on under current names; one without gets as many as
    it takes, the fewest new ones. Then the fewest people move in all villages, then borders are short.
    """

    villages: list[Problem]
    leaders: list[Leader]
    seconds: float = 10.0

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> "Together":
        """From its fields as JSON has them."""
        leaders = [
            Leader([(village, name) for village, name in leader["names"]], leader["room"])
            for leader in said["leaders"]
        ]
        return cls([Problem.of(village) for village in said["villages"]], leaders, said["seconds"])


@dataclass(frozen=True)
class Solution:
    """The best grids found, or why there are none.

    ``members`` are the units of each grid, ``names`` the current grid that each goes on as, -1 for a
    new one. ``value`` and ``bound`` are of the objective's first measure: no plan of as many grids is
    below ``bound``. ``optimal`` says that the whole order is proved. ``least`` is the fewest grids
    when ``clash`` is about their number; ``pieces`` are units that do not hang together (``islands``),
    or those over the cap (``group_over_cap``), of the population ``counted``.
    """

    members: list[list[int]]
    names: list[int]
    moved: float = 0.0
    border: float = 0.0
    spread: float = 0.0
    value: float = 0.0
    bound: float = 0.0
    optimal: bool = False
    seconds: float = 0.0
    clash: Clash = ""
    least: int = 0
    pieces: list[list[int]] | None = None
    counted: int = 0

    @property
    def gap(self) -> float:
        """How far ``value`` may be from the best, as a share of it; 0 when that is proved."""
        return 0.0 if self.value <= self.bound else (self.value - self.bound) / max(abs(self.value), 1e-9)
