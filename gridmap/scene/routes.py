"""Roads, waters, ridges and patrols."""

from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from gridmap.scene.detail import Paths, Runs
from gridmap.scene.marks import Lines, Mark, Names
from gridmap.scene.shapes import Geometries, lines_of
from gridmap.scene.subject import Subject
from gridmap.township.layer import LayerDefinition
from gridmap.township.memory import once
from gridmap.township.table import Table


def roads(subject: Subject, layer: LayerDefinition) -> list[Mark]:
    """Roads with a casing, the side roads under the main ones."""
    table, colours, steps = subject.snapshot["roads"], subject.colours, subject.scales
    alpha = colours.road_alpha * subject.opacity(layer)
    looks: tuple[tuple[float, float, float, float, float], ...]
    looks = ((0.0, steps.village, 0.0, 1.2, 0.0), (steps.village, steps.roomy, 0.9, 1.8, 0.5))
    looks = (*looks, (steps.roomy, steps.grid, 1.2, 2.4, 0.6), (steps.grid, np.inf, 2.0, 4.0, 0.6))
    if subject.wall:
        looks = ((0.0, steps.village, 0.0, 2.0, 0.0), (steps.village, steps.grid, 2.0, 3.0, 0.0))
        looks = (*looks, (steps.grid, np.inf, 4.0, 7.0, 0.0))
    main, side = by_grade(table["geometry"], table.text("grade"), ("main",))
    return [
        Lines(
            layer.name, "roads", subject.between(layer, look[0], look[1]), paths=paths, colour=colour,
            width=look[at], alpha=alpha, casing=look[4], casing_colour=colours.casing,
            casing_alpha=colours.casing_alpha,
        )
        for paths, colour, at in ((side, colours.road, 2), (main, colours.main_road, 3))
        for look in looks
        if look[at]
    ]  # fmt: skip


def waters(subject: Subject, layer: LayerDefinition) -> list[Mark]:
    """Streams and rivers. A river is drawn wider than a stream."""
    table = subject.snapshot["waters"]
    river, stream = by_grade(table["geometry"], table.text("grade"), ("river", "main", "河", "江"))
    widths = (8.0, 18.0) if subject.wall else (4.5, 7.0)
    near = subject.scales.village
    return [
        Lines(
            layer.name, "waters", subject.between(layer, low, high), paths=paths,
            colour=subject.colours.water, width=width * share, alpha=subject.opacity(layer),
        )
        for paths, width in ((stream, widths[0]), (river, widths[1]))
        for share, low, high in ((0.5, 0.0, near), (1.0, near, np.inf))
    ]  # fmt: skip


def ridges(subject: Subject, layer: LayerDefinition) -> list[Mark]:
    """The ridges that a township has imported, as thin lines."""
    shapes = subject.snapshot["ridges"]["geometry"]
    return [
        Lines(
            layer.name, "ridges", subject.between(layer, subject.scales.village, np.inf),
            paths=Paths(lambda: _every(shapes)), colour=subject.colours.group, width=1.4,
            alpha=subject.opacity(layer),
        )
    ]  # fmt: skip


def by_grade(
    geometries: Geometries, grades: NDArray[np.object_], chosen: tuple[str, ...]
) -> tuple[Paths, Paths]:
    """The lines of the chosen grades, and the others."""
    return (
        Paths(lambda: _of_grades(geometries, grades, chosen, True)),
        Paths(lambda: _of_grades(geometries, grades, chosen, False)),
    )


@once
def _of_grades(
    geometries: Geometries, grades: NDArray[np.object_], chosen: tuple[str, ...], wanted: bool
) -> Runs:
    which = np.logical_or.reduce([grades == grade for grade in chosen])
    return lines_of(geometries[which == wanted])[0]


def patrols(subject: Subject, layer: LayerDefinition) -> list[Mark]:
    """Patrols of the latest week: with their direction at the desk, as a swath on the wall."""
    table = subject.snapshot["patrols"]
    geometries, started_at = table["geometry"], table.text("started_at")
    paths = Paths(lambda: _tracks(geometries, started_at)[0])
    uuids = Names(table, lambda: _tracks(geometries, started_at)[1])
    colours, limits, alpha = subject.colours, subject.between(layer), subject.opacity(layer)
    if subject.wall:
        return [
            Lines(layer.name, "patrols", limits, paths=paths, colour=colours.swath, width=14.0, uuids=uuids)
        ]
    return [
        Lines(
            layer.name, "patrols", limits, paths=paths, colour=colours.patrol, width=2.0, alpha=alpha,
            casing=1.0, casing_colour=colours.halo, casing_alpha=0.8, spread=90.0, uuids=uuids,
        )
    ]  # fmt: skip


@once
def _every(geometries: Geometries) -> Runs:
    return lines_of(geometries)[0]


@once
def _tracks(geometries: Geometries, started_at: NDArray[np.object_]) -> tuple[Runs, NDArray[np.int64]]:
    rows = np.flatnonzero(in_latest_week(started_at))
    lines, owners = lines_of(geometries[rows])
    return lines, rows[owners]


def latest_week(table: Table) -> Table:
    """The patrols of the ISO week of the latest one; those without a time stay."""
    return table.take(in_latest_week(table.text("started_at")))


@once
def in_latest_week(started_at: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Whether each moment lies in the ISO week of the latest one; missing ones count as in it."""
    days = [day[:10] for day in started_at]
    known = [day for day in days if day]
    if not known:
        return np.ones(len(days), bool)
    last = date.fromisoformat(max(known))
    monday = (last - timedelta(days=last.weekday())).isoformat()
    return np.array([not day or day >= monday for day in days], bool)
