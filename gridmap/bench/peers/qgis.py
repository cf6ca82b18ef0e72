"""QGIS from the system: its map of a store by ``qgis_map.py``, without a window, and its own window."""

import os
import shutil
import subprocess
import time
from functools import cache
from pathlib import Path

from gridmap.bench import fresh
from gridmap.bench.memory import session_mb
from gridmap.bench.peers import display
from gridmap.errors import GridmapError
from gridmap.i18n import _

CANDIDATES = ("/usr/bin/python3", "python3", "python-qgis", "python-qgis-ltr")
SCRIPT = Path(__file__).with_name("qgis_map.py")
SIZE = (1920, 1080)
REDRAWS = 3
WINDOW = "qgis"
PATIENCE_S = 60
LOOK_S = 0.005


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


def draw(store: Path, picture: Path | None = None, project: Path | None = None) -> fresh.Ended:
    """One start of QGIS with the first map of ``store`` at 1080p, then some redraws; ``picture`` and
    ``project`` are written where they are given. Raises GridmapError.

    Give it a copy: whoever opens a GeoPackage may write to it.
    """
    words = [python(), "-I", str(SCRIPT), str(store), *map(str, SIZE), str(REDRAWS)]
    return fresh.run("qgis", [*words, str(picture or ""), str(project or "")])


def window_refusal() -> str:
    """Why QGIS's window cannot be timed here; '' when it can."""
    if not (python() and shutil.which(WINDOW)):
        return _("没有 QGIS")
    return display.refusal()


def window(project: Path, folder: Path) -> tuple[float, float]:
    """Seconds from the start of QGIS's own window on a project of ``draw`` until the map that stands in it is
    saved as a picture, and the MB that it has then. ``folder`` is where it may write. Raises GridmapError.

    Without its welcome, plugins and questions to the network, which a user waits for too.
    """
    picture, words = folder / "window.png", ("--nologo", "--noversioncheck", "--noplugins")
    written = picture.with_suffix(".pgw")  # where on the ground the picture is: put beside it at last
    written.unlink(missing_ok=True)
    with display.ready() as screen:
        begun = time.perf_counter()
        process = subprocess.Popen(
            [WINDOW, *words, "--profiles-path", str(folder / "profiles"), "--project", str(project),
             "--width", str(SIZE[0]), "--height", str(SIZE[1]), "--snapshot", str(picture)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
            env=_environment() | screen | {"HOME": str(folder)},
        )  # fmt: skip
        try:
            while not written.exists():
                if process.poll() is not None or time.perf_counter() - begun > PATIENCE_S:
                    raise GridmapError(_("QGIS 的窗口没有画出地图"))
                time.sleep(LOOK_S)
            return time.perf_counter() - begun, session_mb(process.pid)
        finally:
            process.kill()
            process.wait()


def _environment() -> dict[str, str]:
    """The present one with QGIS's own Python before that of gridmap, which its window would take for its."""
    path = os.pathsep.join((str(Path(python()).parent), os.environ.get("PATH", "")))
    own = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))
    }
    return own | {"PATH": path}
