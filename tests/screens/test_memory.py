"""What the windows remember."""

from PySide6.QtCore import QByteArray

from gridmap.screens.memory import Forgetful, Memory


def test_values_come_back_in_another_run(tmp_path):
    path = tmp_path / "windows.ini"
    Memory(path).put("theme", "dark")
    Memory(path).put("docks", QByteArray(b"\x00\x01"))
    again = Memory(path)
    assert again.get("theme", "light") == "dark"
    assert again.get("docks", QByteArray()) == QByteArray(b"\x00\x01")


def test_nothing_remembered_is_the_default(tmp_path):
    assert Memory(tmp_path / "windows.ini").get("theme", "light") == "light"


def test_another_value_is_another_stamp(tmp_path):
    memory = Memory(tmp_path / "windows.ini")
    assert memory.stamp() == ""
    memory.put("theme", "dark")
    dark = memory.stamp()
    memory.put("theme", "light")
    assert memory.stamp() not in ("", dark)
    memory.put("theme", "dark")
    assert memory.stamp() == dark


def test_only_the_users_own_will_be_there_again(tmp_path, monkeypatch):
    monkeypatch.setenv("GRIDMAP_HOME", str(tmp_path))
    assert Memory.own().is_own
    assert not Memory(tmp_path / "other.ini").is_own
    assert not Forgetful().is_own


def test_a_damaged_file_forgets(tmp_path):
    path = tmp_path / "windows.ini"
    path.write_bytes(b"\x00\xff not an ini")
    assert Memory(path).get("theme", "light") == "light"


def test_a_picture_remembers_nothing_of_anybody(tmp_path, monkeypatch):
    monkeypatch.setenv("GRIDMAP_HOME", str(tmp_path))
    Memory.own().put("theme", "dark")
    held = Forgetful()
    assert held.get("theme", "light") == "light"
    held.put("theme", "dark")
    assert held.get("theme", "light") == "dark"
    assert Forgetful().get("theme", "light") == "light"
    assert Memory.own().get("theme", "light") == "dark"
