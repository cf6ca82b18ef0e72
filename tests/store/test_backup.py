import pytest
from made_up import make_intake, two_grids

from gridmap.errors import StoreError
from gridmap.store import open_store
from gridmap.store.backup import restore


def test_a_backup_of_a_store_in_use_restores_to_the_same_rows(store, tmp_path):
    store.take(make_intake(two_grids()), "甲")
    copy = store.backup(tmp_path / "backups")
    restore(copy, tmp_path / "again.gpkg")
    again = open_store(tmp_path / "again.gpkg", read_only=True)
    assert list(again.load()["grids"]["uuid"]) == list(store.load()["grids"]["uuid"])
    assert again.verify() == []
    again.close()


def test_a_store_with_a_chinese_name_is_backed_up_too(store, tmp_path):
    restore(store.backup(tmp_path), tmp_path / "别口镇.gpkg")
    town = open_store(tmp_path / "别口镇.gpkg", read_only=True)
    copy = town.backup(tmp_path / "备份")
    town.close()
    assert copy.stem in copy.with_suffix(".sha256").read_text("utf-8")
    restore(copy, tmp_path / "again.gpkg")


def test_a_backup_that_was_changed_is_not_restored(store, tmp_path):
    store.take(make_intake(two_grids()), "甲")
    copy = store.backup(tmp_path)
    data = bytearray(copy.read_bytes())
    data[-1] ^= 1
    copy.write_bytes(data)
    with pytest.raises(StoreError, match="校验和"):
        restore(copy, tmp_path / "again.gpkg")
    assert not (tmp_path / "again.gpkg").exists()


def test_an_existing_store_is_never_overwritten_by_a_restore(store, tmp_path):
    copy = store.backup(tmp_path)
    with pytest.raises(StoreError, match="已有"):
        restore(copy, tmp_path / "town.gpkg")


def test_a_restore_into_a_folder_that_is_not_there_is_refused(store, tmp_path):
    copy = store.backup(tmp_path / "backups")
    with pytest.raises(StoreError, match="写不进去"):
        restore(copy, tmp_path / "nowhere" / "town.gpkg")
