"""The kernels of counting people in grids, in alternation with the same question asked of geopandas."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.app import open_township
from gridmap.bench.memory import peak_mb
from gridmap.bench.peers.sjoin import Sjoin
from gridmap.bench.rows import Rounds
from gridmap.bench.trials.clock import processor, timed
from gridmap.errors import GridmapError
from gridmap.i18n import _
from gridmap.township.census import take_census
from gridmap.township.partition import Partition
from gridmap.township.table import Table
from gridmap.township.tally import Number, Tally

Result = TypeVar("Result")
ROUNDS = 5
REPEATS = 5
"""How often ours is run in one round: it is so much shorter."""


def cap(store: Path) -> dict[str, Any]:
    """How many people are in every grid, by the lookup table and by both joins; and the whole census.

    Raises GridmapError when one of the answers differs.
    """
    snapshot = open_township(str(store), read_only=True).snapshot
    grids, households = snapshot["grids"], snapshot["households"]
    partition = Partition.of(grids["geometry"])
    ours = count(partition, households, len(grids))
    peaks = dict.fromkeys(("cap", "cap_moved", "census", "census_borders", "bincount"), peak_mb())
    join, rows = Sjoin(grids, households), Rows()
    for number in range(ROUNDS):
        moved = households.replace(x=households["x"].copy(), y=households["y"].copy())
        redrawn = shifted(grids, number + 1.0)
        rows.add("cap", partial(count, partition, households, len(grids)), REPEATS)
        rows.add("cap_moved", partial(count, partition, moved, len(grids)))
        same(ours, rows.add("sjoin_new", partial(join_anew, grids, moved)), "sjoin(within)")
        rows.add("bincount", known(partition, households, len(grids)), REPEATS)
        same(ours, rows.add("sjoin_within", partial(join.count, "within")), "sjoin(within)")
        same(ours, rows.add("sjoin_intersects", partial(join.count, "intersects")), "sjoin(intersects)")
        rows.add("census", partial(take_census, snapshot.with_tables({"households": moved})))
        rows.add("census_borders", partial(take_census, snapshot.with_tables({"grids": redrawn})))
    return {"rows": rows.rounds, "peaks": peaks}


class Rows:
    """Rounds of processor seconds by row."""

    def __init__(self) -> None:
        self.rounds: dict[str, Rounds] = {}

    def add(self, name: str, call: Callable[[], Result], repeats: int = 1) -> Result:
        """Time one more round of a row; what the last call gave."""
        runs = [timed(call, processor) for _time in range(repeats)]
        self.rounds.setdefault(name, []).append([second for _result, second in runs])
        return runs[-1][0]


def count(partition: Partition, households: Table, grids: int) -> NDArray[np.float64]:
    """Residents of each grid, from where the houses stand."""
    grid = partition.locate(households.number("x"), households.number("y"))
    tally = Tally.of({"resident": Number.of(households.number("resident"))}, grid, grids)
    return np.nan_to_num(tally.sums("resident"))


def join_anew(grids: Table, households: Table) -> NDArray[np.float64]:
    """The join with frames made for it, as after a change of either."""
    return Sjoin(grids, households).count("within")


def shifted(grids: Table, metres: float) -> Table:
    """The grids with every border somewhere else."""
    return grids.replace(geometry=shapely.transform(grids["geometry"], lambda points: points + metres))


def known(partition: Partition, households: Table, grids: int) -> Callable[[], object]:
    """The floor: the same sum when every house's grid is known beforehand."""
    grid = partition.locate(households.number("x"), households.number("y"))
    placed = grid >= 0
    return partial(np.bincount, grid[placed], np.nan_to_num(households.number("resident"))[placed], grids)


def same(ours: NDArray[np.float64], theirs: NDArray[np.float64], who: str) -> None:
    """Raises GridmapError with one line when two counts of the grids differ."""
    differ = int((ours != theirs).sum())
    if differ:
        raise GridmapError(_("{n} 个网格的人数与 {who} 数的不同").format(n=differ, who=who))
