"""The real desk window: switching population and theme, and the memory of a day at it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop, QTimer

from gridmap.app import open_township
from gridmap.bench.memory import family_mb, peak_mb
from gridmap.bench.trials.clock import thread, wall
from gridmap.bench.trials.frames import SIZES
from gridmap.errors import GridmapError
from gridmap.i18n import _
from gridmap.scene.layers import load_layers
from gridmap.screens.application import application
from gridmap.screens.desk import DeskWindow
from gridmap.screens.jobs import Job
from gridmap.screens.memory import Forgetful, Memory
from gridmap.screens.start import settle_later
from gridmap.session import Session
from gridmap.township.census import POPULATIONS
from gridmap.township.folders import layers_folder

LONGEST_S = 900
LOOK_EVERY_MS = 100
"""How often it is asked whether the work is over: asking takes a moment itself."""

ASK_EVERY_MS = 20


@contextmanager
def desk(
    store: Path,
    listen: Callable[[Session], object] = lambda _session: None,
    memory: Memory | None = None,
) -> Iterator[DeskWindow]:
    """A desk whose first map has been painted: of 1920 × 1080, or as ``memory`` has it. ``listen`` gets the
    session before it."""
    app = application()
    session = open_township(str(store), at_once=True)
    listen(session)
    window = DeskWindow(session, load_layers(layers_folder()), memory or Forgetful(), map_first=True)
    window.ends_session = True
    if memory is None:
        window.resize(*SIZES["1080p"])
    window.show()
    settle_later(session)
    app.processEvents()
    try:
        yield window
    finally:
        window.close()


def settle(store: Path) -> dict[str, Any]:
    """Open the desk and let it come to rest: it keeps what makes its next start a warm one."""
    with desk(store) as window:
        wait(lambda: idle(window))
    return {}


def leave(store: Path) -> dict[str, Any]:
    """The same by a user, whose next start has the first map too that is kept when a desk is closed."""
    with desk(store, memory=Memory.own()) as window:
        wait(lambda: idle(window))
    return {}


def switch(store: Path) -> dict[str, Any]:
    """Another population, one more scenario that must hold, the other theme: processor time of the window's
    thread until the sharp map with its words stands in it, the scenarios with their dock open; of the theme
    until the map does, and until the panels, which are dressed after it, do too."""
    with desk(store) as window:
        wait(lambda: idle(window))
        state = window.state
        populations = [
            _until_sharp(window, lambda name=name: state.count(name))  # type: ignore[misc]
            for name in (*POPULATIONS[1:], *POPULATIONS, *POPULATIONS)
        ]
        themes, wholes = [], []
        for _time in range(4):
            themes.append(_until_sharp(window, window.switch_theme, last=window.canvas.repaint))
            wait(lambda: idle(window))
            wholes.append(_until_sharp(window, window.switch_theme, last=lambda: _let_turn(window)))
            wait(lambda: idle(window))
        window.switch_dock("scenarios")
        wait(lambda: idle(window))
        scenarios = [
            _until_sharp(
                window,
                lambda on=on: state.choose_scenario("registered", on),  # type: ignore[misc]
                lambda: window.docks.scenarios.settled,
            )
            for on in (True, False) * 6
        ]
    return {"rows": {
        "switch_population": [populations], "switch_scenario": [scenarios],
        "switch_theme": [themes], "switch_theme_whole": [wholes],
    }}  # fmt: skip


def memory(store: Path) -> dict[str, Any]:
    """A day in short: everything loaded, near and far, every population, every table looked at."""
    begun = wall()
    with desk(store) as window:
        wait(lambda: idle(window))
        loaded = wall() - begun
        for factor in (*[1.5] * 12, *[1 / 1.5] * 12):
            window.canvas.gesture_began()
            window.canvas.zoom_at((window.canvas.width() / 2, window.canvas.height() / 2), factor)
            window.canvas.gesture_ended()
            wait(lambda: window.canvas.sharp)
        for name in (*POPULATIONS[1:], POPULATIONS[0]):
            window.set_population(name)
            wait(lambda: window.canvas.sharp)
        for tab in range(window.docks.table.tabs.count()):
            window.docks.table.tabs.setCurrentIndex(tab)
            application().processEvents()
        wait(lambda: idle(window))
        peaks = {"memory": peak_mb(), "memory_family": family_mb()}
    return {"rows": {"memory": [[loaded]], "memory_family": [[loaded]]}, "peaks": peaks}


def idle(window: DeskWindow) -> bool:
    """Whether all that follows the first map, or a change, is done."""
    ready = not window.starting and window.session.complete and window.canvas.sharp
    return ready and not window.turns.waited_for and not window.findChildren(Job)


def wait(over: Callable[[], bool]) -> None:
    """Run the event loop until ``over`` says so. Raises GridmapError when it takes too long.

    The loop sleeps while there is nothing to do, as that of a window does: one that asks all the time
    takes a processor from the work it waits for, and its own turn comes later.
    """
    loop, clock, end = QEventLoop(), QTimer(), wall() + LONGEST_S

    def look() -> None:
        waits = False
        try:
            waits = not over() and wall() < end
        finally:  # what it raises is raised again below
            if not waits:
                loop.quit()

    clock.timeout.connect(look)
    clock.start(LOOK_EVERY_MS)
    loop.exec()
    clock.stop()
    if not over():
        raise GridmapError(_("窗口等了 {n} 秒还没有忙完").format(n=LONGEST_S))


def _let_turn(window: DeskWindow) -> None:
    """Run the event loop until every panel has had its turn and been painted."""
    events = application().processEvents
    while window.turns.waited_for:
        events(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    events()


def _until_sharp(
    window: DeskWindow,
    change: Callable[[], object],
    settled: Callable[[], bool] = lambda: True,
    last: Callable[[], object] | None = None,
) -> float:
    """Processor seconds of the window's thread until the map of the change, with its words, stands in it, and
    what else has to settle; then ``last``, or all that waits to be painted, is painted.

    The window's own loop runs meanwhile; to ask whether it is over costs nothing that could be seen.
    """
    canvas, before, loop, clock = window.canvas, window.canvas.scene, QEventLoop(), QTimer()

    def look() -> None:
        if canvas.scene is not before and canvas.sharp and settled():
            loop.quit()

    clock.timeout.connect(look)
    canvas.renewed.connect(look)
    begun = thread()
    change()
    clock.start(ASK_EVERY_MS)
    loop.exec()
    (last or application().processEvents)()
    spent = thread() - begun
    clock.stop()
    canvas.renewed.disconnect(look)
    return spent
