"""Pure pictures: (snapshot, census, overlays, findings, view) -> a Scene of plain values. No Qt."""

from gridmap.scene.build import build
from gridmap.scene.layers import hidden_at_start, load_layers
from gridmap.scene.legend import legend
from gridmap.scene.palette import cap_colour, palette
from gridmap.scene.scene import Label, LegendRow, Line, Scene
from gridmap.scene.view import View

__all__ = [
    "Label", "LegendRow", "Line", "Scene", "View", "build", "cap_colour", "hidden_at_start", "legend",
    "load_layers", "palette",
]  # fmt: skip
