"""Fills and borders: ground, grids by how full they are, villages, groups, hazards, neighbours."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import shapely

from gridmap.scene.borders import borders_of
from gridmap.scene.detail import EMPTY_PATHS, Paths
from gridmap.scene.marks import Areas, Lines, Mark, Names
from gridmap.scene.palette import blend, cap_colour
from gridmap.scene.shapes import Geometries, drawn, rings_of
from gridmap.scene.subject import Subject
from gridmap.township.census import STATUSES
from gridmap.township.layer import LayerDefinition
from gridmap.township.memory import once
from gridmap.township.table import Table

FAR = 0.6  # of the strokes while grids are too small to be told apart


def ground(subject: Subject) -> list[Mark]:
    """The township's own ground, under everything."""
    snapshot, colours = subject.snapshot, subject.colours
    for name in ("township", "villages", "grids", "groups"):
        table = snapshot[name]
        if len(table):
            return [
                Areas(
                    table=name if name == "township" else "",
                    rings=rings_of(table["geometry"]),
                    colours=(colours.ground,) * len(table),
                    uuids=Names(table),
                )
            ]
    return []


def grids(subject: Subject, layer: LayerDefinition) -> list[Mark]:
    """Grids by cap status; further away the villages by the fullest of their grids."""
    table, steps = subject.snapshot["grids"], subject.scales
    if not len(table):
        return []
    near = subject.between(layer, steps.village if len(subject.snapshot["villages"]) else 0.0)
    fills = _caps(subject, layer, table, subject.statuses, _land(subject), near)
    marks: list[Mark] = [_outside_grey(subject, fills)]
    if len(subject.snapshot["villages"]):
        marks.insert(0, _villages_filled(subject, layer))
        borders = borders_of(table["geometry"], subject.snapshot["villages"]["geometry"])
    else:
        borders = borders_of(table["geometry"])
        marks.append(Lines(layer.name, paths=borders.outer, colour=subject.colours.town, width=3.0))
    dash, width = ((7.0, 6.0), 1.5) if subject.wall else ((6.0, 3.0), 1.25)
    marks.append(
        Lines(
            layer.name, "grids", near, paths=borders.shared, colour=subject.colours.grid,
            width=width, dash=dash, bed=0.25,
        )
    )  # fmt: skip
    return marks


def villages(subject: Subject, layer: LayerDefinition) -> list[Mark]:
    """Village borders, and the township's own border around them."""
    table, colours = subject.snapshot["villages"], subject.colours
    outline = subject.snapshot["township"]
    source = table if len(table) else subject.snapshot["grids"]
    borders = borders_of(source["geometry"])
    outer = drawn(outline["geometry"]) if len(outline) else borders.outer
    inner = borders.shared if len(table) else EMPTY_PATHS
    widths = (2.5, 4.0) if subject.wall else (2.0, 3.0)
    marks: list[Mark] = []
    for share, low, high in ((FAR, 0.0, subject.scales.village), (1.0, subject.scales.village, np.inf)):
        limits = subject.between(layer, low, high)
        for name, paths, colour, width in (
            ("villages", inner, colours.village, widths[0]),
            ("township", outer, colours.town, widths[1]),
        ):
            marks.append(
                Lines(
                    layer.name, name, limits, paths=paths, colour=colour, width=width * share,
                    casing=0.75 if colours.theme == "dark" else 0.0, casing_colour=colours.halo,
                    casing_alpha=0.55,
                )
            )  # fmt: skip
    return marks


def groups(subject: Subject, layer: LayerDefinition) -> list[Mark]:
    """Villager groups as dots along those of their borders that are not grid borders."""
    table, around = subject.snapshot["groups"], subject.snapshot["grids"]
    borders = borders_of(table["geometry"], around["geometry"] if len(around) else None)
    edge = EMPTY_PATHS if len(around) else borders.outer  # without grids nothing else draws it
    return [
        Lines(layer.name, "groups", paths=edge, colour=subject.colours.town, width=2.0),
        Lines(
            layer.name, "groups", subject.between(layer, subject.scales.village),
            paths=borders.shared, colour=subject.colours.group, width=1.0,
            alpha=1.0 if subject.wall else 0.7, dash=(0.5, 4.0),
        ),
    ]  # fmt: skip


def hazards(subject: Subject, layer: LayerDefinition) -> list[Mark]:
    """Hazard zones: a thin wash with lines at 135°, which no cap hatch can be taken for."""
    table, colours = subject.snapshot["hazards"], subject.colours
    rows = tuple(range(len(table)))
    limits = subject.between(layer)
    return [
        Areas(
            layer.name, "hazards", limits, rings=rings_of(table["geometry"]),
            colours=(colours.hazard,) * len(table), uuids=Names(table),
            alpha=subject.opacity(layer) * 0.5, hatched=rows, hatch=colours.hazard, hatch_alpha=0.45,
            hatch_angle=135,
        ),
        Lines(
            layer.name, "hazards", limits, paths=drawn(table["geometry"]),
            colour=colours.hazard, width=1.0, alpha=0.8,
        ),
    ]  # fmt: skip


def neighbours(subject: Subject, layer: LayerDefinition) -> list[Mark]:
    """The borders of the neighbouring areas, quiet."""
    table = subject.snapshot["neighbours"]
    borders = borders_of(table["geometry"])
    # a cut-out has a frame: leave it
    paths = Paths(lambda: borders.shared.runs if len(borders.shared) else borders.outer.runs)
    return [
        Lines(
            layer.name, "neighbours", subject.between(layer), paths=paths,
            colour=subject.colours.neighbour_line, width=2.0 if subject.wall else 1.0,
        )
    ]  # fmt: skip


def _land(subject: Subject) -> list[str]:
    """What lies under a grid's fill. On the wall villages side by side have different tones."""
    colours, count = subject.colours, len(subject.snapshot["grids"])
    if len(colours.land) == 1:
        return [colours.ground] * count
    tones = village_tones(subject.snapshot["villages"]["geometry"], len(colours.land))
    at = subject.census.village_of_grid
    land = [colours.land[tones[row]] if row >= 0 else colours.ground for row in at]
    for row in _grids_with_incidents(subject):
        land[row] = colours.incident_land
    return land


def _grids_with_incidents(subject: Subject) -> list[int]:
    from gridmap.scene.points import visible_incidents
    from gridmap.township.partition import Partition

    table = visible_incidents(subject)
    if not len(table):
        return []
    partition = Partition.of(subject.snapshot["grids"]["geometry"])
    found = partition.locate(table.number("x"), table.number("y"))
    return sorted({int(row) for row in found if row >= 0})


@once
def village_tones(geometries: Geometries, tones: int) -> list[int]:
    """A tone for each area so that areas that touch differ as long as the tones last."""
    pairs = shapely.STRtree(geometries).query(geometries, predicate="intersects").T.tolist()
    earlier: list[list[int]] = [[] for _area in range(len(geometries))]
    for one, other in pairs:
        if other < one:
            earlier[one].append(other)
    given: list[int] = []
    for row, others in enumerate(earlier):
        taken = {given[other] for other in others}
        given.append(next((tone for tone in range(tones) if tone not in taken), row % tones))
    return given


def _caps(
    subject: Subject,
    layer: LayerDefinition,
    table: Table,
    statuses: Sequence[str],
    land: Sequence[str],
    scales: tuple[float, float],
) -> Areas:
    """Areas coloured by cap status; the fill is laid on the land once, so that it is opaque."""
    theme, alpha = subject.view.theme, subject.opacity(layer)
    fills = {status: cap_colour(status, theme) for status in set(statuses)}
    mixed = {
        (status, under): blend(fills[status], under, alpha) if fills[status] else under
        for status, under in set(zip(statuses, land, strict=True))
    }
    return Areas(
        layer.name, table.schema.name, scales, rings=rings_of(table["geometry"]),
        colours=tuple(mixed[look] for look in zip(statuses, land, strict=True)),
        uuids=Names(table),
        hatched=_rows(statuses, "over"), dotted=_rows(statuses, "unknown"),
        outlined=_rows(statuses, "limit"), hatch=subject.colours.hatch,
        outline=subject.colours.limit_outline,
    )  # fmt: skip


def _outside_grey(subject: Subject, fills: Areas) -> Areas:
    """Grids outside the villages being edited lose their colour and their signs."""
    inside = subject.in_scope
    if all(inside):
        return fills
    grey = subject.colours.out_of_scope
    return replace(
        fills,
        colours=tuple(c if keep else grey for c, keep in zip(fills.colours, inside, strict=True)),
        hatched=tuple(row for row in fills.hatched if inside[row]),
        dotted=tuple(row for row in fills.dotted if inside[row]),
        outlined=tuple(row for row in fills.outlined if inside[row]),
    )


def _rows(statuses: Sequence[str], wanted: str) -> tuple[int, ...]:
    return tuple(row for row, status in enumerate(statuses) if status == wanted)


def _villages_filled(subject: Subject, layer: LayerDefinition) -> Areas:
    table, colours = subject.snapshot["villages"], subject.colours
    land = [colours.ground] * len(table)
    if len(colours.land) > 1:
        land = [colours.land[tone] for tone in village_tones(table["geometry"], len(colours.land))]
    scales = subject.between(layer, 0.0, subject.scales.village)
    return _caps(subject, layer, table, village_statuses(subject), land, scales)


def village_statuses(subject: Subject) -> list[str]:
    """The status of the fullest grid of each village."""
    rank: dict[str, int] = {status: at for at, status in enumerate(STATUSES)}
    rank["unknown"] = -1
    worst = ["unknown"] * len(subject.snapshot["villages"])
    for row, status in zip(subject.census.village_of_grid, subject.statuses, strict=True):
        if row >= 0 and rank[status] > rank[worst[row]]:
            worst[row] = status
    return worst
