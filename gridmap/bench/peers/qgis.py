"""QGIS from the system: which Python has it, and its map of a store by ``qgis_map.py``."""

import shutil
import subprocess
from functools import cache
from pathlib import Path

from gridmap.bench import fresh

CANDIDATES = ("/usr/bin/python3", "python3", "python-qgis", "python-qgis-ltr")
SCRIPT = Path(__file__).with_name("qgis_map.py")
SIZE = (1920, 1080)
REDRAWS = 3
PATIENCE_S = 60


@cache
def python() -> str:
    """A Python that can import ``qgis``; '' when there is none."""
    for path in dict.fromkeys(filter(None, map(shutil.which, CANDIDATES))):
        asked = subprocess.run(
            [path, "-I", "-c", "import qgis.core"], capture_output=True, check=False, timeout=PATIENCE_S
        )
        if asked.returncode == 0:
            return path
    return ""


def draw(store: Path, picture: Path | None = None) -> fresh.Ended:
    """One start of QGIS with the first map of ``store`` at 1080p, then some redraws. Raises GridmapError.

    Give it a copy: whoever opens a GeoPackage may write to it.
    """
    words = [python(), "-I", str(SCRIPT), str(store), *map(str, SIZE), str(REDRAWS)]
    return fresh.run("qgis", words + ([str(picture)] if picture else []))
