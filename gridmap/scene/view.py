"""How a window looks at the township: where, how near, in which colours, on which population."""

from collections.abc import Mapping
from dataclasses import field, replace
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from gridmap.township.value import dataclass

Bounds = tuple[float, float, float, float]
"""West, south, east, north in metres of the working CRS."""

PIXELS_PER_METRE = 96 / 0.0254  # of a screen at 96 dpi, as every map scale on a screen means it


@dataclass(frozen=True)
class View:
    """One window's look at the township. A value: every gesture makes a new one.

    ``width``, ``height`` are device pixels, ``x``, ``y`` the centre in the working CRS, ``scale``
    device pixels per metre, ``ratio`` the device pixel ratio. ``hidden`` names overlays switched
    off, ``opacity`` and ``order`` are by overlay name, ``selected`` holds uuids. ``population`` is coloured,
    and a grid is over its cap where one of ``scenarios`` breaks it too. ``scope`` holds the
    villages (uuids) being edited: only their grids are coloured; empty for all.
    """

    width: int = 1
    height: int = 1
    x: float = 0.0
    y: float = 0.0
    scale: float = 1.0
    ratio: float = 1.0
    population: str = "resident"
    scenarios: tuple[str, ...] = ()
    theme: str = "light"
    hidden: frozenset[str] = frozenset()
    opacity: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    order: tuple[str, ...] = ()
    selected: frozenset[str] = frozenset()
    masked: bool = True
    scope: frozenset[str] = frozenset()

    @property
    def logical_scale(self) -> float:
        """Logical pixels per metre: what levels of detail are chosen by."""
        return self.scale / self.ratio

    @property
    def denominator(self) -> float:
        """The n of the map scale 1:n."""
        return PIXELS_PER_METRE / self.logical_scale

    @property
    def bounds(self) -> Bounds:
        """What the window covers, in the working CRS."""
        half_width, half_height = self.width / 2 / self.scale, self.height / 2 / self.scale
        return (self.x - half_width, self.y - half_height, self.x + half_width, self.y + half_height)

    @property
    def offset(self) -> tuple[float, float]:
        """Where the CRS begins: pixel x = x · scale + offset x, pixel y = offset y − y · scale."""
        return (self.width / 2 - self.x * self.scale, self.height / 2 + self.y * self.scale)

    def to_pixels(self, xy: NDArray[np.float64]) -> NDArray[np.float64]:
        """Device pixels (n, 2) of places (n, 2) in the working CRS."""
        pixels = np.empty((len(xy), 2))
        pixels[:, 0] = (xy[:, 0] - self.x) * self.scale + self.width / 2
        pixels[:, 1] = (self.y - xy[:, 1]) * self.scale + self.height / 2
        return pixels

    def to_world(self, pixel_x: float, pixel_y: float) -> tuple[float, float]:
        """The place in the working CRS under a device pixel."""
        return (
            self.x + (pixel_x - self.width / 2) / self.scale,
            self.y - (pixel_y - self.height / 2) / self.scale,
        )

    def resized(self, width: int, height: int, ratio: float) -> "View":
        """The same centre and the same logical scale in a window of another size."""
        scale = self.scale / self.ratio * ratio
        return replace(self, width=width, height=height, ratio=ratio, scale=scale)

    def panned(self, pixel_dx: float, pixel_dy: float) -> "View":
        """The ground moved by so many device pixels, right and down."""
        return replace(self, x=self.x - pixel_dx / self.scale, y=self.y + pixel_dy / self.scale)

    def zoomed(self, pixel_x: float, pixel_y: float, factor: float) -> "View":
        """Nearer by ``factor``; the place under the pixel stays under it."""
        x, y = self.to_world(pixel_x, pixel_y)
        scale = self.scale * factor
        return replace(
            self,
            scale=scale,
            x=x - (pixel_x - self.width / 2) / scale,
            y=y + (pixel_y - self.height / 2) / scale,
        )

    def fitted(self, bounds: Bounds, margin: float = 0.04) -> "View":
        """The view that shows all of ``bounds`` with a share of the window free on every side."""
        west, south, east, north = bounds
        room = 1 - 2 * margin
        scale = min(
            self.width * room / max(east - west, 1.0),
            self.height * room / max(north - south, 1.0),
        )
        return replace(self, x=(west + east) / 2, y=(south + north) / 2, scale=scale)

    def looks_like(self, other: "View") -> bool:
        """Whether one scene serves both: they differ at most in place, size and selection."""
        return all(
            getattr(self, name) == getattr(other, name)
            for name in ("population", "scenarios", "theme", "hidden", "opacity", "order", "masked", "scope")
        )
