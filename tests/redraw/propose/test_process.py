import threading
from dataclasses import replace

import pytest

from gridmap.redraw.propose.process import SolveCancelled, Solver


def test_the_process_solves_one_problem_after_another(random_problem):
    with Solver() as solver:
        assert [solver.solve(random_problem(seed, 6, 900.0)).optimal for seed in range(3)] == [True] * 3


def test_a_cancel_from_another_thread_ends_what_would_take_an_hour(random_problem):
    endless = replace(random_problem(1, 40, 1000.0, current=4), seconds=3600.0)
    with Solver() as solver:
        threading.Timer(0.5, solver.cancel).start()
        with pytest.raises(SolveCancelled):
            solver.solve(endless)
        with pytest.raises(SolveCancelled):
            solver.solve(endless)


def test_who_passes_the_time_is_killed_and_the_next_problem_is_solved(random_problem):
    with Solver() as solver:
        late = solver.solve(replace(random_problem(1, 40, 3000.0), seconds=0.2))
        assert late.clash in ("time", "size")
        assert solver.solve(random_problem(1, 5, 900.0)).optimal
