"""Times this machine: every row is measured in a fresh process, on a township that the importer made.

Nothing here is imported by the program itself; ``gridmap bench`` is the only way in.
"""

import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from statistics import quantiles
from typing import Any

from gridmap.errors import GridmapError
from gridmap.i18n import _
from gridmap.township.folders import layers_folder, shapes_folder

REPEATS = 3
"""How often a whole process is run; the shorter work repeats itself inside of one."""
PER_TOWN = 10_800
"""Households of a synthetic town, nearly."""
LONGEST_S = 1800


def measure(households: int | None = None) -> dict[str, Any]:
    """The report of ``gridmap bench``: the machine, and a row for each kind of work.

    Rows are ``{name, n, median_s, p95_s, peak_mb}``; n is the number of households. Without
    ``households`` the sample is measured, else a synthetic town or district of about as many
    (up to 23 towns). Raises GridmapError when a measurement fails.
    """
    with tempfile.TemporaryDirectory(prefix="gridmap-bench-") as name:
        folder = Path(name)
        store = folder / "bench.gpkg"
        if households is None:
            sources = [shapes_folder(), layers_folder()]
        else:
            sources = [_synthetic(folder / "town", households)]
        return {"machine": _machine(), "rows": _rows(store, sources)}


def _rows(store: Path, sources: Sequence[Path]) -> list[dict[str, Any]]:
    taken = _trial("take", store, *sources)
    rows = [_row("import", taken["n"], taken["seconds"], taken["peak_mb"])]
    rows += [_process("start", store, taken["n"]), _process("check", store, taken["n"])]
    for trial in ("open", "census", "frames", "search"):
        found = _trial(trial, store)
        rows += [_row(name, taken["n"], seconds, found["peak_mb"]) for name, seconds in found["rows"].items()]
    return rows


def lines(report: Mapping[str, Any]) -> list[str]:
    """The report as a table of text."""
    made = [str(report["machine"]), f"{'':<16}{'n':>10}{'median s':>12}{'p95 s':>12}{'peak MB':>10}"]
    for row in report["rows"]:
        made.append(
            f"{row['name']:<16}{row['n']:>10,}{row['median_s']:>12.4f}{row['p95_s']:>12.4f}{row['peak_mb']:>10.0f}"
        )
    return made


def _row(name: str, households: int, seconds: Sequence[float], peak_mb: float) -> dict[str, Any]:
    """One row of the report. The 95th percentile of a few runs is the slowest of them."""
    steps = quantiles(seconds, n=20, method="inclusive") if len(seconds) > 1 else [seconds[0]] * 19
    p95 = steps[18] if len(seconds) >= 20 else max(seconds)
    return {"name": name, "n": households, "median_s": steps[9], "p95_s": p95, "peak_mb": peak_mb}


def _synthetic(folder: Path, households: int) -> Path:
    from gridmap.sample import write_sample

    write_sample(folder, towns=min(max(round(households / PER_TOWN), 1), 23))
    return folder


def _process(name: str, store: Path, households: int) -> dict[str, Any]:
    """A row of whole processes, from their start: to the first painted map, or to their end."""
    seconds, peaks = [], []
    _trial(name, store)  # once for the page cache
    for _time in range(REPEATS):
        begun = time.perf_counter()
        found = _trial(name, store)
        seconds.append(time.perf_counter() - begun)
        peaks.append(found["peak_mb"])
    return _row(name, households, seconds, max(peaks))


def _trial(name: str, *paths: Path) -> dict[str, Any]:
    """What ``gridmap.bench.trials`` says of one trial in a process of its own."""
    path = os.pathsep.join(filter(None, (str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH"))))
    done = subprocess.run(
        [sys.executable, "-P", "-m", "gridmap.bench.trials", name, *map(str, paths)],
        capture_output=True, text=True, encoding="utf-8", check=False, timeout=LONGEST_S,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": path},
    )  # fmt: skip
    try:
        found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    except (ValueError, IndexError) as error:
        why = (done.stderr.strip() or str(done.returncode)).splitlines()[-1]
        raise GridmapError(_("{name}：测不了（{why}）").format(name=name, why=why)) from error
    return found


def _machine() -> str:
    names = ", ".join(
        f"{name} {version(name)}" for name in ("PySide6-Essentials", "numpy", "shapely", "apsw")
    )
    system = f"{platform.system()} {platform.machine()}, {os.cpu_count()} CPU"
    return f"{system}, Python {platform.python_version()}, {names}"
