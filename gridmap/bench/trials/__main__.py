"""Runs the trial that is named and prints what it found as the last line."""

import gc
import sys
from importlib import import_module
from pathlib import Path

from gridmap.bench.trials import ROOMS
from gridmap.errors import GridmapError


def main() -> int:
    """A failure that has one line to say ends with it; any other is a bug and says where."""
    gc.disable()  # as the program does
    name, *paths = sys.argv[1:]
    trial = getattr(import_module(f"gridmap.bench.trials.{ROOMS[name]}"), name)
    try:
        found = trial(*map(Path, paths))
    except GridmapError as failure:
        sys.stderr.write(" ".join(str(failure).split()) + "\n")
        return 2
    say(found or {})
    return 0


def say(found: dict[str, object]) -> None:
    """The last line of a trial: what it found, and the most memory it or a process it started had."""
    import json

    from gridmap.bench.memory import ended_children_mb, peak_mb

    sys.stdout.write(json.dumps({"peak_mb": max(peak_mb(), ended_children_mb()), **found}) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
