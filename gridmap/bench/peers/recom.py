"""GerryChain: a plan from random spanning trees, then a thousand steps of ReCom in short bursts.

It knows no plan of today, so it is given ours to judge by: metres of border and people moved, and its
grids the names that keep the most people where they are.
"""

from collections.abc import Callable
from functools import partial
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gridmap.redraw.propose.problem import Problem

STEPS = 1000
BURST = 10
PERSON_M = 2.0
"""Metres of border that one moved person is worth."""

Labels = NDArray[np.int64]


def installed() -> bool:
    """Whether it can be run here."""
    return all(find_spec(name) for name in ("gerrychain", "networkx"))


def plan(houses: Problem, seed: int) -> list[int]:
    """The best plan it meets, as the grid of each house."""
    from gerrychain import Partition, constraints, updaters
    from gerrychain.optimization import SingleMetricOptimizer
    from gerrychain.partition.initial_partition_generators import recursive_tree_part
    from gerrychain.proposals import recom

    graph, order = _graph(houses)
    share = sum(houses.people) / (houses.grids or 1)
    room = houses.cap / share - 1
    first = recursive_tree_part(graph, range(houses.grids or 1), share, "people", room, rng=seed)
    begun = Partition(graph, assignment=first, updaters={"people": updaters.Tally("people")})
    optimizer = SingleMetricOptimizer(
        partial(recom, pop_col="people", pop_target=share, epsilon=room),
        [constraints.contiguous], begun, _cost(houses, order), maximize=False, rng=seed,
    )  # fmt: skip
    for _part in optimizer.short_bursts(BURST, STEPS // BURST):
        pass
    best: Any = optimizer.best_part
    named: list[int] = _named(houses, order(best.assignment)).tolist()
    return named


def _graph(houses: Problem) -> tuple[Any, Callable[[Any], Labels]]:
    """Its graph, and how to read an assignment in our order of houses."""
    import networkx as nx
    from gerrychain import Graph

    made = nx.Graph()
    for house, people in enumerate(houses.people):
        made.add_node(house, people=round(people))
    for one, other, metres in houses.borders:
        made.add_edge(one, other, shared=metres)
    graph = Graph.from_networkx(made)
    ours = {node: graph.original_nx_node_id_for_internal_node_id(node) for node in graph.node_indices}

    def order(assignment: Any) -> Labels:  # noqa: ANN401 - the library ships no types
        house_of: dict[Any, Any] = dict(ours)
        label = np.zeros(len(houses.people), np.int64)
        for node, house in house_of.items():
            label[house] = assignment[node]
        return label

    return graph, order


def _cost(houses: Problem, order: Callable[[Any], Labels]) -> Callable[[Any], float]:
    ends = np.array([line[:2] for line in houses.borders], np.int64)
    metres, stay = np.array([line[2] for line in houses.borders]), np.array(houses.stay)

    def cost(part: Any) -> float:  # noqa: ANN401 - the library ships no types
        label = order(part.assignment)
        border = metres[label[ends[:, 0]] != label[ends[:, 1]]].sum()
        return float(border + PERSON_M * (stay.sum() - _kept(stay, label)[0]))

    return cost


def _kept(stay: NDArray[np.float64], label: Labels) -> tuple[float, dict[int, int]]:
    """How many people keep their grid when the grids are named best, and those names."""
    from scipy.optimize import linear_sum_assignment

    held = np.zeros((int(label.max()) + 1, stay.shape[1]))
    np.add.at(held, label, stay)
    row, name = linear_sum_assignment(-held)
    return float(held[row, name].sum()), dict(zip(row.tolist(), name.tolist(), strict=True))


def _named(houses: Problem, label: Labels) -> Labels:
    stay = np.array(houses.stay)
    names, new = _kept(stay, label)[1], stay.shape[1]
    for grid in np.unique(label).tolist():
        if grid not in names:
            names[grid], new = new, new + 1
    return np.array([names[grid] for grid in label.tolist()], np.int64)
