import threading
import time
from dataclasses import replace

import pytest

from gridmap.redraw.propose.process import SolveCancelled, Solver


def test_the_process_solves_one_problem_after_another(random_problem):
    with Solver() as solver:
        assert [solver.solve(random_problem(seed, 6, 900.0)).optimal for seed in range(3)] == [True] * 3


def test_a_cancel_is_answered_within_half_a_second(random_problem):
    endless = replace(random_problem(1, 40, 1000.0, current=4), seconds=60.0)
    asked = []

    def cancel(solver):
        asked.append(time.perf_counter())
        solver.cancel()

    with Solver() as solver:
        threading.Timer(1.0, cancel, [solver]).start()
        with pytest.raises(SolveCancelled):
            solver.solve(endless)
        assert time.perf_counter() - asked[0] < 0.5
        with pytest.raises(SolveCancelled):
            solver.solve(endless)


def test_who_passes_the_time_is_killed_and_the_next_problem_is_solved(random_problem):
    with Solver() as solver:
        start = time.perf_counter()
        late = solver.solve(replace(random_problem(1, 40, 3000.0), seconds=0.2))
        assert time.perf_counter() - start < 3
        assert late.clash in ("time", "size")
        assert solver.solve(random_problem(1, 5, 900.0)).optimal
