"""Roads, waters and patrols."""

from datetime import date, timedelta

import numpy as np

from gridmap.scene.marks import Lines, Mark
from gridmap.scene.shapes import lines_of, paths_of
from gridmap.scene.subject import Subject
from gridmap.township.layer import LayerDefinition
from gridmap.township.table import Table


def roads(subject: Subject, layer: LayerDefinition) -> list[Mark]:
    """Roads with a casing, the side roads under the main ones."""
    table, colours = subject.snapshot["roads"], subject.colours
    main = table.text("grade") == "main"
    alpha = colours.road_alpha * subject.opacity(layer)
    near = subject.scales.grid
    if subject.wall:
        looks = ((0.0, near, 2.0, 3.0, 0.0), (near, np.inf, 4.0, 7.0, 0.0))
    else:
        looks = ((0.0, near, 1.2, 2.4, 1.2), (near, np.inf, 2.0, 4.0, 1.2))
    marks: list[Mark] = []
    for low, high, side_width, main_width, casing in looks:
        for which, width, colour in (
            (~main, side_width, colours.road),
            (main, main_width, colours.main_road),
        ):
            lines, owners = lines_of(table["geometry"][which])
            marks.append(
                Lines(
                    layer.name, "roads", subject.between(layer, low, high), paths=paths_of(lines),
                    colour=colour, width=width, alpha=alpha, casing=casing / 2,
                    casing_colour=colours.casing, casing_alpha=colours.casing_alpha,
                    uuids=_owners(table.take(which), owners),
                )
            )  # fmt: skip
    return marks


def waters(subject: Subject, layer: LayerDefinition) -> list[Mark]:
    """Streams and rivers. A river is drawn wider than a stream."""
    table = subject.snapshot["waters"]
    river = np.array([grade in ("river", "main", "河", "江") for grade in table.text("grade")], bool)
    widths = (8.0, 18.0) if subject.wall else (4.5, 9.0)
    marks: list[Mark] = []
    for which, width in ((~river, widths[0]), (river, widths[1])):
        lines, owners = lines_of(table["geometry"][which])
        marks.append(
            Lines(
                layer.name, "waters", subject.between(layer), paths=paths_of(lines),
                colour=subject.colours.water, width=width, alpha=subject.opacity(layer),
                uuids=_owners(table.take(which), owners),
            )
        )  # fmt: skip
    return marks


def patrols(subject: Subject, layer: LayerDefinition) -> list[Mark]:
    """Patrols of the latest week: with their direction at the desk, as a swath on the wall."""
    table = latest_week(subject.snapshot["patrols"])
    lines, owners = lines_of(table["geometry"])
    paths, uuids = paths_of(lines), _owners(table, owners)
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


def latest_week(table: Table) -> Table:
    """The patrols of the ISO week of the latest one; those without a time stay."""
    days = [day[:10] for day in table.text("started_at")]
    known = [day for day in days if day]
    if not known:
        return table
    last = date.fromisoformat(max(known))
    monday = (last - timedelta(days=last.weekday())).isoformat()
    return table.take(np.array([not day or day >= monday for day in days], bool))


def _owners(table: Table, rows: list[int]) -> tuple[str, ...]:
    uuids = table.text("uuid")
    return tuple(str(uuids[row]) for row in rows)
