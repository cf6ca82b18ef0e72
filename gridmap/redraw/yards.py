"""Yards: the ground of a village, each bit of it with the household that lives nearest."""

import weakref
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

Shapes = NDArray[np.object_]
Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Yards:
    """The Voronoi cells of a village's households, an exact coverage that goes beyond the village.

    ``households`` are the rows of those with a place, ``yard`` is the row in ``cells`` of each: those
    of one house share it.
    """

    households: Integers
    yard: Integers
    cells: Shapes

    @classmethod
    def of(cls, x: Floats, y: Floats, households: Integers, village: shapely.Geometry) -> "Yards":
        """The yards of some households. One house alone has the village, none has nothing."""
        places, yard = np.unique(np.column_stack([x, y])[households], axis=0, return_inverse=True)
        if len(places) < 2:
            return cls(households, yard, np.array([village] * len(places), object))
        cells = shapely.voronoi_polygons(shapely.multipoints(places), extend_to=village, ordered=True)
        return cls(households, yard, shapely.get_parts(cells))

    def of_households(self, rows: Integers) -> shapely.Geometry:
        """The ground of some households (rows of the table) of this village, beyond it too; an empty
        polygon for none of them."""
        own = np.unique(self.yard[np.isin(self.households, rows)])
        return shapely.coverage_union_all(self.cells[own]) if len(own) else shapely.Polygon()


def yards_of(x: Floats, y: Floats, households: Integers, village: shapely.Geometry) -> Yards:
    """The yards of those of some households that have a place, remembered for as long as the column ``x``
    lives: most edits move nobody's house."""
    known = _known.setdefault(id(x), {})
    if not known:
        weakref.finalize(x, _known.pop, id(x), None)
    households = households[np.isfinite(x[households]) & np.isfinite(y[households])]
    _outline, made = known.get(id(village), (village, None))
    if made is None or not np.array_equal(made.households, households):
        made = Yards.of(x, y, households, village)
        known[id(village)] = village, made
    return made


_known: dict[int, dict[int, tuple[shapely.Geometry, Yards]]] = {}
"""By column and village; an outline is kept with its yards, so that none takes its number."""
