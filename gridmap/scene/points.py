"""What has one place: households, incidents, facilities, flaws of a border."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from gridmap.scene.cells import Spots
from gridmap.scene.marks import ANY_SCALE, Mark, Names, Points, Symbol, Symbols
from gridmap.scene.palette import URGENCY
from gridmap.scene.subject import Subject
from gridmap.township.finding import Finding
from gridmap.township.layer import LayerDefinition
from gridmap.township.table import Table

URGENCY_SHAPES = {"P1": "triangle", "P2": "diamond", "P3": "pentagon", "": "disc"}
PLACE_CHARACTERS = {"shelter": "安", "clinic": "医", "school": "学", "office": "办", "other": "所", "": "所"}
WALL_PLACES = ("shelter", "clinic")  # where people are brought; the rest is not urgent
BORDER_RULES = ("full_cover", "contiguous", "nested")


def households(subject: Subject, layer: LayerDefinition) -> list[Mark]:
    """Households as squares: fine grains over the township, single houses nearer."""
    table, colours, steps = subject.snapshot["households"], subject.colours, subject.scales
    spots, uuids = Spots.of(table.number("x"), table.number("y")), Names(table)
    opacity = subject.opacity(layer)
    looks: tuple[tuple[float, float, float, float, float], ...]
    if subject.wall:
        looks = ((steps.village / 2, steps.grid, 3.0, 0.0, 1.0), (steps.grid, np.inf, 9.0, 0.0, 1.0))
    else:
        looks = (
            (steps.village, steps.roomy, 1.0, 0.0, 0.8),
            (steps.roomy, steps.grid, 2.0, 0.0, 0.42),
            (steps.grid, steps.house, 2.6, 0.8, 1.0),
            (steps.house, np.inf, 4.0, 1.0, 1.0),
        )
    return [
        Points(
            layer.name, "households", subject.between(layer, low, high), spots, uuids,
            colours.household, alpha * opacity, size, halo, colours.halo,
        )
        for low, high, size, halo, alpha in looks
    ]  # fmt: skip


def incidents(subject: Subject, layer: LayerDefinition) -> list[Mark]:
    """Open incidents by urgency, as shapes. Restricted cases are never a point, whatever may be seen."""
    table = visible_incidents(subject)
    kinds, names = _kinds([urgency if urgency in URGENCY else "" for urgency in table.text("urgency")])
    size = {"P1": 80.0, "P2": 58.0, "P3": 58.0, "": 44.0} if subject.wall else dict.fromkeys(URGENCY, 24.0)
    symbols = tuple(
        Symbol(
            URGENCY_SHAPES[name], URGENCY[name], size[name],
            rim="#FFFFFF" if name == "P1" else "#14181D",
        )
        for name in names
    )  # fmt: skip
    spots = Spots.of(table.number("x"), table.number("y"), kinds)
    return [Symbols(layer.name, "incidents", subject.between(layer), spots, symbols, Names(table))]


def places(subject: Subject, layer: LayerDefinition) -> list[Mark]:
    """Shelters, clinics and other facilities: a rounded square with one character."""
    table = subject.snapshot["places"]
    shown = ~np.isnan(table.number("x"))
    if subject.wall:
        shown &= np.array([kind in WALL_PLACES for kind in table.text("kind")], bool)
    table = table.take(shown)
    kinds, names = _kinds([PLACE_CHARACTERS.get(kind, "所") for kind in table.text("kind")])
    size = 56.0 if subject.wall else 22.0
    symbols = tuple(Symbol("place", "#E6EAEE", size, name) for name in names)
    return [
        Symbols(
            layer.name, "places", subject.between(layer, subject.scales.village),
            Spots.of(table.number("x"), table.number("y"), kinds), symbols, Names(table),
        )
    ]  # fmt: skip


def flaws(subject: Subject, findings: Sequence[Finding]) -> list[Mark]:
    """Where borders are wrong: gaps, overlaps, parts that lie apart. A click picks the grid concerned."""
    found = border_errors(findings)
    if subject.wall or not found:
        return []
    places = np.array([finding.place for finding in found], np.float64)
    symbol = Symbol("diamond", subject.colours.badge, 16.0, rim="#FFFFFF")
    grids = subject.snapshot["grids"]
    row_of = {str(uuid): row for row, uuid in enumerate(grids.text("uuid"))}
    rows = np.array([row_of.get(next(iter(finding.grids), ""), -1) for finding in found], np.int64)
    spots = Spots.of(places[:, 0].copy(), places[:, 1].copy())
    return [Symbols("", "grids", ANY_SCALE, spots, (symbol,), Names(grids, lambda: rows))]


def border_errors(findings: Sequence[Finding]) -> list[Finding]:
    """The errors of a border that have a place."""
    return [
        finding
        for finding in findings
        if finding.rule in BORDER_RULES and finding.severity == "error" and finding.place is not None
    ]


def open_incidents(table: Table) -> Table:
    """Incidents that have a place and are not finished."""
    if not len(table):
        return table
    from gridmap.response.open_incidents import is_open

    return table.take(is_open(table) & ~np.isnan(table.number("x")))


def visible_incidents(subject: Subject) -> Table:
    """The open incidents that may be shown, the most urgent last and so on top."""
    table = open_incidents(subject.snapshot["incidents"])
    table = table.take(table["restricted"] != 1)
    urgency = np.where(table.text("urgency") == "", "P4", table.text("urgency")).astype("U8")
    return table.take(np.argsort(urgency, kind="stable")[::-1])


def _kinds(names: list[str]) -> tuple[NDArray[np.int64], list[str]]:
    if not names:
        return np.empty(0, np.int64), []
    known, kinds = np.unique(np.array(names, "U8"), return_inverse=True)
    return kinds.astype(np.int64), [str(name) for name in known]
