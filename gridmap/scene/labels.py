"""The words that want a place on the map, with who comes first. Placing them is ``placing``."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.i18n import _, language
from gridmap.response.titles import public_title
from gridmap.scene.extent import extent
from gridmap.scene.points import WALL_PLACES, visible_incidents
from gridmap.scene.scene import Label, Line, Words
from gridmap.scene.shapes import Geometries
from gridmap.scene.subject import Subject
from gridmap.scene.view import Bounds
from gridmap.township.census import POPULATION_TITLES, Census
from gridmap.township.layer import LayerDefinition
from gridmap.township.memory import once
from gridmap.township.snapshot import Snapshot

INF = float("inf")


Scales = tuple[float, float]
Maker = Callable[[Subject, LayerDefinition, Scales], Iterator[Label]]


def words_of(subject: Subject, layers: Sequence[LayerDefinition]) -> Iterator[Words]:
    """The words of the overlays that are shown; what a scale does not show is not worked out for it."""
    for layer in layers:
        if layer.table in _MAKERS and len(subject.snapshot[layer.table]):
            maker, limits = _MAKERS[layer.table]
            scales = subject.between(layer, *limits(subject))
            yield Words(scales, partial(maker, subject, layer, scales))


def short_name(village: str) -> str:
    """A village's name without what all of them share: 甲 for 甲村, 乙 for 乙社区."""
    for ending in (_("社区"), _("村")):
        if village.endswith(ending) and len(village) > len(ending) + 1:
            return village.removesuffix(ending)
    return village


def grid_name(name: str, village: str) -> str:
    """What a grid is called on the map: village and number, 甲 07."""
    short = short_name(village)
    number = name.replace(village, "").replace(short, "").replace(_("网格"), "").strip() if short else ""
    return f"{short} {number}".strip() if number.isdigit() else name


def grid_names(snapshot: Snapshot, census: Census) -> list[str]:
    """What every grid is called on the map, by row."""
    names, villages = snapshot["grids"].text("name"), snapshot["villages"].text("name")
    return _grid_names(names, villages, census.village_of_grid, language())


@once
def _grid_names(
    names: NDArray[np.object_], villages: NDArray[np.object_], village_of_grid: NDArray[np.int64], _said: str
) -> list[str]:
    """What every grid is called; the endings that are left out are those of a language."""
    return [
        grid_name(str(name), str(villages[at]) if at >= 0 else "")
        for name, at in zip(names, village_of_grid.tolist(), strict=True)
    ]


def _grids(subject: Subject, layer: LayerDefinition, scales: Scales) -> Iterator[Label]:
    if subject.wall:
        yield from _grids_over(subject, layer, scales)
        return
    table = subject.snapshot["grids"]
    x, y = _inner(table["geometry"])
    for row, words in enumerate(grid_names(subject.snapshot, subject.census)):
        if not subject.in_scope[row]:
            continue
        sign = "locked" if table["locked"][row] == 1 else "name"
        lines = (Line(words, sign), *_counts(subject, row))
        priority = 500.0 + 100.0 * (subject.statuses[row] in ("over", "limit"))
        yield Label(
            lines, float(x[row]), float(y[row]), priority, scales, layer=layer.name, table="grids",
            uuid=str(table["uuid"][row]),
        )  # fmt: skip


def _grids_over(subject: Subject, layer: LayerDefinition, scales: Scales) -> Iterator[Label]:
    """On the wall only a grid over its cap has a number."""
    table = subject.snapshot["grids"]
    x, y = _inner(table["geometry"])
    for row, status in enumerate(subject.statuses):
        if status == "over":
            yield Label(
                tuple(_counts(subject, row)), float(x[row]), float(y[row]), 600.0,
                scales, layer=layer.name, table="grids", uuid=str(table["uuid"][row]),
            )  # fmt: skip


def _counts(subject: Subject, row: int) -> Iterator[Line]:
    """The people of a grid; a badge over its cap, and one for each other chosen scenario that breaks it; a
    tag where it breaks the cap on a basis that nobody chose."""
    view, counted = subject.view, subject.census.grids
    people = {name: float(numbers[row]) for name, numbers in counted.items()}
    cap = subject.snapshot.settings.worker_cap
    yield from count_lines(people, view.population, cap, view.scenarios, only_shown=subject.wall)


def count_lines(
    people: Mapping[str, float], shown: str, cap: int, chosen: Sequence[str] = (), *, only_shown: bool = False
) -> Iterator[Line]:
    """What the map says of the people of a grid: a badge where it breaks its cap on the basis that is shown
    or on a chosen one, a tag where it does on another; of the one alone with ``only_shown``."""
    if np.isnan(people[shown]):
        yield Line(_("无数据"), "note")
    elif people[shown] > cap:
        yield Line(f"{people[shown]:,.0f}/{cap:,}", "badge")
    else:
        yield Line(f"{people[shown]:,.0f}", "count")
    for other in () if only_shown else people:
        if other != shown and people[other] > cap:
            number = f"{_(POPULATION_TITLES[other])} {people[other]:,.0f}"
            yield Line(f"{number}/{cap:,}", "badge") if other in chosen else Line(number, "tag")


def _villages(subject: Subject, layer: LayerDefinition, scales: Scales) -> Iterator[Label]:
    """Village names: on the wall always, at the desk while grids are too small for theirs."""
    table, census = subject.snapshot["villages"], subject.census
    x, y = _inner(table["geometry"])
    own = census.village_of_grid >= 0
    at, people = census.village_of_grid[own], census.grids[subject.view.population][own]
    grids, total = np.bincount(at, minlength=len(table)), np.bincount(at, people, len(table))
    for row, name in enumerate(table.text("name")):
        known = grids[row] and not np.isnan(total[row])
        count = (Line(f"{total[row]:,.0f}", "count"),) if known else ()
        lines = (Line(str(name), "village"), *(() if subject.wall else count))
        yield Label(
            lines, float(x[row]), float(y[row]), 400.0, scales,
            layer=layer.name, table="villages", uuid=str(table["uuid"][row]),
        )  # fmt: skip


def _groups(subject: Subject, layer: LayerDefinition, scales: Scales) -> Iterator[Label]:
    table = subject.snapshot["groups"]
    x, y = _inner(table["geometry"])
    for row, name in enumerate(table.text("name")):
        yield Label(
            (Line(str(name), "group"),), float(x[row]), float(y[row]), 100.0, scales,
            layer=layer.name, table="groups", uuid=str(table["uuid"][row]),
        )  # fmt: skip


def _neighbours(subject: Subject, layer: LayerDefinition, scales: Scales) -> Iterator[Label]:
    """Names of the neighbours, in what of them lies around the township."""
    table = subject.snapshot["neighbours"]
    x, y = _near_points(table["geometry"], extent(subject.snapshot))
    for row in np.flatnonzero(~np.isnan(x)).tolist():
        yield Label(
            (Line(str(table["name"][row]), "neighbour"),), float(x[row]), float(y[row]), 50.0, scales,
            layer=layer.name, table="neighbours", uuid=str(table["uuid"][row]),
        )  # fmt: skip


@once
def _near_points(geometries: Geometries, bounds: Bounds) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """A place in what lies of each area within some reach around ``bounds``; NaN where nothing does."""
    west, south, east, north = bounds
    reach = 0.22 * max(east - west, north - south)
    around = (west - reach, south - reach, east + reach, north + reach)
    near = shapely.make_valid(shapely.clip_by_rect(geometries, *around))
    places = shapely.point_on_surface(near)
    places[shapely.is_empty(near)] = None
    return shapely.get_x(places), shapely.get_y(places)


def _waters(subject: Subject, layer: LayerDefinition, scales: Scales) -> Iterator[Label]:
    """One name for each river, half way along its longest part."""
    table = subject.snapshot["waters"]
    longest: dict[str, tuple[float, int]] = {}
    for row, name in enumerate(table.text("name")):
        length = float(shapely.length(table["geometry"][row]))
        if name and length > longest.get(str(name), (0.0, -1))[0]:
            longest[str(name)] = (length, row)
    for name, (_length, row) in longest.items():
        point = shapely.line_interpolate_point(
            shapely.line_merge(table["geometry"][row]), 0.5, normalized=True
        )
        yield Label(
            (Line(name, "water"),), point.x, point.y, 60.0, scales,
            layer=layer.name, table="waters", uuid=str(table["uuid"][row]),
        )  # fmt: skip


def _incidents(subject: Subject, layer: LayerDefinition, scales: Scales) -> Iterator[Label]:
    """What happened, beside its symbol. While masked it is what may be said in public."""
    table = visible_incidents(subject)
    low = 0.0 if subject.wall else subject.scales.grid
    for row in range(len(table)):
        urgency = str(table["urgency"][row])
        masked = subject.wall or subject.view.masked
        title, category = str(table["title"][row]), str(table["category"][row])
        words = public_title(title, category) if masked else title
        first = urgency == "P1"
        yield Label(
            (Line(words or urgency, "incident" if first or not subject.wall else "incident2"),),
            float(table["x"][row]), float(table["y"][row]), 1000.0 - 10 * (urgency or "P4").count("3"),
            subject.between(layer, 0.0 if first else low), required=first,
            beside=44.0 if subject.wall else 15.0, layer=layer.name, table="incidents",
            uuid=str(table["uuid"][row]),
        )  # fmt: skip


def _places(subject: Subject, layer: LayerDefinition, scales: Scales) -> Iterator[Label]:
    table = subject.snapshot["places"]
    for row in np.flatnonzero(~np.isnan(table.number("x"))):
        if subject.wall and table["kind"][row] not in WALL_PLACES:
            continue
        yield Label(
            (Line(str(table["name"][row]), "place"),), float(table["x"][row]), float(table["y"][row]),
            300.0, scales, beside=32.0 if subject.wall else 14.0, layer=layer.name, table="places",
            uuid=str(table["uuid"][row]),
        )  # fmt: skip


@once
def _inner(geometries: Geometries) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """For each polygon the place where a label sits best: the middle of its widest part."""
    x, y = np.full(len(geometries), np.nan), np.full(len(geometries), np.nan)
    parts, row = shapely.get_parts(geometries, return_index=True)
    parts, row = parts[~shapely.is_empty(parts)], row[~shapely.is_empty(parts)]
    order = np.lexsort((-shapely.area(parts), row))  # the largest part of each comes first
    rows, first = np.unique(row[order], return_index=True)
    largest = parts[order[first]]
    tolerance = np.sqrt(shapely.area(largest)) / 12
    circles = shapely.maximum_inscribed_circle(_simple(largest, tolerance), tolerance)
    middles = shapely.get_point(circles, 0)
    x[rows], y[rows] = shapely.get_x(middles), shapely.get_y(middles)
    return x, y


def _simple(shapes: Geometries, tolerance: NDArray[np.float64]) -> Geometries:
    """Shapes with fewer vertices, still valid: the careful way costs ten times more, so it goes second."""
    simple: Geometries = shapely.simplify(shapes, tolerance, preserve_topology=False)
    broken = ~shapely.is_valid(simple) | (shapely.get_type_id(simple) != shapely.GeometryType.POLYGON)
    broken |= shapely.is_empty(simple)
    simple[broken] = shapely.simplify(shapes[broken], tolerance[broken])
    return simple


def _everywhere(_subject: Subject) -> Scales:
    return 0.0, INF


def _where_grids_are(subject: Subject) -> Scales:
    villages = len(subject.snapshot["villages"])
    return (subject.scales.village if villages and not subject.wall else 0.0), INF


def _where_places_are(subject: Subject) -> Scales:
    return (subject.scales.village if subject.wall else subject.scales.grid), INF


def _where_villages_are(subject: Subject) -> Scales:
    """On the wall always, at the desk while grids are too small for their names."""
    always = subject.wall or not len(subject.snapshot["grids"])
    return 0.0, INF if always else subject.scales.village


_MAKERS: Mapping[str, tuple[Maker, Callable[[Subject], Scales]]] = {
    "grids": (_grids, _where_grids_are),
    "villages": (_villages, _where_villages_are),
    "groups": (_groups, lambda subject: (subject.scales.village * 2, INF)),
    "neighbours": (_neighbours, _everywhere),
    "waters": (_waters, _everywhere),
    "incidents": (_incidents, _everywhere),
    "places": (
        _places,
        lambda subject: (subject.scales.village if subject.wall else subject.scales.grid, INF),
    ),
}
