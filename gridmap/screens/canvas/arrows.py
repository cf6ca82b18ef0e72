"""Arrow heads along a line."""

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.float64]


def heads(line: Pixels, spread: float, size: float) -> list[Pixels]:
    """Arrow heads every ``spread`` pixels along a line, at least one; each as four corners."""
    steps = np.diff(line, axis=0)
    lengths = np.hypot(steps[:, 0], steps[:, 1])
    total = float(lengths.sum())
    if total < 3 * size:
        return []
    count = max(1, int(total / spread))
    ends = np.cumsum(lengths)
    at = (np.arange(count) + 0.5) * total / count
    segment = np.minimum(np.searchsorted(ends, at), len(lengths) - 1)
    share = (at - (ends[segment] - lengths[segment])) / np.maximum(lengths[segment], 1e-9)
    tips = line[segment] + steps[segment] * share[:, None]
    forward = steps[segment] / np.maximum(lengths[segment], 1e-9)[:, None]
    aside = forward[:, ::-1] * (-1, 1)
    corners = (
        tips + forward * size,
        tips - forward * size + aside * size * 0.8,
        tips - forward * size * 0.4,
        tips - forward * size - aside * size * 0.8,
    )
    return list(np.stack(corners, axis=1))
