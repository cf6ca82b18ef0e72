"""Tracks: lines that know when they were where. Their third number (M) is the time of each place.

M is Unix time in seconds, as trajectories are kept in PostGIS and QGIS; NaN where a place has no time.
"""

import contextlib
import struct
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Shapes = NDArray[np.object_]
Lines = NDArray[np.generic]
"""A column of (multi)lines, None where there is none."""

CHINA_S = 8 * 3600
"""Civil time, which moments are written in, is so many seconds ahead of Unix time."""
_LINE, _LINES = 2002, 2005  # WKB's numbers of LineString M and MultiLineString M
_HEAD = struct.Struct("<BII")


@dataclass(frozen=True)
class Places:
    """The places of many lines one after the other, as flat arrays.

    ``unix`` is NaN where a place has no time. ``parts`` are where the parts of lines begin, with the end;
    ``owners`` the row of the line that each part is of.
    """

    x: Floats
    y: Floats
    unix: Floats
    parts: NDArray[np.int64]
    owners: NDArray[np.int64]


def places_of(lines: Lines) -> Places:
    """The places of (multi)lines with their times; rows without a line have none."""
    parts, owners = shapely.get_parts(lines, return_index=True)
    found, of_part = shapely.get_coordinates(parts, include_m=True, return_index=True)
    begins = np.searchsorted(of_part, np.arange(len(parts) + 1))
    x, y, unix = (np.ascontiguousarray(found[:, at]) for at in range(3))
    return Places(x, y, unix, begins.astype(np.int64), owners.astype(np.int64))


def timed(lines: Lines, unix: Floats) -> Shapes:
    """The same lines with a time for each of their places, in order; rows without a line stay so."""
    found = places_of(lines)
    rows = np.column_stack([found.x, found.y, unix])
    codes: list[bytes | None] = [None] * len(lines)
    bodies = [line_wkb(rows[begin:end]) for begin, end in zip(found.parts[:-1], found.parts[1:], strict=True)]
    first = np.searchsorted(found.owners, np.arange(len(lines) + 1))
    for row in np.unique(found.owners).tolist():
        codes[row] = lines_wkb(bodies[first[row] : first[row + 1]])
    made = np.full(len(lines), None, object)
    made[:] = shapely.from_wkb(np.array(codes, object))
    return made


def line_wkb(places: Floats) -> bytes:
    """The WKB of one line; ``places`` is x, y and Unix time (n, 3)."""
    return _HEAD.pack(1, _LINE, len(places)) + np.ascontiguousarray(places, "<f8").tobytes()


def lines_wkb(lines: list[bytes]) -> bytes:
    """The WKB of some lines as one shape: a single one is a plain line."""
    return lines[0] if len(lines) == 1 else _HEAD.pack(1, _LINES, len(lines)) + b"".join(lines)


def unix_of(moments: NDArray[np.generic]) -> Floats:
    """Unix time of moments written in civil time (``2026-11-20T08:00:00``); NaN of what is none."""
    texts = moments.astype("U19")
    written = np.flatnonzero(texts != "")
    found = np.full(len(texts), np.nan)
    try:
        found[written] = _seconds(texts[written])
    except ValueError:  # what other programs wrote
        for at in written.tolist():
            with contextlib.suppress(ValueError):
                found[at] = _seconds(texts[at : at + 1])[0]
    return found - CHINA_S


def _seconds(texts: NDArray[np.str_]) -> Floats:
    return texts.astype("datetime64[s]").astype(np.float64)


def civil(unix: float) -> str:
    """A Unix time as the civil moment that is written, ``2026-11-20T08:00:00``."""
    return str(np.datetime64(round(unix) + CHINA_S, "s"))
