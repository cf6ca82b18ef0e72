"""Copies of a store to try things on."""

import shutil
from pathlib import Path

from gridmap.store.connection import settle


def copied(store: Path, target: Path) -> Path:
    """A copy that is on the disk, as a township's file is: the first ``fsync`` of one that was just written
    writes all of it, 350 MB of a district, and everything that touches the disk waits."""
    shutil.copyfile(store, target)
    settle(target)
    return target
