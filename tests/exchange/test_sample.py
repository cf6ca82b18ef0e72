"""The township beside the program comes in by the ordinary way, whole."""

from pathlib import Path

import numpy as np
import pytest
import shapely

from gridmap.exchange import read
from gridmap.exchange.readers import SUFFIXES

_ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def intake():
    return read([_ROOT / "shapes", _ROOT / "layers"])


def test_every_file_is_read_and_no_row_is_doubted(intake):
    files = [
        path for room in ("shapes", "layers") for path in (_ROOT / room).iterdir() if path.suffix in SUFFIXES
    ]
    assert {batch.path for batch in intake.batches} == {str(path) for path in files}
    assert [problem for batch in intake.batches for problem in batch.problems if problem.row] == []
    assert all(batch.accepted == batch.rows for batch in intake.batches)
    assert intake.settings.name == "别口镇"
    assert intake.settings.crs == "EPSG:4544"


@pytest.mark.parametrize("kind", ["villages", "groups", "grids"])
def test_neighbours_still_share_every_vertex(intake, kind):
    (shapes,) = (batch.table["geometry"] for batch in intake.batches if batch.kind == kind)
    (outline,) = (batch.table["geometry"][0] for batch in intake.batches if batch.kind == "township")
    assert shapely.coverage_is_valid(shapes)
    assert shapely.area(shapely.symmetric_difference(shapely.coverage_union_all(shapes), outline)) < 0.01


def test_patrols_have_their_tracks(intake):
    patrols = next(batch.table for batch in intake.batches if batch.kind == "patrols" and len(batch.table))
    assert np.all([shape is not None for shape in patrols["geometry"]])
