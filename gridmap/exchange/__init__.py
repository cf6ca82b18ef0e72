"""Formats in and out, one file each. Foreign files are opened in a worker; never the store.

``intake.read`` takes files and folders to an ``Intake``: ``folders`` says which files, ``worker``
and ``readers`` open them, ``kinds`` and ``headings`` say what they are, ``values``, ``places``,
``gate`` and ``coordinates`` read the cells and shapes, ``ledger`` puts a batch together, and
``report`` words it.
"""

from gridmap.exchange.intake import read
from gridmap.exchange.options import ReadOptions

__all__ = ["ReadOptions", "read"]
