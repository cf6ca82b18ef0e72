"""A fresh process: how long until it says its first line, how long until its end, and what it found."""

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gridmap.errors import GridmapError
from gridmap.i18n import _

LONGEST_S = 1800
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Ended:
    """A process that ended well. ``first_s`` is from its start to its first line on standard output,
    ``whole_s`` to its end; ``found`` the JSON of its last line."""

    first_s: float
    whole_s: float
    found: dict[str, Any]


def trial(name: str, *words: object, home: Path) -> Ended:
    """One trial of ours in a process of its own; ``home`` is where it keeps what it remembers.

    Raises GridmapError.
    """
    command = [sys.executable, "-P", "-m", "gridmap.bench.trials", name, *map(str, words)]
    return run(name, command, {"GRIDMAP_HOME": str(home)})


def run(name: str, words: Sequence[str], more: Mapping[str, str] | None = None) -> Ended:
    """Run a command without a screen. Raises GridmapError with the last line that it complained of."""
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as complaints:
        begun = time.perf_counter()
        with subprocess.Popen(
            words, stdout=subprocess.PIPE, stderr=complaints, text=True, encoding="utf-8",
            env={**environment(), **(more or {})},
        ) as process:  # fmt: skip
            assert process.stdout is not None
            watch = threading.Timer(LONGEST_S, process.kill)
            watch.start()
            first = process.stdout.readline()
            first_s = time.perf_counter() - begun
            said = first + process.stdout.read()
        whole_s = time.perf_counter() - begun
        watch.cancel()
        try:
            return Ended(first_s, whole_s, json.loads(said.splitlines()[-1]))
        except (ValueError, IndexError) as error:
            complaints.seek(0)
            why = (complaints.read().strip() or str(process.returncode)).splitlines()[-1]
            raise GridmapError(_("{name}：测不了（{why}）").format(name=name, why=why)) from error


def environment() -> dict[str, str]:
    """The present one without a screen, and with this very gridmap on the path."""
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    return {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": path}
