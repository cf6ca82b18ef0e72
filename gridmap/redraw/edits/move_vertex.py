"""Move a corner of a common border."""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from gridmap.errors import EditError
from gridmap.i18n import _
from gridmap.redraw.coverage import beside
from gridmap.redraw.mending import transformed
from gridmap.redraw.plan import GridPlan
from gridmap.redraw.seams import SNAP_M, Segments, along


@dataclass(frozen=True)
class MoveVertex:
    """The corner at (``x``, ``y``), which two grids or more of a village share, goes to (``to_x``,
    ``to_y``) in all of them.
    """

    x: float
    y: float
    to_x: float
    to_y: float

    @property
    def label(self) -> str:
        """The words of the undo menu."""
        return _("移动边界顶点")

    def apply(self, plan: GridPlan) -> GridPlan:
        """The plan with the corner moved. Raises EditError when there is none, when it is on the village's
        own border, when it would land on another corner or border, and when borders would cross."""
        grids, corner, to = (
            plan.grids.text("geometry"),
            complex(self.x, self.y),
            complex(self.to_x, self.to_y),
        )
        rows = beside(grids, (self.x, self.y, self.x, self.y))
        edges = Segments.of(grids[rows])
        ends = (edges.start == corner) | (edges.end == corner)
        if not ends.any():
            raise EditError(_("这里没有公共边界的顶点"))
        sides = Counter(edges.take(ends).joins()).values()
        own = rows[np.unique(edges.owner[ends])]
        if set(sides) != {2} or len(np.unique(plan.village_of_grid[own])) > 1:
            raise EditError(_("不能移动：这是村(社区)边界上的点"))
        if not np.isfinite(to) or abs(to - corner) <= SNAP_M:
            raise EditError(_("顶点没有移动"))
        _refuse_touching(edges.take(~ends), to)
        moved = transformed({row: grids[row] for row in own.tolist()},
                            lambda ring: np.where(ring == corner, to, ring))  # fmt: skip
        return plan.redrawn(moved)


def _refuse_touching(others: Segments, to: complex) -> None:
    """A corner on its neighbour would make a border of no length that no check of a coverage finds."""
    if not len(others):
        return
    place = np.array([to])
    t, far = along(place[:, None], others.start[None], others.end[None])
    if (np.minimum(np.abs(others.start - to), np.abs(others.end - to)) <= SNAP_M).any():
        raise EditError(_("不能移动：顶点落在相邻的顶点上"))
    if ((far <= SNAP_M) & (t > 0) & (t < 1)).any():
        raise EditError(_("不能移动：顶点落在另一条边界上"))
