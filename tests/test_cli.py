"""The command line as people and scripts meet it: whole processes on real files."""

import json
import os
import shutil
import struct
import subprocess
import sys
import zipfile
from hashlib import sha256
from pathlib import Path

import geopandas
import pytest

SQUARE = [[0.0, 0.0], [0.02, 0.0], [0.02, 0.02], [0.0, 0.02], [0.0, 0.0]]


def gridmap(*words, home):
    return subprocess.run(
        [sys.executable, "-m", "gridmap", *map(str, words)],
        capture_output=True, text=True, timeout=120, check=False,
        env={**os.environ, "GRIDMAP_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip


def feature(ring, at=(120.5, 30.2), **properties):
    moved = [[at[0] + x, at[1] + y] for x, y in ring]
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "Polygon", "coordinates": [moved]},
    }


def write_geojson(path, *features):
    path.write_text(json.dumps({"type": "FeatureCollection", "features": list(features)}), "utf-8")
    return path


def write_households(path, people, at=(120.5, 30.2)):
    rows = [f"H{i},户主{i},{n},{n},{n},{at[0] + 0.01},{at[1] + 0.01}" for i, n in enumerate(people)]
    path.write_text("\n".join(["household_no,head_name,registered,resident,at_home,lon,lat", *rows]), "utf-8")
    return path


def made_up_town(folder, people, at=(120.5, 30.2)):
    """One village, one grid over it, and households of the given sizes inside."""
    folder.mkdir(parents=True, exist_ok=True)
    write_geojson(folder / "villages.geojson", feature(SQUARE, at, code="v1", name="东村"))
    write_geojson(
        folder / "grids.geojson",
        feature(SQUARE, at, code="g1", name="东村01", village="v1", leader="欧阳甲", worker="乙"),
    )
    write_households(folder / "households.csv", people, at)
    return folder


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def sample(home):
    """The sample's store, made by the first command that needs it."""
    assert gridmap("check", home=home).returncode in (0, 1)
    return home / "sample.gpkg"


def checked(*words, home):
    run = gridmap("check", *words, "--json", home=home)
    assert run.stderr == ""
    return run.returncode, json.loads(run.stdout)


def test_on_residents_every_cap_of_the_sample_holds(sample, home):
    code, found = checked(sample, home=home)
    assert found["population"] == "resident"
    assert len(found["grids"]) == 19
    assert {grid["status"] for grid in found["grids"]} <= {"ok", "near", "limit"}
    assert {leader["status"] for leader in found["leaders"]} <= {"ok", "near", "limit"}
    assert not [
        f for f in found["findings"] if f["rule"] in ("worker_cap", "leader_cap") and f["severity"] == "error"
    ]
    assert code == (1 if any(f["severity"] == "error" for f in found["findings"]) else 0)


def test_when_everyone_comes_home_two_grids_and_a_leader_break_their_caps(sample, home):
    code, found = checked(sample, "--population", "registered", home=home)
    assert code == 1
    assert sum(grid["population"]["registered"] > 1000 for grid in found["grids"]) >= 2
    assert sum(grid["status"] == "over" for grid in found["grids"]) >= 2
    assert any(leader["population"] > 2000 for leader in found["leaders"])
    assert {f["rule"] for f in found["findings"] if f["severity"] == "error"} >= {"worker_cap", "leader_cap"}


def test_several_scenarios_are_checked_at_once(sample, home):
    several = ("--population", "resident,registered", "--population", "forecast")
    code, found = checked(sample, *several, home=home)
    assert (code, found["population"]) == (1, "resident")
    assert found["populations"] == ["resident", "registered", "forecast"]
    over = [grid for grid in found["grids"] if grid["status"] == "over"]
    assert {tuple(grid["broken"]) for grid in over} == {("registered",)}
    assert all(grid["load"] == max(grid["population"][name] for name in found["populations"]) / 1000
               for grid in found["grids"])  # fmt: skip


def test_a_forecast_arrives_under_its_chinese_name_and_is_refused_where_there_is_none(tmp_path):
    store, files = tmp_path / "town.gpkg", made_up_town(tmp_path / "files", [5])
    assert gridmap("import", store, files, home=tmp_path).returncode == 0
    refused = gridmap("check", store, "--population", "resident,forecast", home=tmp_path)
    assert refused.returncode == 2
    assert "预测" in refused.stderr
    ledger = tmp_path / "五年.csv"
    ledger.write_text("户号,常住,五年预测\nH0,5,1001\n", "utf-8")
    assert gridmap("import", store, ledger, "--as", "households", home=tmp_path).returncode == 0
    code, found = checked(store, "--population", "resident,forecast", home=tmp_path)
    assert (code, found["grids"][0]["population"]["forecast"], found["grids"][0]["broken"]) == (
        1, 1001, ["forecast"],
    )  # fmt: skip


def test_counts_equal_an_independent_spatial_join(sample, home):
    _, found = checked(sample, home=home)
    grids = geopandas.read_file(sample, layer="grids")
    households = geopandas.read_file(sample, layer="households")
    joined = geopandas.sjoin(households, grids[["uuid", "geometry"]], predicate="within", rsuffix="grid")
    sums = joined.groupby("uuid_grid")[["registered", "resident", "at_home", "forecast"]].sum()
    for grid in found["grids"]:
        assert dict(sums.loc[grid["id"]]) == grid["population"]


@pytest.mark.parametrize(("people", "status", "code"), [([600, 400], "limit", 0), ([600, 401], "over", 1)])
def test_exactly_a_thousand_passes_and_one_more_fails(tmp_path, people, status, code):
    store = tmp_path / "town.gpkg"
    assert gridmap("import", store, made_up_town(tmp_path / "files", people), home=tmp_path).returncode == 0
    exit_code, found = checked(store, "--rule", "worker_cap", home=tmp_path)
    grid = found["grids"][0]
    assert (grid["population"]["resident"], grid["status"], exit_code) == (sum(people), status, code)


@pytest.mark.parametrize(("people", "status"), [([1000, 1000], "limit"), ([1000, 1001], "over")])
def test_a_leader_may_answer_for_exactly_two_thousand(tmp_path, people, status):
    files = tmp_path / "files"
    files.mkdir()
    east, west = (120.5, 30.2), (120.52, 30.2)
    write_geojson(
        files / "grids.geojson",
        feature(SQUARE, east, code="g1", name="一", leader="甲", worker="乙"),
        feature(SQUARE, west, code="g2", name="二", leader="甲", worker="丙"),
    )
    write_households(files / "households.csv", people[:1], east)
    (files / "b").mkdir()
    rows = (files / "households.csv").read_text("utf-8")
    rows += f"\nH9,户主九,{people[1]},{people[1]},{people[1]},{west[0] + 0.01},{west[1] + 0.01}"
    (files / "households.csv").write_text(rows, "utf-8")
    store = tmp_path / "town.gpkg"
    assert gridmap("import", store, files, home=tmp_path).returncode == 0
    _, found = checked(store, "--rule", "leader_cap", home=tmp_path)
    assert [(leader["name"], leader["status"]) for leader in found["leaders"]] == [("甲", status)]


@pytest.mark.parametrize(
    ("at", "crs"), [((120.5, 30.2), 4549), ((11.3, 48.1), 32632), ((151.0, -33.6), 32756)]
)
def test_any_township_gets_the_zone_of_its_place(tmp_path, at, crs):
    store = tmp_path / "town.gpkg"
    run = gridmap("import", store, made_up_town(tmp_path / "files", [3, 4], at), "--json", home=tmp_path)
    assert run.returncode == 0, run.stderr
    assert {item["kind"]: item["accepted"] for item in json.loads(run.stdout)["files"]} == {
        "villages": 1, "grids": 1, "households": 2,
    }  # fmt: skip
    assert geopandas.read_file(store, layer="grids").crs.to_epsg() == crs
    _, found = checked(store, home=tmp_path)
    assert found["grids"][0]["population"] == {"registered": 7, "resident": 7, "at_home": 7}


def test_groups_with_totals_only_are_a_full_township(tmp_path):
    files = tmp_path / "census.geojson"
    write_geojson(
        files,
        feature(SQUARE, (120.5, 30.2), name="甲", POP=700),
        feature(SQUARE, (120.52, 30.2), name="乙", POP=400),
    )
    store = tmp_path / "town.gpkg"
    made = gridmap("import", store, files, "--as", "groups", "--column", "resident=POP", home=tmp_path)
    assert made.returncode == 0, made.stderr
    both = [[0.0, 0.0], [0.04, 0.0], [0.04, 0.02], [0.0, 0.02], [0.0, 0.0]]
    grid = write_geojson(tmp_path / "g.geojson", feature(both, (120.5, 30.2), name="全村", code="g1"))
    assert gridmap("import", store, grid, "--as", "grids", home=tmp_path).returncode == 0
    code, found = checked(store, home=tmp_path)
    assert (code, found["grids"][0]["population"]["resident"], found["grids"][0]["status"]) == (
        1,
        1100,
        "over",
    )
    assert found["grids"][0]["population"]["registered"] is None


def _truncated_geopackage(folder, sample):
    path = folder / "cut.gpkg"
    path.write_bytes(sample.read_bytes()[:50_000])
    return path


def _half_a_geojson(folder, _sample):
    path = made_up_town(folder / "t", [1]) / "grids.geojson"
    path.write_text(path.read_text("utf-8")[:120], "utf-8")
    return path


def _empty_csv(folder, _sample):
    path = folder / "households.csv"
    path.write_bytes(b"")
    return path


def _zip_that_is_not_one(folder, _sample):
    path = folder / "grids.zip"
    path.write_bytes(b"this is no zip" * 20)
    return path


def _zip_without_a_shapefile(folder, _sample):
    path = folder / "grids.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "nothing")
    return path


def _empty_folder(folder, _sample):
    path = folder / "nothing"
    path.mkdir()
    return path


def _missing_file(folder, _sample):
    return folder / "missing.geojson"


@pytest.mark.parametrize(
    "make",
    [_truncated_geopackage, _half_a_geojson, _empty_csv, _zip_that_is_not_one, _zip_without_a_shapefile,
     _empty_folder, _missing_file],
)  # fmt: skip
def test_an_unreadable_file_is_one_clear_line_and_changes_nothing(tmp_path, sample, home, make):
    before = sha256(sample.read_bytes()).hexdigest()
    path = make(tmp_path, sample)
    run = gridmap("import", sample, path, "--json", home=home)
    assert (run.returncode, run.stdout) == (2, "")
    assert len(run.stderr.strip().splitlines()) == 1, run.stderr
    assert path.name in run.stderr
    assert sha256(sample.read_bytes()).hexdigest() == before
    assert [entry for entry in sample.parent.iterdir() if entry.name.startswith("sample.gpkg-")] == []


@pytest.mark.parametrize("make", [_truncated_geopackage, _empty_folder, _missing_file, _zip_that_is_not_one])
def test_a_store_that_is_none_is_one_clear_line(tmp_path, sample, home, make):
    path = make(tmp_path, sample)
    before = path.read_bytes() if path.is_file() else None
    run = gridmap("check", path, home=home)
    assert (run.returncode, run.stdout) == (2, "")
    assert len(run.stderr.strip().splitlines()) == 1, run.stderr
    assert (path.read_bytes() if path.is_file() else None) == before


def test_a_self_crossing_polygon_is_rejected_with_its_row(tmp_path):
    bow_tie = [[0.0, 0.0], [0.02, 0.02], [0.02, 0.0], [0.0, 0.02], [0.0, 0.0]]
    grids = write_geojson(tmp_path / "grids.geojson", feature(SQUARE, name="好"), feature(bow_tie, name="坏"))
    run = gridmap("import", tmp_path / "town.gpkg", grids, "--json", home=tmp_path)
    told = json.loads(run.stdout)["files"][0]
    assert (run.returncode, told["accepted"], told["rejected"]) == (1, 1, 1)
    assert [problem["row"] for problem in told["problems"]] == [2]


def test_households_without_coordinates_are_kept_unplaced(tmp_path):
    files = made_up_town(tmp_path / "files", [5])
    ledger = tmp_path / "households.csv"
    ledger.write_text("户号,户主,常住人口,lon,lat\n0001,张三,3,,\n0002,李四,2,0,0\n", "utf-8-sig")
    store = tmp_path / "town.gpkg"
    assert gridmap("import", store, files, home=tmp_path).returncode == 0
    run = gridmap("import", store, ledger, "--json", home=tmp_path)
    assert json.loads(run.stdout)["files"][0]["unplaced"] == 2, run.stderr
    _, found = checked(store, home=tmp_path)
    assert (found["unplaced"], found["grids"][0]["population"]["resident"]) == (2, 5)


def test_a_grid_outside_every_village_is_a_finding(tmp_path):
    files = made_up_town(tmp_path / "files", [5])
    write_geojson(files / "grids.geojson", feature(SQUARE, code="g1", name="内", village="v1"),
                  feature(SQUARE, (120.6, 30.3), code="g2", name="外"))  # fmt: skip
    store = tmp_path / "town.gpkg"
    assert gridmap("import", store, files, home=tmp_path).returncode == 0
    code, found = checked(store, "--rule", "nested", home=tmp_path)
    outside = next(grid["id"] for grid in found["grids"] if grid["code"] == "g2")
    assert code == 1
    assert [f["grids"] for f in found["findings"] if f["severity"] == "error"] == [[outside]]


def test_a_second_import_of_the_same_files_changes_nothing(tmp_path):
    files, store = made_up_town(tmp_path / "files", [5, 6]), tmp_path / "town.gpkg"
    for _ in range(2):
        assert gridmap("import", store, files, home=tmp_path).returncode == 0
    _, found = checked(store, home=tmp_path)
    assert (len(found["grids"]), found["grids"][0]["population"]["resident"]) == (1, 11)
    assert gridmap("verify", store, home=tmp_path).returncode == 0


WRONG_WORDS = [
    ("check", "--population", "cats"),
    ("check", "--population", "resident,cats"),
    ("check", "--population", ""),
    ("check", "--rule", "no_such"),
    ("import",),
    ("snapshot", "--size", "wide", "--out", "x.png"),
    ("nonsense",),
]


def test_the_same_file_read_by_another_datum_moves_its_houses(tmp_path):
    files, store = made_up_town(tmp_path / "files", [1]), tmp_path / "town.gpkg"
    ledger = write_households(tmp_path / "households.csv", [3])
    assert gridmap("import", store, files, home=tmp_path).returncode == 0
    at = []
    for datum in ("wgs84", "gcj02"):
        assert gridmap("import", store, ledger, "--datum", datum, home=tmp_path).returncode == 0
        at.append(geopandas.read_file(store, layer="households").geometry[0])
    assert 300 < at[0].distance(at[1]) < 700


def test_a_newer_file_of_grids_names_the_one_leader(tmp_path):
    files, store = made_up_town(tmp_path / "files", [5]), tmp_path / "town.gpkg"
    assert gridmap("import", store, files, home=tmp_path).returncode == 0
    later = write_geojson(
        tmp_path / "grids.geojson",
        feature(SQUARE, code="g1", name="东村01", village="v1", leader="丙", worker="丁"),
    )
    assert gridmap("import", store, later, home=tmp_path).returncode == 0
    _, found = checked(store, home=tmp_path)
    assert [leader["name"] for leader in found["leaders"]] == ["丙"]
    assert gridmap("verify", store, home=tmp_path).returncode == 0


@pytest.mark.parametrize("words", WRONG_WORDS)
def test_a_wrong_word_is_exit_code_2(home, sample, words):
    run = gridmap(*words, home=home)
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.strip()


COMMANDS = (
    "desk wall sample import check propose area nearest patrols export snapshot verify backup restore bench"
)


@pytest.mark.parametrize("command", COMMANDS.split())
def test_every_command_answers_help_with_an_example(home, command):
    run = gridmap(command, "--help", home=home)
    assert run.returncode == 0
    assert "Example: gridmap" in run.stdout


def test_a_backup_restores_to_the_same_township(sample, home, tmp_path):
    made = gridmap("backup", sample, "--out", tmp_path, home=home)
    assert made.returncode == 0, made.stderr
    again = tmp_path / "again.gpkg"
    assert gridmap("restore", Path(made.stdout.strip()), again, home=home).returncode == 0
    assert checked(again, home=home)[1]["grids"] == checked(sample, home=home)[1]["grids"]


def refused(run, *files_as_they_were):
    """One line, code 2, and every given (path, bytes) is as it was."""
    assert (run.returncode, run.stdout) == (2, "")
    assert len(run.stderr.splitlines()) == 1
    assert "Traceback" not in run.stderr
    for path, before in files_as_they_were:
        assert path.read_bytes() == before
    return run.stderr


@pytest.fixture
def town(tmp_path):
    """A made-up township in a folder of its own, beside its files."""
    assert gridmap("import", tmp_path / "town.gpkg", made_up_town(tmp_path / "files", [5]), home=tmp_path)
    return tmp_path / "town.gpkg"


@pytest.mark.parametrize("name", ["town.gpkg", "other.gpkg"])
def test_an_export_never_replaces_a_store(town, tmp_path, name):
    out = tmp_path / name
    if out != town:
        shutil.copy(town, out)
    before = out.read_bytes()
    assert "镇库" in refused(gridmap("export", town, "--out", out, home=tmp_path), (out, before))


def test_an_export_replaces_an_older_export(town, tmp_path):
    for _time in range(2):
        assert gridmap("export", town, "--out", tmp_path / "out.gpkg", home=tmp_path).returncode == 0


@pytest.mark.parametrize("link", [False, True])
def test_a_store_is_not_imported_into_itself(town, tmp_path, link):
    path = town
    if link:
        path = tmp_path / "link.gpkg"
        path.symlink_to(town)
    before = town.read_bytes()
    assert "镇库本身" in refused(gridmap("import", town, path, home=tmp_path), (town, before))


def test_a_folder_is_imported_into_a_store_that_lies_in_it(tmp_path):
    folder = made_up_town(tmp_path / "files", [5])
    for _time in range(2):
        run = gridmap("import", folder / "town.gpkg", folder, "--json", home=tmp_path)
        assert {Path(file["path"]).suffix for file in json.loads(run.stdout)["files"]} == {".geojson", ".csv"}


def test_a_ledger_without_any_place_cannot_found_a_township(tmp_path):
    path = tmp_path / "households.csv"
    path.write_text("household_no,head_name\nH1,甲\n", "utf-8")
    assert "网格" in refused(gridmap("import", tmp_path / "town.gpkg", path, home=tmp_path))
    assert sorted(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-1e999", "1e300"])
def test_a_coordinate_that_is_no_number_rejects_its_row_alone(tmp_path, number):
    path = write_geojson(tmp_path / "grids.geojson", feature(SQUARE, code="g1"), feature(SQUARE, code="g2"))
    path.write_text(path.read_text("utf-8").replace("120.52", number, 1), "utf-8")
    run = gridmap("import", tmp_path / "town.gpkg", path, "--json", home=tmp_path)
    assert (run.returncode, run.stderr) == (1, "")
    (file,) = json.loads(run.stdout)["files"]
    assert (file["accepted"], file["rejected"], file["problems"][0]["row"]) == (1, 1, 1)


@pytest.mark.parametrize(("name", "posts_refused"), [("out.gpkg", 1), ("out.geojson", 0)])
def test_an_export_comes_back_with_no_leader_invented(town, tmp_path, name, posts_refused):
    out = tmp_path / name
    assert gridmap("export", town, "--out", out, home=tmp_path).returncode == 0
    assert gridmap("import", tmp_path / "new.gpkg", out, home=tmp_path).returncode == posts_refused
    _code, found = checked(tmp_path / "new.gpkg", home=tmp_path)
    assert [(grid["code"], grid["name"]) for grid in found["grids"]] == [("g1", "东村01")]
    assert not [leader for leader in found["leaders"] if "*" in leader["name"]]


@pytest.mark.parametrize("name", ["town.gpkg", "nowhere/town.png", "town.txt"])
def test_a_snapshot_writes_nothing_but_a_picture(town, tmp_path, name):
    before = town.read_bytes()
    refused(gridmap("snapshot", town, "--out", tmp_path / name, home=tmp_path), (town, before))
    assert {path.name for path in tmp_path.iterdir()} == {"town.gpkg", "files"}


def test_households_come_back_from_a_shapefile_with_its_ten_letters(town, tmp_path):
    out = tmp_path / "out.zip"
    assert gridmap("export", town, "--out", out, "--what", "households", home=tmp_path).returncode == 0
    new, grids = tmp_path / "new.gpkg", tmp_path / "files" / "grids.geojson"
    assert gridmap("import", new, grids, home=tmp_path).returncode == 0
    run = gridmap("import", new, out, home=tmp_path)
    assert run.returncode == 0, run.stderr
    _code, found = checked(new, home=tmp_path)
    assert found["grids"][0]["population"] == {"registered": 5, "resident": 5, "at_home": 5}


def test_a_sample_is_not_written_where_a_file_stands(tmp_path):
    path = tmp_path / "demo"
    path.write_text("mine", "utf-8")
    refused(gridmap("sample", path, home=tmp_path), (path, b"mine"))


@pytest.mark.parametrize("screen", ["desk", "wall"])
def test_a_snapshot_has_the_size_that_was_asked_for(town, tmp_path, screen):
    out = tmp_path / "small.png"
    run = gridmap("snapshot", town, "--screen", screen, "--size", "800x600", "--out", out, home=tmp_path)
    assert (run.returncode, run.stderr) == (0, "")
    assert struct.unpack(">II", out.read_bytes()[16:24]) == (800, 600)


@pytest.mark.parametrize("command", [["check"], ["verify"], ["snapshot", "--out", "a.png"]])
def test_a_server_s_address_is_refused_by_its_name(tmp_path, command):
    address = "postgresql://somebody@host/town"
    assert address in refused(gridmap(command[0], address, *command[1:], home=tmp_path))


def test_a_workbook_that_calls_itself_text_says_so(town, tmp_path):
    path, before = tmp_path / "households.csv", town.read_bytes()
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    assert ".xlsx" in refused(gridmap("import", town, path, home=tmp_path), (town, before))


def test_a_shape_at_zero_zero_has_no_place(tmp_path):
    path = write_geojson(
        tmp_path / "grids.geojson", feature(SQUARE, code="g1"), feature(SQUARE, at=(0, 0), code="g2")
    )
    run = gridmap("import", tmp_path / "town.gpkg", path, "--json", home=tmp_path)
    (file,) = json.loads(run.stdout)["files"]
    assert (run.returncode, file["accepted"], file["problems"][0]["row"]) == (1, 1, 2)
    assert "0,0" in file["problems"][0]["reason"]


def test_a_store_that_appeared_meanwhile_is_not_replaced(tmp_path, monkeypatch):
    from gridmap import app
    from gridmap.errors import StoreError

    files = made_up_town(tmp_path / "files", [5])
    target = tmp_path / "town.gpkg"
    monkeypatch.setattr(app, "author", lambda: str(target.write_bytes(b"of another")))
    with pytest.raises(StoreError, match="另一个程序"):
        app.import_files(str(target), [files])
    assert target.read_bytes() == b"of another"
    assert {path.name for path in tmp_path.iterdir()} == {"files", "town.gpkg"}


def test_a_proposal_that_is_applied_passes_the_caps_and_can_be_undone(sample, tmp_path):
    store = shutil.copy(sample, tmp_path / "town.gpkg")
    asked = gridmap("propose", store, "--population", "registered", "--json", home=tmp_path)
    assert asked.returncode == 0, asked.stderr
    found = json.loads(asked.stdout)
    assert all(village["optimal"] and not village["infeasible_because"] for village in found["villages"])
    assert sum(village["seconds"] for village in found["villages"]) < 3
    assert found["applied"] is None
    _code, before = checked(store, "--population", "registered", "--rule", "worker_cap", home=tmp_path)
    drawn = gridmap("propose", store, "--population", "registered", "--apply", home=tmp_path)
    assert (drawn.returncode, drawn.stderr) == (0, "")
    assert "已采用" in drawn.stdout
    code, after = checked(store, "--population", "registered", "--rule", "worker_cap", home=tmp_path)
    assert code == 0
    assert {grid["id"] for grid in after["grids"]} == {grid["id"] for grid in before["grids"]}
    for rule in ("full_cover", "contiguous", "nested"):
        assert checked(store, "--rule", rule, home=tmp_path)[0] == 0
    from gridmap.app import open_township

    session = open_township(str(store))
    assert session.undo() == "采用划分方案"
    session.close()
    assert checked(store, "--population", "registered", "--rule", "worker_cap", home=tmp_path)[1] == before
    assert gridmap("verify", store, home=tmp_path).returncode == 0


def test_groups_with_totals_only_get_their_first_grids(tmp_path):
    files = write_geojson(
        tmp_path / "census.geojson",
        *(
            feature(SQUARE, (120.5 + 0.02 * (at % 3), 30.2 + 0.02 * (at // 3)), name=f"区{at}", POP=100 + at)
            for at in range(9)
        ),
    )
    store = tmp_path / "town.gpkg"
    assert gridmap("import", store, files, "--as", "groups", "--column", "resident=POP",
                   home=tmp_path).returncode == 0  # fmt: skip
    made = gridmap(
        "propose", store, "--grids", 3, "--objective", "balance", "--apply", "--json", home=tmp_path
    )
    village = json.loads(made.stdout)["villages"][0]
    assert (made.returncode, village["objective"], village["optimal"]) == (0, 3, True)
    assert [grid["population"] for grid in village["grids"]] == [309, 312, 315]
    code, found = checked(store, "--rule", "worker_cap", "--rule", "contiguous", "--rule", "full_cover",
                          home=tmp_path)  # fmt: skip
    assert (code, [grid["population"]["resident"] for grid in found["grids"]]) == (0, [309, 312, 315])


@pytest.mark.parametrize("option", ["--leeway", "--worth"])
def test_leeway_and_worth_are_for_moving_few_people_only(sample, tmp_path, option):
    asked = gridmap("propose", sample, option, 10, "--objective", "compact", home=tmp_path)
    assert (asked.returncode, asked.stdout) == (2, "")
    assert "--leeway、--worth 只用于 --objective change" in asked.stderr


def test_an_impossible_proposal_says_why_and_changes_nothing(tmp_path):
    files = write_geojson(tmp_path / "c.geojson", feature(SQUARE, name="3组", POP=1060))
    store = tmp_path / "town.gpkg"
    gridmap("import", store, files, "--as", "groups", "--column", "resident=POP", home=tmp_path)
    made = gridmap("propose", store, "--apply", home=tmp_path)
    assert made.returncode == 1
    assert "3组一个组就有 1,060 人，超过上限 1,000" in made.stdout
    assert "没有采用" in made.stdout
    assert not len(geopandas.read_file(store, layer="grids"))
