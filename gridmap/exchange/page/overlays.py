"""The overlays of the page: what each of ``layers/*.toml`` becomes as GeoJSON features.

A feature's properties are short because they are many: ``c`` the classes that ``page.css`` colours,
``t``, ``r`` and ``p`` the popup (``cards``), ``h`` the markup of a mark, ``w`` the width in metres
that a label needs room for, ``d`` the radius of a dot.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from gridmap.exchange.escape import escape
from gridmap.exchange.ground import Ground, feature, point
from gridmap.exchange.page.cards import card, masked_leader, people_of_grid
from gridmap.exchange.page.cells import gather_at_most
from gridmap.i18n import _
from gridmap.scene.points import PLACE_CHARACTERS, open_incidents
from gridmap.scene.routes import latest_week
from gridmap.township.census import POPULATION_TITLES, POPULATIONS, Census
from gridmap.township.layer import LayerDefinition
from gridmap.township.mask import small_count
from gridmap.township.snapshot import Snapshot
from gridmap.township.table import Table

Feature = dict[str, Any]

DOT_M, CELL_M = 60.0, 240.0
MOST_DOTS, MOST_CELLS, MOST_CASED = 20_000, 2_000, 3_000
NEVER_POINTS = ("家庭", "家暴", "妇女", "婚姻", "儿童")
URGENCY_SHAPES = {
    "P1": "M11 2 21 20H1Z", "P2": "M11 0 22 11 11 22 0 11Z", "P3": "M11 1 21 8.5 17 20H5L1 8.5Z",
    "": "M11 3a8 8 0 1 0 .01 0Z",
}  # fmt: skip


@dataclass(frozen=True)
class Subject:
    """One township to be put on a page."""

    snapshot: Snapshot
    census: Census
    ground: Ground


Maker = Callable[[Subject, LayerDefinition], list[Feature]]


def features(subject: Subject, layer: LayerDefinition) -> list[Feature]:
    """The features of one overlay; [] for an overlay that a page does not show.

    Elders are left out: a point for an old person who lives alone must not leave the office.
    """
    maker = _BY_TABLE.get(layer.table)
    return maker(subject, layer) if maker else []


def township(subject: Subject) -> list[Feature]:
    """The ground of the town under everything, without a popup."""
    return [feature(shape, {"c": "town-ground"}) for shape in _outline(subject)]


def outline(subject: Subject) -> list[Feature]:
    """The line around the town, above everything."""
    return [feature(shape, {"c": "town"}) for shape in _outline(subject)]


def _outline(subject: Subject) -> list[BaseGeometry]:
    """The town's own outline, else what its villages or grids cover together."""
    for name in ("township", "villages", "grids"):
        shapes = shapely.union_all(subject.snapshot[name].text("geometry"))
        if not shapes.is_empty:
            return list(subject.ground.shapes(np.array([shapes], object)))
    return []


def _grids(subject: Subject, layer: LayerDefinition) -> list[Feature]:
    table, census = subject.snapshot["grids"], subject.census
    made, labels = [], []
    for row, shape in _drawn(subject, table):
        people = people_of_grid(subject.snapshot, census, row)
        states = (f"{basis}-{load['s']}" for basis, load in zip(POPULATIONS, people, strict=True))
        says = card(subject.snapshot, table, row, layer) | {"p": people, "c": " ".join(("grid", *states))}
        leader = masked_leader(census, row)
        says["r"].append([escape(_("网格长")), escape(leader or _("未配备"))])
        made.append(feature(shape, says))
        name = escape(_short_name(table, row))
        loads = "".join(_load(basis, load) for basis, load in zip(POPULATIONS, people, strict=True))
        labels.append(_label(subject, table, row, f"<span>{name}{loads}</span>"))
    return made + labels


def _short_name(table: Table, row: int) -> str:
    """The grid's name without its village's, which stands beside it already."""
    name, village = str(table["name"][row]), str(table["village"][row])
    shorter = name.removeprefix(village).strip()
    return shorter or name or str(table["code"][row])


def _load(basis: str, load: dict[str, Any]) -> str:
    if load["n"] is None:
        return f"<b class='by {basis}'>–</b>"
    text = f"{load['n']:,}"
    if load["s"] == "over":
        return f"<b class='by {basis}'><i class='badge'>▲ {text}/{load['cap']:,}</i></b>"
    return f"<b class='by {basis}'>{text}</b>"


def _areas(kind: str, named: str = "") -> Maker:
    """A maker of plain areas of a class; with ``named`` each has its name as a label."""

    def make(subject: Subject, layer: LayerDefinition) -> list[Feature]:
        table = subject.snapshot[layer.table]
        made = []
        for row, shape in _drawn(subject, table):
            made.append(feature(shape, card(subject.snapshot, table, row, layer) | {"c": kind}))
            if named and str(table["name"][row]):
                html = f"<span class='{named}'>{escape(table['name'][row])}</span>"
                made.append(_label(subject, table, row, html))
        return made

    return make


def _borders(subject: Subject, layer: LayerDefinition) -> list[Feature]:
    """Village lines: they take no click, the grids under them do."""
    return [
        feature(shapely.boundary(shape), {"c": "village"})
        for _row, shape in _drawn(subject, subject.snapshot[layer.table])
    ]


def _roads(subject: Subject, layer: LayerDefinition) -> list[Feature]:
    table = subject.snapshot[layer.table]
    drawn = [
        (shape, " main" if table["grade"][row] == "main" else "") for row, shape in _drawn(subject, table)
    ]
    kinds = ("casing", "road") if len(drawn) <= MOST_CASED else ("road",)
    return [feature(shape, {"c": f"{kind}{main}"}) for kind in kinds for shape, main in drawn]


def _waters(subject: Subject, layer: LayerDefinition) -> list[Feature]:
    return [feature(shape, {"c": "water"}) for _row, shape in _drawn(subject, subject.snapshot[layer.table])]


def _patrols(subject: Subject, layer: LayerDefinition) -> list[Feature]:
    """The routes of the latest week, as the map shows them."""
    table = latest_week(subject.snapshot[layer.table])
    return [
        feature(shape, card(subject.snapshot, table, row, layer) | {"c": "route"})
        for row, shape in _drawn(subject, table)
    ]


def _households(subject: Subject, layer: LayerDefinition) -> list[Feature]:
    table = subject.snapshot["households"]
    if not np.isfinite(table.number("x")).any():
        return []
    dots, cells = gather_at_most(table, DOT_M, MOST_DOTS), gather_at_most(table, CELL_M, MOST_CELLS)
    made = [
        point(place, {"d": round(float(np.sqrt(houses)) * 0.6, 2)})
        for place, houses in zip(subject.ground.degrees(dots.places), dots.houses, strict=True)
    ]
    for row, place in enumerate(subject.ground.degrees(cells.places)):
        numbers = [(basis, escape(small_count(cells.people[basis][row]))) for basis in POPULATIONS]
        spans = "".join(f"<span class='by {basis}'>{number}</span>" for basis, number in numbers)
        says = [[escape(_(POPULATION_TITLES[basis])), number] for basis, number in numbers]
        title = _("住户 {n} 户").format(n=small_count(cells.houses[row]))
        made.append(point(place, {"c": "cell", "h": spans, "t": escape(title), "r": says}))
    return made


def _incidents(subject: Subject, layer: LayerDefinition) -> list[Feature]:
    """Open incidents. Restricted ones, and those of families, women and children, are no points."""
    table = open_incidents(subject.snapshot["incidents"])
    private = [any(word in str(category) for word in NEVER_POINTS) for category in table["category"]]
    table = table.take((table["restricted"] != 1) & ~np.array(private, bool))
    made = []
    for row, place in enumerate(_degrees(subject, table)):
        urgency = str(table["urgency"][row]) if table["urgency"][row] in URGENCY_SHAPES else ""
        shape = f"<path d='{URGENCY_SHAPES[urgency]}'/>"
        html = f"<svg class='{urgency or 'note'}' viewBox='0 0 22 22'>{shape}</svg>"
        says = card(subject.snapshot, table, row, layer)
        title = str(table["incident_no"][row])
        made.append(
            point(place, says | {"c": "incident", "h": html, "t": escape(title) if title else says["t"]})
        )
    return made


def _places(subject: Subject, layer: LayerDefinition) -> list[Feature]:
    table = subject.snapshot["places"]
    table = table.take(np.isfinite(table.number("x")))
    made = []
    for row, place in enumerate(_degrees(subject, table)):
        character = PLACE_CHARACTERS.get(str(table["kind"][row]), "所")
        html = (
            "<svg class='place' viewBox='0 0 22 22'><rect x='1' y='1' width='20' height='20' rx='4'/>"
            f"<text x='11' y='15.5'>{character}</text></svg>"
        )
        made.append(point(place, card(subject.snapshot, table, row, layer) | {"c": "place", "h": html}))
    return made


def _drawn(subject: Subject, table: Table) -> list[tuple[int, BaseGeometry]]:
    shapes = subject.ground.shapes(table.text("geometry"))
    return [(row, shape) for row, shape in enumerate(shapes) if shape is not None and not shape.is_empty]


def _degrees(subject: Subject, table: Table) -> NDArray[np.float64]:
    return subject.ground.degrees(np.column_stack([table.number("x"), table.number("y")]))


def _label(subject: Subject, table: Table, row: int, html: str) -> Feature:
    """Words in the middle of the widest part of an area."""
    middle = shapely.maximum_inscribed_circle(table["geometry"][row], tolerance=20.0)
    first, second = shapely.get_coordinates(middle)
    width = max(2 * float(np.hypot(*(second - first))), 1.0)
    return point(subject.ground.degrees(first[None, :])[0], {"c": "label", "h": html, "w": round(width)})


_BY_TABLE: dict[str, Maker] = {
    "grids": _grids,
    "villages": _borders,
    "groups": _areas("group"),
    "hazards": _areas("hazard"),
    "neighbours": _areas("outside", "outside-name"),
    "roads": _roads,
    "waters": _waters,
    "patrols": _patrols,
    "households": _households,
    "incidents": _incidents,
    "places": _places,
}
