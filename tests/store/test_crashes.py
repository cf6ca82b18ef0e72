"""Killed at any moment: nothing acknowledged is lost, nothing is half there, the file opens."""

import json
import os
import random
import resource
import signal
import subprocess
import sys
import time

import pytest
from made_up import SETTINGS, houses, make_intake, two_grids

from gridmap.errors import StoreError
from gridmap.store import create_store, open_store

IMPORTS = """
import sys
from made_up import houses, make_intake
from gridmap.store import open_store
store = open_store(sys.argv[1])
for start in range(0, 10**6, 400):
    store.take(make_intake(houses(400, start)), "a")
    print(start + 400, flush=True)
"""
EDITS = """
import sys
import numpy as np
from gridmap.store import open_store
from gridmap.township.change import Change
store = open_store(sys.argv[1])
grids = store.load()["grids"]
for number in range(1, 10**6):
    name = np.array([str(number)] * 2, object)
    store.write(Change("rename", {"grids": grids.replace(name=name)}), "a")
    print(number, flush=True)
"""


def killed(program, path, seconds):
    """Run a program until it has said something, then kill it; the last number it acknowledged."""
    child = subprocess.Popen(
        [sys.executable, "-c", program, str(path)], stdout=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    said = [child.stdout.readline()]
    time.sleep(seconds)
    child.send_signal(signal.SIGKILL)
    said += child.communicate()[0].splitlines()
    assert child.returncode == -signal.SIGKILL
    whole = [line for line in said if line.strip().isdigit()]
    return int(whole[-1])


@pytest.mark.slow
def test_thirty_kills_of_an_import_lose_nothing_that_was_said_to_be_taken(tmp_path):
    chance, acknowledged = random.Random(1), 0
    path = tmp_path / "town.gpkg"
    create_store(path, SETTINGS).close()
    for _kill in range(30):
        acknowledged = max(acknowledged, killed(IMPORTS, path, chance.uniform(0, 0.15)))
        store = open_store(path)
        count = len(store.load(["households"])["households"])
        assert count >= acknowledged
        assert count % 400 == 0
        store.close()
    store = open_store(path)
    assert store.verify() == []
    store.close()


@pytest.mark.slow
def test_thirty_kills_of_an_edit_lose_nothing_that_was_said_to_be_saved(tmp_path):
    chance = random.Random(2)
    path = tmp_path / "town.gpkg"
    store = create_store(path, SETTINGS)
    store.take(make_intake(two_grids()), "a")
    store.close()
    for _kill in range(30):
        acknowledged = killed(EDITS, path, chance.uniform(0, 0.1))
        store = open_store(path)
        first, second = (int(name) for name in store.load(["grids"])["grids"]["name"])
        assert first == second  # both rows of the change or neither
        assert first in (acknowledged, acknowledged + 1)
        assert store.verify() == []
        store.close()


def test_a_full_disk_is_one_clear_line_and_loses_nothing(tmp_path):
    path = tmp_path / "town.gpkg"
    store = create_store(path, SETTINGS)
    store.take(make_intake(two_grids()), "a")
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + 50_000, most[1]))
    try:
        with pytest.raises(StoreError, match="没有改动"):
            store.take(make_intake(houses(5000)), "a")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, most)
    snapshot = store.load()
    assert (len(snapshot["grids"]), len(snapshot["households"])) == (2, 0)
    store.take(make_intake(houses(5)), "a")
    assert store.verify() == []
    store.close()


QGIS = """
import json, os, sys
from qgis.core import QgsApplication, QgsVectorLayer
app = QgsApplication([], False)
app.initQgis()
names = sys.argv[2].split(",")
layers = {name: QgsVectorLayer(f"{sys.argv[1]}|layername={name}", name, "ogr") for name in names}
counts = {name: layer.featureCount() if layer.isValid() else None for name, layer in layers.items()}
print(json.dumps(counts), flush=True)
os._exit(0)  # an orderly exit of this QGIS crashes while layers are alive
"""


def has_qgis():
    try:
        run = subprocess.run(["/usr/bin/python3", "-c", "import qgis.core"], capture_output=True, check=False)
    except FileNotFoundError:
        return False
    return run.returncode == 0


@pytest.mark.skipif(not has_qgis(), reason="needs Debian's python3-qgis")
def test_qgis_opens_every_layer_of_the_sample_with_its_count(sample_store):
    store = open_store(sample_store, read_only=True)
    tables = {name: len(table) for name, table in store.load().tables.items()}
    store.close()
    env = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    run = subprocess.run(
        ["/usr/bin/python3", "-c", QGIS, str(sample_store), ",".join(tables)],
        capture_output=True, text=True, check=True, env={**env, "QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip
    assert json.loads(run.stdout.strip().splitlines()[-1]) == tables
