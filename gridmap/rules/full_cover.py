"""The grids cover every village without gap and without overlap."""

from collections.abc import Iterator

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.i18n import _
from gridmap.township.census import Census
from gridmap.township.finding import Finding
from gridmap.township.snapshot import Snapshot

TITLE = "网格全覆盖"
COUNTS_PEOPLE = False

TOLERANCE_M2 = 0.01
"""What may be lost: a border of 10 km that two programs rounded to the micrometre."""

Shapes = NDArray[np.object_]


def check(snapshot: Snapshot, census: Census, population: str) -> list[Finding]:
    """An error for each village with ground in no grid, and for each two grids that overlap.

    Without villages the township's outline is what must be covered; without either only overlaps
    are found. Grids whose border crosses itself are errors of their own, and are counted as
    ``shapely.make_valid`` sees them.
    """
    grids = snapshot["grids"].text("geometry")
    broken = np.flatnonzero(~shapely.is_valid(grids) & ~shapely.is_missing(grids))
    sound = grids.copy()
    sound[broken] = shapely.make_valid(grids[broken])
    found = [_crossed(snapshot, row, sound[row]) for row in broken.tolist()]
    matched = not len(broken) and bool(shapely.coverage_is_valid(sound))
    if not matched:
        found += _overlaps(snapshot, sound)
    return found + _gaps(snapshot, census, sound, matched)


def _crossed(snapshot: Snapshot, row: int, shape: shapely.Geometry) -> Finding:
    message = _("{grid}：边界自相交，请修正").format(grid=_name(snapshot, row))
    return Finding("full_cover", "error", message, (_uuid(snapshot, row),), {}, _place(shape))


def _overlaps(snapshot: Snapshot, grids: Shapes) -> list[Finding]:
    one, other = shapely.STRtree(grids).query(grids, predicate="intersects")
    one, other = one[one < other], other[one < other]
    common = shapely.intersection(grids[one], grids[other])
    found = []
    for index in np.flatnonzero(shapely.area(common) > TOLERANCE_M2):
        rows, area = (int(one[index]), int(other[index])), float(common[index].area)
        message = _("{one} 与 {other} 重叠 {area:,.2f} 平方米").format(
            one=_name(snapshot, rows[0]), other=_name(snapshot, rows[1]), area=area
        )
        uuids = (_uuid(snapshot, rows[0]), _uuid(snapshot, rows[1]))
        found.append(Finding("full_cover", "error", message, uuids, {"area_m2": area}, _place(common[index])))
    return found


def _gaps(snapshot: Snapshot, census: Census, grids: Shapes, matched: bool) -> list[Finding]:
    table = snapshot["villages"] if len(snapshot["villages"]) else snapshot["township"]
    villages = table.text("geometry")
    found = []
    for row, gap in _uncovered(villages, grids, census, matched):
        message = _("{village}：有 {parts} 处共 {area:,.2f} 平方米不在任何网格内").format(
            village=table["name"][row] or table["code"][row], parts=len(gap), area=shapely.area(gap).sum()
        )
        largest = gap[int(np.argmax(shapely.area(gap)))]
        numbers = {"area_m2": float(shapely.area(gap).sum()), "parts": len(gap)}
        found.append(Finding("full_cover", "error", message, (), numbers, _place(largest)))
    return found


def _uncovered(
    villages: Shapes, grids: Shapes, census: Census, matched: bool
) -> Iterator[tuple[int, Shapes]]:
    """Village rows with the parts of them that no grid covers.

    A village's own grids are taken off first: nearly always nothing is left for the others.
    """
    union = shapely.coverage_union_all if matched else shapely.union_all
    tree = shapely.STRtree(grids)
    by_village = len(villages) > 1 or (census.village_of_grid >= 0).any()
    for row, village in enumerate(shapely.make_valid(villages)):
        if village is None:
            continue
        own = np.flatnonzero(census.village_of_grid == row) if by_village else tree.query(village)
        whole = union(grids[own])
        if shapely.equals_exact(shapely.normalize(village), shapely.normalize(whole)):
            continue  # vertex for vertex the same, which a planner's files nearly always are
        rest = shapely.difference(village, whole)
        if shapely.area(rest) > TOLERANCE_M2:
            rest = shapely.difference(rest, shapely.union_all(grids[tree.query(rest)]))
        parts = shapely.get_parts(rest)
        parts = parts[shapely.area(parts) > TOLERANCE_M2]
        if len(parts):
            yield row, parts


def _name(snapshot: Snapshot, row: int) -> str:
    grids = snapshot["grids"]
    return str(grids["name"][row] or grids["code"][row])


def _uuid(snapshot: Snapshot, row: int) -> str:
    return str(snapshot["grids"]["uuid"][row])


def _place(shape: shapely.Geometry) -> tuple[float, float]:
    point = shapely.point_on_surface(shape)
    return float(point.x), float(point.y)
