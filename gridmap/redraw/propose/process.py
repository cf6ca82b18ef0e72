"""The solver's own process: HiGHS does not always keep its time, and cannot be asked to stop.

``Solver`` is the side of the program, ``main`` the side of the process. What is asked is one line of JSON
on standard input, a ``Problem``, a ``Climb`` or ``Together``; each better plan or next rung is one line on
standard output, the last line says ``done``.
"""

import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from typing import IO, Any, Protocol

from gridmap.errors import GridmapError
from gridmap.i18n import _
from gridmap.redraw.propose.climb import Climb, Rung
from gridmap.redraw.propose.problem import Problem, Solution, Together
from gridmap.township.child import command, environment

GRACE_SECONDS = 2.0
"""How long the process may pass its time before it is killed."""

TICK_S = 0.1
"""How often it is asked whether to stop."""

LOAD_SECONDS = 10.0
"""How long a library may take to load on a busy machine before the first rung."""

_Lines = queue.SimpleQueue[str]


class _Say(Protocol):
    """Tells one line of an answer."""

    def __call__(self, found: Solution | Rung | None, done: bool = False) -> None: ...


class SolveCancelled(GridmapError):
    """The user asked a proposal to stop; nothing was changed."""


class Solver:
    """The process that solves problems one after the other. Use as a context.

    It starts at once, so that it is ready when the first problem is. ``cancel`` may be called from
    any thread; it kills the process. ``stop`` is asked ten times a second while something is solved:
    True cancels as well.
    """

    def __init__(self, stop: Callable[[], bool] = lambda: False) -> None:
        self.cancelled = False
        self._stopped = stop
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
        best, start = Solution([], [], clash="time"), time.perf_counter()
        for said in self._answers("solve", problem, problem.seconds):
            if said is None:  # late, or it broke off: what was said so far counts
                return replace(best, seconds=time.perf_counter() - start)
            best = Solution(**said)
        return best

    def trade(self, problem: Problem) -> list[Solution]:
        """The steps to shorter borders that were proved in ``problem.seconds``. Raises SolveCancelled."""
        answers = self._answers("trade", problem, problem.seconds)
        return [Solution(**said) for said in answers if said is not None]

    def together(self, asked: Together) -> list[Solution]:
        """The plan of every village, [] when none was found in ``asked.seconds``. Raises SolveCancelled."""
        answers = self._answers("together", asked, asked.seconds)
        return [Solution(**said) for said in answers if said is not None]

    def climb(self, climb: Climb, hear: Callable[[Rung], None] = lambda _rung: None) -> list[Rung]:
        """The rungs that were reached in ``climb.houses.seconds``. Raises SolveCancelled."""
        rungs: list[Rung] = []
        for said in self._answers("climb", climb, climb.houses.seconds + LOAD_SECONDS):
            if said is not None:
                rungs.append(Rung(**said))
                hear(rungs[-1])
        return rungs

    def _answers(
        self, verb: str, asked: Problem | Climb | Together, seconds: float
    ) -> Iterator[dict[str, Any] | None]:
        """What is said about a question, line by line; None when the process had to be killed."""
        if self.cancelled:
            raise SolveCancelled(_("已取消，没有改动"))
        if self._process.poll() is not None:
            self._stop()
            self._process, self._lines, self._listener = _start()
        end = time.perf_counter() + seconds + GRACE_SECONDS
        self._ask({"verb": verb, "of": asdict(asked)})
        while True:
            line = self._next(max(end - time.perf_counter(), 0.0))
            if self.cancelled:
                raise SolveCancelled(_("已取消，没有改动"))
            if not line:
                self._process.kill()
                self._process.wait()
                yield None
                return
            said = json.loads(line)
            if said["said"] is not None:
                yield said["said"]
            if said["done"]:
                return

    def _ask(self, question: dict[str, Any]) -> None:
        pipe = self._process.stdin
        assert pipe is not None
        with contextlib.suppress(OSError):  # killed meanwhile: the next line says so
            pipe.write(json.dumps(question) + "\n")
            pipe.flush()

    def _next(self, seconds: float) -> str:
        """The next line, '' when the process has ended or the time is over."""
        end = time.perf_counter() + seconds
        while True:
            left = end - time.perf_counter()
            try:
                return self._lines.get(timeout=min(max(left, 0.0), TICK_S))
            except queue.Empty:
                if self._stopped():
                    self.cancel()
                if left <= TICK_S or self.cancelled:
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

    def say(found: Solution | Rung | None, done: bool = False) -> None:
        pipe.write(json.dumps({"done": done, "said": found and asdict(found)}) + "\n")
        pipe.flush()

    for line in sys.stdin:
        question = json.loads(line)
        _ANSWERS[question["verb"]](question["of"], say)


def _solve(of: dict[str, Any], say: _Say) -> None:
    from gridmap.redraw.propose.solve import solve

    say(solve(Problem.of(of), say), True)


def _trade(of: dict[str, Any], say: _Say) -> None:
    from gridmap.redraw.propose.trade import trade

    trade(Problem.of(of), say)
    say(None, True)


def _together(of: dict[str, Any], say: _Say) -> None:
    from gridmap.redraw.propose.together import solve_together

    for plan in solve_together(Together.of(of)):
        say(plan)
    say(None, True)


def _climb(of: dict[str, Any], say: _Say) -> None:
    import ortools.sat.python.cp_model  # noqa: F401 - nobody else waits for it, and no clock runs yet

    from gridmap.redraw.propose.ascent import climb_up

    climb_up(Climb.of(of), say)
    say(None, True)


_ANSWERS = {"solve": _solve, "trade": _trade, "together": _together, "climb": _climb}


if __name__ == "__main__":
    main()
