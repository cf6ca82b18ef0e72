import csv
import json

import pytest

from gridmap.exchange import ReadOptions, read


def square(lon=105.9, lat=30.1, width=0.02):
    ring = [[lon, lat], [lon + width, lat], [lon + width, lat + width], [lon, lat + width], [lon, lat]]
    return {"type": "Polygon", "coordinates": [ring]}


def feature(geometry, **properties):
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def write_geojson(path, *features, **members):
    document = {"type": "FeatureCollection", "features": list(features), **members}
    path.write_text(json.dumps(document, ensure_ascii=False), "utf-8")
    return path


def write_csv(path, *rows, encoding="utf-8", delimiter=","):
    with path.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream, delimiter=delimiter).writerows(rows)
    return path


def read_one(path, known=None, **choices):
    """The only batch of an import of one file."""
    intake = read([path], ReadOptions(**choices), known)
    assert len(intake.batches) == 1
    return intake.batches[0]


@pytest.fixture
def make():
    """The makers of small files, for tests: conftest is not importable by name."""

    class Makers:
        square = staticmethod(square)
        feature = staticmethod(feature)
        geojson = staticmethod(write_geojson)
        csv = staticmethod(write_csv)
        read_one = staticmethod(read_one)

    return Makers
