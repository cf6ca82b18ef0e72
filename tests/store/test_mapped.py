"""The numbers of large tables, kept as files for the next opening."""

import os
import shutil
import time

import numpy as np
import pytest
from made_up import SETTINGS, houses, make_intake, two_grids

from gridmap.store import create_store, loading
from gridmap.store.connection import connect
from gridmap.store.geopackage import GeoPackageStore
from gridmap.store.mapped import LARGE, MappedColumns
from gridmap.township.census import take_census
from gridmap.township.change import Change

HOUSES = LARGE + 1


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    path = tmp_path_factory.mktemp("large") / "town.gpkg"
    store = create_store(path, SETTINGS)
    store.take(make_intake(two_grids(), houses(HOUSES)), "甲")
    store.close()
    return path


@pytest.fixture
def path(large, tmp_path):
    """A copy that has been left alone for a while."""
    copy = tmp_path / "town.gpkg"
    shutil.copy(large, copy)
    rested(copy)
    return copy


@pytest.fixture
def read(monkeypatch):
    """The tables whose rows were read, in order."""
    names = []
    real = loading.load_columns

    def listen(connection, schema, columns):
        names.append(schema.name)
        return real(connection, schema, columns)

    monkeypatch.setattr(loading, "load_columns", listen)
    return names


def rested(path):
    then = time.time() - 60
    os.utime(path, (then, then))


def opened(path, tmp_path):
    return GeoPackageStore.open(path, examine_later=True, mapped=MappedColumns(tmp_path / "kept"))


def load(path, tmp_path):
    """Open, load, keep, close: the households' residents."""
    store = opened(path, tmp_path)
    snapshot = store.load(["grids", "households"], deferred=True)
    people = snapshot["households"].number("resident")
    store.keep(snapshot.version, take_census(snapshot).grid_of_household)
    store.close()
    return people


def test_the_second_opening_maps_the_numbers_of_large_tables_and_reads_the_small_ones(path, tmp_path, read):
    first = load(path, tmp_path)
    assert read == ["grids", "households"]
    second = load(path, tmp_path)
    assert read[2:] == ["grids"]
    assert isinstance(second, np.memmap)
    np.testing.assert_array_equal(first, second)


def test_only_numbers_are_kept_and_only_for_their_user(path, tmp_path):
    load(path, tmp_path)
    (home,) = (tmp_path / "kept").iterdir()
    columns = {file.name.split(".")[1] for file in home.iterdir() if file.suffix == ".npy"}
    assert columns == {
        "fid",
        "x",
        "y",
        "registered",
        "resident",
        "at_home",
        "forecast",
        "village_fid",
        "group_fid",
        "grid_fid",
        "grid_of_household",
    }
    assert home.stat().st_mode & 0o077 == 0


def test_a_change_is_read_from_the_store_and_kept_anew(path, tmp_path, read):
    load(path, tmp_path)
    store = opened(path, tmp_path)
    row = store.load(["households"])["households"].take([0])
    store.write(Change("改", rows={"households": row.replace(resident=np.array([99.0]))}), "甲")
    store.close()
    rested(path)
    del read[:]
    assert load(path, tmp_path)[0] == 99
    assert read == ["grids", "households"]
    assert load(path, tmp_path)[0] == 99
    assert read[2:] == ["grids"]


def test_a_change_by_another_program_is_seen(path, tmp_path, read):
    load(path, tmp_path)
    other = connect(path, writable=True)
    other.execute("UPDATE households SET resident = 77 WHERE fid = 1")  # with no line in the record
    other.close()
    assert load(path, tmp_path)[0] == 77


def test_a_file_changed_a_moment_ago_is_not_trusted_to_look_the_same(path, tmp_path):
    os.utime(path)
    load(path, tmp_path)
    assert not (tmp_path / "kept").exists()


def test_while_somebody_writes_the_rows_are_read(path, tmp_path, read):
    load(path, tmp_path)
    writer = opened(path, tmp_path)
    row = writer.load(["grids"])["grids"].take([0])
    writer.write(Change("改", rows={"grids": row.replace(name=np.array(["新"], object))}), "甲")
    del read[:]
    reader = GeoPackageStore.open(path, read_only=True, mapped=MappedColumns(tmp_path / "kept"))
    assert reader.load(["grids", "households"], deferred=True)["grids"]["name"][0] == "新"
    assert read == ["grids", "households"]
    reader.close()
    writer.close()


@pytest.mark.parametrize("how", ["cut", "gone", "text", "another length"])
def test_kept_files_that_are_not_as_they_were_are_not_used(path, tmp_path, read, how):
    load(path, tmp_path)
    (home,) = (tmp_path / "kept").iterdir()
    file = home / "households.resident.npy"
    match how:
        case "cut":
            file.write_bytes(file.read_bytes()[:1000])
        case "gone":
            file.unlink()
        case "text":
            np.save(file, np.array(["a"], object), allow_pickle=True)
        case _:
            np.save(file, np.zeros(5))
    del read[:]
    assert list(load(path, tmp_path)[:7]) == [0, 1, 2, 3, 4, 5, 6]
    assert read == ["grids", "households"]


def test_a_folder_that_cannot_be_written_keeps_nothing_and_says_nothing(path, tmp_path):
    (tmp_path / "kept").write_text("a file where the folder should be")
    assert len(load(path, tmp_path)) == HOUSES


def places(path, tmp_path):
    """The kept grids of the households, and those that a whole count finds; the session is closed again."""
    store = opened(path, tmp_path)
    snapshot = store.load(["grids", "households"], deferred=True)
    kept, counted = store.places(snapshot.version), take_census(snapshot).grid_of_household
    same = take_census(snapshot, kept)
    assert same.grids["resident"].tolist() == take_census(snapshot).grids["resident"].tolist()
    store.close()
    return kept, counted


def test_the_grid_of_every_household_is_kept_with_the_columns_it_was_found_by(path, tmp_path):
    assert places(path, tmp_path)[0] is None
    load(path, tmp_path)
    kept, counted = places(path, tmp_path)
    np.testing.assert_array_equal(kept, counted)


def test_grids_that_were_found_before_an_edit_are_not_kept_as_those_of_now(path, tmp_path):
    store = opened(path, tmp_path)
    snapshot = store.load(["grids", "households"], deferred=True)
    store.keep(snapshot.version + 1, np.zeros(HOUSES, np.int64))
    store.close()
    assert places(path, tmp_path)[0] is None


def test_after_a_change_the_grids_are_found_anew(path, tmp_path):
    load(path, tmp_path)
    store = opened(path, tmp_path)
    row = store.load(["grids"])["grids"].take([0])
    store.write(Change("改", rows={"grids": row.replace(name=np.array(["新"], object))}), "甲")
    store.close()
    rested(path)
    assert places(path, tmp_path)[0] is None


@pytest.mark.parametrize("how", ["cut", "gone", "floats", "another length"])
def test_kept_grids_that_are_not_as_they_were_are_not_used(path, tmp_path, how):
    load(path, tmp_path)
    (home,) = (tmp_path / "kept").iterdir()
    file = home / "census.grid_of_household.npy"
    match how:
        case "cut":
            file.write_bytes(file.read_bytes()[:1000])
        case "gone":
            file.unlink()
        case "floats":
            np.save(file, np.zeros(HOUSES))
        case _:
            np.save(file, np.zeros(5, np.int64))
    store = opened(path, tmp_path)
    snapshot = store.load(["grids", "households"], deferred=True)
    census = take_census(snapshot, store.places(snapshot.version))
    store.close()
    np.testing.assert_array_equal(census.grid_of_household, take_census(snapshot).grid_of_household)
