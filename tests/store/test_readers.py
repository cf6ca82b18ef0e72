"""A window asks its store small things while a background job loads the large ones."""

import threading

from gridmap.store import open_store
from gridmap.township.schemas import SCHEMAS


def test_one_thread_asks_while_another_loads(sample_store):
    store = open_store(sample_store, read_only=True)
    loaded, failed = [], []

    def load():
        try:
            loaded.append(store.load(SCHEMAS))
        except Exception as error:  # whatever it is, the test must hear of it
            failed.append(error)

    job = threading.Thread(target=load)
    job.start()
    asked = 0
    while job.is_alive():
        assert store.version > 0
        assert store.undo_label() is not None
        asked += 1
    job.join()
    store.close()
    assert not failed
    assert asked > 0
    assert len(loaded[0]["grids"]) == 19


def test_a_store_that_was_read_by_two_threads_is_one_file_again(sample_store, tmp_path):
    path = tmp_path / "copy.gpkg"
    path.write_bytes(sample_store.read_bytes())
    store = open_store(path)
    job = threading.Thread(target=store.load)
    job.start()
    while job.is_alive():
        assert store.version > 0
    store.undo("tester")
    store.close()
    assert [file.name for file in tmp_path.iterdir() if file.suffix != ".lock"] == ["copy.gpkg"]
