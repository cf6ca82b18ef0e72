import os
import subprocess
import sys

IMPORTED_LATER = """
import linecache
from gridmap.screens.application import application

app = application()
import gridmap.screens.desk
print(len(linecache.cache))
"""


def test_no_source_is_read_for_the_modules_of_a_window():
    done = subprocess.run(
        [sys.executable, "-c", IMPORTED_LATER], capture_output=True, text=True, timeout=60, check=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip
    assert done.stdout.split() == ["0"]
