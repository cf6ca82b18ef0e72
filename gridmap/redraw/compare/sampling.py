"""The sampling process: legal plans of a village by GerryChain's ReCom, and their figures.

One ``Draw`` as a line of JSON on standard input, one line with the figures of its plans on standard
output. The library is heavy and its trees may take their time: so it never runs in the program itself.
"""

import json
import os
import random
import sys
import time
import warnings
from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.redraw.compare.draws import Draw
from gridmap.redraw.compare.match import most
from gridmap.redraw.compare.measures import village_figures

if TYPE_CHECKING:
    from gerrychain import Graph, Partition
    from gerrychain.updaters import Tally

BURN = 50
"""Steps away from the first plan before one counts."""
ATTEMPTS = 100
"""Trees drawn before a step stays where it is."""
WIDEST = 0.98
"""Of the equal share: a grid without people is no grid."""


def figures(asked: Draw) -> list[dict[str, float]]:
    """The figures of the plans drawn; none when no legal plan was found. The same seed draws the same."""
    from gerrychain.proposals import recom
    from gerrychain.tree import bipartition_tree

    share = sum(asked.people) / asked.grids
    width = min(asked.cap / share - 1.0, WIDEST) if share > 0 else -1.0
    if width < 0:
        return []
    chance = random.Random(asked.seed)
    cut = partial(bipartition_tree, max_attempts=ATTEMPTS, warn_attempts=ATTEMPTS + 1)
    plan = _first(asked, share, width, chance)
    if plan is None:
        return []
    shapes = shapely.from_wkb([bytes.fromhex(text) for text in asked.shapes])
    known: dict[tuple[int, ...], dict[str, float]] = {}
    found: list[dict[str, float]] = []
    end = time.monotonic() + asked.seconds
    for step in range(BURN + asked.samples):
        if time.monotonic() > end:
            break
        try:
            plan = recom(plan, "people", share, width, bipartition_tree_fn=cut, rng=chance)
        except (RuntimeError, ValueError):  # no legal cut found from here: the plan stands
            pass
        except Exception as error:
            if type(error).__module__.split(".")[0] != "gerrychain":
                raise
        if step >= BURN:
            owner = _owners(plan, len(asked.people))
            if owner not in known:
                known[owner] = _figures(asked, shapes, np.array(owner))
            found.append(known[owner])
    return found


def _graph(asked: Draw) -> "Graph":
    import networkx
    from gerrychain import Graph

    graph: Any = networkx.Graph()
    for unit, people in enumerate(asked.people):
        graph.add_node(unit, people=people, start=asked.start[unit])
    graph.add_edges_from(asked.neighbours)
    return Graph.from_networkx(graph)


def _first(asked: Draw, share: float, width: float, chance: random.Random) -> "Partition | None":
    """A random legal plan to start from; the given one when it is legal and no other was found."""
    from gerrychain import Partition
    from gerrychain.updaters import Tally

    graph, sums = _graph(asked), {"people": Tally("people", alias="people")}
    legal = sorted(set(asked.start)) == list(range(asked.grids))
    for made in _tries(graph, sums, asked, (share, width), chance):
        if max(made["people"].values()) <= asked.cap:
            return made
    if legal:
        made = Partition(graph, assignment="start", updaters=sums)
        if max(made["people"].values()) <= asked.cap and _whole(made):
            return made
    return None


def _tries(
    graph: "Graph",
    sums: Mapping[str, "Tally"],
    asked: Draw,
    bounds: tuple[float, float],
    chance: random.Random,
) -> Iterator["Partition"]:
    from gerrychain import Partition

    for _number in range(5):
        try:
            yield Partition.from_random_assignment(
                graph, asked.grids, bounds[1], "people", sums, rng=random.Random(chance.random())
            )
        except Exception as error:
            own = type(error).__module__.split(".")[0] == "gerrychain"
            if not (own or isinstance(error, RuntimeError | ValueError)):
                raise


def _whole(plan: "Partition") -> bool:
    """Whether every grid hangs together."""
    from gerrychain.constraints import contiguous

    return bool(contiguous(plan))


def _owners(plan: "Partition", units: int) -> tuple[int, ...]:
    """The grid of each unit, numbered in the order of their first units."""
    owner = [-1] * units
    for part, nodes in plan.parts.items():
        for node in nodes:
            owner[int(plan.graph.original_nx_node_id_for_internal_node_id(node))] = int(str(part))
    names: dict[int, int] = {}
    return tuple(names.setdefault(part, len(names)) for part in owner)


def _figures(asked: Draw, shapes: NDArray[np.object_], owner: NDArray[np.int64]) -> dict[str, float]:
    people, stay = np.array(asked.people), np.array(asked.stay)
    parts = [owner == number for number in range(asked.grids)]
    made = np.empty(len(parts), object)
    made[:] = [shapely.coverage_union_all(shapes[part]) for part in parts]
    links = np.array(asked.links, np.int64).reshape(-1, 3)
    cut = int(links[owner[links[:, 0]] != owner[links[:, 1]], 2].sum())
    found = village_figures(made, np.array([people[part].sum() for part in parts]), cut)
    worth = np.array([stay[part].sum(axis=0) for part in parts])
    one, other = most(worth)
    found["moved"] = float(worth.sum() - worth[one, other].sum())
    return found


def main() -> None:
    """Answer draws until standard input ends."""
    pipe = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # whatever a library prints goes nowhere
    warnings.simplefilter("ignore")
    for line in sys.stdin:
        pipe.write(json.dumps(figures(Draw(**json.loads(line)))) + "\n")
        pipe.flush()


if __name__ == "__main__":
    main()
