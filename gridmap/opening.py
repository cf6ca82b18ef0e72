"""A window on a township that a thread opens beside while this one loads Qt.

It knows nothing of the command line, whose library takes a tenth of a start: ``gridmap desk`` alone goes
straight here.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from gridmap import app
from gridmap.screens import binding
from gridmap.session import Session
from gridmap.township.heap import share_the_heap


def open_desk(address: str) -> int:
    """Open the planner's desk and run until it is closed. Raises GridmapError with one line."""
    with _beside(address) as opened:
        binding.load()
        from gridmap.screens.start import run_desk

        return run_desk(opened, app.remember)


def open_wall(address: str, *, screen: int, seat_m: float | None, width_mm: float | None) -> int:
    """Open the wall full screen and run until it is closed; see ``run_wall``. Raises GridmapError."""
    with _beside(address, wall=True) as opened:
        binding.load()
        from gridmap.screens.start import run_wall

        return run_wall(opened, screen=screen, seat_m=seat_m, width_mm=width_mm)


@contextmanager
def _beside(address: str, *, wall: bool = False) -> Iterator[Callable[[], Session]]:
    """The township, which is opened while this thread loads Qt. The wall only reads, and shows what is
    published."""

    def open_it() -> Session:
        session = app.open_township(address, read_only=wall, at_once=True)
        session.get_ready(public=wall, hurried=not wall)
        if not wall and not session.snapshot.settings.drill:
            app.remember(address)
        return session

    share_the_heap()
    with ThreadPoolExecutor(1) as beside:
        yield beside.submit(open_it).result
