"""The figures of a plan in some villages, each in its own unit; what a band is drawn behind."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.i18n import _
from gridmap.redraw.compare.moves import Moves
from gridmap.redraw.compare.shape import (
    beyond,
    cut_edges,
    dual_edges,
    hull_share,
    inner_border,
    polsby_popper,
    reock,
)
from gridmap.redraw.compare.side import Side
from gridmap.township.census import inner_points

Rows = NDArray[np.int64]

TITLES: Mapping[str, tuple[str, str]] = {
    "moved": (_("换网格的人"), _("人")),
    "border_m": (_("村内界线"), "km"),
    "largest": (_("最大网格"), _("人")),
    "spread": (_("离均值最远"), "%"),
    "polsby_popper": (_("紧凑度 Polsby–Popper"), ""),
    "reock": (_("紧凑度 Reock"), ""),
    "hull": (_("凸包占比"), ""),
    "cut_edges": (_("切断的相邻住户"), _("对")),
}
"""Every measure with its name and unit, in the order in which they are shown."""

LESS_IS_BETTER = frozenset({"moved", "border_m", "largest", "spread", "cut_edges"})

MEANS = ("polsby_popper", "reock", "hull")
"""Means over the grids; ``largest`` and ``spread`` are the worst of any village, the others sums."""
WORST = ("largest", "spread")


@dataclass(frozen=True)
class Measure:
    """One figure of both plans. ``spread`` is a share, lengths are metres."""

    name: str
    before: float
    after: float

    @property
    def title(self) -> str:
        """Its name in a list."""
        return TITLES[self.name][0]


def show(name: str, value: float) -> str:
    """A figure as it is read, with its unit."""
    if np.isnan(value):
        return "—"
    unit = TITLES[name][1]
    if name == "border_m":
        return f"{value / 1000:,.2f} {unit}"
    if name == "spread":
        return f"{value * 100:.0f} {unit}"
    return f"{value:.2f}" if name in MEANS else f"{value:,.0f} {unit}"


def measures(
    before: Side, after: Side, population: str, scope: tuple[int, ...], moves: Moves
) -> tuple[Measure, ...]:
    """The figures of both plans in the villages of ``scope``."""
    edges = [unit_edges(after, village) for village in scope]
    one, other = (_plan(side, population, scope, edges) for side in (before, after))
    one["moved"], other["moved"] = 0.0, moves.moved[population]
    return tuple(Measure(name, one[name], other[name]) for name in TITLES)


def _plan(side: Side, population: str, scope: tuple[int, ...], edges: list[Rows]) -> dict[str, float]:
    return combined([
        village_figures(
            side.grids.text("geometry")[side.census.village_of_grid == village],
            side.census.grids[population][side.census.village_of_grid == village],
            cut_edges(pairs, side.grid_of_unit),
        )
        for village, pairs in zip(scope, edges, strict=True)
    ])  # fmt: skip


def village_figures(shapes: NDArray[np.object_], people: NDArray[np.float64], cut: int) -> dict[str, float]:
    """The figures of one village's grids; means are given as sums beside ``grids``, how many they are."""
    there = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    shapes, people = shapes[there], np.nan_to_num(people[there])
    share = float(people.mean()) if len(people) else 0.0
    return {
        "grids": float(len(shapes)),
        "border_m": float(shapely.length(inner_border(shapes))),
        "largest": float(people.max(initial=0.0)),
        "spread": float(np.abs(people - share).max(initial=0.0)) / share if share else 0.0,
        "polsby_popper": float(np.nansum(polsby_popper(shapes))),
        "reock": float(np.nansum(reock(shapes))),
        "hull": float(np.nansum(hull_share(shapes))),
        "cut_edges": float(cut),
    }


def combined(villages: list[dict[str, float]]) -> dict[str, float]:
    """The figures of several villages together."""
    grids = sum(village["grids"] for village in villages)
    found = {}
    for name in TITLES:
        values = [village.get(name, 0.0) for village in villages]
        if name in WORST:
            found[name] = max(values, default=0.0)
        elif name in MEANS:
            found[name] = sum(values) / grids if grids else float("nan")
        else:
            found[name] = sum(values)
    return found


def unit_edges(side: Side, village: int) -> Rows:
    """The neighbours among the units (rows) of one village: what the cut edges are counted in."""
    grid = side.grid_of_unit
    inside = np.append(side.census.village_of_grid, -2)[grid] == village
    rows = np.flatnonzero(inside & (grid >= 0))
    units = side.units.take(rows)
    x, y = (units.number("x"), units.number("y")) if "x" in units else inner_points(units)
    return np.asarray(rows[dual_edges(x, y)], np.int64)


def borders_changed(before: Side, after: Side) -> tuple[tuple[int, ...], float, float]:
    """The villages whose inner border differs, and the metres added and removed in all of them."""
    changed, added, removed = [], 0.0, 0.0
    one, other = _shapes(before), _shapes(after)
    for village in sorted(set(one) | set(other)):
        mine, theirs = one.get(village, _NONE), other.get(village, _NONE)
        if _same(mine, theirs):
            continue
        old, new = inner_border(mine), inner_border(theirs)
        more, less = beyond(new, old), beyond(old, new)
        if more + less > 1.0:
            changed.append(village)
            added, removed = added + more, removed + less
    return tuple(changed), added, removed


_NONE = np.empty(0, object)


def _shapes(side: Side) -> dict[int, NDArray[np.object_]]:
    village, shapes = side.census.village_of_grid, side.grids.text("geometry")
    return {int(row): shapes[village == row] for row in np.unique(village)}


def _same(one: NDArray[np.object_], other: NDArray[np.object_]) -> bool:
    if len(one) != len(other):
        return False
    if all(a is b for a, b in zip(one, other, strict=True)):
        return True
    mine, theirs = (np.sort(shapely.to_wkb(shapely.normalize(shapes))) for shapes in (one, other))
    return bool(np.array_equal(mine, theirs))
