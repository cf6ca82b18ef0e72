"""The map widget: scenes in, gestures out. It knows no session."""

from gridmap.screens.canvas.furniture import Furniture
from gridmap.screens.canvas.paint import map_image, paint_map
from gridmap.screens.canvas.tool import Tool
from gridmap.screens.canvas.widget import MapCanvas

__all__ = ["Furniture", "MapCanvas", "Tool", "map_image", "paint_map"]
