"""What differs between two plans, as marks over the map: households that move, borders come and gone."""

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.i18n import _
from gridmap.redraw.compare.comparison import Comparison
from gridmap.redraw.compare.shape import SAME_M, inner_border
from gridmap.redraw.compare.side import Side
from gridmap.scene.cells import Spots
from gridmap.scene.marks import Lines, Mark, Points
from gridmap.scene.palette import Palette
from gridmap.scene.scene import LegendRow
from gridmap.scene.shapes import drawn
from gridmap.township.census import inner_points

LAYER = "changes"
NEARER = 0.3
"""Logical pixels a metre from which households are squares of their own; farther off they are grains."""


def change_marks(found: Comparison, colours: Palette) -> tuple[Mark, ...]:
    """The marks of a comparison: what is gone dashed, what is new solid, then the households."""
    gone, new = _borders(found)
    line, casing = colours.select_line, colours.select_casing
    rows = found.moves.rows[found.moves.grid]
    units = found.moves.units.take(rows)
    x, y = (units.number("x"), units.number("y")) if "x" in units else inner_points(units)
    spots = Spots.of(x, y)
    looks = (
        (2.6, 0.7, (0.0, NEARER)),
        (6.0 if colours.theme == "dark" else 5.0, 1.5, (NEARER, float("inf"))),
    )
    return (
        Lines(layer=LAYER, paths=drawn(gone), colour=line, width=1.5, dash=(7.0, 5.0), casing=1.0,
              casing_colour=casing, casing_alpha=0.55),
        Lines(layer=LAYER, paths=drawn(new), colour=line, width=3.0, casing=1.5, casing_colour=casing),
        *(
            Points(layer=LAYER, table=units.schema.name, scales=scales, spots=spots, colour=line, size=size,
                   halo=halo, halo_colour=casing)
            for size, halo, scales in looks
        ),
    )  # fmt: skip


def change_legend(found: Comparison, colours: Palette) -> tuple[LegendRow, ...]:
    """What the marks mean; the count is households."""
    line, count = colours.select_line, int(found.moves.grid.sum())
    return (
        LegendRow("square", line, _("换网格的住户"), count),
        LegendRow("line", line, _("新界线")),
        LegendRow("dash", line, _("旧界线")),
    )


def _borders(found: Comparison) -> tuple[NDArray[np.object_], NDArray[np.object_]]:
    """The border inside the compared villages that is only in the first plan, and only in the second."""
    gone, new = [], []
    for village in found.scope:
        one, other = (_inner(side, village) for side in (found.before, found.after))
        gone.append(shapely.difference(one, shapely.buffer(other, SAME_M)))
        new.append(shapely.difference(other, shapely.buffer(one, SAME_M)))
    return _lines(gone), _lines(new)


def _inner(side: Side, village: int) -> shapely.Geometry:
    return inner_border(side.grids.text("geometry")[side.census.village_of_grid == village])


def _lines(shapes: Sequence[shapely.Geometry]) -> NDArray[np.object_]:
    parts = shapely.get_parts(np.array(list(shapes), object)) if shapes else np.empty(0, object)
    return np.asarray(parts[~shapely.is_empty(parts)], object)
