"""A slow and simple solver that tries every plan: what the fast ones must agree with."""

import numpy as np

from gridmap.redraw.propose.problem import Problem


def row_of(people, cap, **more):
    """Units in a row, each with 10 m of border to the next; the first two are grid 0, the rest grid 1."""
    home = [0 if unit < 2 else 1 for unit in range(len(people))]
    stay = [[number * (at == 0), number * (at == 1)] for number, at in zip(people, home, strict=True)]
    borders = [(unit, unit + 1, 10.0) for unit in range(len(people) - 1)]
    return Problem([float(number) for number in people], borders, stay, home, cap, **more)


def hangs_together(block, borders):
    found, todo = {block[0]}, [block[0]]
    while todo:
        unit = todo.pop()
        for one, other, _metres in borders:
            for here, there in ((one, other), (other, one)):
                if here == unit and there in block and there not in found:
                    found.add(there)
                    todo.append(there)
    return len(found) == len(block)


ORDER = {
    "change": ("moved", "border"),
    "compact": ("border", "moved"),
    "balance": ("spread", "moved", "border"),
}


class Slow:
    """Every legal plan of a small problem, by trying every subset for the block of the first unit left."""

    def __init__(self, problem):
        self.problem, self.units = problem, len(problem.people)
        self.everyone = (1 << self.units) - 1
        self.blocks = {}
        for mask in range(1, self.everyone + 1):
            block = [unit for unit in range(self.units) if mask >> unit & 1]
            fits = all(sum(people[unit] for unit in block) <= problem.cap for people in problem.populations)
            if fits and hangs_together(block, problem.borders):
                self.blocks.setdefault(block[0], []).append(mask)

    def plans(self, grids):
        def rest(left, grids):
            if not left:
                if not grids:
                    yield ()
                return
            if grids:
                for mask in self.blocks.get((left & -left).bit_length() - 1, ()):
                    if mask & ~left == 0:
                        for more in rest(left ^ mask, grids - 1):
                            yield (mask, *more)

        return list(rest(self.everyone, grids))

    def fewest(self):
        """The plans of as many grids as are wanted, or of the fewest that have one."""
        wanted = [self.problem.grids] if self.problem.grids else range(1, self.units + 1)
        return next((plans for grids in wanted if (plans := self.plans(grids))), [])

    def measures(self, plan):
        people = self.problem.people
        blocks = [[unit for unit in range(self.units) if mask >> unit & 1] for mask in plan]
        share = sum(people) / len(plan)
        at = {unit: index for index, block in enumerate(blocks) for unit in block}
        stay = np.array(self.problem.stay)
        stays = [stay[block].sum(axis=0).tolist() for block in blocks]
        return {
            "moved": sum(map(sum, stays)) - self.kept(stays, frozenset()),
            "border": sum(metres for one, other, metres in self.problem.borders if at[one] != at[other]),
            "spread": max(abs(sum(people[unit] for unit in block) - share) for block in blocks),
        }

    def kept(self, stays, taken):
        if not stays:
            return 0
        first, *others = stays
        going = [first[name] + self.kept(others, taken | {name})
                 for name in range(len(first)) if name not in taken]  # fmt: skip
        return max(self.kept(others, taken), *going) if going else self.kept(others, taken)


def brute_force(plans, slow, objective):
    """The number of grids, and the best measures in their order."""
    return len(plans[0]), min(
        tuple(round(one[name], 6) for name in ORDER[objective]) for one in map(slow.measures, plans)
    )


def assert_legal(problem, solution):
    assert sorted(unit for block in solution.members for unit in block) == list(range(len(problem.people)))
    for block in solution.members:
        assert hangs_together(block, problem.borders)
        for people in problem.populations:
            assert sum(people[unit] for unit in block) <= problem.cap
    named = [name for name in solution.names if name >= 0]
    assert len(named) == len(set(named))
