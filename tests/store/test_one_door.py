"""Only SQLite, only in this room, opens a live store: any other handle closed would drop our locks."""

import subprocess
import sys

WATCH = """
import shutil, sys
from pathlib import Path

store, folder = Path(sys.argv[1]), Path(sys.argv[2])
touched = []


def watch(event, details):
    if event in ("open", "sqlite3.connect") and str(details[0]) == str(store):
        touched.append(event)


sys.addaudithook(watch)
from gridmap.app import open_township
from gridmap.exchange.export import export
from datetime import datetime

session = open_township(str(store))
session.load_rest()
ledger = folder / "households.csv"
ledger.write_text("户号,户主,常住人口\\nX1,甲,3\\n", "utf-8")
from gridmap.exchange import read
session.take(read([ledger], None, session.snapshot))
for name in ("out.gpkg", "out.csv", "out.html"):
    export(session.snapshot, session.census, folder / name, (), author="a", now=datetime(2026, 1, 1))
from gridmap.errors import StoreError
try:
    session.spare(store)
except StoreError:
    touched.append("spared")
session.undo()
second = open_township(str(store))
print(second.read_only, touched, sorted({"osgeo", "pyogrio", "fiona", "PySide6.QtSql"} & set(sys.modules)))
session.close()
"""


def test_reading_taking_and_exporting_open_the_live_file_through_sqlite_alone(sample_store, tmp_path):
    store = tmp_path / "town.gpkg"
    store.write_bytes(sample_store.read_bytes())
    run = subprocess.run(
        [sys.executable, "-c", WATCH, str(store), str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert run.stderr == ""
    assert run.stdout.strip() == "True ['spared'] []"
