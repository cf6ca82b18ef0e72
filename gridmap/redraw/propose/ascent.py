"""Climb the ladder: for each number of groups that may be split, the best plan by yards, then polished."""

import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from gridmap.redraw.propose.climb import Climb, Rung
from gridmap.redraw.propose.floor import fewest_moved
from gridmap.redraw.propose.labelled import Labelled, best_labels
from gridmap.redraw.propose.one_split import best_of_one_split
from gridmap.redraw.propose.polish import legal, polished
from gridmap.redraw.propose.problem import Problem
from gridmap.redraw.propose.yards import Rows, coarse, yards_of

FIRST_SHARE = 0.5
"""Of the time that is left, what a rung may take: the first saves the most."""
SHARE = 0.9
"""Of the time allowed; the rest is for what comes after the last rung."""
FLOOR_S = 0.3
POLISH_S = 1.2
"""Of the time of a rung, what its bound and its polish may take."""


def climb_up(climb: Climb, say: Callable[[Rung], None]) -> list[Rung]:
    """Every rung, from the fewest groups split; each starts from the one below it and has its share of
    the time that is left. No further than where nobody more could be left where they are, however
    many groups were split."""
    start = time.perf_counter()
    end = start + SHARE * climb.houses.seconds
    yard = yards_of(climb)
    problem, first = coarse(climb.houses, yard), np.unique(yard, return_index=True)[1]
    group = [climb.group[house] for house in first]
    hint = [climb.start[house] for house in first] if climb.start else []
    rungs: list[Rung] = []
    least = fewest_moved(climb.houses, climb.group, len(set(group)), FLOOR_S)
    moved = measures(climb.houses, climb.start)["moved"] if climb.start else np.inf
    for at, most in enumerate(climb.most):
        if climb.houses.objective == "change" and moved <= least + 1e-6 and np.isfinite(moved):
            break
        began = time.perf_counter()
        share = (end - began) * (FIRST_SHARE if at + 1 < len(climb.most) else 1.0)
        until = began + max(share - FLOOR_S - POLISH_S, share / 2)
        found = best_of_one_split(problem, group, hint, until) if most == 1 else None
        found = found or best_labels(problem, group, most, hint, max(until, time.perf_counter() + 0.1))
        hint = found.label
        rung = _rung(climb, problem, yard, most, found) if found.label else _none(most, found)
        if rungs and rungs[-1].label and not _better(climb, rung, rungs[-1]):
            rung = _again(rung, rungs[-1])
        rung = replace(rung, yards=len(first), seconds=time.perf_counter() - began)
        moved = rung.moved if rung.label else np.inf
        rungs.append(rung)
        say(rung)
    return rungs


def _better(climb: Climb, rung: Rung, below: Rung) -> bool:
    """Whether a rung is worth its splits. Polish is no exact thing, and may be luckier one rung below."""
    order = _ORDER[climb.houses.objective]
    return bool(rung.label) and [getattr(rung, name) for name in order] < [
        getattr(below, name) for name in order
    ]


def _again(rung: Rung, below: Rung) -> Rung:
    """The plan of the rung below once more, with what was proved on this one."""
    return replace(
        below, most=rung.most, bound=rung.bound, optimal=rung.optimal, floor=min(rung.floor, below.moved)
    )


def _none(most: int, found: Labelled) -> Rung:
    return Rung(most, [], [], clash="contiguity" if found.impossible else "time")


def _rung(climb: Climb, yards: Problem, yard: Rows, most: int, found: Labelled) -> Rung:
    """The plan of yards as one of houses, polished."""
    houses = climb.houses
    label = [found.label[at] for at in yard]
    value = measures(yards, found.label)[_ORDER[houses.objective][0]]
    split = split_groups(climb.group, label)
    floor = fewest_moved(houses, climb.group, most, FLOOR_S)
    floor = floor if np.isfinite(floor) else 0.0
    if split and houses.objective == "change":
        free = [group in split for group in climb.group]
        better = polished(houses, label, free, time.perf_counter() + POLISH_S)
        label = better if legal(houses, better) else label
    told = measures(houses, label)
    return Rung(
        most, label, split_groups(climb.group, label), told["moved"], told["border"], told["spread"],
        value=value, bound=min(found.bound, value), floor=min(floor, told["moved"]), optimal=found.optimal,
    )  # fmt: skip


_ORDER = {
    "change": ("moved", "border"), "compact": ("border", "moved"), "balance": ("spread", "moved", "border"),
}  # fmt: skip


def split_groups(group: list[int], label: list[int]) -> list[int]:
    """The groups that lie in more than one grid."""
    pairs = set(zip(group, label, strict=True))
    return sorted({one for one, _label in pairs if sum(of == one for of, _label in pairs) > 1})


def measures(problem: Problem, label: list[int]) -> dict[str, float]:
    """People moved, metres of border between grids, and the largest distance from the equal share."""
    names, stay = np.array(label), np.array(problem.stay, np.float64).reshape(len(label), -1)
    known = names < stay.shape[1]
    stays = stay[np.flatnonzero(known), names[known]].sum()
    border = sum(metres for one, other, metres in problem.borders if label[one] != label[other])
    held = np.bincount(names, problem.people)[np.unique(names)]
    spread = np.abs(held - held.sum() / len(held)).max()
    return {"moved": float(stay.sum() - stays), "border": float(border), "spread": float(spread)}
