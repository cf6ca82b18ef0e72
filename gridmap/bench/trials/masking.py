"""How long personal values can still be read after the key: from F9 until every window has been painted."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from gridmap.bench.trials.clock import thread
from gridmap.bench.trials.copying import copied
from gridmap.bench.trials.desk import desk, idle, wait
from gridmap.bench.trials.frames import SIZES
from gridmap.errors import GridmapError
from gridmap.i18n import _
from gridmap.screens.application import application
from gridmap.screens.desk import DeskWindow
from gridmap.screens.desk.ledger_panel import HOUSEHOLDS
from gridmap.screens.wall import WallWindow

TIMES = 20


def mask(store: Path, folder: Path) -> dict[str, Any]:
    """Processor seconds of the windows' thread from the key until the desk (households, a grid's card, alarms
    and incidents open) and a wall over the same township have been painted masked: nothing else is waited
    for."""
    copy = folder / "masking.gpkg"
    copied(store, copy)
    try:
        with desk(copy) as window:
            wait(lambda: idle(window))
            over = WallWindow(window.session, window.state.layers)
            over.resize(*SIZES["1080p"])
            over.show()
            window.state.select("grids", [str(window.session.snapshot["grids"]["uuid"][0])])
            for name in ("alarms", "incidents"):
                window.duty.show(name)
            window.docks.table.tabs.setCurrentIndex(HOUSEHOLDS)
            return {"rows": {"mask": [[_masked(window) for _time in range(TIMES)]]}}
    finally:
        copy.unlink(missing_ok=True)


def _masked(window: DeskWindow) -> float:
    """One time, from unmasked and at rest. Raises GridmapError when the key did nothing."""
    events, session = application().processEvents, window.session
    session.masking.lift("ledger", session.author)
    wait(lambda: idle(window))
    window.activateWindow()
    events()
    begun = thread()
    QTest.keyClick(window.canvas, Qt.Key.Key_F9)
    events()  # whatever looks different now is painted in it
    taken = thread() - begun
    if not session.mask.on or not window.canvas.view.masked:
        raise GridmapError(_("F9 没有遮蔽"))
    return taken
