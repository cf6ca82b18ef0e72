"""Split a grid by a line."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.errors import EditError
from gridmap.i18n import _
from gridmap.redraw.coverage import SPECK_M2, cut
from gridmap.redraw.lens import NEARLY_M
from gridmap.redraw.line import Line, drawn_line
from gridmap.redraw.plan import GridPlan
from gridmap.redraw.seams import SNAP_M, Segments

Shapes = NDArray[np.object_]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class SplitGrid:
    """The grid (a uuid) becomes two along ``line`` (places in the working CRS), which may begin and end
    outside of it. The part where more people live stays the grid; the other one is new, with the uuid
    ``new``, ``name`` and no code until it is published.
    """

    grid: str
    line: Line
    new: str
    name: str

    @property
    def label(self) -> str:
        """The words of the undo menu."""
        return _("拆分网格")

    def apply(self, plan: GridPlan) -> GridPlan:
        """The plan with one grid more. Raises EditError when the line crosses itself or does not part the
        grid, when nobody would live in one of the parts, and when the name is taken or empty."""
        row = plan.grid(self.grid)
        plan.refuse_locked([row])
        plan.refuse_name(self.name, int(plan.village_of_grid[row]))
        line = drawn_line(self.line)
        shape = plan.grids.text("geometry")[row]
        line = _reaching(line, shapely.boundary(shape))
        faces, _owner = cut(plan.grids.text("geometry"), [row], np.array([line], object))
        sides = _sides(faces)
        parts = [shapely.coverage_union_all(faces[sides == side]) for side in (False, True)]
        if any(shapely.area(part) <= SPECK_M2 for part in parts):
            raise EditError(_("不能拆分：画的线没有把网格分成两部分"))
        lives = [plan.households_in(part) for part in parts]
        if not all(map(len, lives)) and any(map(len, lives)):
            raise EditError(_("不能拆分：其中一部分没有住户，会留下空网格"))
        weights = [_weight(plan, rows, part) for rows, part in zip(lives, parts, strict=True)]
        stays = weights.index(max(weights))
        grown = plan.with_grids({
            "uuid": [self.new], "name": [self.name], "code": [""], "geometry": [parts[1 - stays]],
            "village": plan.grids["village"][[row]], "village_fid": plan.grids["village_fid"][[row]],
        })  # fmt: skip
        shapes = {row: parts[stays], len(plan.grids): parts[1 - stays]}
        return grown.with_shapes(plan.mended(shapes))


def _weight(plan: GridPlan, rows: NDArray[np.int64], part: shapely.Geometry) -> tuple[float, int, float]:
    people = np.nan_to_num(plan.households.number("resident")[rows]).sum()
    return float(people), len(rows), float(shapely.area(part))


def _reaching(line: shapely.LineString, border: shapely.Geometry) -> shapely.LineString:
    """The line, longer at an end that stops just short of the border."""
    places = shapely.get_coordinates(line)
    for end, before in ((0, 1), (-1, -2)):
        far = float(shapely.distance(shapely.Point(places[end]), border))
        if 0 < far <= NEARLY_M:
            way = places[end] - places[before]
            places[end] += way / np.hypot(*way) * (2 * far + SNAP_M)
    return shapely.LineString(places)


def _sides(faces: Shapes) -> Flags:
    """On which side of the line each face lies: it changes wherever two faces meet."""
    edges = Segments.of(faces)
    pairs = {(int(edges.owner[one]), int(edges.owner[other])) for one, other in edges.twins()}
    side, todo = {0: False}, [0]
    while todo:
        face = todo.pop()
        for one, other in pairs:
            beside = other if one == face else one if other == face else face
            if beside not in side:
                side[beside] = not side[face]
                todo.append(beside)
    return np.array([side.get(face, False) for face in range(len(faces))])
