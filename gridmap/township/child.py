"""How the program starts itself again, for work that belongs into a process of its own."""

import os
import sys
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]


def command(module: str, *words: object) -> list[str]:
    """The words that run a module of ours. ``-P``: never import from where the user happens to stand."""
    return [sys.executable, "-P", "-m", module, *map(str, words)]


def environment(**more: str) -> dict[str, str]:
    """What such a process is given: this one's environment, our own code, one thread for sums, and ``more``.

    Every thread of a numeric library reserves address space, and would take the other processor too.
    """
    path = os.pathsep.join(filter(None, (str(_ROOT), os.environ.get("PYTHONPATH"))))
    return {**os.environ, "PYTHONPATH": path, "OPENBLAS_NUM_THREADS": "1", **more}
