"""Everyone who can be searched for comes from a process of its own, and from nowhere else on the disk."""

import subprocess
import threading
from io import BytesIO

import numpy as np
import pytest
from made_up import SETTINGS, houses, make_intake, make_table, two_grids

from gridmap.errors import StoreError
from gridmap.store import create_store, open_store
from gridmap.store.gather import send
from gridmap.store.people import _received, read_people
from gridmap.township.change import Change
from gridmap.township.search import Gathering, SearchIndex


def nothing():
    pass


def people_of(count):
    return make_table(
        "residents",
        household_no=[f"H{n % 40}" for n in range(count)],
        name=[f"王{chr(0x4E00 + n % 97)}" for n in range(count)],
        phone=[f"{13800000000 + n}" for n in range(count)],
    )


@pytest.fixture(name="filled")
def _filled(store):
    store.take(make_intake(two_grids(), houses(40), people_of(300)), "me")
    return store


def test_the_people_are_those_of_the_rows(filled):
    beats = []
    people = filled.people(lambda: beats.append(1))
    snapshot = filled.load(["households", "residents", "grids"])
    gathering = Gathering()
    households, residents = snapshot["households"], snapshot["residents"]
    columns = (households[name].tolist() for name in ("fid", "household_no", "head_name", "phone"))
    gathering.households(*columns)
    gathering.residents(*(residents[name].tolist() for name in ("name", "phone", "household_no_fid")))
    expected = gathering.people(snapshot["grids"]["name"])
    assert people.readings == expected.readings
    for name, array in expected.arrays().items():
        assert np.array_equal(people.arrays()[name], array), name
    assert beats


def test_a_change_is_found_after_the_next_gathering(filled):
    residents = filled.load(["residents"])["residents"]
    renamed = residents.take([7]).replace(name=np.array(["曾单"], object))
    assert SearchIndex(filled.load(), filled.people(nothing)).find("zengdan") == []
    filled.write(Change("改名", {"residents": renamed}), "me")
    (hit,) = SearchIndex(filled.load(), filled.people(nothing)).find("zengdan")
    assert (hit.kind, hit.title, hit.detail) == ("resident", "曾*", "H7")


def test_a_store_without_people_has_none(store):
    assert len(store.people(nothing).names) == 0


def test_it_is_written_while_the_people_are_gathered(filled):
    residents = filled.load(["residents"])["residents"]
    written, began = [], threading.Event()

    def write():
        began.wait(20)
        for number in range(5):
            name = np.array([f"李{number}"], object)
            written.append(
                filled.write(Change("改名", {"residents": residents.take([number]).replace(name=name)}), "me")
            )

    job = threading.Thread(target=write)
    job.start()
    people = filled.people(began.set)
    job.join()
    assert len(written) == 5
    assert SearchIndex(filled.load(), people).find("13800000299"[-6:])


def test_whoever_stops_waiting_ends_the_process(filled, monkeypatch):
    started = []

    class Watched(subprocess.Popen):
        def __init__(self, *words, **options):
            super().__init__(*words, **options)
            started.append(self)

    monkeypatch.setattr(subprocess, "Popen", Watched)

    def stop():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        filled.people(stop)
    assert [process.returncode is None for process in started] == [False]


def test_what_cannot_be_read_is_one_line(tmp_path):
    broken = tmp_path / "坏.gpkg"
    broken.write_bytes(b"no store" * 200)
    for path in (broken, tmp_path / "none.gpkg"):
        with pytest.raises(StoreError, match=path.name) as caught:
            read_people(path, nothing)
        assert "\n" not in str(caught.value)


def test_a_process_that_breaks_off_is_one_line(filled, monkeypatch):
    monkeypatch.setattr("gridmap.store.people.PROCESS", "gridmap.store.nothing")
    with pytest.raises(StoreError, match="没有编成"):
        filled.people(nothing)


def test_people_that_were_cut_short_on_their_way_are_refused(filled):
    people, pipe = filled.people(nothing), BytesIO()
    send(people, pipe)
    line, _newline, arrays = pipe.getvalue().partition(b"\n")
    arrived = _received(line, BytesIO(arrays))
    assert all(np.array_equal(arrived.arrays()[name], array) for name, array in people.arrays().items())
    with pytest.raises(ValueError, match="cut short"):
        _received(line, BytesIO(arrays[:-1]))


def test_nothing_of_it_is_left_beside_the_store(tmp_path):
    store = create_store(tmp_path / "town.gpkg", SETTINGS)
    store.take(make_intake(two_grids(), houses(40), people_of(60)), "me")
    store.close()
    before = (tmp_path / "town.gpkg").read_bytes()
    reader = open_store(tmp_path / "town.gpkg", read_only=True)
    reader.people(nothing)
    reader.close()
    assert [file.name for file in tmp_path.iterdir() if file.suffix != ".lock"] == ["town.gpkg"]
    assert (tmp_path / "town.gpkg").read_bytes() == before
