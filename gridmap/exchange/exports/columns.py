"""The columns of a table as they may leave the office: personal values masked, derived ones added."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gridmap.exchange.ground import Ground
from gridmap.i18n import _
from gridmap.township.census import POPULATION_TITLES, POPULATIONS, Census, load_statuses
from gridmap.township.mask import mask_name, masked
from gridmap.township.schema import Field
from gridmap.township.snapshot import Snapshot
from gridmap.township.table import Table


@dataclass(frozen=True)
class Outgoing:
    """One column of an export: str, int, float or None per row; ``kind``: ``integer``, ``real``, ``text``."""

    name: str
    title: str
    values: list[Any]
    kind: str = "text"


def outgoing(snapshot: Snapshot, census: Census, name: str, *, hide: bool = True) -> list[Outgoing]:
    """The columns of the table called ``name``, in the order of its schema, without its place.

    While ``hide`` is set, personal values are masked as on the screens. Grids carry the people of
    the census, their cap, status and leader.
    """
    table = snapshot[name]
    table.bring(*table.schema.columns)
    columns = [
        Outgoing(field.name, _(field.title), _values(field, table, snapshot, hide), _kind(field, hide))
        for field in table.schema.fields
    ]
    return columns + (_loads(snapshot, census, hide) if name == "grids" else [])


def lon_lat(snapshot: Snapshot, table: Table) -> list[Outgoing]:
    """Longitude and latitude (WGS 84) of a point table; [] for the others."""
    if table.schema.geometry != "point":
        return []
    places = places_of(table)
    placed = np.isfinite(places).all(axis=1)
    if placed.any():
        places[placed] = Ground(snapshot.settings.crs).degrees(places[placed])
    columns = zip(("longitude", "latitude"), (_("经度"), _("纬度")), places.T, strict=True)
    return [
        Outgoing(name, title, [None if np.isnan(value) else float(value) for value in values], "real")
        for name, title, values in columns
    ]


def places_of(table: Table) -> NDArray[np.float64]:
    """The places (n, 2) of a point table in the working CRS, NaN where there is none; a restricted case has
    none for whoever gets a file."""
    places = np.column_stack([table.number("x"), table.number("y")])
    if table.schema.name == "incidents":
        places[table["restricted"] == 1] = np.nan
    return places


def _kind(field: Field, hide: bool) -> str:
    return field.kind if field.kind in ("integer", "real") and not (field.mask and hide) else "text"


def _values(field: Field, table: Table, snapshot: Snapshot, hide: bool) -> list[Any]:
    values: list[Any] = table[field.name].tolist()
    if field.refers_to == "staff" and hide:  # by number, or by name where they have none
        numbers = set(snapshot["staff"].text("staff_no").tolist())
        return [value if value in numbers else mask_name(value) for value in values]
    if field.mask and hide:
        return [masked(field, value) for value in values]
    if field.kind == "integer":
        return [None if np.isnan(value) else int(value) for value in values]
    if field.kind == "real":
        return [None if np.isnan(value) else float(value) for value in values]
    if field.kind == "flag":
        return [{1: _("是"), 0: _("否")}.get(value, "") for value in values]
    return [str(value) for value in values]


def _loads(snapshot: Snapshot, census: Census, hide: bool) -> list[Outgoing]:
    settings = snapshot.settings
    leaders = [mask_name(str(name)) if hide else str(name) for name in census.leader_name]
    loads = [Outgoing("leader", _("网格长"), leaders)]
    loads.append(Outgoing("cap", _("人口上限"), [settings.worker_cap] * len(leaders), "integer"))
    for basis in POPULATIONS:
        title = _(POPULATION_TITLES[basis])
        people = [None if np.isnan(count) else int(count) for count in census.grids[basis]]
        loads.append(Outgoing(basis, _("{basis}人口").format(basis=title), people, "integer"))
        states: list[Any] = list(load_statuses(census, basis, settings))
        loads.append(Outgoing(f"{basis}_status", _("{basis}状态").format(basis=title), states))
    return loads
