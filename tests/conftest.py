"""What every test shares: Qt without a screen, and small townships built by hand."""

import os

import numpy as np
import pytest

from gridmap.township.schemas import SCHEMAS
from gridmap.township.settings import Settings
from gridmap.township.snapshot import Snapshot
from gridmap.township.table import Table

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def build_table(name, columns):
    """A table with fids 1, 2, … and uuids like ``grids-1``, unless given."""
    length = len(next(iter(columns.values())))
    columns = dict(columns)
    columns.setdefault("fid", np.arange(1, length + 1))
    columns.setdefault("uuid", [f"{name}-{fid}" for fid in columns["fid"]])
    if "geometry" in columns:
        shapes = np.empty(length, object)
        shapes[:] = columns["geometry"]
        columns["geometry"] = shapes
    return Table.of(SCHEMAS[name], columns)


@pytest.fixture(name="build")
def _build():
    """``build(grids={...}, households={...}, settings={...})`` -> Snapshot."""

    def build(settings=None, version=1, **tables):
        made = {name: build_table(name, columns) for name, columns in tables.items()}
        return Snapshot(Settings.of(settings or {}), made, version)

    return build


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory):
    """The sample township's store, made once by the ordinary importer. Copy it before writing."""
    from gridmap.app import import_files
    from gridmap.township.folders import layers_folder, shapes_folder

    path = tmp_path_factory.mktemp("sample") / "sample.gpkg"
    import_files(str(path), [shapes_folder(), layers_folder()])
    return path
