"""The first map that is kept: for exactly its state, and whole or not at all."""

import os

import pytest
from PySide6.QtGui import QColor, QImage

from gridmap.screens import kept_map
from gridmap.screens.memory import Memory


@pytest.fixture(name="town")
def _town(tmp_path, monkeypatch, qapp):
    """A store that stands still, in a user's folder where something is remembered."""
    monkeypatch.setenv("GRIDMAP_HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    Memory.own().put("theme", "dark")
    path = tmp_path / "town.gpkg"
    path.write_bytes(b"a store")
    return path


@pytest.fixture(name="picture")
def _picture():
    picture = QImage(40, 30, QImage.Format.Format_RGB32)
    picture.fill(QColor("#204060"))
    picture.setPixelColor(39, 29, QColor("#ff0000"))
    return picture


def test_a_map_comes_back_as_it_was_at_its_place(town, picture):
    kept_map.keep(str(town), picture, 100, 50)
    found = kept_map.find(str(town))
    assert found.picture == picture
    place = found.note.place
    assert (place.x(), place.y(), place.width(), place.height()) == (100, 50, 40, 30)


def test_nothing_is_found_where_nothing_is_kept(town):
    assert kept_map.find(str(town)) is None
    assert kept_map.find(None) is None


def test_a_store_that_somebody_has_open_and_leaves_alone_keeps_its_map(town, picture):
    town.with_name(town.name + "-wal").write_bytes(b"")
    kept_map.keep(str(town), picture, 0, 0)
    assert kept_map.find(str(town)).picture == picture
    town.with_name(town.name + "-wal").write_bytes(b"a change")
    assert kept_map.find(str(town)) is None


def touch(town):
    os.utime(town, ns=(0, town.stat().st_mtime_ns + 1))


def write_beside(town):
    town.with_name(town.name + "-wal").write_bytes(b"")


def replace_by_another(town):
    other = town.with_name("other.gpkg")
    other.write_bytes(town.read_bytes())
    os.utime(other, ns=(0, town.stat().st_mtime_ns))
    other.replace(town)


def cut_short(_town):
    path = kept_map._file()
    path.write_bytes(path.read_bytes()[:-1])


def damage_the_head(_town):
    path = kept_map._file()
    path.write_bytes(b"\xff" + path.read_bytes())


@pytest.mark.parametrize(
    "change",
    [
        touch, write_beside, replace_by_another, cut_short, damage_the_head,
        lambda _town: Memory.own().put("theme", "light"), lambda town: town.unlink(),
    ],
)  # fmt: skip
def test_a_map_of_another_state_is_none(town, picture, change):
    kept_map.keep(str(town), picture, 0, 0)
    change(town)
    assert kept_map.find(str(town)) is None


def test_a_map_of_another_day_is_none(town, picture, monkeypatch):
    kept_map.keep(str(town), picture, 0, 0)

    class Tomorrow(kept_map.date):
        @classmethod
        def today(cls):
            return cls(2999, 1, 1)

    monkeypatch.setattr(kept_map, "date", Tomorrow)
    assert kept_map.find(str(town)) is None


def test_a_map_whose_place_is_on_no_screen_is_none(town, picture):
    kept_map.keep(str(town), picture, 100_000, 0)
    assert kept_map.find(str(town)) is None
    picture.setDevicePixelRatio(3)
    kept_map.keep(str(town), picture, 0, 0)
    assert kept_map.find(str(town)) is None


def test_where_nothing_can_be_written_nothing_is_kept(town, picture, tmp_path, monkeypatch):
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setattr(kept_map, "own_folder", lambda: tmp_path / "file")
    kept_map.keep(str(town), picture, 0, 0)
    assert kept_map.find(str(town)) is None


@pytest.mark.skipif(os.name != "posix", reason="modes of files are POSIX's")
def test_nobody_else_may_read_it_and_one_file_is_left(town, picture):
    kept_map.keep(str(town), picture, 0, 0)
    assert kept_map._file().stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in kept_map._file().parent.iterdir()) == ["first.map", "windows.ini"]


def test_it_is_on_the_screen_at_once_and_lets_the_hand_through(town, picture):
    kept_map.keep(str(town), picture, 10, 20)
    shown = kept_map.find(str(town)).show()
    try:
        assert shown.isVisible()
        assert shown.windowHandle().isExposed()
        assert shown.geometry() == kept_map.find(str(town)).note.place
        assert shown.grab().toImage().pixelColor(39, 29) == QColor("#ff0000")
        assert shown.windowFlags() & kept_map.Qt.WindowType.WindowTransparentForInput
    finally:
        shown.close()
