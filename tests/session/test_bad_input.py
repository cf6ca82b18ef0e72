"""What cannot be is said in a word, and neither the township in memory nor its file is another one."""

import hashlib
import shutil
from pathlib import Path

import numpy as np
import pytest
import shapely

from gridmap import app
from gridmap.errors import EditError
from gridmap.redraw.edits.merge_grids import MergeGrids
from gridmap.redraw.edits.move_ground import MoveGround
from gridmap.redraw.edits.move_vertex import MoveVertex
from gridmap.redraw.edits.reshape_border import ReshapeBorder
from gridmap.redraw.edits.split_grid import SplitGrid
from gridmap.redraw.lens import common_border


@pytest.fixture(scope="module", name="path")
def _path(sample_store, tmp_path_factory):
    """Nobody in here changes it, so one copy is enough."""
    return shutil.copy(sample_store, tmp_path_factory.mktemp("bad") / "town.gpkg")


@pytest.fixture(name="session")
def _session(path):
    session = app.open_township(str(path))
    yield session
    session.close()


def digest(path):
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def crossing(session):
    """A line that crosses itself in the middle of a grid."""
    shape = session.snapshot["grids"]["geometry"][0]
    x, y = shape.representative_point().coords[0]
    line = ((x - 900, y), (x + 900, y), (x + 900, y + 200), (x, y - 200))
    return SplitGrid(str(session.snapshot["grids"]["uuid"][0]), line, "new", "新网格")


def empty(session):
    """A line that cuts the westernmost metres off, where nobody lives."""
    shape = session.snapshot["grids"]["geometry"][0]
    west, south, _east, north = shape.bounds
    line = ((west + 2, south - 50), (west + 2, north + 50))
    return SplitGrid(str(session.snapshot["grids"]["uuid"][0]), line, "new", "新网格")


def on_its_neighbour(session):
    """A corner of a common border dragged onto the next one."""
    corners = shapely.get_coordinates(shapely.get_parts(border_of(session)[2])[0])
    at = len(corners) // 2
    return MoveVertex(*corners[at].tolist(), *corners[at + 1].tolist())


def crossing_border(session):
    """A stretch of a common border drawn anew, with a loop in it."""
    one, other, line = border_of(session)
    part = shapely.get_parts(line)[0]
    start, end = (np.array(part.interpolate(share, normalized=True).coords[0]) for share in (0.4, 0.6))
    way = end - start
    side = np.array([-way[1], way[0]])
    places = (start, end + side, start + side, end)
    uuids = session.snapshot["grids"]["uuid"]
    return ReshapeBorder(str(uuids[one]), str(uuids[other]), tuple((float(x), float(y)) for x, y in places))


def bow(session):
    """Ground whose outline crosses itself."""
    x, y = session.snapshot["grids"]["geometry"][0].representative_point().coords[0]
    tie = shapely.Polygon([(x, y), (x + 60, y + 60), (x + 60, y), (x, y + 70)])
    return MoveGround.of(tie, str(session.snapshot["grids"]["uuid"][1]))


def across(session):
    """Two grids of two villages made one."""
    grids, village = session.snapshot["grids"], session.census.village_of_grid
    other = int(np.flatnonzero(village != village[0])[0])
    return MergeGrids(str(grids["uuid"][0]), str(grids["uuid"][other]))


def border_of(session):
    """The first two grids of one village that touch, and their common border."""
    shapes, village = session.snapshot["grids"]["geometry"], session.census.village_of_grid
    return next(
        (one, other, line)
        for one in range(len(shapes))
        for other in range(one + 1, len(shapes))
        if village[one] == village[other]
        and shapely.length(line := common_border(shapes[one], shapes[other])) > 100
    )


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (crossing, "画的线与自己相交"),
        (empty, "其中一部分没有住户，会留下空网格"),
        (on_its_neighbour, "相邻的顶点"),
        (crossing_border, "画的线与自己相交"),
        (bow, "画出的边界与自己相交"),
        (across, "村"),
    ],
)
def test_an_edit_that_cannot_be_is_refused_and_nothing_is_written(session, path, bad, words):
    edit, before, written = bad(session), session.snapshot, digest(path)
    label = session.undo_label()
    with pytest.raises(EditError, match=words):
        session.perform(edit)
    assert session.snapshot is before
    assert session.undo_label() == label
    assert digest(path) == written
