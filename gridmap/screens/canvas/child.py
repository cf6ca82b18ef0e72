"""The process that draws pictures for a window: ``python -m gridmap.screens.canvas.child NAME``.

It is told marks and pictures to draw on standard input (``parcel``), draws into memory it shares with the
window, and answers each picture with one byte. ``NAME`` is shared memory that holds the number of the picture
that is wanted: any other gives up at its next step. The process ends when nobody writes to it any more.
"""

import contextlib
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import BinaryIO

from gridmap.scene.scene import Scene
from gridmap.scene.view import View
from gridmap.screens.canvas.fast import Raster
from gridmap.screens.canvas.parcel import Inbox
from gridmap.screens.canvas.render import Buffer, Stale
from gridmap.screens.canvas.shared import attach
from gridmap.screens.canvas.worker import Job, prepare_all

READY, WHOLE, GIVEN_UP = b"r", b"w", b"-"


class Renderer:
    """What the process knows between two pictures."""

    def __init__(self, inbox: Inbox, answers: BinaryIO, wanted: Buffer) -> None:
        self._inbox = inbox
        self._answers = answers
        self._wanted = wanted
        self._buffers: dict[str, Buffer] = {}
        self._known: Scene | None = None
        self._scenes: dict[tuple[int, ...], tuple[Scene, dict[tuple[bool, ...], Raster]]] = {}
        self._ahead: list[Scene] = []

    def serve(self) -> None:
        """Do what is asked until nobody asks any more: then EOFError, or OSError."""
        self._answers.write(READY)
        while True:
            match self._inbox.next():
                case ("draw", rows, look, name, fast, grain, number, alive):
                    self._buffers = {known: self._buffers[known] for known in alive & self._buffers.keys()}
                    view, stale = View(*look), self._until(number)
                    scene, rasters = self._scene(rows)
                    job = Job(scene, view, self._buffer(name, view), fast, grain, rasters)
                    whole = job.run(stale)
                    self._answers.write(WHOLE if whole else GIVEN_UP)
                    if whole and not fast:
                        self._prepare(stale)
                case ("prepare", rows, number):
                    self._ahead = [self._scene(rows)[0]]
                    self._prepare(self._until(number))

    def _until(self, number: int) -> Stale:
        return lambda: int(self._wanted[0, 0]) != number

    def _scene(self, rows: Sequence[int]) -> tuple[Scene, dict[tuple[bool, ...], Raster]]:
        """Some marks of the present scene, and the ready images of their fills."""
        if self._known is not self._inbox.scene:
            self._known, self._scenes, self._ahead = self._inbox.scene, {}, []
        key = tuple(rows)
        if key not in self._scenes:
            marks = tuple(self._inbox.marks[row] for row in rows)
            self._scenes[key] = replace(self._inbox.scene, marks=marks), {}
        return self._scenes[key]

    def _buffer(self, name: str, view: View) -> Buffer:
        if name not in self._buffers:
            self._buffers[name] = _attached(name, view.height, view.width)
        return self._buffers[name]

    def _prepare(self, stale: Stale) -> None:
        """Go on with what nearer scales will show, until the next picture is asked for."""
        if self._ahead and prepare_all(self._ahead[0], stale):
            self._ahead = []


def _attached(name: str, height: int, width: int) -> Buffer:
    """Shared memory, all of it written: where there is no room left, this process dies and not the window."""
    buffer = attach(name, height, width)
    buffer[:] = 0
    return buffer


def main() -> None:
    """Serve the window at the other end of standard input and output."""
    asked, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb", 0)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for common in (0, 1):  # no process that is started here keeps the window's pipes open
        os.dup2(nowhere, common)
    with contextlib.suppress(EOFError, OSError):
        Renderer(Inbox(asked), answers, _attached(sys.argv[1], 1, 1)).serve()


if __name__ == "__main__":
    main()
