"""The best plan of whole units, exactly: list all connected unions, choose some that cover everything.

Everything here is plain numbers; meant to run in the solver's process.
"""

import time
from dataclasses import replace

from gridmap.redraw.propose.cover import OutOfTime
from gridmap.redraw.propose.obvious import fewest, no_plan, obvious_clash
from gridmap.redraw.propose.problem import Problem, Solution
from gridmap.redraw.propose.task import Say, Task
from gridmap.redraw.propose.unions import WIDEST, TooManyUnions, pieces


def solve(problem: Problem, say: Say = lambda _solution: None) -> Solution:
    """The best plan with its proof, or why there is none.

    ``say`` hears of each plan that is found on the way, so that whoever runs out of patience has it.
    """
    start = time.perf_counter()
    found = obvious_clash(problem)
    if found is None:
        task = Task(problem, start + problem.seconds, say)
        try:
            found = task.run()
        except TooManyUnions:
            found = task.best or _roughly(problem, task.end, say)
        except OutOfTime:
            found = task.best or no_plan("time")
    return replace(found, seconds=time.perf_counter() - start)


EVENNESS = (1.3, 1.1, 1.03, 1.01, 1.003)
"""How much above the equal share a grid may be when not every union can be looked at."""


def _roughly(problem: Problem, end: float, say: Say) -> Solution:
    """A legal plan of nearly equal grids, the best among those only: nothing is proved."""
    if len(problem.people) > WIDEST:
        return no_plan("size")
    least = problem.grids or fewest(problem, pieces(len(problem.people), problem.borders))
    for evenness in EVENNESS:
        for grids in range(least, least + (1 if problem.grids else 3)):
            cap = min(problem.cap, evenness * max(map(sum, problem.populations)) / grids)
            task = Task(replace(problem, cap=cap, grids=grids), end, lambda _solution: None)
            try:
                found = task.run(or_else=False)
            except (TooManyUnions, OutOfTime):
                found = task.best or no_plan("size")
            if found.members:
                found = replace(found, optimal=False, bound=0.0)
                say(found)
                return found
    return no_plan("size")
