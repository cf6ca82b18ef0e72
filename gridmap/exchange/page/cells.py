"""Houses gathered into square cells, so that a page that leaves the office shows no single home."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gridmap.township.census import POPULATIONS
from gridmap.township.table import Table

FEW = 3
"""Fewer houses than this are shown at the middle of their cell."""


@dataclass(frozen=True)
class Cells:
    """Square cells that hold houses: ``places`` (n, 2) in the working CRS, houses, people by basis."""

    places: NDArray[np.float64]
    houses: NDArray[np.int64]
    people: dict[str, NDArray[np.float64]]

    def __len__(self) -> int:
        return len(self.houses)


def gather_at_most(households: Table, size: float, most: int) -> Cells:
    """Cells of ``size`` metres, doubled until there are no more than ``most``: a district fits too."""
    found = gather(households, size)
    while len(found) > most:
        size *= 2
        found = gather(households, size)
    return found


def gather(households: Table, size: float) -> Cells:
    """The placed households in cells of ``size`` metres.

    A cell stands at the mean place of its houses, or at its own middle when they are few.
    """
    placed = ~np.isnan(households.number("x"))
    xy = np.column_stack([households.number("x")[placed], households.number("y")[placed]])
    squares, cell = np.unique(np.floor(xy / size), axis=0, return_inverse=True)
    cell = cell.reshape(-1)
    houses = np.bincount(cell, minlength=len(squares))
    sums = np.column_stack([np.bincount(cell, xy[:, axis], len(squares)) for axis in (0, 1)])
    middle = (squares + 0.5) * size
    places = np.where((houses < FEW)[:, None], middle, sums / np.maximum(houses, 1)[:, None])
    people: dict[str, NDArray[np.float64]] = {
        basis: np.bincount(cell, np.nan_to_num(households.number(basis)[placed]), len(squares)).astype(
            np.float64
        )
        for basis in POPULATIONS
    }
    return Cells(places, houses.astype(np.int64), people)
