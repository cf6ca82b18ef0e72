"""A store in a folder of its own."""

import pytest
from made_up import SETTINGS

from gridmap.store import create_store


@pytest.fixture
def store(tmp_path):
    made = create_store(tmp_path / "town.gpkg", SETTINGS)
    yield made
    made.close()
