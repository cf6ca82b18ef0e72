"""What every test shares: Qt without a screen, and small townships built by hand."""

import os

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, settings

from gridmap.township.schemas import SCHEMAS
from gridmap.township.settings import Settings
from gridmap.township.snapshot import Snapshot
from gridmap.township.table import Table

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# The gate gives one answer to one commit: its examples are always the same, however slow the machine.
# ``--hypothesis-profile=explore`` looks for new ones, ten times as many.
settings.register_profile(
    "gate", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("explore", max_examples=1000, deadline=None, print_blob=True)
settings.load_profile("gate")


def pytest_addoption(parser):
    parser.addoption("--edits", type=int, default=0, help="How many edits are drawn at random (README).")
    parser.addoption("--refreshes", type=int, default=0, help="How often the wall is refreshed (README).")


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


@pytest.fixture(name="square_town")
def _square_town(build):
    """Two villages side by side, three square grids of 1 km in each, counted 500, 850, 970 / 1,132, 0, none.

    Registered 100 more each. Grids are numbered from the south; the fourth is over the cap, and on the
    registered population the third is too.
    """
    boxes = [shapely.box(x, y, x + 1000, y + 1000) for x in (0, 1000) for y in (0, 1000, 2000)]
    people = np.array([500, 850, 970, 1132, 0], float)
    return build(
        settings={"name": "方镇", "crs": "EPSG:4544", "schematic": True},
        township={"name": ["方镇"], "geometry": [shapely.box(0, 0, 2000, 3000)]},
        villages={
            "name": ["花坡村", "飞凤社区"],
            "geometry": [
                shapely.Polygon([(0, 0), (1000, 0), (1000, 1000), (1000, 2000), (1000, 3000), (0, 3000)]),
                shapely.Polygon(
                    [(1000, 0), (2000, 0), (2000, 3000), (1000, 3000), (1000, 2000), (1000, 1000)]
                ),
            ],
        },
        grids={
            "name": ["花坡01", "花坡02", "花坡03", "飞凤04", "飞凤05", "飞凤06"],
            "village_fid": [1, 1, 1, 2, 2, 2],
            "geometry": boxes,
        },
        households={
            "household_no": ["1", "2", "3", "4", "5", "6"],
            "resident": [*people, np.nan],
            "registered": [*(people + 100), np.nan],
            "at_home": [*(people / 4), np.nan],
            "x": [500, 500, 500, 1500, 1500, 1500],
            "y": [300, 1300, 2300, 300, 1300, 2300],
        },
        incidents={
            "title": ["张三跌倒", "道路中断", "家事"],
            "category": ["跌倒", "道路", "家庭"],
            "urgency": ["P1", "P2", "P3"],
            "finished_at": ["", "", ""],
            "restricted": [0, 0, 1],
            "x": [700, 1700, 300],
            "y": [700, 1700, 700],
        },
    )


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory):
    """The sample township's store, made once by the ordinary importer. Copy it before writing."""
    from gridmap.app import import_files
    from gridmap.township.folders import layers_folder, shapes_folder

    path = tmp_path_factory.mktemp("sample") / "sample.gpkg"
    import_files(str(path), [shapes_folder(), layers_folder()])
    return path
