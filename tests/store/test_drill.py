"""A copy to practise on: marked from its first moment, and nothing of it ever becomes real."""

import shutil
from datetime import datetime
from hashlib import sha256

import pytest
from made_up import SETTINGS, houses, make_intake, two_grids

from gridmap.app import import_files, newest_drill
from gridmap.errors import InputError, ReadOnlyStore, StoreError, UsageError
from gridmap.exchange.export import export
from gridmap.response.cases import TABLES, Report, cases, report_change, step_change
from gridmap.response.incidents import Step
from gridmap.scene.layers import load_layers
from gridmap.scene.wall import wall_content
from gridmap.session import Session
from gridmap.store import create_store, drill_path, open_store
from gridmap.township.folders import layers_folder
from gridmap.township.mask import MASKED

NOW = datetime(2026, 11, 26, 14, 0)


@pytest.fixture(name="town", scope="module")
def _town(tmp_path_factory):
    path = tmp_path_factory.mktemp("town") / "town.gpkg"
    store = create_store(path, SETTINGS)
    store.take(make_intake(two_grids(), houses(12)), "me")
    snapshot = store.load(TABLES)
    store.write(report_change(snapshot, Report("停水", "民生服务"), NOW), "me")
    store.close()
    return path


@pytest.fixture(name="real")
def _real(town, tmp_path):
    session = Session(open_store(shutil.copy(town, tmp_path / "town.gpkg")), "周六")
    yield session
    session.close()


@pytest.fixture(name="drill")
def _drill(real, tmp_path):
    path = drill_path(tmp_path / "town.gpkg", NOW)
    real.begin_drill(path)
    session = Session(open_store(path), "周六")
    session.load_rest()
    yield session
    session.close()


def figures(session):
    session.refresh()
    content = wall_content(session.public.snapshot, session.public.census, [], NOW)
    people = {name: counts.tolist() for name, counts in session.census.grids.items()}
    return repr((content, people, cases(session.snapshot)))


def practise(session):
    """Everything that a drill writes: incidents with steps, alarms, a plan, an undo."""
    for number in range(3):
        session.write(report_change(session.snapshot, Report("溺水", "安全隐患", "P1"), NOW))
        row = len(session.snapshot["incidents"]) - 1
        session.write(step_change(session.snapshot, row, [Step("accept", NOW, f"学员{number}")]))
    session.undo()
    session.undo()


def test_a_drill_is_the_township_by_another_name(real, drill):
    assert drill.snapshot.settings.drill
    assert drill.snapshot.settings.name == "演练 · 甲镇"
    assert len(drill.snapshot["incidents"]) == 1
    assert real.snapshot.settings.drill == ""
    audit = drill._store.audit()[-1]
    assert (audit.who, audit.what, audit.object) == ("周六", "drill", "甲镇")
    assert drill._store.verify() == []


def test_nothing_that_is_practised_reaches_a_real_figure(real, drill, tmp_path):
    path = tmp_path / "town.gpkg"
    real.load_rest()
    record, shown = (real._store.audit(), real.steps(), real._store.version), figures(real)
    before = [sha256(part.read_bytes()).hexdigest() for part in sorted(tmp_path.glob("town.gpkg*"))]
    practise(drill)
    assert len(drill.snapshot["incidents"]) == 3
    assert [sha256(part.read_bytes()).hexdigest() for part in sorted(tmp_path.glob("town.gpkg*"))] == before
    assert (real._store.audit(), real.steps(), real._store.version) == record
    assert figures(real) == shown
    drill.close()
    real.close()
    assert sha256(path.read_bytes()).hexdigest() == before[0]


@pytest.mark.parametrize("name", ["incidents.csv", "town.xlsx", "incidents.gpkg"])
def test_no_file_of_a_drill_can_be_imported(drill, real, tmp_path, name):
    practise(drill)
    folder = tmp_path / "out"
    folder.mkdir()
    what = [] if name.startswith("town") else ["incidents"]
    layers = load_layers(layers_folder())
    export(drill.snapshot, drill.census, folder / name, what, author="周六", now=NOW, layers=layers)
    real.close()
    before = (tmp_path / "town.gpkg").read_bytes()
    with pytest.raises(InputError, match="演练"):
        import_files(str(tmp_path / "town.gpkg"), [folder / name])
    assert (tmp_path / "town.gpkg").read_bytes() == before


def test_the_store_of_a_drill_cannot_be_imported_either(drill, real, tmp_path):
    drill.close()
    real.close()
    with pytest.raises(InputError, match="演练"):
        import_files(str(tmp_path / "town.gpkg"), [drill_path(tmp_path / "town.gpkg", NOW)])


def test_a_backup_of_a_drill_stays_one(drill, tmp_path):
    copy = open_store(drill._store.backup(tmp_path / "backups"), read_only=True)
    assert copy.settings.drill == drill.snapshot.settings.drill
    copy.close()


def test_no_undo_takes_the_mark_off(drill):
    while drill.undo():
        pass
    assert drill.snapshot.settings.drill


def test_nobody_is_unmasked_to_practise(drill):
    with pytest.raises(ReadOnlyStore, match="演练"):
        drill.masking.lift("call", "周六")
    assert drill.mask is MASKED


def test_a_drill_of_a_drill_and_one_over_a_file_are_refused(drill, real, tmp_path):
    with pytest.raises(StoreError, match="演练库"):
        drill.begin_drill(tmp_path / "again.gpkg")
    with pytest.raises(StoreError, match="已有"):
        real.begin_drill(tmp_path / "town.gpkg")
    assert not (tmp_path / "again.gpkg").exists()
    assert not list(tmp_path.glob(".*"))


def test_a_place_that_cannot_be_written_is_said_and_leaves_nothing(real, tmp_path):
    with pytest.raises(StoreError, match="写不进去"):
        real.begin_drill(tmp_path / "nowhere" / "drill.gpkg")


def test_the_newest_drill_is_the_one_that_is_gone_on_with(real, drill, tmp_path):
    later = drill_path(tmp_path / "town.gpkg", NOW.replace(hour=15))
    real.begin_drill(later)
    assert newest_drill(str(tmp_path / "town.gpkg")) == str(later)
    with pytest.raises(UsageError, match="gridmap drill"):
        newest_drill(str(later))
