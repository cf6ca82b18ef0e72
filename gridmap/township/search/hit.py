"""One answer of a search, ready to be shown: whoever is a person is masked."""

from dataclasses import dataclass
from math import nan
from typing import Literal

import shapely

from gridmap.i18n import _
from gridmap.township.mask import mask_name
from gridmap.township.snapshot import Snapshot

Kind = Literal["grid", "village", "group", "household", "resident", "place", "coordinates"]
KIND_TITLES: dict[Kind, str] = {
    "grid": "网格", "village": "村", "group": "组", "household": "住户", "resident": "居民", "place": "场所",
    "coordinates": "坐标",
}  # fmt: skip
_KINDS: dict[str, Kind] = {"grids": "grid", "villages": "village", "groups": "group"}


@dataclass(frozen=True)
class Hit:
    """One answer. ``title`` and ``detail`` are ready to show (people masked); ``x``, ``y`` are in the
    working CRS, NaN for what has no place. ``table`` and ``uuid`` are the row to select, a resident's that of
    the household; '' for bare coordinates and for a resident whose household is not known."""

    kind: Kind
    title: str
    detail: str
    table: str
    uuid: str
    x: float
    y: float


def area_hit(snapshot: Snapshot, name: str, row: int) -> Hit:
    """The hit of a grid, a village or a group; it lies at a point inside of its shape."""
    table = snapshot[name]
    title, code = str(table["name"][row]), str(table["code"][row])
    village = _named(snapshot, name, row, "village")
    shown = village + title if name == "groups" else title or code
    spot = shapely.point_on_surface(table["geometry"][row])
    place = float(shapely.get_x(spot)), float(shapely.get_y(spot))
    return Hit(_KINDS[name], shown, _joined(village, code), name, str(table["uuid"][row]), *place)


def place_hit(snapshot: Snapshot, row: int) -> Hit:
    """The hit of a place."""
    table = snapshot["places"]
    title, address, uuid = (str(table[name][row]) for name in ("name", "address", "uuid"))
    return Hit("place", title, address, "places", uuid, *_spot(snapshot, "places", row))


def person_hit(snapshot: Snapshot, row: int, name: str) -> Hit:
    """The hit of somebody in the household of this row, its head or another; -1 for no household."""
    if row < 0:
        return Hit("resident", mask_name(name), _("没有对上住户"), "", "", nan, nan)
    table = snapshot["households"]
    number, head, uuid = (str(table[column][row]) for column in ("household_no", "head_name", "uuid"))
    home = _named(snapshot, "households", row, "village") + _named(snapshot, "households", row, "group")
    kind: Kind = "household" if name == head else "resident"
    spot = _spot(snapshot, "households", row)
    return Hit(kind, mask_name(name), _joined(number, home), "households", uuid, *spot)


def _named(snapshot: Snapshot, name: str, row: int, column: str) -> str:
    """The name of the village or group of a row; as it is written where it is none that we know."""
    table = snapshot[name]
    if column not in table:
        return ""
    others = snapshot[f"{column}s"]
    at = int(others.index_of(table.fids(f"{column}_fid")[row : row + 1])[0])
    return str(others["name"][at] if at >= 0 else table[column][row])


def _spot(snapshot: Snapshot, name: str, row: int) -> tuple[float, float]:
    table = snapshot[name]
    return float(table.number("x")[row]), float(table.number("y")[row])


def _joined(*parts: str) -> str:
    return " · ".join(filter(None, parts))
