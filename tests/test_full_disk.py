"""A disk that fills up: one line, no traceback, nothing half there."""

import os
import subprocess
import sys

import pytest

ALLOWANCES = (0, 20_000, 200_000)
LIMITED = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv.pop(1)),) * 2)
from gridmap.cli import run
sys.exit(run())
"""


@pytest.mark.skipif(os.name == "nt", reason="needs a limit on the size of files")
@pytest.mark.parametrize("allowed", ALLOWANCES)
@pytest.mark.parametrize(
    "words",
    ["import NEW {shapes}", "backup {store} --out OUT", "export {store} --what households --out a.csv"],
)
def test_what_does_not_fit_is_one_line_and_leaves_nothing(sample_store, tmp_path, words, allowed):
    from gridmap.township.folders import shapes_folder

    said = words.format(shapes=shapes_folder(), store=sample_store).replace("NEW", "new.gpkg").split()
    env = {**os.environ, "GRIDMAP_HOME": str(tmp_path), "PYTHONPATH": os.pathsep.join(sys.path)}
    run = subprocess.run(
        [sys.executable, "-c", LIMITED, str(allowed), *said],
        capture_output=True, text=True, check=False, cwd=tmp_path, env=env,
    )  # fmt: skip
    assert (run.returncode, len(run.stderr.strip().splitlines())) == (2, 1), run.stderr
    assert [entry.name for entry in tmp_path.rglob("*") if entry.is_file()] == []
