"""A made-up town for everything that is timed: two grids and forty houses."""

import pytest
from made_up import SETTINGS, houses, make_intake, two_grids

from gridmap.store import create_store


@pytest.fixture(scope="session")
def town(tmp_path_factory):
    path = tmp_path_factory.mktemp("town") / "town.gpkg"
    store = create_store(path, SETTINGS)
    store.take(make_intake(two_grids(), houses(40)), "me")
    store.close()
    return path
