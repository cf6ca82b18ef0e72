"""What the pointer can do to the plan: one file per mode, none of which knows another, and no Qt."""

from gridmap.screens.modes.border import BORDER
from gridmap.screens.modes.lasso import LASSO
from gridmap.screens.modes.merge import MERGE
from gridmap.screens.modes.paint import PAINT
from gridmap.screens.modes.reshape import RESHAPE
from gridmap.screens.modes.split import SPLIT
from gridmap.screens.modes.straighten import STRAIGHTEN
from gridmap.screens.modes.vertex import VERTEX

MODES = {mode.name: mode for mode in (BORDER, PAINT, LASSO, SPLIT, RESHAPE, VERTEX, STRAIGHTEN, MERGE)}
"""Every mode by its name."""
