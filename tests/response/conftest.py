"""The sample township as its store has it, loaded once."""

import pytest

from gridmap.store import open_store


@pytest.fixture(name="sample", scope="session")
def _sample(sample_store):
    store = open_store(sample_store, read_only=True)
    yield store.load()
    store.close()
