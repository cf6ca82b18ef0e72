"""An edit in the making as marks that lie over the map: what moves, from where, to where."""

from collections.abc import Iterator, Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.redraw.ground import Ground
from gridmap.redraw.preview import Preview
from gridmap.scene.cells import Spots
from gridmap.scene.detail import Rings, Runs
from gridmap.scene.labels import count_lines
from gridmap.scene.marks import Areas, Lines, Mark, Points, Symbol, Symbols
from gridmap.scene.palette import Palette, blend, cap_colour
from gridmap.scene.scene import Live
from gridmap.scene.shapes import drawn, paths_of, rings_of
from gridmap.township.census import status

Floats = NDArray[np.float64]
WASH = 0.16  # of white over ground that changes hands
SAME_M2 = 0.5  # two areas that differ by less are one
HANDLE = 12.0  # pixels across


def live(
    preview: Preview,
    ground: Ground,
    population: str,
    colours: Palette,
    alpha: float,
    chosen: Sequence[str] = (),
) -> Live:
    """A preview as marks and words; ``alpha`` is the opacity of the grids' fills. A grid is over its cap
    where one of the ``chosen`` scenarios breaks it, too."""
    settings, uuids = ground.snapshot.settings, ground.snapshot["grids"].text("uuid")
    turned, fills = [], []
    for count in preview.grids:
        before, now = (
            "over" if any(people[name] > count.cap for name in chosen)
            else status(people[population], count.cap, settings)
            for people in (count.before, count.after)
        )  # fmt: skip
        if before != now and count.row < len(uuids):
            turned.append(_filled(_whole(ground, count.row), now, colours, alpha))
        won = _gained(preview, ground, count.row)
        if not shapely.is_empty(won):
            fills.append(_filled(rings_of(_column([won])), now, colours, alpha))
    words = {
        str(uuids[count.row]): tuple(count_lines(count.after, population, count.cap, chosen))
        for count in preview.grids
        if count.row < len(uuids)
    }
    return Live(tuple(turned), tuple(fills), tuple(_moving(preview, ground, colours)), words)


def _whole(ground: Ground, row: int) -> Rings:
    """A grid as it is before: the same at every move, so that it is drawn once."""
    path = rings_of(ground.shapes).path(row)
    return Rings(lambda: Runs.of(path, np.array([0, len(path)])))


def _moving(preview: Preview, ground: Ground, colours: Palette) -> Iterator[Mark]:
    """The ground that changes hands, lighter; the old border and the new one; the households."""
    line, casing = colours.select_line, colours.select_casing
    yield Areas(rings=rings_of(_column([preview.ground])), colours=("#FFFFFF",), alpha=WASH)
    yield Lines(
        paths=drawn(_column([preview.old_border])), colour=line, width=1.5, dash=(7.0, 5.0), casing=1.0,
        casing_colour=casing, casing_alpha=0.55,
    )  # fmt: skip
    yield Lines(
        paths=drawn(_column([preview.new_border])), colour=line, width=3.5, casing=1.75, casing_colour=casing
    )
    size, halo = (7.5, 1.75) if colours.theme == "dark" else (4.2, 1.4)
    rows = preview.households
    spots = Spots.of(ground.x[rows], ground.y[rows])
    yield Points(spots=spots, colour=line, size=size, halo=halo, halo_colour=casing)


def _filled(rings: Rings, now: str, colours: Palette, alpha: float) -> Areas:
    """Ground in the colour of a status."""
    fill = blend(cap_colour(now, colours.theme), colours.ground, alpha)
    return Areas(rings=rings, colours=(fill,), hatched=(0,) if now == "over" else (), hatch=colours.hatch)


def _gained(preview: Preview, ground: Ground, row: int) -> shapely.Geometry:
    """The ground that comes to a grid; an empty polygon for none."""
    moving, shape = preview.ground, preview.shapes.get(row)
    if shape is None or shapely.is_empty(moving):
        return shapely.Polygon()
    before = ground.shapes[row] if row < len(ground.shapes) else shapely.Polygon()
    gain, whole = float(shapely.area(shape) - shapely.area(before)), float(shapely.area(moving))
    if abs(abs(gain) - whole) < SAME_M2:  # it gets all of it, or loses all of it
        return moving if gain > 0 else shapely.Polygon()
    parts = shapely.get_parts(shapely.intersection(shape, moving))
    polygons = parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON]
    return shapely.MultiPolygon(list(polygons))


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
