"""What can be done to the plan from a menu: one file per verb.

An operation asks the user what it must know, makes an edit of ``gridmap.redraw.edits`` and hands it
to the session. It may refuse, with a reason to show.
"""

from gridmap.screens.operations.assign_group import ASSIGN_GROUP
from gridmap.screens.operations.assign_leader import ASSIGN_LEADER
from gridmap.screens.operations.assign_unassigned import ASSIGN_UNASSIGNED
from gridmap.screens.operations.declare_enclave import DECLARE_ENCLAVE
from gridmap.screens.operations.lock_grid import LOCK_GRID
from gridmap.screens.operations.merge_grids import MERGE_GRIDS
from gridmap.screens.operations.operation import Operation
from gridmap.screens.operations.rename_grid import RENAME_GRID

OPERATIONS: tuple[Operation, ...] = (
    RENAME_GRID, MERGE_GRIDS, ASSIGN_GROUP, ASSIGN_UNASSIGNED, LOCK_GRID, DECLARE_ENCLAVE, ASSIGN_LEADER,
)  # fmt: skip
"""Every operation, in the order of the menu."""

__all__ = ["OPERATIONS", "Operation"]
