"""Small townships built by hand: a value per noun, only what a test is about."""

import numpy as np
import pytest

from gridmap.township.schemas import SCHEMAS
from gridmap.township.settings import Settings
from gridmap.township.snapshot import Snapshot
from gridmap.township.table import Table


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
