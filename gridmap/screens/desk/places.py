"""Where a row lies: what flying to a row of any table needs."""

import math
from collections.abc import Iterable

import shapely

from gridmap.scene.view import Bounds
from gridmap.township.table import Table

NEAR = 120.0
"""Metres shown on every side of a single house or incident."""


def place_of(table: Table, row: int) -> tuple[float, float] | None:
    """x and y of a row in the working CRS, inside its shape; None when it has no place."""
    if table.schema.geometry == "point":
        x, y = float(table.number("x")[row]), float(table.number("y")[row])
        return None if math.isnan(x) or math.isnan(y) else (x, y)
    shape = table["geometry"][row] if table.schema.geometry != "none" else None
    if shape is None or shape.is_empty:
        return None
    spot = shape.representative_point()
    return float(spot.x), float(spot.y)


def bounds_of(table: Table, rows: Iterable[int]) -> Bounds | None:
    """What holds all these rows, with some room around points; None when none has a place."""
    boxes = []
    for row in rows:
        place = place_of(table, row)
        if place is None:
            continue
        if table.schema.geometry == "point":
            boxes.append((place[0] - NEAR, place[1] - NEAR, place[0] + NEAR, place[1] + NEAR))
        else:
            boxes.append(tuple(shapely.bounds(table["geometry"][row]).tolist()))
    if not boxes:
        return None
    west, south, east, north = zip(*boxes, strict=True)
    return min(west), min(south), max(east), max(north)
