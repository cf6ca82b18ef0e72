"""``gridmap bench`` on a small town: every row is there and says something."""

import pytest
from made_up import SETTINGS, houses, make_intake, two_grids

from gridmap import bench
from gridmap.errors import GridmapError
from gridmap.store import create_store


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    path = tmp_path_factory.mktemp("town") / "town.gpkg"
    store = create_store(path, SETTINGS)
    store.take(make_intake(two_grids(), houses(40)), "me")
    store.close()
    return path


@pytest.mark.parametrize(
    ("trial", "rows"),
    [
        ("open", {"open"}),
        ("census", {"census"}),
        ("search", {"search_index", "search"}),
        (
            "frames",
            {"scene", *(f"{work}_{size}" for work in ("pan", "zoom", "sharp") for size in ("1080p", "4k"))},
        ),
    ],
)
def test_a_trial_runs_in_its_own_process_and_tells_seconds_and_memory(town, trial, rows):
    found = bench._trial(trial, town)
    assert set(found["rows"]) == rows
    assert all(0 < second < 20 for seconds in found["rows"].values() for second in seconds)
    assert 10 < found["peak_mb"] < 2000


@pytest.mark.parametrize("trial", ["start", "check"])
def test_whole_processes_are_timed_from_their_start(town, trial):
    row = bench._process(trial, town, 40)
    assert set(row) == {"name", "n", "median_s", "p95_s", "peak_mb"}
    assert 0.05 < row["median_s"] <= row["p95_s"] < 60


def test_a_trial_that_fails_is_one_line(tmp_path):
    with pytest.raises(GridmapError, match="测不了"):
        bench._trial("open", tmp_path / "none.gpkg")


def test_the_95th_of_few_runs_is_the_slowest():
    row = bench._row("x", 1, [0.1, 0.3, 0.2], 5.0)
    assert (row["median_s"], row["p95_s"]) == (0.2, 0.3)
    assert "x" in bench.lines({"machine": "m", "rows": [row]})[2]
