"""What a window reads again when another process wrote: what changed, and nothing else."""

import numpy as np
import pytest
from made_up import SETTINGS, houses, make_intake, two_grids

from gridmap.session import Session
from gridmap.store import create_store, open_store
from gridmap.township.change import Change


@pytest.fixture
def both(tmp_path):
    """A session that writes and one that only reads, with every table loaded."""
    path = tmp_path / "town.gpkg"
    store = create_store(path, SETTINGS)
    store.take(make_intake(two_grids(), houses(5)), "甲")
    store.close()
    writer, reader = Session(open_store(path), "甲"), Session(open_store(path, read_only=True), "乙")
    writer.load_rest()
    reader.load_rest()
    yield writer, reader
    writer.close()
    reader.close()


def renamed(session, name):
    grid = session.snapshot["grids"].take([0])
    return Change("改名", {"grids": grid.replace(name=np.array([name], object))})


def test_only_the_tables_that_changed_are_read_again(both):
    writer, reader = both
    homes = reader.snapshot["households"]
    writer.write(renamed(writer, "新"))
    assert reader.is_outdated()
    reader.show(reader.read_again())
    assert reader.snapshot["grids"]["name"][0] == "新"
    assert reader.snapshot["households"] is homes
    assert not reader.is_outdated()


def test_a_setting_alone_is_read_again_and_undone(both):
    writer, reader = both
    writer.write(Change("定级", settings={"levels": {"民生服务": "micro"}}))
    reader.show(reader.read_again())
    assert reader.snapshot.settings.levels == {"民生服务": "micro"}
    writer.undo()
    reader.show(reader.read_again())
    assert reader.snapshot.settings.levels == {}


def test_several_changes_are_read_at_once(both):
    writer, reader = both
    writer.write(renamed(writer, "新"))
    home = writer.snapshot["households"].take([1])
    writer.write(Change("换户", {"households": home.replace(resident=np.array([9.0]))}))
    writer.undo()
    reader.show(reader.read_again())
    assert reader.snapshot["grids"]["name"][0] == "新"
    assert reader.snapshot["households"]["resident"].tolist() == [0.0, 1.0, 2.0, 3.0, 4.0]
    assert reader.census.grids["resident"].tolist() == writer.census.grids["resident"].tolist()
