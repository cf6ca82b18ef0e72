"""Hamlets in the valleys and one connected net of roads that reaches them all."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from gridmap.sample.division import Division
from gridmap.sample.mesh import Mesh

Points = NDArray[np.float64]
Rows = NDArray[np.int64]

GRADES = ("", "path", "side", "main")
_USED = 0.35  # a new road prefers to follow one that is there
BANK = 140.0
"""Metres on both sides of a river without hamlets and houses."""
_BRIDGE = 6.0  # how much longer a metre over or beside the water counts
_LOOPS = 3  # villages of a town from which its neighbours are reached directly


@dataclass(frozen=True)
class Hamlets:
    """Where houses stand together: mesh points with their group; the first of a group is its centre."""

    at: Rows
    group: Rows

    @property
    def centres(self) -> Rows:
        """The row (of these hamlets) of each group's centre."""
        return np.unique(self.group, return_index=True)[1]


@dataclass(frozen=True)
class Roads:
    """Lines in metres between junctions, with the number of their grade in ``GRADES`` and their town."""

    lines: NDArray[np.object_]
    grade: Rows
    town: Rows


def settle(
    mesh: Mesh, division: Division, groups: NDArray[np.object_], wanted: Rows, rng: np.random.Generator
) -> Hamlets:
    """About ``wanted`` hamlets in every group: low ground, apart from each other and from borders."""
    at, owner = [], []
    appeal = -mesh.height + rng.normal(0, 0.25, len(mesh.points))
    appeal -= 5.0 * (mesh.water < BANK)
    appeal[division.seats] = 9.0
    inner = shapely.buffer(groups, -45.0)
    for row in range(len(groups)):
        own = np.flatnonzero(division.group == row)
        safe = own[shapely.contains_xy(inner[row], mesh.points[own, 0], mesh.points[own, 1])]
        own = safe if len(safe) else own
        own = own[np.argsort(-appeal[own], kind="stable")]
        taken: list[int] = []
        for point in own.tolist():
            apart = mesh.points[taken] - mesh.points[point]
            if len(taken) < wanted[row] and (not taken or (apart**2).sum(1).min() > 170.0**2):
                taken.append(point)
        at += taken
        owner += [row] * len(taken)
    return Hamlets(np.array(at), np.array(owner))


def build(mesh: Mesh, division: Division, hamlets: Hamlets) -> Roads:
    """The roads of every town: from its seat to villages, groups and hamlets, with a few loops."""
    grade = np.zeros(len(mesh.edges), np.int64)
    along = np.hypot(*(mesh.points[mesh.edges[:, 0]] - mesh.points[mesh.edges[:, 1]]).T)
    along = along * (0.5 + 3.0 * (mesh.height[mesh.edges].mean(1)))
    along = np.where(mesh.water[mesh.edges].min(1) < BANK, along * _BRIDGE, along)
    village = division.village_of_grid[division.grid_of_group[hamlets.group]]
    centres = hamlets.centres
    hearts = np.unique(village[centres], return_index=True)[1]
    _, came = mesh.reach(division.seats, division.town, along)
    for rows, number in ((np.arange(len(hamlets.at)), 1), (centres, 2), (centres[hearts], 3)):
        _mark(mesh, came, hamlets.at[rows], grade, number)
    _mark(mesh, came, _gates(mesh, division), grade, 3)
    _loops(mesh, division, hamlets.at[centres[hearts]], along, grade)
    return _lines(mesh, grade, division.town)


def _mark(mesh: Mesh, came: Rows, targets: Rows, grade: Rows, number: int) -> None:
    """Give the ways back from ``targets`` at least the grade ``number``."""
    for target in targets.tolist():
        at = target
        while came[at] >= 0:
            edge = came[at]
            grade[edge] = max(grade[edge], number)
            one, two = mesh.edges[edge]
            at = int(two if one == at else one)


def _gates(mesh: Mesh, division: Division) -> Rows:
    """Where the roads to the three nearest other towns (or far places around) leave each town."""
    gates = []
    for town, seat in enumerate(division.seats.tolist()):
        own = np.flatnonzero((division.town == town) & (division.group >= 0))
        away = mesh.points[own] - mesh.points[seat]
        for angle in (0.35, 1.75, 2.6, 4.5):
            far = away @ np.array([np.cos(angle), np.sin(angle)])
            off = np.abs(away @ np.array([-np.sin(angle), np.cos(angle)]))
            gates.append(int(own[np.argmax(far - 1.5 * off)]))
    return np.array(gates)


def _loops(mesh: Mesh, division: Division, hearts: Rows, along: NDArray[np.float64], grade: Rows) -> None:
    """Village to village, so that one cut road does not cut a village off."""
    town = division.town[hearts]
    for number in range(_LOOPS):
        starts = [np.flatnonzero(town == row) for row in range(len(division.seats))]
        chosen = np.array([rows[(number * 2 + 1) % len(rows)] for rows in starts])
        cost = np.where(grade > 0, along * _USED, along)
        _, came = mesh.reach(hearts[chosen], division.town, cost)
        near = []
        for start, rows in zip(chosen, starts, strict=True):
            far = ((mesh.points[hearts[rows]] - mesh.points[hearts[start]]) ** 2).sum(1)
            near += rows[np.argsort(far, kind="stable")[1:4]].tolist()
        _mark(mesh, came, hearts[near], grade, 2)


def _lines(mesh: Mesh, grade: Rows, town: Rows) -> Roads:
    """Chains of edges from junction to junction (or change of grade), rounded."""
    used = np.flatnonzero(grade > 0)
    at: dict[int, list[int]] = {}
    for edge in used.tolist():
        for end in mesh.edges[edge].tolist():
            at.setdefault(end, []).append(edge)
    knots = {n for n, own in at.items() if len(own) != 2 or grade[own[0]] != grade[own[1]]}
    done: set[int] = set()
    lines, grades, towns = [], [], []
    for knot in sorted(knots):
        for edge in at[knot]:
            if edge not in done:
                chain = _walk(mesh, at, knots, knot, edge, done)
                lines.append(_rounded(mesh.points[chain]))
                grades.append(int(grade[edge]))
                towns.append(int(town[knot]))
    return Roads(np.array(lines, object), np.array(grades), np.array(towns))


def _walk(
    mesh: Mesh, at: dict[int, list[int]], knots: set[int], start: int, edge: int, done: set[int]
) -> list[int]:
    chain = [start]
    while True:
        done.add(edge)
        one, two = mesh.edges[edge].tolist()
        chain.append(two if one == chain[-1] else one)
        if chain[-1] in knots:
            return chain
        edge = next(way for way in at[chain[-1]] if way != edge)


def _rounded(points: Points) -> BaseGeometry:
    for _ in range(2):
        inner = 0.25 * points[:-2] + 0.5 * points[1:-1] + 0.25 * points[2:]
        points = np.vstack([points[:1], inner, points[-1:]])
    return shapely.LineString(np.round(points, 2)).simplify(3.0)
