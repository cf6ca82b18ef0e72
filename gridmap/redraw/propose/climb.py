"""What is asked of the ladder and what each of its rungs answers, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gridmap.redraw.propose.problem import Problem

YARDS = 40
"""Into how many yards a village is parted: finer ones are no longer proved in seconds."""


@dataclass(frozen=True)
class Climb:
    """A village whose groups may be split, each rung a few more.

    ``houses`` is the problem with houses for units and its ``grids`` given, ``group`` the group and
    ``place`` the place of each house. ``most`` says for each rung how many groups may be split.
    ``start`` is the plan of whole groups: the label of each house, [] when there is none. A label is a
    current grid, or a new grid when it is beyond the last of those.
    """

    houses: Problem
    group: list[int]
    place: list[tuple[float, float]]
    most: list[int]
    start: list[int]

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> "Climb":
        """From its fields as JSON has them."""
        return cls(**{**said, "houses": Problem.of(said["houses"])})


@dataclass(frozen=True)
class Rung:
    """The best plan that splits at most ``most`` groups along the borders of yards, then polished.

    ``label`` of each house, [] when there is none: ``clash`` says whether that is proved
    (``contiguity``) or the time was over. ``split`` are the groups that are split. ``value`` and
    ``bound`` are of the objective's first measure, by yards: no plan by these yards is below it;
    ``optimal`` says that the whole order is proved for these yards. ``floor`` is what is proved of the
    people moved by any plan at all with so many splits, house by house.
    """

    most: int
    label: list[int]
    split: list[int]
    moved: float = 0.0
    border: float = 0.0
    spread: float = 0.0
    value: float = 0.0
    bound: float = 0.0
    floor: float = 0.0
    optimal: bool = False
    yards: int = 0
    seconds: float = 0.0
    clash: str = ""

    @property
    def proved(self) -> bool:
        """Whether no plan at all with so many splits, house by house, moves fewer people."""
        return self.moved <= self.floor + 1e-6

    @property
    def gap(self) -> float:
        """How far above anything possible the people moved may be, as a share of them; 0 when proved."""
        return 0.0 if self.proved else (self.moved - self.floor) / max(self.moved, 1e-9)
