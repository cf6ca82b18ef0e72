"""Give a piece of ground to a grid of its village."""

from dataclasses import dataclass

import shapely

from gridmap.errors import EditError
from gridmap.i18n import _
from gridmap.redraw.giving import given
from gridmap.redraw.plan import GridPlan


@dataclass(frozen=True)
class MoveGround:
    """The ground (a polygon as WKB, in hex) goes to the grid (a uuid), from whichever grids of its
    village have it: what border brush, paint and lasso make when they move households.
    """

    ground: str
    grid: str

    @classmethod
    def of(cls, ground: shapely.Geometry, grid: str) -> "MoveGround":
        """The edit that gives a (multi)polygon to a grid."""
        return cls(shapely.to_wkb(ground, hex=True), grid)

    @property
    def label(self) -> str:
        """The words of the undo menu."""
        return _("移动网格边界")

    def apply(self, plan: GridPlan) -> GridPlan:
        """The plan with the ground moved. Raises EditError for a shape that is none or crosses itself,
        and as ``given`` does."""
        return given(plan, _polygon(self.ground), plan.grid(self.grid))


def _polygon(written: str) -> shapely.Geometry:
    piece = shapely.from_wkb(written, on_invalid="ignore")
    if piece is None or not shapely.area(piece) > 0:
        raise EditError(_("不能划转：没有画出任何土地"))
    if not shapely.is_valid(piece):
        raise EditError(_("不能划转：画出的边界与自己相交"))
    return piece
