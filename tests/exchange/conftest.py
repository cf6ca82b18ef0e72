import csv
import json
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
import shapely

from gridmap.exchange import ReadOptions, read
from gridmap.scene.layers import load_layers

BAD = "<img src=x onerror=window.HIT=1>{{7*7}}</script>`${1}\\{% raw %}{#"
EAST, NORTH, SIDE = 589_000.0, 3_331_000.0, 1_500.0
LAYERS = Path(__file__).parents[2] / "layers"


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


@pytest.fixture
def bad():
    """A name that would run as HTML, JavaScript or Jinja wherever it is not escaped."""
    return BAD


@pytest.fixture
def hostile(build):
    """A township of four square grids in two villages; every text holds markup that wants to run."""
    boxes = [
        shapely.box(EAST + i * SIDE, NORTH + j * SIDE, EAST + (i + 1) * SIDE, NORTH + (j + 1) * SIDE)
        for i in (0, 1)
        for j in (0, 1)
    ]
    middle = np.array([shapely.get_coordinates(box.centroid)[0] for box in boxes])
    route = shapely.LineString(middle)
    return build(
        settings={"name": "别口镇" + BAD, "crs": "EPSG:4544", "schematic": True, "notice": BAD},
        township={"name": [BAD], "geometry": [shapely.union_all(boxes)]},
        villages={
            "name": ["花坡村", BAD], "geometry": [shapely.union_all(boxes[:2]), shapely.union_all(boxes[2:])],
        },
        groups={"name": [BAD], "geometry": [boxes[0]]},
        grids={
            "code": ["01", "02", "03", BAD], "name": [BAD, "网格2", "网格3", "网格4"],
            "village": ["花坡村", "花坡村", BAD, BAD], "village_fid": [1, 1, 2, 2], "geometry": boxes,
        },
        households={
            "household_no": ["H1", "H2", "H3", "H4", BAD], "head_name": ["张三丰", "李四", BAD, "", BAD],
            "head_id": ["990101199001011234"] * 5, "phone": ["13812341234"] * 5,
            "address": ["花坡村3组12号"] * 5,
            "x": [*middle[:, 0], np.nan], "y": [*middle[:, 1], np.nan],
            "resident": [1_001, 900, 2, 0, 5], "registered": [1_500, 960, 3, 1, 5],
            "at_home": [1, 1, 1, 0, 5],
        },
        staff={"name": ["欧阳娜娜"]},
        assignments={"staff": ["欧阳娜娜"], "staff_fid": [1], "role": ["grid_leader"], "grid_fid": [1]},
        incidents={
            "incident_no": ["E1", "E2", "E3", "E4", BAD], "title": [BAD, "甲家事", "乙家事", "", ""],
            "category": [BAD, "家庭纠纷", "治安", "火情", "道路"], "restricted": [0, 0, 1, 0, 0],
            "status": ["", "", "", "已办结", ""], "urgency": ["P1", "P2", "P2", "P3", ""],
            "x": [*middle[:, 0] + 200, EAST + 300], "y": [*middle[:, 1], NORTH + 300],
        },
        places={"name": [BAD], "kind": ["clinic"], "x": [middle[3, 0] + 100], "y": [middle[3, 1]]},
        roads={"name": [BAD], "grade": ["main"], "geometry": [route]},
        waters={"name": [BAD], "geometry": [route]},
        hazards={"name": [BAD], "geometry": [boxes[3].buffer(-200)]},
        patrols={"patrol_no": [BAD], "team": [BAD], "started_at": ["2026-11-20T09:00:00"],
                 "geometry": [route]},
        neighbours={"name": [BAD], "geometry": [shapely.box(EAST - SIDE, NORTH, EAST, NORTH + SIDE)]},
    )  # fmt: skip


@pytest.fixture
def layers():
    """The overlays of the sample township."""
    return load_layers(LAYERS)


@pytest.fixture
def moment():
    """The moment of every export in the tests."""
    return datetime(2026, 11, 23, 13, 5)
