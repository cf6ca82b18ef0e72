"""Give labels their places so that none covers another: a pure function of labels, view and sizes."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from gridmap.scene.scene import Label
from gridmap.scene.view import View

Box = tuple[float, float, float, float]
Measure = Callable[[Label], tuple[float, float]]
CELL = 96  # pixels of the lookup of what is taken
SHIFTS = (
    (0.0, 0.0),
    (0.0, -0.55),
    (0.0, 0.55),
    (-0.4, 0.0),
    (0.4, 0.0),
    (-0.3, -0.5),
    (0.3, -0.5),
    (0.3, 0.5),
)


@dataclass(frozen=True)
class Placed:
    """Where a label's block stands: ``dx``, ``dy`` from its point to the block's upper left, in
    device pixels, so that it moves with the ground while a gesture runs."""

    label: Label
    dx: float
    dy: float
    width: float
    height: float

    def box(self, view: View) -> Box:
        """Left, top, right, bottom in device pixels."""
        x = (self.label.x - view.x) * view.scale + view.width / 2 + self.dx
        y = (view.y - self.label.y) * view.scale + view.height / 2 + self.dy
        return x, y, x + self.width, y + self.height


class _Taken:
    """Boxes that are taken, found by cell."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], list[Box]] = defaultdict(list)

    def _around(self, box: Box) -> Iterator[tuple[int, int]]:
        for column in range(int(box[0] // CELL), int(box[2] // CELL) + 1):
            for row in range(int(box[1] // CELL), int(box[3] // CELL) + 1):
                yield column, row

    def add(self, box: Box) -> None:
        for cell in self._around(box):
            self._cells[cell].append(box)

    def blocker(self, box: Box) -> Box | None:
        """A box that is in the way, None where there is room."""
        left, top, right, bottom = box  # asked some thousand times a picture: plain loops
        cells = self._cells
        for column in range(int(left // CELL), int(right // CELL) + 1):
            for row in range(int(top // CELL), int(bottom // CELL) + 1):
                for other in cells.get((column, row), ()):
                    if left < other[2] and other[0] < right and top < other[3] and other[1] < bottom:
                        return other
        return None


def place(
    labels: Sequence[Label], view: View, measure: Measure, obstacles: Sequence[Box] = ()
) -> list[Placed]:
    """The labels that find room, the most important first.

    ``measure`` tells width and height of a label in device pixels, ``obstacles`` are boxes of the
    window that stay free (furniture). Labels up to half a window outside are placed too, so that a
    pan uncovers ready ones. A ``required`` label is placed even where it covers something.
    """
    taken = _Taken()
    for box in obstacles:
        taken.add(box)
    wanted = [label for label in labels if _wanted(label, view)]
    wanted.sort(key=lambda label: -label.priority)
    for label in wanted:
        if label.beside:
            taken.add(_symbol_box(label, view))
    placed = []
    for label in wanted:
        found = _find(label, view, measure(label), taken)
        if found:
            taken.add(found.box(view))
            placed.append(found)
    return placed


def _wanted(label: Label, view: View) -> bool:
    if not label.scales[0] <= view.logical_scale < label.scales[1]:
        return False
    x, y = (label.x - view.x) * view.scale, (label.y - view.y) * view.scale
    return abs(x) < view.width and abs(y) < view.height


def _symbol_box(label: Label, view: View) -> Box:
    x = (label.x - view.x) * view.scale + view.width / 2
    y = (view.y - label.y) * view.scale + view.height / 2
    half = label.beside * view.ratio * 0.9
    return x - half, y - half, x + half, y + half


def _find(label: Label, view: View, size: tuple[float, float], taken: _Taken) -> Placed | None:
    x = (label.x - view.x) * view.scale + view.width / 2
    y = (view.y - label.y) * view.scale + view.height / 2
    width, height = size
    west = north = east = south = 0.0  # what was in the way last is likely to be so again
    for dx, dy in _candidates(label, view, size):
        left, top = x + dx, y + dy
        right, bottom = left + width, top + height
        if left < east and west < right and top < south and north < bottom:
            continue
        found = taken.blocker((left, top, right, bottom))
        if found is None:
            return Placed(label, dx, dy, width, height)
        west, north, east, south = found
    return Placed(label, *next(_candidates(label, view, size)), width, height) if label.required else None


def _candidates(label: Label, view: View, size: tuple[float, float]) -> Iterator[tuple[float, float]]:
    width, height = size
    if label.beside:
        gap = label.beside * view.ratio
        yield gap, -height / 2
        yield -gap - width, -height / 2
        yield -width / 2, -gap - height
        yield -width / 2, gap
        return
    for right, down in SHIFTS:
        yield -width / 2 + right * width, -height / 2 + down * height
