"""The lie of the invented land: a height field whose ridges become borders and whose valleys hold roads."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

Points = NDArray[np.float64]

_WAVES = 48
_LONGEST = 3600.0
_SHORTEST = 320.0


@dataclass(frozen=True)
class Terrain:
    """A field of plane waves; ``height`` is 0 in valleys to about 1 on ridges, without unit."""

    waves: NDArray[np.float64]
    phases: NDArray[np.float64]
    weights: NDArray[np.float64]
    river: shapely.STRtree

    @classmethod
    def of(cls, rng: np.random.Generator, rivers: Sequence[shapely.LineString]) -> "Terrain":
        """A new land around ``rivers``, lines in metres."""
        river = shapely.STRtree([piece for line in rivers for piece in _pieces(line)])
        lengths = np.geomspace(_LONGEST, _SHORTEST, _WAVES)
        angles = rng.uniform(0, 2 * np.pi, _WAVES)
        waves = 2 * np.pi / lengths[:, None] * np.column_stack([np.cos(angles), np.sin(angles)])
        weights = (lengths / _LONGEST) ** 0.75
        return cls(waves, rng.uniform(0, 2 * np.pi, _WAVES), weights / np.sqrt((weights**2).sum() / 2), river)

    def height(self, points: Points) -> NDArray[np.float64]:
        """How high the land is at ``points`` (x, y in metres)."""
        swell = np.zeros(len(points))
        for wave, phase, weight in zip(self.waves, self.phases, self.weights, strict=True):
            swell += weight * np.sin(points @ wave + phase)
        ridge: NDArray[np.float64] = 1.0 - np.tanh(np.abs(swell) * 1.3)
        return ridge * np.clip(0.25 + self.to_water(points) / 1200.0, 0.0, 1.0)

    def to_water(self, points: Points) -> NDArray[np.float64]:
        """Metres from ``points`` to the river; infinite where there is none."""
        if not len(self.river):
            return np.full(len(points), np.inf)
        found, far = self.river.query_nearest(shapely.points(points), return_distance=True, all_matches=False)
        away = np.empty(len(points))
        away[found[0]] = far
        return away


def _pieces(line: shapely.LineString) -> list[shapely.LineString]:
    points = shapely.get_coordinates(line)
    return [shapely.LineString(ends) for ends in np.stack([points[:-1], points[1:]], axis=1)]
