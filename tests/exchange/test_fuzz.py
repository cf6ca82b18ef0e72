"""Any bytes under any suffix: rows, or one line that says what is wrong. Never anything else."""

import json
from contextlib import suppress

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gridmap.errors import GridmapError
from gridmap.exchange import ReadOptions, read
from gridmap.exchange.intake import look_into
from gridmap.exchange.ledger import batch
from gridmap.exchange.readers import SUFFIXES
from gridmap.exchange.worker import Worker

_ONE_FOLDER = [HealthCheck.function_scoped_fixture]
_RELAXED = settings(max_examples=150, deadline=None, suppress_health_check=_ONE_FOLDER)
_JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)
_NUMBERS = st.floats() | st.integers(-200, 200)
_COORDINATES = st.recursive(_NUMBERS, lambda inner: st.lists(inner, max_size=6), max_leaves=20)
_HEADS = st.sampled_from(
    [
        b"",
        b"PK\x03\x04",
        b"SQLite format 3\0",
        b"\xd0\xcf\x11\xe0",
        b"\x00\x00\x27\x0a",
        "户号,户主\n".encode(),
    ]
)
_GEOMETRY = _JSON | st.builds(
    lambda kind, coordinates: {"type": kind, "coordinates": coordinates},
    st.sampled_from(["Point", "LineString", "Polygon", "MultiPolygon", "GeometryCollection"]),
    _COORDINATES,
)


@pytest.fixture(scope="module")
def worker():
    with Worker() as running:
        yield running


def _survives(worker, path, kind=""):
    with suppress(GridmapError):
        for found in look_into(path, worker.read(path, {}), ReadOptions(kind=kind)):
            taken = batch(found, "EPSG:4544", None, asked=False)
            assert taken.accepted + taken.rejected == taken.rows
            if taken.table.schema.geometry == "polygon":
                assert shapely.is_valid(taken.table["geometry"]).all()
    assert worker._process.poll() is None


@given(st.binary(max_size=200), st.sampled_from(SUFFIXES), _HEADS)
@_RELAXED
def test_any_bytes_are_rows_or_one_line(worker, tmp_path, data, suffix, head):
    path = tmp_path / f"households{suffix}"
    path.write_bytes(head + data)
    _survives(worker, path)


@given(st.lists(_GEOMETRY, max_size=4), st.sampled_from(["grids", "households", "roads"]))
@_RELAXED
def test_any_geometry_is_a_shape_or_a_row_with_a_reason(tmp_path_factory, worker, geometries, kind):
    path = tmp_path_factory.getbasetemp() / f"{kind}.geojson"
    features = [
        {"type": "Feature", "properties": {"household_no": at}, "geometry": geometry}
        for at, geometry in enumerate(geometries)
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    _survives(worker, path, kind)


@given(st.lists(st.lists(st.text(max_size=10), min_size=4, max_size=4), min_size=1, max_size=5))
@settings(max_examples=25, deadline=None, suppress_health_check=_ONE_FOLDER)
def test_any_cells_are_rows_of_a_ledger(tmp_path, make, rows):
    path = make.csv(
        tmp_path / "households.csv",
        ["户号", "户主", "lon", "lat"],
        *([cell.encode("utf-8", "replace").decode() for cell in row] for row in rows),
    )
    with suppress(GridmapError):
        (batch,) = read([path]).batches
        assert batch.accepted + batch.rejected == batch.rows
        assert all("\x00" not in str(number) for number in batch.table["household_no"])
