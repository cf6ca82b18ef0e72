"""Made-up rows: tables, batches and imports of a town that exists only in a test."""

import numpy as np
import shapely

from gridmap.township.batch import Batch, Intake
from gridmap.township.schemas import SCHEMAS
from gridmap.township.settings import Settings
from gridmap.township.table import Table

SETTINGS = Settings(name="甲镇", crs="EPSG:4549")


def make_table(noun, /, **columns):
    if "geometry" in columns:
        shapes = np.empty(len(columns["geometry"]), object)
        shapes[:] = columns["geometry"]
        columns["geometry"] = shapes
    return Table.of(SCHEMAS[noun], columns)


def make_batch(table, also=(), path="folder/ledger.csv", digest=None):
    said = repr([sorted(row.items(), key=str) for row in table.rows()])
    return Batch(
        path, table.schema.name, "csv", "utf-8", "wgs84", digest or said, len(table), table, also=also
    )


def make_intake(*tables, settings=SETTINGS):
    return Intake(settings, tuple(make_batch(table) for table in tables))


def two_grids():
    return make_table(
        "grids",
        code=["g1", "g2"],
        name=["一", "二"],
        geometry=[shapely.box(0, 0, 100, 100), shapely.box(100, 0, 200, 100)],
    )


def houses(count, start=0):
    numbers = range(start, start + count)
    return make_table(
        "households",
        household_no=[f"H{n}" for n in numbers],
        resident=[float(n % 7) for n in numbers],
        x=[10.0 + n % 80 for n in numbers],
        y=[50.0] * count,
    )
