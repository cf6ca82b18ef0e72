"""The lasso: every group or household inside a ring goes to one grid."""

from collections.abc import Sequence
from dataclasses import dataclass

from gridmap.redraw.ground import Ground
from gridmap.redraw.pens import Place, Unit
from gridmap.redraw.plan import Edit


@dataclass(frozen=True)
class Lasso:
    """A ring drawn freely, for the grid ``target`` (a uuid). Locked grids lose nothing."""

    ground: Ground
    target: str
    unit: Unit = "group"

    def around(self, ring: Sequence[Place]) -> Edit | None:
        """The edit of a ring (closed by itself), None when nobody of another grid of the village is
        inside. A group is inside when most of its ground is."""
        raise NotImplementedError
