"""A window on a township that a thread opens beside while this one loads Qt.

It knows nothing of the command line, whose library takes a tenth of a start: ``gridmap desk`` alone goes
straight here. A desk's first map that was kept is on the screen before the township is opened at all.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING

from gridmap.screens import binding
from gridmap.township.heap import share_the_heap
from gridmap.township.latest import last_opened, remember

if TYPE_CHECKING:
    from gridmap.session import Session


def open_desk(address: str | None) -> int:
    """Open the planner's desk and run until it is closed; None: the township meant without words.

    Raises GridmapError with one line.
    """
    share_the_heap()
    binding.load()
    from gridmap.screens import kept_map

    kept = kept_map.find(address or last_opened())
    first = kept.show() if kept else None
    with _beside(address) as opened:
        from gridmap.screens.start import run_desk

        return run_desk(opened, remember, first)


def open_wall(address: str, *, screen: int, seat_m: float | None, width_mm: float | None) -> int:
    """Open the wall full screen and run until it is closed; see ``run_wall``. Raises GridmapError."""
    share_the_heap()
    with _beside(address, wall=True) as opened:
        binding.load()
        from gridmap.screens.start import run_wall

        return run_wall(opened, screen=screen, seat_m=seat_m, width_mm=width_mm)


@contextmanager
def _beside(address: str | None, *, wall: bool = False) -> "Iterator[Callable[[], Session]]":
    """The township, which is opened while this thread loads Qt. The wall only reads, and shows what is
    published."""
    from gridmap.app import open_township  # two threads that import at once wait for each other

    def open_it() -> "Session":
        session = open_township(address, read_only=wall, at_once=True)
        session.get_ready(public=wall, hurried=not wall)
        if not wall and not session.snapshot.settings.drill:
            remember(session.address)
        return session

    with ThreadPoolExecutor(1) as beside:
        yield beside.submit(open_it).result
