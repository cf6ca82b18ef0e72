"""What the page says of one row: every word escaped, whatever is personal masked."""

from typing import Any

import numpy as np

from gridmap.exchange.escape import escape
from gridmap.i18n import _
from gridmap.township.census import POPULATION_TITLES, POPULATIONS, Census, status
from gridmap.township.layer import LayerDefinition
from gridmap.township.mask import mask_name, masked
from gridmap.township.schema import Field
from gridmap.township.snapshot import Snapshot
from gridmap.township.table import Table

CODES = {
    "micro": "微", "small": "小", "big": "大", "grid": "网格", "village": "村(社区)", "town": "镇",
    "district": "区", "shelter": "安置点", "clinic": "卫生室", "school": "学校", "office": "村委会",
    "other": "其它", "main": "干路", "side": "支路", "path": "小路",
}  # fmt: skip

People = dict[str, Any]


def card(snapshot: Snapshot, table: Table, row: int, layer: LayerDefinition) -> dict[str, Any]:
    """The popup of one row: title ``t`` and rows ``r`` of heading and value, as ``layer`` says.

    ``table`` is the overlay's, or some rows of it; ``snapshot`` names what its references point to.
    """
    schema = table.schema
    known = {field.name for field in schema.fields} - set(layer.hides)
    fields = [schema.field(name) for name in layer.says if name in known]
    name = str(table["name"][row]) if "name" in known and not schema.field("name").mask else ""
    said = [(field, _words(snapshot, field, table, row)) for field in fields if field.name != "name"]
    return {
        "t": escape(name or f"{_(layer.title)} {table['fid'][row] or row + 1}"),
        "r": [[escape(_(field.title)), escape(words)] for field, words in said if words],
    }


def people_of_grid(snapshot: Snapshot, census: Census, row: int) -> list[People]:
    """The three populations of a grid against the worker's cap: title, number, cap, status."""
    settings = snapshot.settings
    rows = []
    for basis in POPULATIONS:
        people = float(census.grids[basis][row])
        rows.append({
            "title": escape(_(POPULATION_TITLES[basis])),
            "n": None if np.isnan(people) else int(people),
            "cap": settings.worker_cap,
            "s": status(people, settings.worker_cap, settings),
        })  # fmt: skip
    return rows


def masked_leader(census: Census, row: int) -> str:
    """The family name of a grid's leader, the rest as ``*``; '' where there is none."""
    return mask_name(str(census.leader_name[row]))


def _words(snapshot: Snapshot, field: Field, table: Table, row: int) -> str:
    value: Any = table[field.name][row]
    if field.mask:
        return masked(field, value)
    if field.kind == "reference":
        return _referred(snapshot, field, table, row)
    if field.kind == "flag":
        return {1: _("是"), 0: _("否")}.get(int(value), "")
    if field.kind in ("integer", "real"):
        return "" if np.isnan(value) else f"{value:,.0f}"
    if field.kind == "moment":
        return str(value).replace("T", " ")[:16]
    text = str(value)
    return _(CODES[text]) if text in field.choices and text in CODES else text


def _referred(snapshot: Snapshot, field: Field, table: Table, row: int) -> str:
    """The name of the row that a reference points to, the written text where it points nowhere."""
    written, fid = str(table[field.name][row]), table.fids(f"{field.name}_fid")[row : row + 1]
    other = snapshot[field.refers_to]
    found = int(other.index_of(fid)[0]) if fid[0] > 0 else -1
    if found < 0 or "name" not in other or other.schema.field("name").mask:
        return written
    return str(other["name"][found]) or written
