"""A border pushed by hand: what the panel shows at every step of the pointer, and the edit at its end."""

from collections.abc import Iterator
from functools import partial
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.app import open_township
from gridmap.bench.trials.clock import seconds, thread
from gridmap.errors import EditError
from gridmap.redraw.ground import Ground
from gridmap.redraw.lens import common_border
from gridmap.redraw.pens import Place, Unit
from gridmap.redraw.pens.border import BorderPen
from gridmap.redraw.plan import Edit, difference
from gridmap.redraw.preview import preview
from gridmap.township.census import take_census

Floats = NDArray[np.float64]

DRAGS = 30
STEPS = 15
NEAR_M, FAR_M = 20.0, 250.0
SEED = 1


def drag_preview(store: Path) -> dict[str, Any]:
    """Some dozen drags of a common border by up to 250 m, of households and of groups in turn, fifteen steps
    each: everything that is shown of a step; then each drag's last edit alone, with what is to be written."""
    snapshot = open_township(str(store), read_only=True).snapshot
    ground = Ground.of(snapshot, take_census(snapshot))
    shown: list[float] = []
    applied: list[float] = []
    for pen, path, unit in drags(ground):
        _show(pen, path, unit)  # what is prepared when a border is taken: the village's yards, once
        shown += [seconds(partial(_show, pen, path[:end], unit), thread) for end in range(1, len(path) + 1)]
        edit = pen.push(path, unit)
        if edit is not None:
            applied.append(seconds(partial(_apply, ground, edit), thread))
    return {"rows": {"drag_preview": [shown], "edit_apply": [applied]}}


def drags(ground: Ground) -> Iterator[tuple[BorderPen, list[Place], Unit]]:
    """Borders pushed to a house not far from them, in villages drawn by lot."""
    rng = np.random.default_rng(SEED)
    for at, village in enumerate(rng.permutation(len(ground.snapshot["villages"]))[:DRAGS].tolist()):
        found = _border_and_house(ground, village, rng)
        if found is None:
            continue
        start, house = found
        pen = BorderPen.at(ground, float(start[0]), float(start[1]), 5.0)
        if pen is not None:
            path = start + np.linspace(0, 1.1, STEPS + 1)[1:, None] * (house - start)
            yield pen, [(float(x), float(y)) for x, y in path], "group" if at % 2 else "household"


def _border_and_house(ground: Ground, village: int, rng: np.random.Generator) -> tuple[Floats, Floats] | None:
    """A house within reach of a common border of a village, and the nearest place on the border."""
    grids = ground.grids_of_village(village)
    lines = [common_border(*ground.shapes[list(pair)]) for pair in combinations(grids.tolist(), 2)]
    border = shapely.union_all(lines)
    rows = ground.households_of_village(village)
    far = shapely.distance(shapely.points(ground.x[rows], ground.y[rows]), border)
    near = rows[(far > NEAR_M) & (far < FAR_M)]
    if not len(near):
        return None
    row = int(rng.choice(near))
    house = shapely.Point(ground.x[row], ground.y[row])
    spot = shapely.get_coordinates(shapely.shortest_line(border, house))[0]
    return spot, shapely.get_coordinates(house)[0]


def _show(pen: BorderPen, path: list[Place], unit: Unit) -> None:
    edit = pen.push(path, unit)
    if edit is None:
        return
    try:
        seen = preview(pen.ground, edit)
    except EditError:
        return
    assert seen.grids
    assert isinstance(seen.problems, tuple)
    shapely.prepare([seen.ground, seen.old_border, seen.new_border])


def _apply(ground: Ground, edit: Edit) -> None:
    try:
        difference(ground.plan, edit.apply(ground.plan), edit)
    except EditError:
        return
