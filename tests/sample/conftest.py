import csv
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import shapely

from gridmap.sample import real, write_sample

Rows = list[dict[str, str]]


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh default sample."""
    path = tmp_path_factory.mktemp("sample")
    write_sample(path)
    return path


def read_table(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_shapes(path: Path) -> tuple[list[dict[str, object]], np.ndarray]:
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    shapes = [shapely.from_geojson(json.dumps(feature["geometry"])) for feature in features]
    metres = [shapely.transform(shape, real.to_metres) for shape in shapes]
    return [feature["properties"] for feature in features], np.array(metres, object)


@pytest.fixture(scope="session")
def ledger(folder: Path) -> Callable[[str], Rows]:
    """Rows of a ledger of the sample."""
    return lambda name: read_table(folder / "layers" / f"{name}.csv")


@pytest.fixture(scope="session")
def shapes(folder: Path) -> Callable[[str], tuple[list[dict[str, object]], np.ndarray]]:
    """Properties and polygons or lines (metres) of a GeoJSON file of the sample."""

    def read(name: str) -> tuple[list[dict[str, object]], np.ndarray]:
        found = [path for path in folder.glob(f"*/{name}.geojson")]
        return read_shapes(found[0])

    return read
