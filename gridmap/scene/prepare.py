"""Work out, after the first map, what nearer scales will show: in a thread beside the window's own."""

from collections.abc import Callable, Iterator
from functools import partial

from gridmap.scene.cells import cells_of
from gridmap.scene.detail import FIRST_TOLERANCE, OCTAVES
from gridmap.scene.marks import Areas, Lines, Mark, Points, Symbols
from gridmap.scene.scene import Scene, Words


def prepare(scene: Scene, stale: Callable[[], bool] = lambda: False) -> bool:
    """Work out everything that a scene has put off, farthest first, one short step after another.

    ``stale`` is asked between the steps; False when it said that the scene is no longer shown.
    Whatever a painter or a click needs meanwhile it works out itself, or waits for the step in hand.
    """
    for step in _steps(scene):
        if stale():
            return False
        step()
    return not stale()


def prepare_first(scene: Scene) -> None:
    """Work out what the farthest scale shows: for a thread beside the one that makes the first window."""
    for mark in scene.marks:
        if not mark.scales[0] and isinstance(mark, Areas):
            len(mark.rings)
        elif not mark.scales[0] and isinstance(mark, Lines):
            len(mark.paths)
    for words in scene.words:
        if not words.scales[0]:
            len(words)


def _steps(scene: Scene) -> Iterator[Callable[[], object]]:
    """Marks and words as a zoom comes to them: at each scale the geometry, then what stands upon it."""
    parts: list[Mark | Words] = [*scene.marks, *scene.words]
    for part in sorted(parts, key=lambda part: part.scales[0]):
        if isinstance(part, Words):
            yield partial(len, part)
        else:
            yield from _of_mark(part)


def _of_mark(mark: Mark) -> Iterator[Callable[[], object]]:
    if isinstance(mark, Lines):
        for octave in range(OCTAVES):
            yield partial(mark.paths.at, FIRST_TOLERANCE * 2.0**octave)
    elif isinstance(mark, Areas):
        yield partial(len, mark.rings)
    elif isinstance(mark, Points | Symbols):
        yield lambda: cells_of(mark.spots.x, mark.spots.y)
