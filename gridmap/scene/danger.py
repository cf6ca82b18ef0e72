"""What a map shows of an emergency: the area, who is in it, how far a roll-call is, who comes which way."""

from collections.abc import Iterator, Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.response.roll_call import STATES, RollCall
from gridmap.scene.cells import Spots
from gridmap.scene.marks import Areas, Lines, Mark, Points, Symbol, Symbols
from gridmap.scene.palette import Palette
from gridmap.scene.shapes import drawn, paths_of, rings_of
from gridmap.township.table import Table

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

HATCH, WASH, ANGLE = 0.30, 0.05, 135
"""An affected area is hatched the other way than a broken cap, so that nobody takes one for the other."""
WAY_DOTS = (5.0, 7.0)
MISSED, HOLLOW = "#E6194B", "#2A323B"


def ground_marks(ground: shapely.Geometry, colours: Palette, width: float = 3.0) -> list[Mark]:
    """An affected area: a wash, a hatch, an outline."""
    ink = "#0B0F13" if colours.theme == "light" else "#FFFFFF"
    rings = rings_of(_column([ground]))
    return [
        Areas(rings=rings, colours=(ink,), alpha=WASH),
        Areas(rings=rings, colours=("",), hatched=(0,), hatch=ink, hatch_alpha=HATCH, hatch_angle=ANGLE),
        Lines(
            paths=drawn(_column([shapely.boundary(ground)])), colour=ink, width=width, casing=1.5,
            casing_colour="#FFFFFF" if colours.theme == "light" else "#0B0F13", casing_alpha=0.8,
        ),
    ]  # fmt: skip


def home_marks(
    x: Floats, y: Floats, inside: Flags, edge: Flags, taken: Flags, colours: Palette
) -> list[Mark]:
    """The homes of an area: those inside, those on its edge apart, those that were left out again faint."""
    light = colours.theme == "light"
    ink, rim = ("#0B0F13", "#FFFFFF") if light else ("#FFFFFF", "#0B0F13")
    sure, asked, out = inside & ~edge & taken, edge & taken, ~taken
    return [
        Points(spots=Spots.of(x[rows], y[rows]), colour=colour, size=size, halo=halo, halo_colour=around)
        for rows, colour, size, halo, around in (
            (out, colours.third, 4.0, 1.0, rim),
            (sure, ink, 5.0, 1.5, rim),
            (asked, colours.warning, 8.0, 2.0, rim),
        )
    ]


def roll_marks(
    call: RollCall, homes: Table, ground: shapely.Geometry | None, colours: Palette, large: float = 1.0
) -> list[Mark]:
    """A roll-call on its ground: every home with a place by the mark of its state, a red square with a
    white rim when nobody answers, white once reached, hollow when moved. ``large`` multiplies the marks."""
    marks = ground_marks(ground, colours) if ground is not None else []
    there = call.household >= 0
    rows, state = call.household[there], call.state[there]
    x, y = homes.number("x")[rows], homes.number("y")[rows]
    placed = np.isfinite(x) & np.isfinite(y)
    names = list(STATES)
    for states, colour, size, halo, rim in (
        (("moved",), "#2A323B", 5.0, 2.0, "#B8C0C8"),
        (("reached", "refused"), "#FFFFFF", 8.0, 1.5, "#0B0F13"),
        (("waiting",), "#8C96A0", 8.0, 1.5, "#0B0F13"),
        (("no_answer",), MISSED, 9.0, 2.0, "#FFFFFF"),
    ):
        own = placed & np.isin(state, [names.index(name) for name in states])
        spots = Spots.of(x[own], y[own])
        marks.append(
            Points(spots=spots, colour=colour, size=size * large, halo=halo * large, halo_colour=rim)
        )
    return marks


def chosen_mark(x: Floats, y: Floats, colours: Palette) -> Mark:
    """The homes that are selected in a list, under an overlay that hides the map's own selection."""
    return Points(
        spots=Spots.of(x, y), colour=colours.accent, size=11.0, halo=2.5, halo_colour=colours.select_casing
    )


def sketch(corners: Sequence[tuple[float, float]], closed: bool, colours: Palette) -> Iterator[Mark]:
    """The corners that a hand has drawn so far, with the line between them."""
    places = np.array(corners, np.float64).reshape(-1, 2)
    if len(places) > 1:
        ring = np.vstack([places, places[:1]]) if closed else places
        yield Lines(
            paths=paths_of([ring]), colour=colours.select_line, width=2.0, casing=1.5,
            casing_colour=colours.select_casing,
        )  # fmt: skip
    if len(places):
        handle = Symbol("disc", "#FFFFFF", 12.0, rim="#0B0F13")
        yield Symbols(spots=Spots.of(places[:, 0].copy(), places[:, 1].copy()), symbols=(handle,))


def way_marks(ways: Sequence[Floats], colours: Palette, live: Sequence[bool] = ()) -> list[Mark]:
    """The ways of those who come, dotted, and where each of them starts, numbered from 1 (1+: several).

    A start is solid where somebody is known to be (``live``), hollow where that is only taken to be so.
    """
    light = colours.theme == "light"
    ink, rim = ("#0B0F13", "#FFFFFF") if light else ("#FFFFFF", "#0B0F13")
    long = [way for way in ways if len(way) > 1]
    marks: list[Mark] = [
        Lines(paths=paths_of(long), colour=rim, width=6.0, alpha=0.7),
        Lines(paths=paths_of(long), colour=ink, width=3.5, dash=WAY_DOTS),
    ] if long else []  # fmt: skip
    starts: dict[tuple[float, ...], list[int]] = {}
    for at, way in enumerate(ways, 1):
        starts.setdefault(tuple(way[0].tolist()), []).append(at)
    if starts:
        places = np.array(list(starts))
        signs = tuple(
            Symbol(
                "place",
                "#FFFFFF" if sure else HOLLOW,
                22.0,
                ink="#14181D" if sure else "#FFFFFF",
                rim="#14181D" if sure else "#FFFFFF",
                text=f"{own[0]}+" if len(own) > 1 else f"{own[0]}",
            )
            for own in starts.values()
            for sure in (any(live[at - 1] for at in own) if live else True,)
        )
        spots = Spots.of(places[:, 0].copy(), places[:, 1].copy(), np.arange(len(signs)))
        marks.append(Symbols(spots=spots, symbols=signs))
    return marks


def cut_marks(roads: Sequence[shapely.Geometry], colours: Palette) -> list[Mark]:
    """Roads on which nobody gets through."""
    if not roads:
        return []
    paths = drawn(_column(list(roads)))
    return [
        Lines(paths=paths, colour="#FFFFFF", width=7.0, alpha=0.8),
        Lines(paths=paths, colour=colours.failed, width=4.0, dash=(10.0, 6.0)),
    ]


def _column(shapes: Sequence[shapely.Geometry]) -> NDArray[np.object_]:
    column = np.empty(len(shapes), object)
    column[:] = shapes
    return column
