"""Places that follow roads, streams, ridges and borders."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.redraw.ground import Ground
from gridmap.redraw.pens import Place
from gridmap.township.memory import once
from gridmap.township.table import Table

Kind = Literal["vertex", "road", "water", "ridge", "group", "grid", "village"]
KINDS: tuple[Kind, ...] = ("vertex", "road", "water", "ridge", "group", "grid", "village")
"""What a pen can follow. Ridges are those that a township has imported: no heights are read."""
NATURAL: tuple[Kind, ...] = ("road", "water", "ridge")
"""What borders follow on the ground."""
TABLES: dict[Kind, str] = {
    "road": "roads", "water": "waters", "ridge": "ridges", "group": "groups", "grid": "grids",
    "village": "villages",
}  # fmt: skip

Shapes = NDArray[np.object_]


@dataclass(frozen=True)
class Snapped:
    """A place on something: what kind it is, and its name ('' for none)."""

    place: Place
    kind: Kind
    name: str = ""


@dataclass(frozen=True)
class Lines:
    """The lines of one kind of thing, ready to be asked what is near. ``row`` is each one's in its table."""

    lines: Shapes

    @cached_property
    def tree(self) -> shapely.STRtree:
        """An index of them."""
        return shapely.STRtree(self.lines)


def snap(
    ground: Ground, x: float, y: float, reach_m: float, kinds: Collection[Kind] = KINDS
) -> Snapped | None:
    """The nearest place on a thing of one of the kinds, None when none is within reach. A ``vertex`` (a
    corner of a grid's border) within reach comes before everything else; of equally near things the
    kind that ``KINDS`` names first."""
    point = shapely.Point(x, y)
    if "vertex" in kinds:
        near = ground.tree.query(point, predicate="dwithin", distance=reach_m)
        corners = shapely.get_coordinates(ground.shapes[near])
        far = np.hypot(corners[:, 0] - x, corners[:, 1] - y)
        if len(far) and far.min() <= reach_m:
            return Snapped(_place(corners[far.argmin()]), "vertex")
    found = []
    for kind in (kind for kind in KINDS if kind in kinds and kind != "vertex"):
        lines = lines_of(ground, kind)
        rows, far = lines.tree.query_nearest(
            point, max_distance=reach_m, return_distance=True, all_matches=False
        )
        if len(rows):
            found.append((float(far[0]), kind, int(rows[0])))
    if not found:
        return None
    _far, kind, row = min(found, key=lambda item: item[0])
    line = lines_of(ground, kind).lines[row]
    spot = shapely.line_interpolate_point(line, shapely.line_locate_point(line, point))
    return Snapped((float(spot.x), float(spot.y)), kind, _name(ground.snapshot[TABLES[kind]], row))


def lines_of(ground: Ground, kind: Kind) -> Lines:
    """The lines of one kind of thing but vertices; worked out once for a table."""
    return _lines(ground.snapshot[TABLES[kind]].text("geometry"))


@once
def _lines(shapes: Shapes) -> Lines:
    flat = shapely.get_dimensions(shapes) == 2
    lines = shapes.copy()
    lines[flat] = shapely.boundary(shapes[flat])
    several = shapely.get_num_geometries(lines) > 1
    lines[several] = shapely.line_merge(lines[several])
    return Lines(lines)


def _name(table: Table, row: int) -> str:
    return str(table["name"][row]) if "name" in table else ""


def _place(coordinates: NDArray[np.float64]) -> Place:
    return float(coordinates[0]), float(coordinates[1])
