"""Draw a stretch of a common border anew."""

from dataclasses import dataclass

import numpy as np
import shapely

from gridmap.errors import EditError
from gridmap.i18n import _
from gridmap.redraw.coverage import SPECK_M2, cut, redealt
from gridmap.redraw.lens import Lens
from gridmap.redraw.line import Line, drawn_line
from gridmap.redraw.plan import GridPlan
from gridmap.redraw.seams import as_places, enclosed


@dataclass(frozen=True)
class ReshapeBorder:
    """The common border of two grids (uuids) runs along ``line`` (places in the working CRS) from where
    the line first touches it to where it last does, however often it changes sides between; an end of
    the line outside of both takes the end of the border along.
    """

    one: str
    other: str
    line: Line

    @property
    def label(self) -> str:
        """The words of the undo menu."""
        return _("重画公共边界")

    def apply(self, plan: GridPlan) -> GridPlan:
        """The plan with the border as drawn. Raises EditError when the line crosses itself, does not touch
        the border twice or leaves both grids, when a grid is locked or would be left without ground."""
        rows = [plan.grid(self.one), plan.grid(self.other)]
        if rows[0] == rows[1] or plan.village_of_grid[rows[0]] != plan.village_of_grid[rows[1]]:
            raise EditError(_("不能重画：要有同一个村(社区)的两个网格"))
        plan.refuse_locked(rows)
        grids = plan.grids.text("geometry")
        lens = Lens.of(drawn_line(self.line), *grids[rows])
        faces, owner = cut(grids, rows, np.array([lens.line], object))
        inner = as_places(shapely.get_coordinates(shapely.point_on_surface(faces)))
        changes = enclosed(inner, as_places(lens.ring))
        shapes = redealt(faces, owner, np.where(changes, sum(rows) - owner, owner), grids)
        if not shapes:
            raise EditError(_("公共边界没有变化"))
        for row, shape in shapes.items():
            if shapely.area(shape) <= SPECK_M2:
                raise EditError(
                    _("不能重画：“{name}”将没有任何土地，请改用“合并网格”").format(name=plan.name(row))
                )
        return plan.redrawn(shapes)
