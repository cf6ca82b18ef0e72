"""An edit in the making as marks that lie over the map: what moves, from where, to where."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.redraw.preview import GridCount, Preview
from gridmap.scene.cells import Spots
from gridmap.scene.labels import count_lines
from gridmap.scene.marks import Areas, Lines, Mark, Points, Symbol, Symbols
from gridmap.scene.palette import Palette, blend, cap_colour
from gridmap.scene.scene import Line
from gridmap.scene.shapes import drawn, paths_of, rings_of
from gridmap.township.census import status
from gridmap.township.settings import Settings

Floats = NDArray[np.float64]
WASH = 0.16  # of white over ground that changes hands
HANDLE = 12.0  # pixels across


def live_marks(
    preview: Preview,
    x: Floats,
    y: Floats,
    population: str,
    colours: Palette,
    settings: Settings,
    alpha: float,
) -> list[Mark]:
    """The marks of one preview; ``x``, ``y`` are the places of the households, ``alpha`` the opacity of
    the grids' fills."""
    marks: list[Mark] = [*_grids(preview, population, colours, settings, alpha)]
    line, casing = colours.select_line, colours.select_casing
    marks += [
        Lines(paths=drawn(_column([preview.old_border])), colour=line, width=1.5, dash=(7.0, 5.0), casing=1.0,
              casing_colour=casing, casing_alpha=0.55),
        Lines(paths=drawn(_column([preview.new_border])), colour=line, width=3.5, casing=1.75,
              casing_colour=casing),
    ]  # fmt: skip
    dark = colours.theme == "dark"
    size, halo = (7.5, 1.75) if dark else (4.2, 1.4)
    spots = Spots.of(x[preview.households], y[preview.households])
    ink, rim = ("#FFFFFF", "#0B0F13") if dark else ("#0B0F13", "#FFFFFF")
    return [*marks, Points(spots=spots, colour=ink, size=size, halo=halo, halo_colour=rim)]


def _grids(
    preview: Preview, population: str, colours: Palette, settings: Settings, alpha: float
) -> Iterator[Mark]:
    """Grids whose status turns are filled anew; then the ground that changes hands, lighter."""
    shapes, fills, hatched = [], [], []
    for count in preview.grids:
        before = status(count.before[population], count.cap, settings)
        after = status(count.after[population], count.cap, settings)
        whole = preview.shapes.get(count.row, preview.ground)
        shape = _gained(preview, count.row) if before == after else whole
        if shapely.is_empty(shape):
            continue
        if after == "over":
            hatched.append(len(shapes))
        shapes.append(shape)
        fills.append(blend(cap_colour(after, colours.theme), colours.ground, alpha))
    yield Areas(
        rings=rings_of(_column(shapes)), colours=tuple(fills), hatched=tuple(hatched), hatch=colours.hatch
    )
    yield Areas(rings=rings_of(_column([preview.ground])), colours=("#FFFFFF",), alpha=WASH)


def _gained(preview: Preview, row: int) -> shapely.Geometry:
    """The ground that comes to a grid."""
    winners = {int(came) for came in preview.came_to}
    if row not in winners or preview.ground.is_empty:
        return shapely.Polygon()
    if len(winners) == 1:
        return preview.ground
    parts = shapely.get_parts(shapely.intersection(preview.shapes[row], preview.ground))
    polygons = parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON]
    return shapely.MultiPolygon(list(polygons))


def live_words(
    counts: Sequence[GridCount], uuids: NDArray[np.object_], population: str
) -> Mapping[str, tuple[Line, ...]]:
    """What the labels of the grids of a preview say below their names, by uuid."""
    return {
        str(uuids[count.row]): tuple(count_lines(count.after, population, count.cap))
        for count in counts
        if count.row < len(uuids)
    }


def sketch_marks(
    line: Sequence[tuple[float, float]],
    closed: bool,
    handles: Sequence[tuple[float, float]],
    circle: tuple[tuple[float, float], float] | None,
    colours: Palette,
) -> list[Mark]:
    """What the hand draws or holds: a line (or ring), corners, a brush (its middle, its radius in metres)."""
    marks: list[Mark] = []
    if len(line) > 1:
        marks.append(_stroke(np.array([*line, line[0]] if closed else line), colours))
    if circle is not None:
        turn = np.linspace(0, 2 * np.pi, 49)
        ring = np.column_stack([np.cos(turn), np.sin(turn)]) * circle[1] + np.array(circle[0])
        marks.append(_stroke(ring, colours))
    if handles:
        places = np.array(handles)
        symbol = Symbol("disc", "#FFFFFF", HANDLE, rim="#0B0F13")
        marks.append(Symbols(spots=Spots.of(places[:, 0].copy(), places[:, 1].copy()), symbols=(symbol,)))
    return marks


def _stroke(xy: Floats, colours: Palette) -> Lines:
    return Lines(
        paths=paths_of([xy]),
        colour=colours.select_line,
        width=2.0,
        casing=1.5,
        casing_colour=colours.select_casing,
    )


def _column(shapes: Sequence[shapely.Geometry]) -> NDArray[np.object_]:
    column = np.empty(len(shapes), object)
    column[:] = shapes
    return column
