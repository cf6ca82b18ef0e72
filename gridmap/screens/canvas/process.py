"""Draws one picture at a time in a process of its own, which leaves the window the whole interpreter.

Switched on by ``GRIDMAP_RENDER=process``. Until the process is there, and after it died, the thread draws.
"""

import contextlib
import subprocess
import threading
from dataclasses import replace
from functools import partial
from weakref import WeakValueDictionary

import numpy as np
from PySide6.QtCore import QObject, Qt

from gridmap.scene.marks import Areas, Lines, Points
from gridmap.scene.prepare import prepare
from gridmap.scene.scene import Scene
from gridmap.screens.canvas.child import READY, WHOLE
from gridmap.screens.canvas.parcel import Outbox
from gridmap.screens.canvas.render import Buffer, Stale
from gridmap.screens.canvas.shared import Shared, lend, owner_of
from gridmap.screens.canvas.worker import Job, Voice, Worker, prepare_all
from gridmap.township.child import command, environment

PAGE = 1024  # pixels
PATIENCE_S = 30
DRAWN = Areas | Lines | Points
BROKEN = (OSError, EOFError, ValueError)  # the last: its pipes were closed meanwhile


class ProcessWorker(Worker):
    """The same as ``Worker``, with a process that is started with the first picture."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._child = Child()
        self._lost = Voice()
        self._lost.said.connect(self._draw_here, Qt.ConnectionType.QueuedConnection)
        self.destroyed.connect(partial(Child.close, self._child))  # Qt keeps a bare method only weakly

    def drop(self) -> None:
        """The picture in flight is not wanted any more."""
        super().drop()
        self._child.want(self._generation)

    def start(self, job: Job) -> None:
        """Begin a picture; only when not busy."""
        self._child.begin()
        if not self._child.ready:
            super().start(job)
            return
        self._busy = True
        self.drop()  # the process also stops preparing
        threading.Thread(
            target=_ask, args=(self._child, self._voice, self._lost, job, self._generation),
            name="gridmap-canvas",
        ).start()  # fmt: skip

    def prepare(self, scene: Scene, stale: Stale) -> None:
        """Work out what a scene has put off, and have the process know it before it is shown."""
        self._child.begin()
        args = (self._child, scene, self._until_end(stale), self._generation)
        threading.Thread(target=_prepare, args=args, name="gridmap-prepare").start()

    def _draw_here(self, job: Job, wanted: bool) -> None:
        """The process is gone: the thread draws what it would have drawn."""
        self._child.close()
        job = replace(job, buffer=np.empty(job.buffer.shape, np.uint32))
        if wanted:
            super().start(job)
        else:
            self._finished(job, False)


class Child:
    """The process as its window sees it. All but ``draw`` and ``bring`` return at once."""

    def __init__(self) -> None:
        self.ready = False
        self.wanted = 0
        self._begun = self._closed = False
        self._known = threading.Event()  # whether the process can be started
        self._process: subprocess.Popen[bytes] | None = None
        self._door, self._turn = threading.Lock(), threading.Lock()
        self._number: Buffer | None = None
        self._lent: WeakValueDictionary[str, Shared] = WeakValueDictionary()

    def begin(self) -> None:
        """Start the process beside everything else, the first time; later it is ``ready``."""
        if not self._begun:
            self._begun = True
            threading.Thread(target=self._start, name="gridmap-render", daemon=True).start()

    def came(self) -> bool:
        """Whether the process is there, once that is known."""
        return self._known.wait(PATIENCE_S) and self.ready

    def want(self, number: int) -> None:
        """Only the picture of this number is wanted."""
        self.wanted = number
        if self._number is not None:
            self._number[0, 0] = number

    def draw(self, job: Job, number: int) -> tuple[Job, bool]:
        """The job, in shared memory, and whether it is whole. Raises one of ``BROKEN``."""
        with self._turn:
            buffer = self._buffer(job.buffer)
            view, scale = job.view, job.view.logical_scale
            rows = [row for row in _drawn(job.scene) if job.scene.marks[row].shown(scale)]
            self._outbox.bring(job.scene, rows)
            look = (view.width, view.height, view.x, view.y, view.scale, view.ratio)
            name, alive = self._name(buffer), set(self._lent)
            self._outbox.say("draw", rows, look, name, job.fast, job.grain, number, alive)
            answer = self._answer()
        if buffer is not job.buffer:
            buffer.reshape(-1)[::PAGE].max()  # each page is fetched here, not while the window paints
        return replace(job, buffer=buffer), answer == WHOLE

    def bring(self, scene: Scene, stale: Stale, number: int) -> None:
        """Have the process know and prepare a whole scene. Raises one of ``BROKEN``."""
        for row in _drawn(scene):
            with self._turn:  # a picture need not wait for all of them
                if stale() or self._outbox.busy_with_another(scene):
                    return
                self._outbox.bring(scene, [row])
        with self._turn:
            if not stale():
                self._outbox.say("prepare", list(_drawn(scene)), number)

    def close(self) -> None:
        """End the process; there is nothing that it would have to save."""
        with self._door:
            self._closed, self.ready = True, False
            if self._process is not None:
                _end(self._process)
                self._process = None

    def _start(self) -> None:
        with contextlib.suppress(*BROKEN):  # no process: the thread goes on drawing
            number = lend(1, 1)
            outbox = self._opened(_launch(self._name(number)))
            if self._answer() == READY:
                self._outbox, self._number = outbox, number
                self.want(self.wanted)
                self.ready = True
        self._known.set()

    def _opened(self, process: "subprocess.Popen[bytes]") -> Outbox:
        with self._door:
            if self._closed:
                _end(process)
                raise EOFError
            self._process = process
        assert process.stdin is not None
        return Outbox(process.stdin)

    def _answer(self) -> bytes:
        process = self._process
        if process is None or process.stdout is None:
            raise EOFError
        answer = process.stdout.read(1)
        if not answer:
            raise EOFError
        return answer

    def _buffer(self, buffer: Buffer) -> Buffer:
        return buffer if owner_of(buffer) is not None else lend(*buffer.shape)

    def _name(self, buffer: Buffer) -> str:
        shared = owner_of(buffer)
        assert shared is not None
        self._lent[shared.name] = shared
        return shared.name


def _drawn(scene: Scene) -> list[int]:
    """The marks that a picture is made of; symbols stay in the window."""
    return [row for row, mark in enumerate(scene.marks) if isinstance(mark, DRAWN)]


def _ask(child: Child, voice: Voice, lost: Voice, job: Job, number: int) -> None:
    """Have the process draw, then tell whoever still listens."""
    try:
        drawn, whole = child.draw(job, number)
    except BROKEN:
        lost.said.emit(job, child.wanted == number)
    else:
        voice.said.emit(drawn, whole)


def _prepare(child: Child, scene: Scene, stale: Stale, number: int) -> None:
    if not prepare(scene, stale):
        return
    if not child.came():
        prepare_all(scene, stale)
        return
    with contextlib.suppress(*BROKEN):  # the next picture finds it out
        child.bring(scene, stale, number)


def _launch(name: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        command("gridmap.screens.canvas.child", name),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        bufsize=0,
        env=environment(QT_QPA_PLATFORM="offscreen"),
    )


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()
