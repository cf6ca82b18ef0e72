import pytest
from made_up import make_intake, two_grids

from gridmap.store import migrations
from gridmap.store.connection import connect
from gridmap.store.geopackage import GeoPackageStore
from gridmap.store.record import utc_now


def test_a_step_runs_once_in_its_own_transaction(store, tmp_path):
    store.take(make_intake(two_grids()), "甲")
    store.close()
    connection = connect(tmp_path / "town.gpkg", writable=True)
    steps = {2: lambda c: c.execute("CREATE TABLE gridmap_new (a)"), 3: lambda c: c.execute("no sql at all")}
    with pytest.raises(Exception, match="syntax"):
        migrations.migrate(connection, utc_now, steps, newest=3)
    assert migrations.version(connection) == 2
    migrations.migrate(connection, utc_now, steps, newest=2)
    assert connection.execute("SELECT COUNT(*) FROM gridmap_new").get == 0
    connection.close()


def test_a_store_of_a_newer_program_is_opened_for_reading(store, tmp_path):
    store.take(make_intake(two_grids()), "甲")
    store.close()
    connection = connect(tmp_path / "town.gpkg", writable=True)
    connection.execute("INSERT INTO gridmap_version VALUES (?, '')", (migrations.CURRENT + 1,))
    connection.close()
    newer = GeoPackageStore.open(tmp_path / "town.gpkg")
    assert newer.read_only
    assert "更新版本" in newer.holder
    assert len(newer.load()["grids"]) == 2
    newer.close()
