"""Compact yards of houses, each in one group and in one current grid: the units of the ladder."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from gridmap.redraw.propose.climb import YARDS, Climb
from gridmap.redraw.propose.problem import Problem

Rows = NDArray[np.int64]
SEED = 1


def yards_of(climb: Climb, number: int = YARDS) -> Rows:
    """The yard of each house: about ``number`` of them with nearly equal people, every one connected."""
    from scipy.cluster.vq import kmeans2

    people, place = np.array(climb.houses.people), np.array(climb.place)
    lots = np.unique(np.column_stack([climb.group, climb.houses.home]), axis=0, return_inverse=True)[
        1
    ].ravel()
    share = max(people.sum(), 1.0) / number
    yard, count = np.zeros(len(people), np.int64), 0
    for lot in range(int(lots.max()) + 1):
        mine = np.flatnonzero(lots == lot)
        wanted = min(max(1, round(people[mine].sum() / share)), len(mine))
        found = np.zeros(len(mine), np.int64)
        if wanted > 1:
            found = kmeans2(place[mine], wanted, seed=SEED, minit="++", iter=30)[1]
        yard[mine] = count + found
        count += wanted
    return _mended(yard, lots, climb.houses.borders)


def _mended(yard: Rows, lots: Rows, borders: Sequence[tuple[int, int, float]]) -> Rows:
    """Connected yards: a piece that hangs loose goes to the yard of its lot that it shares most with."""
    beside: list[list[tuple[int, float]]] = [[] for _house in yard]
    for one, other, metres in borders:
        if lots[one] == lots[other]:
            beside[one].append((other, metres))
            beside[other].append((one, metres))
    while True:
        loose = _loose(yard, beside)
        moved = False
        for piece in loose:
            shared: dict[int, float] = {}
            for house in piece:
                for other, metres in beside[house]:
                    if yard[other] != yard[house]:
                        shared[int(yard[other])] = shared.get(int(yard[other]), 0.0) + metres
            if shared:
                yard[piece] = max(shared, key=lambda name: shared[name])
                moved = True
            else:
                yard[piece] = yard.max() + 1  # an island of its lot
        if not moved:
            return np.asarray(np.unique(yard, return_inverse=True)[1], np.int64)


def _loose(yard: Rows, beside: Sequence[Sequence[tuple[int, float]]]) -> list[list[int]]:
    """The pieces of every yard but its largest."""
    left, pieces = set(range(len(yard))), dict[int, list[list[int]]]()
    while left:
        first = left.pop()
        piece, todo = [first], [first]
        while todo:
            for other, _metres in beside[todo.pop()]:
                if other in left and yard[other] == yard[first]:
                    left.remove(other)
                    piece.append(other)
                    todo.append(other)
        pieces.setdefault(int(yard[first]), []).append(piece)
    return [piece for found in pieces.values() for piece in sorted(found, key=len)[:-1]]


def coarse(houses: Problem, yard: Rows) -> Problem:
    """The same problem with yards for units."""
    count = int(yard.max()) + 1
    shared: dict[tuple[int, int], float] = {}
    for one, other, metres in houses.borders:
        low, high = sorted((int(yard[one]), int(yard[other])))
        if low != high:
            shared[low, high] = shared.get((low, high), 0.0) + metres
    stay = np.zeros((count, len(houses.stay[0])))
    np.add.at(stay, yard, np.array(houses.stay).reshape(len(yard), -1))
    first = np.unique(yard, return_index=True)[1]
    return Problem(
        people=np.bincount(yard, houses.people, count).tolist(),
        borders=[(one, other, metres) for (one, other), metres in shared.items()],
        stay=stay.tolist(),
        home=np.array(houses.home)[first].tolist(),
        cap=houses.cap,
        grids=houses.grids,
        objective=houses.objective,
        seconds=houses.seconds,
        others=[np.bincount(yard, people, count).tolist() for people in houses.others],
        leaders=houses.leaders,
    )
