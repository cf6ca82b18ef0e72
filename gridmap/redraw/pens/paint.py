"""The brush: every group or household that a stroke touches goes to one grid."""

from collections.abc import Sequence
from dataclasses import dataclass

from gridmap.redraw.ground import Ground
from gridmap.redraw.pens import Place, Unit
from gridmap.redraw.plan import Edit


@dataclass(frozen=True)
class PaintPen:
    """A round brush of ``radius_m`` that paints the grid ``target`` (a uuid). Locked grids lose nothing."""

    ground: Ground
    target: str
    radius_m: float
    unit: Unit = "group"

    def stroke(self, path: Sequence[Place]) -> Edit | None:
        """The edit of one stroke, None when it touches nobody of another grid of the village."""
        raise NotImplementedError
