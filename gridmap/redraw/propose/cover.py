"""Choosing columns that cover every unit once, as cheaply as can be: HiGHS, asked about few of them first."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from scipy.sparse import csc_array

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]
Limit = tuple[Floats, float]
"""A measure of every column, and the sum that the chosen ones may not pass."""

SLACK = 1e-6
"""By how much a measure that is settled may be missed: the rounding of the solver."""

FEW = 400
"""Columns that a first plan is looked for in."""

INFEASIBLE = 2
"""What scipy calls a problem that has no answer."""


class OutOfTime(Exception):
    """The seconds allowed are over before any plan was found."""


@dataclass(frozen=True)
class Rules:
    """What every plan must keep: ``low <= matrix @ chosen <= high``. ``equal`` rows are of one number."""

    matrix: "csc_array"
    low: Floats
    high: Floats

    @property
    def equal(self) -> NDArray[np.bool_]:
        """Which of them are of one number."""
        return np.equal(self.low, self.high)

    def within(self, limits: Sequence[Limit]) -> "Rules":
        """The same, with sums that may not be passed."""
        from scipy.sparse import csc_array, csr_array, vstack

        if not limits:
            return self
        more = [csr_array(measure[None, :]) for measure, _most in limits]
        high = [most + SLACK * max(1.0, most) for _measure, most in limits]
        matrix = csc_array(vstack([self.matrix, *more]))
        return Rules(matrix, np.r_[self.low, np.full(len(limits), -np.inf)], np.r_[self.high, high])

    def take(self, columns: Rows) -> "Rules":
        """For some of the columns only."""
        return Rules(self.matrix[:, columns], self.low, self.high)


@dataclass(frozen=True)
class Answer:
    """The rows of the columns chosen, the sum of their costs, whether it is proved the least, the bound;
    ``kept`` are the columns that a plan of this value can have: all others are too dear."""

    rows: Rows
    value: float
    optimal: bool
    bound: float
    kept: Rows


def rules_of(inside: NDArray[np.bool_], names: Rows, grids: int | None) -> Rules:
    """Every unit once (``inside[column, unit]``), no name twice, and so many columns (None: any)."""
    from scipy.sparse import csc_array, csr_array, vstack

    units = inside.shape[1]
    own = names[None, :] == np.unique(names[names >= 0])[:, None]
    parts = [csr_array(inside.T.astype(np.float64)), csr_array(own.astype(np.float64))]
    low, high = np.r_[np.ones(units), np.full(len(own), -np.inf)], np.ones(units + len(own))
    if grids is not None:
        parts.append(csr_array(np.ones((1, len(names)))))
        low, high = np.r_[low, grids], np.r_[high, grids]
    return Rules(csc_array(vstack(parts)), low, high)


def side_by_side(villages: Sequence[Rules]) -> Rules:
    """The rules of several villages whose columns stand one after the other."""
    from scipy.sparse import block_diag, csc_array

    matrix = csc_array(block_diag([rules.matrix for rules in villages]))
    return Rules(
        matrix, *(np.concatenate([getattr(rules, end) for rules in villages]) for end in ("low", "high"))
    )


def cheapest(cost: Floats, rules: Rules, seconds: float) -> Answer | None:
    """The cheapest columns that keep the rules; None if there are none. Exact, in three steps: the
    linear relaxation prices every column; the cheapest few hold a plan; a column dearer than what that
    plan is above the relaxation is in no better plan, and the others are few. Raises OutOfTime.
    """
    end = time.perf_counter() + seconds
    priced = _relaxed(cost, rules, seconds)
    if priced is None:
        return None
    best, kept = _narrowed(cost, rules, *priced, end)
    return best and replace(best, kept=kept)


def _narrowed(
    cost: Floats, rules: Rules, floor: float, dear: Floats, end: float
) -> tuple[Answer | None, Rows]:
    """The cheapest plan, and the columns that a plan as cheap can have.

    Ever more of the columns, the cheapest first, until all are in that are not too dear.
    """
    best: Answer | None = None
    kept, few = np.argsort(dear, kind="stable"), FEW
    while True:
        last = few >= len(kept)
        left = end - time.perf_counter()
        try:
            found = _integer(cost, rules, kept[:few], left if last else left / 4)
        except OutOfTime:
            if left <= 0 or last:
                if best is None:
                    raise
                return replace(best, optimal=False, bound=min(floor, best.value)), kept
            found = None
        if found is not None and (best is None or found.value <= best.value):
            best = found
        if last and best is not found and best is not None and found is not None:
            return replace(best, optimal=found.optimal, bound=min(found.bound, best.value)), kept
        if last:
            return best, kept
        if best is not None:
            kept = kept[dear[kept] <= best.value - floor + SLACK * max(1.0, best.value)]
            if found is best and best.optimal and len(kept) <= few:
                return best, kept
        few *= 4


def _relaxed(cost: Floats, rules: Rules, seconds: float) -> tuple[float, Floats] | None:
    """The value of the linear relaxation and the reduced cost of every column; None if infeasible."""
    from scipy.optimize import linprog

    if seconds <= 0:
        raise OutOfTime
    equal = rules.equal
    matrix = rules.matrix.tocsr()
    answer = linprog(
        cost, matrix[~equal], rules.high[~equal], matrix[equal], rules.high[equal],
        method="highs", options={"time_limit": seconds},
    )  # fmt: skip
    if answer.status == 2:
        return None
    if answer.x is None or answer.status != 0:
        raise OutOfTime
    price = np.zeros(len(equal))
    price[equal], price[~equal] = answer.eqlin.marginals, answer.ineqlin.marginals
    return float(answer.fun), cost - rules.matrix.T @ price


def _integer(cost: Floats, rules: Rules, among: Rows, seconds: float) -> Answer | None:
    """The cheapest plan of some of the columns."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    if seconds <= 0:
        raise OutOfTime
    own = cost[among]
    answer = milp(
        own,
        integrality=np.ones(len(own)),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(rules.matrix[:, among], rules.low, rules.high),
        options={"time_limit": seconds, "mip_rel_gap": 0.0},
    )
    if answer.x is None:
        if answer.status == INFEASIBLE:
            return None
        raise OutOfTime
    chosen = among[answer.x > 0.5]
    value, optimal = float(cost[chosen].sum()), answer.status == 0
    return Answer(
        chosen, value, optimal, value if optimal else min(value, float(answer.mip_dual_bound)), among
    )
