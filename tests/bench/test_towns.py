"""The townships that are measured: whole villages, and a district several times over."""

import numpy as np
import pytest
import shapely

from gridmap.app import import_files
from gridmap.bench import towns
from gridmap.bench.towns import city, files
from gridmap.bench.trials.tables import loaded
from gridmap.exchange.identity import check_digit
from gridmap.session import Session
from gridmap.store import open_store

LEDGERS = {
    "households": ("household_no,village,grid,lon,lat", "{n},990001001,990001001{n},{lon},30.005"),
    "residents": ("household_no,name,id_number,resident", "{n},张{n},{identity},{lives}"),
    "staff": ("staff_no,name,village", "S{n},王{n},990001001"),
    "assignments": ("staff,role,grid", "S{n},grid_worker,990001001{n}"),
    "organisations": ("kind,name,village", "party_group,小组{n},990001001"),
    "incidents": ("incident_no,title,village", "SJ{n},纠纷,990001001"),
    "patrols": ("patrol_no,team,village,started_at", "XF{n},一队,990001001,2026-11-2{n}T08:00:00"),
    "visits": ("household_no,visited_at,visitor", "{n},2026-11-20T08:00:00,王{n}"),
    "places": ("name,kind,lon,lat", "卫生院{n},clinic,{lon},30.005"),
}  # fmt: skip


@pytest.fixture(name="district")
def _district(tmp_path):
    """Two grids with a house and a person in each, the first a resident, and two rows of everything else."""
    folder = tmp_path / "district"
    for room in ("shapes", "layers"):
        (folder / room).mkdir(parents=True)
    (folder / "shapes" / "township.toml").write_text('name = "甲区"\n', "utf-8")
    west, east = shapely.box(105.90, 30.0, 105.91, 30.01), shapely.box(105.91, 30.0, 105.92, 30.01)
    whole = shapely.union(west, east)
    village = {"village": "990001001"}
    for place, shapes in {
        "shapes/outline": [({"name": "甲区"}, whole)],
        "shapes/villages": [({"code": "990001001", "name": "甲村"}, whole)],
        "shapes/groups": [({"code": "99000100101", "name": "1组", **village}, whole)],
        "shapes/grids": [
            ({"code": f"990001001{g}", "name": f"甲{g}", "leader": f"王{g}", **village}, ground)
            for g, ground in ((1, west), (2, east))
        ],
        "layers/roads": [({"road_no": "L1"}, shapely.LineString([(105.90, 30.0), (105.92, 30.01)]))],
        "layers/waters": [({"name": "河"}, shapely.LineString([(105.90, 30.01), (105.92, 30.0)]))],
        "layers/hazards": [({"name": "坡"}, west)],
    }.items():
        found = [
            {"type": "Feature", "properties": own, "geometry": shape.__geo_interface__}
            for own, shape in shapes
        ]
        files.write_features(folder / f"{place}.geojson", found)
    for name, (heading, row) in LEDGERS.items():
        lines = [heading]
        for n, lon in ((1, 105.905), (2, 105.915)):
            first = f"9900011970010100{n}"
            identity = first + check_digit(first)
            lines.append(row.format(n=n, lon=lon, lives=2 - n, identity=identity))
        (folder / "layers" / f"{name}.csv").write_text("\n".join(lines) + "\n", "utf-8")
    return folder


def imported(folder, store):
    intake, _taken = import_files(str(store), [folder])
    assert [batch.path for batch in intake.batches if batch.rejected] == []
    return store


def test_a_small_town_is_some_whole_villages_with_their_people(tmp_path):
    (folder,) = towns.folders(tmp_path / "town", 1_500)
    store = imported(folder, tmp_path / "small.gpkg")
    snapshot = loaded(store)
    assert 1_500 <= len(snapshot["households"]) < 3_000
    assert set(snapshot["households"].fids("grid_fid")) <= set(snapshot["grids"].fids())
    assert (snapshot["residents"].fids("household_no_fid") > 0).all()
    session = Session(open_store(store, read_only=True))
    assert not [finding for finding in session.findings() if finding.rule in ("full_cover", "nested")]


def test_a_city_is_a_district_several_times_with_codes_and_people_of_its_own(district, tmp_path):
    folder = tmp_path / "city"
    city.write(folder, district, 3)
    snapshot = loaded(imported(folder, tmp_path / "city.gpkg"))
    once = dict.fromkeys(("villages", "groups", "roads", "waters", "hazards"), 1)
    for name, count in {**once, "grids": 2, **dict.fromkeys(LEDGERS, 2)}.items():
        assert len(snapshot[name]) >= 3 * count, name
    for name, column in (("grids", "code"), ("households", "household_no"), ("residents", "id_number")):
        assert len(set(snapshot[name][column])) == 6, name
    for name, column in (
        ("households", "grid_fid"), ("residents", "household_no_fid"), ("grids", "village_fid"),
        ("visits", "visitor_fid"), ("assignments", "staff_fid"),
    ):  # fmt: skip
        assert (snapshot[name].fids(column) > 0).all(), name


def test_every_copy_has_its_own_ground_and_its_own_people_in_its_grids(district, tmp_path):
    folder = tmp_path / "city"
    city.write(folder, district, 3)
    once, thrice = (
        Session(open_store(imported(source, tmp_path / f"{source.name}.gpkg"), read_only=True))
        for source in (district, folder)
    )
    assert once.census.grids["resident"].tolist() == [1.0, 0.0]
    assert np.array_equal(thrice.census.grids["resident"], np.tile([1.0, 0.0], 3))
    assert len(thrice.census.leaders) == 3 * len(once.census.leaders) == 6
    overlap = shapely.intersection(
        *(shapely.union_all(thrice.snapshot["grids"]["geometry"][at : at + 2]) for at in (0, 2))
    )
    assert shapely.area(overlap) == 0


@pytest.mark.parametrize(
    ("households", "wanted"), [(10_000, 1), (25_000, 2), (248_257, 23), (300_000, 23)]
)  # fmt: skip
def test_up_to_a_district_the_sample_makes_towns(tmp_path, monkeypatch, households, wanted):
    made = []
    monkeypatch.setattr(towns, "_district", lambda folder, count: made.append((folder, count)))
    assert towns.folders(tmp_path / "town", households) == (tmp_path / "town",)
    assert made == [(tmp_path / "town", wanted)]


def test_a_million_households_are_four_districts(tmp_path, monkeypatch):
    made = []
    monkeypatch.setattr(towns, "_district", lambda folder, count: made.append((folder.name, count)))
    monkeypatch.setattr(city, "write", lambda folder, district, copies: made.append((folder.name, copies)))
    towns.folders(tmp_path / "town", 1_000_000)
    assert made == [("district", 23), ("town", 4)]


def test_a_feature_moves_with_all_its_rings():
    square = [[[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 0.0]]]
    feature = {"properties": {}, "geometry": {"type": "MultiPolygon", "coordinates": [square]}}
    moved = files.moved(feature, 2.0, 3.0)
    assert files.shape(moved).bounds == (2.0, 3.0, 3.0, 4.0)
    assert files.shape(feature).bounds == (0.0, 0.0, 1.0, 1.0)
