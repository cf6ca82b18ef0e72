"""A plain ``pip install`` gives a working program with its sample inside."""

import json
import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.mark.slow
def test_an_installed_wheel_checks_its_own_sample(tmp_path):
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps",
         "--no-build-isolation", "--target", str(tmp_path / "site"), str(ROOT)],
        check=True, cwd=tmp_path, timeout=300,
    )  # fmt: skip
    venv.create(tmp_path / "venv", with_pip=False)
    python = tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin") / "python"
    # Only gridmap itself is new; its libraries are those of this environment, after it on the path.
    env = {
        **{key: value for key, value in os.environ.items() if key != "PYTHONPATH"},
        "PYTHONPATH": os.pathsep.join([str(tmp_path / "site"), sysconfig.get_paths()["purelib"]]),
        "GRIDMAP_HOME": str(tmp_path / "home"),
    }
    where = subprocess.run(
        [python, "-c", "import gridmap; print(gridmap.__file__)"],
        env=env, cwd=tmp_path, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert Path(where.stdout.strip()).is_relative_to(tmp_path)
    run = subprocess.run(
        [python, "-m", "gridmap", "check", "--json"],
        env=env, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert run.stderr == ""
    assert len(json.loads(run.stdout)["grids"]) == 19
