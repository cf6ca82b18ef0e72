"""What may be imported on the way to the first map, and by a command without a window."""

import json
import os
import subprocess
import sys

import pytest
from made_up import SETTINGS, houses, make_intake, two_grids

from gridmap.__main__ import is_desk_alone
from gridmap.store import create_store

MAY_BE_IMPORTED = {
    "PySide6", "__main__", "apsw", "cython_runtime", "gridmap", "numpy", "platformdirs", "shapely",
    "shiboken6", "shibokensupport", "signature_bootstrap",
}  # fmt: skip
"""Every package of other people that the first map may wait for. Add one only with its cost in hand."""

COMMAND_LINE = {"annotated_doc", "mypy_extensions", "shellingham", "typer"}
"""What a command waits for besides: the desk alone is opened without a command line."""

FIRST_MAP = """
import json, sys
from gridmap.__main__ import main
from gridmap.screens.canvas import MapCanvas

painted = MapCanvas.paintEvent

def paint(canvas, event):
    painted(canvas, event)
    print(json.dumps([sorted(sys.modules)]), flush=True)
    import os
    os._exit(0)

MapCanvas.paintEvent = paint
sys.argv = ["gridmap", "desk", sys.argv[1]]
main()
"""
LEAVE = """
import sys
from pathlib import Path
from gridmap.bench.trials.desk import leave

leave(Path(sys.argv[1]))
print([])
"""
KEPT_MAP = """
import json, os, sys
from gridmap.__main__ import main
from gridmap.screens import kept_map

def show(kept):
    print(json.dumps([sorted(sys.modules)]), flush=True)
    os._exit(0)

kept_map.KeptMap.show = show
sys.argv = ["gridmap", "desk", sys.argv[1]]
main()
"""
CHECK = """
import json, sys
from gridmap.cli import run

sys.argv = ["gridmap", "check", sys.argv[1], "--json"]
code = run()
print(json.dumps([sorted(sys.modules), code]))
"""


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    path = tmp_path_factory.mktemp("town") / "town.gpkg"
    store = create_store(path, SETTINGS)
    store.take(make_intake(two_grids(), houses(40)), "me")
    store.close()
    return path


def last_line(script, town):
    done = subprocess.run(
        [sys.executable, "-c", script, str(town)], capture_output=True, text=True, timeout=60, check=False,
        env={**os.environ, "GRIDMAP_HOME": str(town.parent), "QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip
    assert done.stdout, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def foreign(modules):
    """Packages that are neither Python's own, nor what this installation always loads (a sitecustomize),
    nor the private halves of compiled ones."""
    always = subprocess.run(
        [sys.executable, "-c", "import sys; print(*sys.modules)"], capture_output=True, text=True, check=True
    )
    tops = {name.partition(".")[0] for name in modules} - set(sys.stdlib_module_names)
    tops -= set(always.stdout.split()) - {"__main__"}
    return {name for name in tops if not name.startswith(("_", "distutils")) and not name.endswith("__mypyc")}


def test_the_first_map_waits_for_no_library_that_is_not_named_here(town):
    (modules,) = last_line(FIRST_MAP, town)
    assert foreign(modules) <= MAY_BE_IMPORTED
    slow = {"gridmap.screens.wall", "gridmap.exchange", "gridmap.sample", "PySide6.QtWebEngineCore"}
    slow |= {"gridmap.screens.canvas.process", "multiprocessing", "gridmap.cli", "numpy.ma"}
    assert not slow & set(modules)


def test_a_map_that_was_kept_waits_for_qt_alone(town):
    """It is there before numpy is, and nothing of the township is opened."""
    assert last_line(LEAVE, town) == []
    (modules,) = last_line(KEPT_MAP, town)
    assert foreign(modules) <= MAY_BE_IMPORTED - {"numpy", "shapely", "apsw", "cython_runtime"}
    assert not {"gridmap.session", "gridmap.store", "gridmap.scene"} & set(modules)


def test_a_check_waits_for_no_window_and_no_reader_of_files(town):
    modules, _code = last_line(CHECK, town)
    assert foreign(modules) <= (MAY_BE_IMPORTED | COMMAND_LINE) - {"PySide6", "shiboken6", "shibokensupport"}


def test_a_desk_that_cannot_be_opened_says_so_in_one_line(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "gridmap", "desk", str(tmp_path / "nowhere.gpkg")], check=False,
        capture_output=True, text=True, env={**os.environ, "GRIDMAP_HOME": str(tmp_path)},
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert "nowhere.gpkg" in done.stderr


@pytest.mark.parametrize(
    ("words", "alone"),
    [
        ([], True), (["desk"], True), (["desk", "a.gpkg"], True), (["desk", "--drill"], False),
        (["desk", "a.gpkg", "b"], False), (["--help"], False), (["wall"], False), (["a.gpkg"], False),
    ],
)  # fmt: skip
def test_the_desk_alone_is_known_by_its_words(words, alone):
    assert is_desk_alone(words) is alone
