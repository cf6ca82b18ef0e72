"""The desk and the wall as processes of their own, from the command line."""

import os
import subprocess
import sys

import pytest

WATCH = """
import os, sys
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from gridmap import cli
from gridmap.screens.application import application

made = application()


def say_and_close():
    for window in made.topLevelWidgets():
        if window.isVisible():
            print(type(window).__name__, window.isVisible())
            window.close()


QTimer.singleShot(1500, say_and_close)
sys.argv[1:] = WORDS
sys.exit(cli.run())
"""


@pytest.mark.parametrize(
    ("words", "window"),
    [([], "DeskWindow"), (["desk"], "DeskWindow"), (["wall", "--seat", "6"], "WallWindow")],
)
def test_a_command_opens_its_window_and_ends_when_it_is_closed(sample_store, tmp_path, words, window):
    (tmp_path / "sample.gpkg").write_bytes(sample_store.read_bytes())
    run = subprocess.run(
        [sys.executable, "-c", WATCH.replace("WORDS", repr(words))],
        capture_output=True, text=True, timeout=60, check=False,
        env={**os.environ, "GRIDMAP_HOME": str(tmp_path)},
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    assert f"{window} True" in run.stdout
    left = sorted(entry.name for entry in tmp_path.iterdir() if entry.name.startswith("sample"))
    assert left == ["sample.gpkg"]  # one single file again, no lock, no journal
