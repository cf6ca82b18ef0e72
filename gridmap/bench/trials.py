"""The work that is timed, each in a process of its own: ``python -m gridmap.bench.trials NAME STORE``.

Prints one line of JSON. Frames are processor seconds of the window's thread, everything else is
wall clock.
"""

import contextlib
import io
import json
import runpy
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gridmap.session import Session
from gridmap.store import open_store

if TYPE_CHECKING:
    from gridmap.screens.canvas import MapCanvas

SIZES = {"1080p": (1920, 1080), "4k": (3840, 2160)}
FRAMES = 120
TICK_S = 1 / 60
WORDS = ("zhang", "zh", "wang", "lh", "王", "李", "张伟", "1组", "5678", "0101001", "飞凤", "chenjing")
"""What is typed into the search box, key by key."""


def take(store: Path, *sources: Path) -> dict[str, Any]:
    """Make the store from its sources, and count its households."""
    from gridmap.app import import_files

    seconds = _timed(import_files, str(store), sources)
    return {"n": len(_session(store).snapshot["households"]), "seconds": [seconds]}


def start(store: Path) -> dict[str, Any]:
    """The desk until its first map is painted."""
    import typer  # noqa: F401 a user's start pays for the command line too

    from gridmap.scene.layers import load_layers
    from gridmap.screens.desk import DeskWindow
    from gridmap.screens.memory import Forgetful
    from gridmap.screens.start import application
    from gridmap.township.folders import layers_folder

    app = application()
    window = DeskWindow(_session(store), load_layers(layers_folder()), Forgetful())
    window.show()
    app.processEvents()
    return {}


def check(store: Path) -> dict[str, Any]:
    """The command itself: every rule on the resident population."""
    sys.argv = ["gridmap", "check", str(store), "--json"]
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.suppress(SystemExit):
        runpy.run_module("gridmap", run_name="__main__")
    return {"grids": len(json.loads(said.getvalue())["grids"])}


def open_(store: Path) -> dict[str, Any]:
    """Open a store: its questions, and the tables of the first map."""
    return {"rows": {"open": [_timed(_session, store) for _time in range(5)]}}


def census(store: Path) -> dict[str, Any]:
    """Where everyone is, and how many that makes in each grid, with new borders each time."""
    from gridmap.township.census import take_census

    snapshot = _session(store).snapshot
    grids = snapshot["grids"]
    moved = [grids.replace(geometry=grids["geometry"].copy()) for _time in range(20)]
    seconds = [_timed(take_census, snapshot.with_tables({"grids": table})) for table in moved]
    return {"rows": {"census": seconds}}


def search(store: Path) -> dict[str, Any]:
    """Have everyone gathered, then ask at every key."""
    from gridmap.township.search import SearchIndex

    session = _session(store)
    begun = time.perf_counter()
    index = SearchIndex(session.snapshot, session.read_people(lambda: None))
    made = time.perf_counter() - begun
    typed = [word[: length + 1] for word in WORDS for length in range(len(word))]
    return {"rows": {"search_index": [made], "search": [_timed(index.find, query) for query in typed]}}


def frames(store: Path) -> dict[str, Any]:
    """Pan and zoom at 60 frames a second, and the wait for the sharp picture afterwards."""
    from gridmap.scene.build import build
    from gridmap.scene.layers import load_layers
    from gridmap.scene.view import View
    from gridmap.screens.canvas import MapCanvas
    from gridmap.screens.start import application
    from gridmap.township.folders import layers_folder

    events = application().processEvents
    session = _session(store)
    known = session.snapshot, session.census, load_layers(layers_folder()), session.findings("resident")
    seconds: dict[str, list[float]] = {"scene": [_timed(build, *known, View())]}
    scene = build(*known, View())
    for name, (width, height) in SIZES.items():
        canvas = MapCanvas()
        canvas.resize(width, height)
        canvas.set_scene(scene)
        canvas.show()
        _wait_until_sharp(canvas, events)
        seconds[f"pan_{name}"] = _gesture(canvas, lambda shown: shown.pan(14, 5), events)
        sharp = [_wait_until_sharp(canvas, events)]
        seconds[f"zoom_{name}"] = _gesture(canvas, _zoom, events)
        seconds[f"sharp_{name}"] = [*sharp, _wait_until_sharp(canvas, events)]
        canvas.close()
    return {"rows": seconds}


def _zoom(canvas: "MapCanvas") -> None:
    canvas.zoom_at((canvas.width() / 2, canvas.height() / 2), 1.03)


def _gesture(
    canvas: "MapCanvas", step: Callable[["MapCanvas"], None], events: Callable[[], None]
) -> list[float]:
    """Processor seconds of each frame of a gesture, one each tick."""
    canvas.gesture_began()
    seconds = []
    for _frame in range(FRAMES):
        due, begun = time.perf_counter() + TICK_S, time.thread_time()
        step(canvas)
        canvas.repaint()
        seconds.append(time.thread_time() - begun)
        while time.perf_counter() < due:
            events()
            time.sleep(0.001)
    canvas.gesture_ended()
    return seconds


def _wait_until_sharp(canvas: "MapCanvas", events: Callable[[], None]) -> float:
    begun = time.perf_counter()
    events()
    while not canvas.sharp and time.perf_counter() < begun + 20:
        time.sleep(0.001)
        events()
    return time.perf_counter() - begun


def _timed(function: Callable[..., object], *words: object) -> float:
    begun = time.perf_counter()
    function(*words)
    return time.perf_counter() - begun


def _session(store: Path) -> Session:
    return Session(open_store(store, read_only=True))


def _peak_mb() -> float:
    """The most memory this process, or one that it started, ever had; 0 where the system does not say."""
    with contextlib.suppress(ImportError):
        import resource

        unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
        own, children = (
            resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        )
        return max(own, children) / unit
    return 0.0


TRIALS: dict[str, Callable[..., dict[str, Any]]] = {
    "take": take, "start": start, "check": check, "open": open_, "census": census, "frames": frames,
    "search": search,
}  # fmt: skip


def main() -> None:
    """Run the trial that is named and print what it found."""
    name, *paths = sys.argv[1:]
    found = TRIALS[name](*map(Path, paths))
    sys.stdout.write(json.dumps({**found, "peak_mb": _peak_mb()}) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
