"""How soon an incident that another process writes stands on the wall, and whether the view moved."""

import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop

from gridmap.app import open_township
from gridmap.bench.trials.copying import copied
from gridmap.bench.trials.desk import wait
from gridmap.bench.trials.frames import SIZES
from gridmap.errors import GridmapError
from gridmap.i18n import _
from gridmap.scene.layers import load_layers
from gridmap.screens.application import application
from gridmap.screens.jobs import Job
from gridmap.screens.wall import WallWindow
from gridmap.township.folders import layers_folder

TIMES = 20
WRITER = """
import sys, time
from datetime import datetime
from gridmap.app import open_township
from gridmap.response.cases import Report, report_change
from gridmap.response.where import at_household

session = open_township(sys.argv[1])
session.load_rest()
print("ready", flush=True)
for line in sys.stdin:
    at, now = int(line), datetime.now()
    place = at_household(session.snapshot, at % len(session.snapshot["households"]))
    session.write(report_change(session.snapshot, Report("停水", "民生服务", "P3", where=place), now))
    print(session.snapshot["incidents"]["uuid"][-1], time.time(), flush=True)
session.close()
"""
"""The other process: an incident for each line; when it was durable."""


def incident_to_wall(store: Path, folder: Path) -> dict[str, Any]:
    """Seconds from when an incident is durable in another process until the wall has painted it."""
    copy = folder / "arriving.gpkg"
    copied(store, copy)
    app = application()
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(copy)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        _said(writer)
        window = WallWindow(
            open_township(str(copy), read_only=True, at_once=True), load_layers(layers_folder())
        )
        window.tour.on = False  # a rotation moves the view by itself
        window.resize(*SIZES["1080p"])
        window.show()
        app.processEvents()
        wait(lambda: not window.findChildren(Job) and window.canvas.sharp)
        return {"rows": {"incident_to_wall": [[_arrival(writer, window, at) for at in range(TIMES)]]}}
    finally:
        writer.communicate()
        copy.unlink(missing_ok=True)


def _arrival(writer: "subprocess.Popen[str]", window: WallWindow, at: int) -> float:
    """One incident. Raises GridmapError when the view moved."""
    view = window.canvas.view
    if writer.stdin is None:
        raise GridmapError(_("没有写入的进程"))
    writer.stdin.write(f"{at}\n")
    writer.stdin.flush()
    uuid, durable = _said(writer)
    events = application().processEvents
    while uuid not in window.content.incidents or not window.canvas.sharp:
        events(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)  # to keep looking would take the threads' time
    window.repaint()
    window.canvas.repaint()
    taken = time.time() - float(durable)
    now = window.canvas.view
    if (now.x, now.y, now.scale) != (view.x, view.y, view.scale):
        raise GridmapError(_("新事件移动了大屏的视图"))
    wait(lambda: not window.findChildren(Job) and window.canvas.sharp)
    return taken


def _said(writer: "subprocess.Popen[str]") -> list[str]:
    line = writer.stdout.readline() if writer.stdout else ""
    if not line:
        raise GridmapError(_("写入的进程结束了"))
    return line.split()
