"""From polygons and lines to flat arrays: closed paths to fill, polylines to stroke."""

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.scene.detail import EMPTY_RUNS, Paths, Rings, Runs
from gridmap.township.memory import once

Geometries = NDArray[np.generic]  # an object array of shapely geometries, None where there is none


def rings_of(geometries: Geometries) -> Rings:
    """Closed odd-even paths of (multi)polygons; a missing geometry is an empty path.

    All rings of one polygon become one path: out along a bridge from ring to ring and back along
    the same bridges, which fill to nothing.
    """
    return Rings(lambda: _closed_paths(geometries))


@once
def _closed_paths(geometries: Geometries) -> Runs:
    if not len(geometries):
        return EMPTY_RUNS
    xy, starts, owners = _laid_out(geometries)
    rings = np.bincount(owners, minlength=len(geometries))
    vertices = np.bincount(owners, weights=np.diff(starts), minlength=len(geometries)).astype(np.int64)
    ends = np.cumsum(vertices)
    several = np.flatnonzero(rings > 1)
    if len(several):  # the way back: where each ring but the last begins, in the opposite order
        last = np.cumsum(rings)
        back = [starts[last[area] - rings[area] : last[area] - 1][::-1] for area in several.tolist()]
        xy = np.insert(xy, np.repeat(ends[several], rings[several] - 1), xy[np.concatenate(back)], axis=0)
    offsets = np.concatenate([[0], np.cumsum(vertices + np.maximum(rings - 1, 0))]).astype(np.int64)
    return Runs(xy, offsets, np.asarray(shapely.bounds(geometries), np.float64).reshape(-1, 4))


def paths_of(lines: Sequence[NDArray[np.float64]]) -> Paths:
    """Polylines of arrays (n, 2); one of fewer than two vertices is left out."""
    lines = [line for line in lines if len(line) > 1]
    if not lines:
        return Paths()
    offsets = np.concatenate([[0], np.cumsum([len(line) for line in lines])]).astype(np.int64)
    runs = Runs.of(np.ascontiguousarray(np.concatenate(lines), np.float64), offsets)
    return Paths(lambda: runs)


def drawn(geometries: Geometries) -> Paths:
    """The lines, or the rings of the polygons, of a column, each as it is."""
    return Paths(lambda: lines_of(geometries)[0])


@once
def lines_of(geometries: Geometries) -> tuple[Runs, NDArray[np.int64]]:
    """The polylines of (multi)lines or the rings of polygons, with the row each came from."""
    if not len(geometries):
        return EMPTY_RUNS, np.empty(0, np.int64)
    xy, starts, owners = _laid_out(geometries)
    real = np.diff(starts) > 1
    if not real.all():
        xy = xy[np.repeat(real, np.diff(starts))]
        starts, owners = np.concatenate([[0], np.cumsum(np.diff(starts)[real])]), owners[real]
    return Runs.of(xy, starts), owners


def _laid_out(
    geometries: Geometries,
) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.int64]]:
    """All vertices in order, where each line or ring begins (and the end), and the row of each.

    Taking polygons apart makes an object for every ring, so those of a single ring are left whole.
    """
    kind = shapely.get_type_id(geometries)
    single = (kind == shapely.GeometryType.LINESTRING) | (
        (kind == shapely.GeometryType.POLYGON) & (shapely.get_num_interior_rings(geometries) == 0)
    )
    owners = np.arange(len(geometries))
    if not single.all():
        geometries, owners = shapely.get_parts(geometries, return_index=True)
        if len(geometries) and shapely.get_dimensions(geometries[0]) == 2:
            geometries, part = shapely.get_rings(geometries, return_index=True)
            owners = owners[part]
    counts = shapely.get_num_coordinates(geometries)
    return (
        shapely.get_coordinates(geometries),
        np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        np.asarray(owners, np.int64),
    )


def even_odd(path: NDArray[np.float64], x: float, y: float) -> bool:
    """Whether a place lies inside a closed odd-even path."""
    x1, y1, x2, y2 = path[:-1, 0], path[:-1, 1], path[1:, 0], path[1:, 1]
    crossing = (y1 > y) != (y2 > y)
    if not crossing.any():
        return False
    x1, y1, x2, y2 = x1[crossing], y1[crossing], x2[crossing], y2[crossing]
    return bool(np.count_nonzero(x1 + (y - y1) * (x2 - x1) / (y2 - y1) > x) % 2)
