"""Geometry as GeoPackage blobs: a header with the CRS and the bounds, then WKB.

Source: OGC GeoPackage 1.4, clause 2.1.3 (GeoPackageBinary). Points carry no bounds in the header and
are therefore all 29 bytes long, which lets a column of them be read as one numpy array.
"""

import struct
from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.township.bulk import parts

_HEADER = struct.Struct("<2sBBi")
_BOUNDS = struct.Struct("<4d")
_WITHOUT_BOUNDS, _WITH_BOUNDS = 0b0000_0001, 0b0000_0011
_POINT = np.dtype(
    [("magic", "S2"), ("version", "u1"), ("flags", "u1"), ("srs", "<i4"), ("order", "u1"), ("type", "<u4"),
     ("x", "<f8"), ("y", "<f8")]
)  # fmt: skip
SHAPES_AT_ONCE = 1000
"""Shapes that are made in one call, in which no other thread runs."""
_BOUNDS_BYTES = (0, 32, 48, 48, 64)


def encode_points(x: NDArray[np.float64], y: NDArray[np.float64], srs: int) -> list[bytes | None]:
    """Blobs of points; None where a coordinate is NaN (unplaced)."""
    rows = np.zeros(len(x), _POINT)
    rows["magic"], rows["flags"], rows["srs"] = b"GP", _WITHOUT_BOUNDS, srs
    rows["order"], rows["type"], rows["x"], rows["y"] = 1, 1, x, y
    data, size = rows.tobytes(), _POINT.itemsize
    placed = np.isfinite(x) & np.isfinite(y)
    return [data[i * size : (i + 1) * size] if placed[i] else None for i in range(len(x))]


def decode_points(blobs: Sequence[bytes | None]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """x and y of blobs, NaN for None. Reads headers with bounds too, as other programs write them."""
    x, y = np.full(len(blobs), np.nan), np.full(len(blobs), np.nan)
    placed = np.array([blob is not None for blob in blobs], bool)
    present = [blob for blob in blobs if blob is not None]
    if not present:
        return x, y
    if all(len(blob) == _POINT.itemsize for blob in present):
        rows = np.frombuffer(b"".join(present), _POINT)
        x[placed], y[placed] = rows["x"], rows["y"]
    else:
        points = shapely.from_wkb([_wkb(blob) for blob in present])
        x[placed], y[placed] = shapely.get_x(points), shapely.get_y(points)
    return x, y


def encode_shapes(shapes: NDArray[np.object_], srs: int) -> list[bytes | None]:
    """Blobs of lines or polygons, made multi-part as the layer declares; None for no geometry."""
    multi = _multi(shapes)
    bounds = shapely.bounds(multi)
    wkb = shapely.to_wkb(multi, byte_order=1)
    header = _HEADER.pack(b"GP", 0, _WITH_BOUNDS, srs)
    return [
        None if body is None else header + _BOUNDS.pack(box[0], box[2], box[1], box[3]) + body
        for body, box in zip(wkb, bounds, strict=True)
    ]


def decode_shapes(blobs: Sequence[bytes | None]) -> NDArray[np.object_]:
    """Lines or polygons of blobs; a geometry of one part comes back as a simple one."""
    shapes = np.full(len(blobs), None, object)
    for part in parts(len(blobs), SHAPES_AT_ONCE):
        made = np.full(len(blobs[part]), None, object)
        made[:] = shapely.from_wkb(_bodies(blobs[part]))
        single = shapely.get_num_geometries(made) == 1
        made[single] = shapely.get_geometry(made[single], 0)
        shapes[part] = made
    return shapes


def bounds(blob: bytes | None) -> tuple[float, float, float, float] | None:
    """Smallest x, largest x, smallest y, largest y of a blob; None when it is empty. For the R-tree."""
    if blob is None:
        return None
    if blob[3] & 0b0001_0000:
        return None
    if (blob[3] >> 1) & 0b111:
        low_x, high_x, low_y, high_y = _BOUNDS.unpack_from(blob, _HEADER.size)
        return low_x, high_x, low_y, high_y
    low_x, low_y, high_x, high_y = shapely.bounds(shapely.from_wkb(_wkb(blob))).tolist()
    return (low_x, high_x, low_y, high_y) if np.isfinite(low_x) else None


def all_bounds(blobs: Sequence[bytes | None]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Which blobs have bounds, and those bounds as ``bounds`` orders them, for a column at once."""
    full = [at for at, blob in enumerate(blobs) if blob is not None]
    present = [blob for blob in blobs if blob is not None]
    if present and all(len(blob) == _POINT.itemsize for blob in present):
        points = np.frombuffer(b"".join(present), _POINT)
        return np.array(full, np.int64), np.column_stack([points["x"], points["x"], points["y"], points["y"]])
    known = [(at, bounds(blob)) for at, blob in zip(full, present, strict=True)]
    boxes = [(at, box) for at, box in known if box is not None]
    return (
        np.array([at for at, _box in boxes], np.int64),
        np.array([box for _at, box in boxes], np.float64).reshape(-1, 4),
    )


def _bodies(blobs: Sequence[bytes | None]) -> list[bytes | None]:
    """The WKB of each; as a rule the headers are alike, and the bodies begin at the same byte."""
    flags = {blob[3] for blob in blobs if blob is not None}
    if len(flags) != 1:
        return [None if blob is None else _wkb(blob) for blob in blobs]
    begin = _begin(flags.pop())
    return [None if blob is None else blob[begin:] for blob in blobs]


def _wkb(blob: bytes) -> bytes:
    return blob[_begin(blob[3]) :]


def _begin(flags: int) -> int:
    return _HEADER.size + _BOUNDS_BYTES[(flags >> 1) & 0b111]


def _multi(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    multi = shapes.copy()
    kinds = shapely.get_type_id(shapes)
    for kind, gather in (
        (shapely.GeometryType.POLYGON, shapely.multipolygons),
        (shapely.GeometryType.LINESTRING, shapely.multilinestrings),
    ):
        single = kinds == kind
        if single.any():
            multi[single] = gather(shapes[single], indices=np.arange(single.sum()))
    return multi
