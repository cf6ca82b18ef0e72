"""A wall that hangs for days: refresh after refresh it takes no more memory.

``--refreshes 10000`` (README) is a day: a write of another process every 8.6 seconds, read as the wall reads
it, with a second of the clock, the rotation and a repaint each time. Without it a short stretch is run, in
which nothing may be left behind by a refresh.
"""

import ctypes
import gc
import shutil
import sys
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QObject

from gridmap.scene.layers import load_layers
from gridmap.screens.jobs import Job
from gridmap.screens.wall import WallWindow
from gridmap.session import Session
from gridmap.store import open_store
from gridmap.township.change import Change
from gridmap.township.folders import layers_folder

MOST_MB = 20.0
DAY, SHORT = 10_000, 12
BEGUN = datetime(2026, 11, 23, 0, 0, 5)
P1_EVERY = 500


class Day:
    """A writer and the wall of a reader on one store, whose day goes by refresh by refresh."""

    def __init__(self, qtbot, path):
        self.writer, self.reader = (
            Session(open_store(path), "值班员"),
            Session(open_store(path, read_only=True)),
        )
        self.writer.load_rest()
        self.reader.load_rest()
        self.clock, self.count = BEGUN, 0
        self.wall = WallWindow(self.reader, load_layers(layers_folder()), now=lambda: self.clock)
        qtbot.addWidget(self.wall)
        self.wall.canvas.fly_ms = 0
        self.wall.resize(640, 360)
        self.wall.show()
        self.wall._timer.stop()
        self.wall._follower._timer.stop()
        self.key = str(self.writer.snapshot["incidents"]["uuid"][-1])

    def refresh(self):
        """Another process changes an incident; the wall reads it, counts, turns and paints."""
        table, self.count = self.writer.snapshot["incidents"], self.count + 1
        urgency = "P1" if self.count % P1_EVERY == 0 else ("P2", "P3")[self.count % 2]
        row = table.take(table.rows_of([self.key])).replace(urgency=np.array([urgency], object))
        self.writer.write(Change("改", {"incidents": row}))
        self.clock += timedelta(days=1) / DAY
        self.wall._follower.look()
        self.rest()
        self.wall.tick()
        self.wall.repaint()
        self.wall.canvas.repaint()
        QCoreApplication.processEvents()

    def rest(self):
        """Until nothing goes on beside."""
        while self.wall.findChildren(Job):
            QCoreApplication.processEvents()
            QCoreApplication.sendPostedEvents(None, 0)  # what was to be deleted later

    def held(self):
        """Megabytes of this process, Python's objects and the window's own, when all that can go has gone and
        the wall shows the whole township: a scene remembers what was looked at closely."""
        self.wall.gaze.leave()
        self.wall.show_scene("monitor")
        self.wall.fit()
        pages = min(self._pages() for _time in range(3))  # a picture may be on its way
        # the caches of words and their sizes, which are full one day, hold tuples
        objects = sum(type(thing) is not tuple for thing in gc.get_objects())
        return pages * 4096 / 2**20, objects, len(self.wall.findChildren(QObject))

    def _pages(self):
        self.refresh()
        self.wall.canvas.settle()
        while not self.wall.canvas.sharp or self.wall.canvas._front._worker.busy:
            QCoreApplication.processEvents()
        gc.collect()
        if (trim := getattr(ctypes.CDLL(None), "malloc_trim", None)) is not None:
            trim(0)
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])

    def close(self):
        self.wall.close()
        self.reader.close()
        self.writer.close()


@pytest.fixture(name="day")
def _day(qtbot, sample_store, tmp_path):
    day = Day(qtbot, shutil.copy(sample_store, tmp_path / "town.gpkg"))
    yield day
    day.close()


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="Linux says how much memory is held")
def test_a_day_of_refreshes_takes_no_more_memory(day, request, capsys):
    asked = request.config.getoption("--refreshes")
    refreshes = asked or SHORT
    for _warming_up in range(min(refreshes, P1_EVERY)):
        day.refresh()
    megabytes, objects, own = day.held()
    for _time in range(refreshes):
        day.refresh()
    more_megabytes, more_objects, more_own = day.held()
    grown, left = more_megabytes - megabytes, more_objects - objects
    with capsys.disabled():
        if asked:
            sys.stdout.write(f"\n{refreshes:,} refreshes: {grown:+.1f} MB, {left:+d} objects\n")
    assert day.reader.snapshot.version == day.writer.snapshot.version
    assert more_own == own
    assert left < 5 * SHORT + refreshes / 10
    if asked:
        assert grown <= MOST_MB
