"""The solver's own process: HiGHS does not always keep its time, and cannot be asked to stop.

``Solver`` is the side of the program, ``main`` the side of the process. A problem is one line of JSON on
standard input; each better plan is one line on standard output, the last with ``done``.
"""

import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
import time
from dataclasses import asdict
from typing import IO, Any

from gridmap.errors import GridmapError
from gridmap.i18n import _
from gridmap.redraw.propose.problem import Problem, Solution
from gridmap.township.child import command, environment

GRACE_SECONDS = 2.0
"""How long the process may pass its time before it is killed."""

_Lines = queue.SimpleQueue[str]


class SolveCancelled(GridmapError):
    """The user asked a proposal to stop; nothing was changed."""


class Solver:
    """The process that solves problems one after the other. Use as a context.

    It starts at once, so that it is ready when the first problem is. ``cancel`` may be called from
    any thread; it kills the process.
    """

    def __init__(self) -> None:
        self.cancelled = False
        self._process, self._lines, self._listener = _start()

    def __enter__(self) -> "Solver":
        return self

    def __exit__(self, *_exception: object) -> None:
        self._stop()

    def cancel(self) -> None:
        """Stop now: a running ``solve`` raises SolveCancelled, and so do all later ones."""
        self.cancelled = True
        self._process.kill()

    def solve(self, problem: Problem) -> Solution:
        """The best plan found in ``problem.seconds``, with its proof. Raises SolveCancelled."""
        if self.cancelled:
            raise SolveCancelled(_("已取消，没有改动"))
        if self._process.poll() is not None:
            self._stop()
            self._process, self._lines, self._listener = _start()
        start = time.perf_counter()
        self._ask(problem)
        best = Solution([], [], clash="time")
        while True:
            left = start + problem.seconds + GRACE_SECONDS - time.perf_counter()
            line = self._next(max(left, 0.0))
            if self.cancelled:
                raise SolveCancelled(_("已取消，没有改动"))
            if not line:
                self._process.kill()  # late, or it broke off: what was said so far counts
                self._process.wait()
                return Solution(**{**asdict(best), "seconds": time.perf_counter() - start})
            said = json.loads(line)
            best = Solution(**said["solution"])
            if said["done"]:
                return best

    def _ask(self, problem: Problem) -> None:
        pipe = self._process.stdin
        assert pipe is not None
        with contextlib.suppress(OSError):  # killed meanwhile: the next line says so
            pipe.write(json.dumps(asdict(problem)) + "\n")
            pipe.flush()

    def _next(self, seconds: float) -> str:
        """The next line, '' when the process has ended or the time is over."""
        try:
            return self._lines.get(timeout=seconds)
        except queue.Empty:
            return ""

    def _stop(self) -> None:
        self._process.kill()
        self._process.wait()
        self._listener.join()
        if self._process.stdin is not None:
            with contextlib.suppress(OSError):
                self._process.stdin.close()


def _start() -> tuple["subprocess.Popen[str]", _Lines, threading.Thread]:
    process = subprocess.Popen(
        command("gridmap.redraw.propose.process"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment(),
        encoding="utf-8",
    )
    lines: _Lines = queue.SimpleQueue()
    assert process.stdout is not None
    listener = threading.Thread(target=_listen, args=(process.stdout, lines), daemon=True)
    listener.start()
    return process, lines, listener


def _listen(pipe: IO[str], lines: _Lines) -> None:
    with contextlib.suppress(OSError, ValueError), pipe:
        for line in pipe:
            lines.put(line)
    lines.put("")


def main() -> None:
    """Solve problems until standard input ends."""
    pipe = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # whatever a library prints goes nowhere
    import scipy.optimize  # noqa: F401 - half a second, while the program reads the town

    from gridmap.redraw.propose.solve import solve

    def say(solution: Solution, done: bool = False) -> None:
        pipe.write(json.dumps({"done": done, "solution": asdict(solution)}) + "\n")
        pipe.flush()

    for line in sys.stdin:
        said: dict[str, Any] = json.loads(line)
        say(solve(Problem.of(said), say), done=True)


if __name__ == "__main__":
    main()
