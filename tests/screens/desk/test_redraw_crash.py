"""A desk that is killed in the middle of a drag: what was saved is there, the drag never happened."""

import shutil
import signal
import subprocess
import sys

import numpy as np
import pytest
import shapely

from gridmap.redraw.edits.rename_grid import RenameGrid
from gridmap.session import Session
from gridmap.store import open_store

DESK = """
import sys
from pathlib import Path
import numpy as np
import shapely
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from gridmap.redraw.lens import common_border
from gridmap.scene.layers import load_layers
from gridmap.screens.desk import DeskWindow
from gridmap.screens.jobs import Job
from gridmap.screens.memory import Forgetful
from gridmap.screens.mode import Choices
from gridmap.screens.operations.neighbours import neighbours
from gridmap.screens.application import application
from gridmap.session import Session
from gridmap.store import open_store
from gridmap.township.folders import layers_folder

app = application()
session = Session(open_store(Path(sys.argv[1])), "planner")
window = DeskWindow(session, load_layers(layers_folder()), Forgetful())
window.resize(1600, 900)
window.show()
while window.starting or not session.complete or window.findChildren(Job):
    app.processEvents()
window.commands["border"].trigger()
window.tools.redraw.choose(Choices(unit="household"))


def push(one, release):
    grids, other = session.snapshot["grids"]["geometry"], neighbours(session, one)[0]
    window.canvas.fit(tuple(shapely.total_bounds(grids[[one, other]]).tolist()), 0.12)
    line = max(shapely.get_parts(common_border(grids[one], grids[other])), key=shapely.length)
    start, goal = line.interpolate(0.5, normalized=True), grids[one].representative_point()

    def pixel(share):
        x, y = start.x + (goal.x - start.x) * share, start.y + (goal.y - start.y) * share
        place = window.canvas.view.to_pixels(np.array([[x, y]]))[0] / window.canvas.view.ratio
        return QPoint(round(place[0]), round(place[1]))

    left = Qt.MouseButton.LeftButton
    QTest.mousePress(window.canvas, left, pos=pixel(0))
    for share in (0.2, 0.5, 0.8, 1.1):
        QTest.mouseMove(window.canvas, pixel(share))
    while not window.tools.redraw.settled:
        app.processEvents()
    assert window.tools.redraw.preview is not None
    if release:
        QTest.mouseRelease(window.canvas, left, pos=pixel(1.1))


push(0, True)
print(session.snapshot.version, flush=True)
push(1, False)
print("dragging", flush=True)
app.exec()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_a_killed_desk_has_lost_only_the_drag_that_went_on(sample_store, tmp_path):
    path = tmp_path / "sample.gpkg"
    shutil.copy(sample_store, path)
    before = Session(open_store(path, read_only=True)).snapshot["grids"]["geometry"].copy()
    command = [sys.executable, "-c", DESK, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as desk:
        said = [desk.stdout.readline().strip(), desk.stdout.readline().strip()]
        desk.send_signal(signal.SIGKILL)
        wrong = desk.stderr.read()
    assert said[1] == "dragging", wrong
    session = Session(open_store(path), "planner")
    grids = session.snapshot["grids"]["geometry"]
    assert session.snapshot.version == int(said[0])
    assert not shapely.equals_identical(grids, before).all()
    assert shapely.coverage_is_valid(grids)
    drafted = grids.copy()
    assert session.undo()
    assert shapely.equals_identical(session.snapshot["grids"]["geometry"], before).all()
    assert session.redo()
    assert shapely.equals_identical(session.snapshot["grids"]["geometry"], drafted).all()
    session.perform(RenameGrid(str(session.snapshot["grids"]["uuid"][0]), "接着改"))
    assert np.flatnonzero(session.snapshot["grids"].text("name") == "接着改").tolist() == [0]
    session.close()
