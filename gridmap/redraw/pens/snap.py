"""Places and lines that follow roads, streams and borders."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

import shapely

from gridmap.redraw.ground import Ground
from gridmap.redraw.pens import Place

Kind = Literal["vertex", "road", "water", "group", "grid", "village"]
KINDS: tuple[Kind, ...] = ("vertex", "road", "water", "group", "grid", "village")
"""What a pen can follow. Ridges are not among them: no table of a township has them."""


@dataclass(frozen=True)
class Snapped:
    """A place on something: what kind it is, and its name ('' for none)."""

    place: Place
    kind: Kind
    name: str = ""


def snap(
    ground: Ground, x: float, y: float, reach_m: float, kinds: Collection[Kind] = KINDS
) -> Snapped | None:
    """The nearest place on a thing of one of the kinds, None when none is within reach. A ``vertex`` (a
    corner of a grid's border) within reach comes before everything else."""
    raise NotImplementedError


def trace(ground: Ground, start: Place, end: Place, kinds: Collection[Kind] = KINDS) -> shapely.LineString:
    """The shortest way between two places along roads, streams and borders; straight where there is none."""
    raise NotImplementedError
