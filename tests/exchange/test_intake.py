"""Whole imports through the real worker, from the smallest upward."""

import numpy as np
import pytest
import shapely

from gridmap.errors import InputError, UsageError
from gridmap.exchange import ReadOptions, read
from gridmap.exchange.report import report, summary
from gridmap.township.settings import Settings
from gridmap.township.snapshot import Snapshot

_BOW_TIE = {
    "type": "Polygon",
    "coordinates": [[[105.9, 30.1], [105.92, 30.12], [105.92, 30.1], [105.9, 30.12], [105.9, 30.1]]],
}


def reasons(batch):
    return [(problem.row, problem.column, problem.rejected) for problem in batch.problems]


def test_one_square_is_a_village_in_metres(tmp_path, make):
    path = make.geojson(
        tmp_path / "villages.geojson", make.feature(make.square(), code="v1", name="飞凤社区")
    )
    intake = read([path])
    (batch,) = intake.batches
    assert (batch.kind, batch.accepted, batch.datum, intake.settings.crs) == (
        "villages",
        1,
        "wgs84",
        "EPSG:4544",
    )
    assert batch.table["geometry"][0].area == pytest.approx(0.02 * 111_000 * 0.02 * 111_000 * 0.865, rel=0.01)


def test_neighbours_share_their_vertices_after_conversion(tmp_path, make):
    villages = make.geojson(
        tmp_path / "villages.geojson",
        make.feature(make.square(105.9), code="a"),
        make.feature(make.square(105.92), code="b"),
    )
    grids = make.geojson(tmp_path / "grids.geojson", make.feature(make.square(105.92), code="g"))
    for datum in ("auto", "gcj02", "bd09", "cgcs2000"):
        intake = read([villages, grids], ReadOptions(datum=datum))
        west, east = intake.batches[0].table["geometry"]
        corners = [
            {tuple(point) for point in shapely.get_coordinates(shape).tolist()} for shape in (west, east)
        ]
        assert len(corners[0] & corners[1]) == 2
        assert shapely.equals_exact(intake.batches[1].table["geometry"][0], east, 0)


@pytest.mark.parametrize(
    ("lon", "lat", "crs"),
    [(120.5, 30.2, "EPSG:4549"), (11.3, 48.1, "EPSG:32632"), (-70.6, -33.4, "EPSG:32719")],
)
def test_a_town_anywhere_gets_its_zone(tmp_path, make, lon, lat, crs):
    path = make.geojson(tmp_path / "grids.geojson", make.feature(make.square(lon, lat), code="g"))
    assert read([path]).settings.crs == crs


def test_a_township_keeps_the_crs_it_has(tmp_path, make):
    path = make.geojson(tmp_path / "grids.geojson", make.feature(make.square(), code="g"))
    intake = read([path], ReadOptions(), Settings(name="甲镇", crs="EPSG:32648"))
    assert (intake.settings.name, intake.settings.crs) == ("甲镇", "EPSG:32648")
    assert 300_000 < intake.batches[0].table["geometry"][0].centroid.x < 700_000


def test_a_self_crossing_polygon_is_refused_with_its_row(tmp_path, make):
    path = make.geojson(
        tmp_path / "grids.geojson", make.feature(make.square(), name="好"), make.feature(_BOW_TIE, name="坏")
    )
    batch = make.read_one(path)
    assert (batch.rows, batch.accepted, batch.rejected) == (2, 1, 1)
    assert [(problem.row, problem.reason) for problem in batch.problems] == [(2, "自相交")]


@pytest.mark.parametrize(
    "geometry",
    [
        None,
        {"type": "Polygon", "coordinates": []},
        {"type": "Polygon", "coordinates": [[[105.9, 30.1], [105.92, 30.1], [105.92, 30.12]]]},
        {"type": "Polygon", "coordinates": [[["a", 30.1], [105.92, 30.1], [105.92, 30.12], ["a", 30.1]]]},
        {
            "type": "Polygon",
            "coordinates": [[[105.9, float("nan")], [105.92, 30.1], [105.92, 30.12], [105.9, float("nan")]]],
        },
        {
            "type": "Polygon",
            "coordinates": [[[105.9, 1e300], [105.92, 30.1], [105.92, 30.12], [105.9, 1e300]]],
        },
        {"type": "Polygon", "coordinates": [[[105.9, 30.1], [105.92, 30.1], [105.9, 30.1], [105.9, 30.1]]]},
        {"type": "Rhombus", "coordinates": [[0, 0]]},
        {"type": "Polygon", "coordinates": 7},
        {"type": "Point", "coordinates": [105.9, 30.1]},
        "here",
    ],
)
def test_a_shape_that_is_none_costs_its_own_row_only(tmp_path, make, geometry):
    path = make.geojson(
        tmp_path / "grids.geojson",
        make.feature(make.square(), name="好"),
        make.feature(make.square(105.94), name="也好"),
        make.feature(geometry, name="坏"),
    )
    batch = make.read_one(path)
    assert (batch.accepted, batch.rejected) == (2, 1)
    assert reasons(batch) == [(3, "geometry", True)]


def test_points_given_for_grids_are_refused_as_a_whole(tmp_path, make):
    path = make.geojson(
        tmp_path / "grids.geojson", make.feature({"type": "Point", "coordinates": [105.9, 30.1]}, name="x")
    )
    with pytest.raises(InputError, match="网格"):
        read([path])


def test_leaders_and_workers_become_staff_and_assignments(tmp_path, make):
    path = make.geojson(
        tmp_path / "grids.geojson",
        make.feature(make.square(), code="g1", village="v1", leader="王 明", worker="李四、赵五"),
        make.feature(make.square(105.92), code="g2", village="v1", leader="王明", worker=""),
    )
    staff, assignments = make.read_one(path).also
    assert staff.text("name").tolist() == ["王明", "李四", "赵五"]
    told = [tuple(row[name] for name in ("staff", "role", "grid")) for row in assignments.rows()]
    assert sorted(told) == [
        ("李四", "grid_worker", "g1"),
        ("王明", "grid_leader", "g1"),
        ("王明", "grid_leader", "g2"),
        ("赵五", "grid_worker", "g1"),
    ]


def test_people_of_a_grid_who_are_in_the_ledger_of_staff_are_not_made_twice(tmp_path, make):
    make.geojson(tmp_path / "grids.geojson", make.feature(make.square(), code="g1", leader="甲", worker="乙"))
    make.csv(tmp_path / "staff.csv", ["工号", "姓名"], ["G1", "甲"])
    grids, staff = read([tmp_path]).batches
    assert grids.also[0].text("name").tolist() == ["乙"]
    assert len(grids.also[1]) == 2
    assert staff.table.text("staff_no").tolist() == ["G1"]


def test_groups_with_totals_are_read_with_a_named_column(tmp_path, make):
    path = make.geojson(tmp_path / "census.geojson", make.feature(make.square(), name="一组", POP=700))
    batch = make.read_one(path, kind="groups", columns={"resident": "POP"})
    assert (batch.table["name"][0], batch.table["resident"][0]) == ("1组", 700)


@pytest.mark.parametrize("columns", [{"colour": "POP"}, {"resident": "MISSING"}])
def test_a_column_that_is_not_there_is_a_wrong_use_that_names_what_is(tmp_path, make, columns):
    path = make.geojson(tmp_path / "groups.geojson", make.feature(make.square(), name="一组", POP=700))
    with pytest.raises(UsageError, match=r"POP|resident"):
        read([path], ReadOptions(columns=columns))


@pytest.mark.parametrize(
    "choices", [{"kind": "cats"}, {"datum": "mars"}, {"datum": "EPSG:x"}, {"encoding": "rot13"}]
)
def test_a_word_that_is_no_choice_is_a_wrong_use(choices):
    with pytest.raises(UsageError, match="可用"):
        ReadOptions(**choices)


def test_a_file_of_unknown_kind_is_asked_for(tmp_path, make):
    path = make.csv(tmp_path / "abc.csv", ["备注", "颜色"], ["甲", "红"])
    with pytest.raises(UsageError, match="--as"):
        read([path])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_ledger_reads_alike_in_every_encoding_and_delimiter(tmp_path, make, encoding, delimiter):
    path = make.csv(
        tmp_path / "住户台账.csv",
        ["别口镇住户台账", "", "", ""],
        ["户 号", "户主姓名", "组别", "常住人口（人）"],
        ["0001", "张三", "第一组", "３"],
        ["", "", "", ""],
        ["0002", "李四", "二社", "2"],
        encoding=encoding,
        delimiter=delimiter,
    )
    batch = make.read_one(path)
    assert (batch.kind, batch.rows, batch.accepted, batch.unplaced) == ("households", 2, 2, 2)
    assert batch.table.text("household_no").tolist() == ["0001", "0002"]
    assert batch.table.text("group").tolist() == ["1组", "2组"]
    assert batch.table.number("resident").tolist() == [3, 2]
    assert reasons(batch) == [(0, "", False)]  # one note for all rows without coordinates


def test_nothing_lands_at_nought(tmp_path, make):
    make.geojson(tmp_path / "villages.geojson", make.feature(make.square(), code="v1"))
    rows = [
        ["", ""],
        ["0", "0"],
        ["0.0", "0"],
        ["无", "无"],
        ["105.91", ""],
        ["1e999", "30.11"],
        ["200", "30"],
        ["2.3", "48.9"],
    ]
    make.csv(
        tmp_path / "households.csv",
        ["户号", "经度", "纬度"],
        ["h", "105.91", "30.11"],
        *([f"h{at}", *row] for at, row in enumerate(rows)),
    )
    batch = read([tmp_path]).batches[1]
    assert (batch.accepted, batch.unplaced) == (9, 8)
    assert np.isfinite(batch.table["x"]).tolist() == [True] + [False] * 8


def test_degrees_minutes_and_pairs_are_places(tmp_path, make):
    path = make.csv(
        tmp_path / "事件.csv",
        ["标题", "发生时间", "经纬度"],
        ["a", "2026-11-20 08:00", "105.9584,30.1166"],
        ["b", "2026-11-20 08:00", "105°57′30.24″，30°06′59.76″"],
    )
    table = make.read_one(path).table
    assert table["x"][0] == pytest.approx(table["x"][1], abs=0.01)
    assert table["y"][0] == pytest.approx(table["y"][1], abs=0.01)


@pytest.mark.parametrize(("east", "north"), [("东坐标", "北坐标"), ("X", "Y"), ("Y", "X")])
def test_metres_are_read_with_their_system_whichever_way_they_are_named(tmp_path, make, east, north):
    path = make.csv(tmp_path / "households.csv", ["户号", east, north], ["1", "588000.5", "3333000.25"])
    batch = make.read_one(path, datum="EPSG:4544")
    assert (batch.table["x"][0], batch.table["y"][0], batch.datum) == (588000.5, 3333000.25, "EPSG:4544")


def test_metres_without_a_system_are_asked_for(tmp_path, make):
    path = make.csv(tmp_path / "households.csv", ["户号", "X", "Y"], ["1", "588000.5", "3333000.25"])
    with pytest.raises(InputError, match="--datum"):
        read([path])


def test_zone_numbered_eastings_say_their_zone(tmp_path, make):
    path = make.csv(tmp_path / "households.csv", ["户号", "X", "Y"], ["1", "35588000.5", "3333000.25"])
    batch = make.read_one(path)
    assert batch.datum == "EPSG:4523"
    assert (batch.table["x"][0], batch.table["y"][0]) == pytest.approx((588000.5, 3333000.25), abs=1e-3)


def _shifted(count):
    """Points of a small village, written in BD-09."""
    from gridmap.exchange.coordinates import gcj02_to_bd09, wgs84_to_gcj02

    lon, lat = np.meshgrid(np.linspace(105.901, 105.904, count), np.linspace(30.101, 30.104, count))
    return lon.ravel(), lat.ravel(), *gcj02_to_bd09(*wgs84_to_gcj02(lon.ravel(), lat.ravel()))


def test_a_better_datum_is_said_and_never_taken_by_itself(tmp_path, make):
    make.geojson(tmp_path / "villages.geojson", make.feature(make.square(width=0.005), code="v1"))
    lon, lat, east, north = _shifted(5)
    ledger = make.csv(
        tmp_path / "households.csv", ["户号", "lon", "lat"], *zip(range(25), east, north, strict=True)
    )
    plain = make.csv(tmp_path / "住户.csv", ["户号", "lon", "lat"], *zip(range(25), lon, lat, strict=True))
    auto = read([tmp_path / "villages.geojson", ledger]).batches[1]
    assert auto.datum == "wgs84"
    assert any(problem.row == 0 and "--datum bd09" in problem.reason for problem in auto.problems)
    asked = read([tmp_path / "villages.geojson", ledger], ReadOptions(datum="bd09")).batches[1]
    true = read([tmp_path / "villages.geojson", plain], ReadOptions(kind="")).batches[1]
    assert true.problems == ()
    # the outline is read as BD-09 too, so the points are the same distance from the true ones
    assert np.allclose(asked.table["x"], true.table["x"], atol=0.01)
    assert np.allclose(asked.table["y"], true.table["y"], atol=0.01)


def test_points_are_compared_with_the_township_that_is_known(tmp_path, make):
    outline = read(
        [make.geojson(tmp_path / "township.geojson", make.feature(make.square(width=0.005), name="镇"))]
    )
    known = Snapshot(outline.settings, {"township": outline.batches[0].table})
    _lon, _lat, east, north = _shifted(4)
    ledger = make.csv(
        tmp_path / "households.csv", ["户号", "lon", "lat"], *zip(range(16), east, north, strict=True)
    )
    assert any("bd09" in problem.reason for problem in make.read_one(ledger, known).problems)


def test_swapped_columns_are_said(tmp_path, make):
    path = make.csv(
        tmp_path / "households.csv",
        ["户号", "经度", "纬度"],
        ["1", "30.11", "105.91"],
        ["2", "30.12", "105.92"],
    )
    batch = make.read_one(path)
    assert (batch.accepted, batch.unplaced) == (2, 2)
    assert any("写反" in problem.reason for problem in batch.problems)


def test_columns_that_are_never_imported_are_dropped_and_said(tmp_path, make):
    path = make.csv(
        tmp_path / "residents.csv",
        ["户号", "姓名", "宗教信仰", "政治面貌", "兵役状况"],
        ["1", "张三", "无", "群众", "无"],
    )
    batch = make.read_one(path)
    assert batch.dropped == ("宗教信仰", "政治面貌", "兵役状况")
    assert "宗教信仰" in "\n".join(summary(read([path])))


def test_rows_that_cannot_be_taken_say_row_and_column(tmp_path, make):
    path = make.csv(
        tmp_path / "residents.csv",
        ["户号", "姓名", "身份证号", "出生日期"],
        ["1", "甲", "11010519491231002X", ""],
        ["1", "", "", ""],
        ["2", "乙", "5.00152E+17", ""],
        ["3", "丙", "110105194912310021", "昨天"],
        ["4", "丁", "11010519491231002X", ""],
    )
    batch = make.read_one(path)
    assert (batch.rows, batch.accepted, batch.rejected) == (5, 2, 3)
    assert reasons(batch) == [
        (3, "姓名", True),
        (4, "身份证号", True),
        (5, "身份证号", False),
        (5, "出生日期", False),
        (6, "身份证号", True),
    ]
    assert (batch.table["birth_date"][0], batch.table["sex"][0]) == ("1949-12-31", "女")


def test_reasons_hold_no_personal_data(tmp_path, make):
    path = make.csv(
        tmp_path / "residents.csv",
        ["户号", "姓名", "身份证号", "联系电话"],
        ["1", "欧阳修竹", "110105194912310021", "找欧阳修竹"],
        ["2", "欧阳修竹", "110105194912310021", "1"],
    )
    told = str(report(read([path]), "town.gpkg"))
    assert "欧阳修竹" not in told
    assert "110105194912310021" not in told


def test_a_household_written_once_is_that_of_the_rows_below(tmp_path, make):
    path = make.csv(
        tmp_path / "居民.csv",
        ["户号", "姓名", "与户主关系"],
        ["1", "甲", "户主"],
        ["", "乙", "妻"],
        ["", "丙", "户主"],
        ["2", "丁", "户主"],
    )
    batch = make.read_one(path)
    assert batch.table.text("household_no").tolist() == ["1", "1", "", "2"]


def test_tracks_join_the_patrols_of_their_number(tmp_path, make):
    points = '<trkpt lat="30.1" lon="105.9"/><trkpt lat="30.11" lon="105.91"/>'
    track = f"<trk><name>{{}}</name><trkseg>{points}</trkseg></trk>"
    gpx = '<?xml version="1.0"?><gpx xmlns="http://www.topografix.com/GPX/1/1" version="1.1" creator="t">'
    (tmp_path / "patrols.gpx").write_text(gpx + track.format("P1") + track.format("P9") + "</gpx>", "utf-8")
    make.csv(
        tmp_path / "patrols.csv",
        ["巡防编号", "村民小组", "开始时间"],
        ["P1", "一组", "2026-11-20 08:00"],
        ["P2", "一组", "2026-11-21 08:00"],
    )
    ledger, tracks = read([tmp_path]).batches
    assert [shape is not None for shape in ledger.table["geometry"]] == [True, False]
    assert tracks.table.text("patrol_no").tolist() == ["P9"]


def test_a_folder_with_shapes_and_layers_is_a_township_with_its_settings(tmp_path, make):
    for name in ("shapes", "layers", "shapes/source"):
        (tmp_path / name).mkdir()
    make.geojson(tmp_path / "shapes" / "grids.geojson", make.feature(make.square(), code="g"))
    make.geojson(tmp_path / "shapes" / "source" / "grids.geojson", make.feature(make.square(), code="other"))
    make.csv(tmp_path / "layers" / "households.csv", ["户号", "lon", "lat"], ["1", "105.91", "30.11"])
    (tmp_path / "layers" / "households.toml").write_text('title = "住户"\n', "utf-8")
    (tmp_path / "shapes" / "township.toml").write_text(
        'name = "甲镇"\ncrs = "EPSG:4543"\nworker_cap = 900\n', "utf-8"
    )
    for paths in ([tmp_path], [tmp_path / "layers", tmp_path / "shapes"]):
        intake = read(paths)
        assert [batch.kind for batch in intake.batches] == ["grids", "households"]
        assert (intake.settings.name, intake.settings.crs, intake.settings.worker_cap) == (
            "甲镇",
            "EPSG:4543",
            900,
        )


def test_the_report_has_the_words_that_scripts_read(tmp_path, make):
    path = make.geojson(tmp_path / "grids.geojson", make.feature(make.square(), code="g"))
    (told,) = report(read([path]), "town.gpkg")["files"]
    assert {
        "path",
        "kind",
        "format",
        "encoding",
        "datum",
        "rows",
        "accepted",
        "rejected",
        "unplaced",
        "problems",
    } <= set(told)
    assert (told["path"], told["rows"], told["accepted"]) == (str(path), 1, 1)


def test_a_ledger_of_a_village_is_not_its_boundary(tmp_path, make):
    path = make.csv(tmp_path / "飞凤村.csv", ["户号", "姓名", "与户主关系"], ["1", "甲", "户主"])
    assert make.read_one(path).kind == "residents"


def test_a_ledger_without_a_required_column_is_asked_for_it(tmp_path, make):
    path = make.csv(tmp_path / "households.csv", ["户主", "门牌"], ["甲", "7"])
    with pytest.raises(UsageError, match="--column household_no="):
        read([path])
    assert make.read_one(path, columns={"household_no": "门牌"}).table["household_no"][0] == "7"


def test_a_second_row_with_the_same_key_is_refused(tmp_path, make):
    path = make.geojson(
        tmp_path / "grids.geojson",
        make.feature(make.square(), code="g1"),
        make.feature(make.square(105.94), code="g1"),
    )
    batch = make.read_one(path)
    assert (batch.accepted, batch.rejected) == (1, 1)
    assert "第 1 行" in batch.problems[0].reason


def test_a_system_that_does_not_exist_is_a_wrong_use(tmp_path, make):
    path = make.csv(tmp_path / "households.csv", ["户号", "X", "Y"], ["1", "588000.5", "3333000.25"])
    with pytest.raises(UsageError, match="EPSG:99999"):
        read([path], ReadOptions(datum="EPSG:99999"))


@pytest.mark.parametrize(
    "line", ['worker_cap = "many"', "schematic = 1", 'crs = "EPSG:4326"', 'crs = "EPSG:1"']
)
def test_settings_that_make_no_sense_are_one_line(tmp_path, line):
    path = tmp_path / "township.toml"
    path.write_text(line, "utf-8")
    with pytest.raises(InputError, match=r"township\.toml"):
        read([path])


def test_the_words_of_roles_have_names_in_code(tmp_path, make):
    path = make.csv(
        tmp_path / "任职.csv", ["姓名", "角色", "网格"], ["甲", "网格长", "g1"], ["乙", "联络员", "g1"]
    )
    assert make.read_one(path).table.text("role").tolist() == ["grid_leader", "联络员"]


def test_a_track_brings_the_time_of_every_place(tmp_path):
    from gridmap.township.track import civil, places_of

    point = '<trkpt lat="30.1{0}" lon="105.9">{1}</trkpt>'
    times = ("<time>2026-11-20T01:00:00Z</time>", "", "<time>2026-11-20T01:02:05.500Z</time>")
    points = "".join(point.format(at, time) for at, time in enumerate(times))
    gpx = '<?xml version="1.0"?><gpx xmlns="http://www.topografix.com/GPX/1/1" version="1.1" creator="t">'
    track = f"{gpx}<trk><name>P1</name><trkseg>{points}</trkseg></trk></gpx>"
    (tmp_path / "patrols.gpx").write_text(track, "utf-8")
    (batch,) = read([tmp_path / "patrols.gpx"]).batches
    found = places_of(batch.table["geometry"])
    assert civil(found.unix[0]) == batch.table["started_at"][0] == "2026-11-20T09:00:00"
    assert np.isnan(found.unix[1])
    assert found.unix[2] - found.unix[0] == 125.5
    assert (found.y > 3_000_000).all()  # in the working CRS


def test_a_track_without_times_is_taken_as_it_is(tmp_path):
    points = '<trkpt lat="30.1" lon="105.9"/><trkpt lat="30.11" lon="105.91"/>'
    (tmp_path / "patrols.gpx").write_text(f"<gpx><trk><trkseg>{points}</trkseg></trk></gpx>", "utf-8")
    (batch,) = read([tmp_path / "patrols.gpx"]).batches
    assert len(batch.table) == 1
    assert batch.table["started_at"][0] == ""
