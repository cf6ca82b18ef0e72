"""How long the window ever stands still: a heart beats in its thread while work is done behind it."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, Qt, QTimer

from gridmap.bench.trials.clock import wall
from gridmap.bench.trials.copying import copied
from gridmap.bench.trials.desk import desk, idle, wait
from gridmap.bench.trials.frames import FRAMES, TICK_S, pan, zoom
from gridmap.exchange.coordinates import to_lonlat
from gridmap.screens.desk import DeskWindow
from gridmap.screens.desk.import_dialog import ImportDialog
from gridmap.township.snapshot import Snapshot

LEDGER = 20_000
BEAT_MS = 1
IDLE_S = 2.0


class Heart(QObject):
    """Beats every millisecond in the window's thread; ``longest`` is the longest time between two beats."""

    def __init__(self) -> None:
        super().__init__()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.beat)
        self._last, self.longest = wall(), 0.0
        self._timer.start(BEAT_MS)

    def beat(self) -> None:
        """One beat, late or not."""
        now = wall()
        self.longest = max(self.longest, now - self._last)
        self._last = now

    def end(self) -> None:
        """Beat no more."""
        self._timer.stop()

    def skip(self) -> None:
        """What was done since the last beat was the measuring itself."""
        self._last = wall()


def longest(window: DeskWindow, begin: Callable[[], object], over: Callable[[], bool]) -> float:
    """The longest stop from the beginning of some work until it is over."""
    heart = Heart()
    begin()

    def asked() -> bool:
        heart.beat()
        done = over()
        heart.skip()
        return done

    wait(asked)
    heart.beat()
    heart.end()
    return heart.longest


def stops(store: Path, folder: Path) -> dict[str, Any]:
    """The longest stop of each kind of background work, on a copy of the store; and of none at all."""
    copy = folder / "stops.gpkg"
    copied(store, copy)
    rows: dict[str, list[list[float]]] = {}
    with desk(copy) as window:

        def stop(name: str, begin: Callable[[], object], over: Callable[[], bool]) -> None:
            rows[f"stop_{name}"] = [[longest(window, begin, over)]]

        stop("second_stage", _nothing, lambda: idle(window))
        end = wall() + IDLE_S
        stop("idle", _nothing, lambda: wall() > end)
        moves = _Moves(window)
        stop("gesture", moves.start, lambda: moves.over and idle(window))
        ledger = write_ledger(folder / "households.csv", window.session.snapshot)
        work = _Import(window, ledger)
        stop("import", work.start, lambda: work.agreed and idle(window))
        stop("undo", lambda: window.step(window.session.write_undo), lambda: idle(window))
        out = folder / "all.gpkg"
        stop("export", lambda: window.files.write(out, _nothing), lambda: out.exists() and idle(window))
    return {"rows": rows}


def write_ledger(path: Path, snapshot: Snapshot) -> Path:
    """New households, at the places of those there are."""
    households = snapshot["households"]
    placed = np.flatnonzero(np.isfinite(households.number("x")))
    at = placed[np.arange(LEDGER) % len(placed)]
    lon, lat = to_lonlat(households.number("x")[at], households.number("y")[at], snapshot.settings.crs)
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(("household_no", "head_name", "resident", "lon", "lat"))
        out.writerows(
            (f"bench-{row}", households["head_name"][place], row % 5, f"{x:.7f}", f"{y:.7f}")
            for row, (place, x, y) in enumerate(zip(at.tolist(), lon.tolist(), lat.tolist(), strict=True))
        )
    return path


class _Moves:
    """A pan and a zoom at 60 frames a second, driven by the window's own loop."""

    def __init__(self, window: DeskWindow) -> None:
        self._canvas, self._done = window.canvas, 0
        self._timer = QTimer(window)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._step)

    @property
    def over(self) -> bool:
        """Whether every frame has been asked for."""
        return self._done == 2 * FRAMES

    def start(self) -> None:
        """Begin."""
        self._canvas.gesture_began()
        self._timer.start(round(TICK_S * 1000))

    def _step(self) -> None:
        (pan if self._done < FRAMES else zoom)(self._canvas)
        self._done += 1
        if self.over:
            self._timer.stop()
            self._canvas.gesture_ended()


class _Import:
    """A ledger taken in as a user does: read, looked at in the preview, agreed to."""

    def __init__(self, window: DeskWindow, path: Path) -> None:
        self.agreed = False
        self._timer = QTimer(window)
        self._timer.timeout.connect(self._look)
        self._dialog = ImportDialog(window, window.session, window.state.colours, [path])
        self._dialog.agreed.connect(window.files.take)

    def start(self) -> None:
        """Read the file."""
        self._timer.start(100)
        self._dialog.read()

    def _look(self) -> None:
        if self._dialog.intake is not None:
            self._timer.stop()
            self._dialog.accept()
            self.agreed = True


def _nothing() -> None:
    """Work that is under way by itself."""
