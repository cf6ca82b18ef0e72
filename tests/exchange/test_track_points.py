"""Tables of places that become tracks: CSV and GeoParquet, as devices and phones write them."""

import sys

import geopandas
import numpy as np
import pytest
import shapely

from gridmap.errors import InputError
from gridmap.exchange import ReadOptions, read
from gridmap.exchange.readers import geoparquet, open_file
from gridmap.township.track import civil, places_of

HEAD = "巡防编号,时间,经度,纬度,巡防队"
ROWS = (
    "P1,2026-11-20 09:00:10,105.9001,30.1,一队", "P2,2026-11-20 10:00:00,105.91,30.11,二队",
    "P1,2026-11-20 09:00:00,105.9000,30.1,一队", "P2,2026-11-20 10:00:20,105.911,30.11,二队",
    "P1,2026-11-20 09:00:20,105.9002,30.1,一队",
)  # fmt: skip


def csv(path, *rows, head=HEAD):
    path.write_text("\n".join((head, *rows)), "utf-8")
    return path


def told(batch):
    """Number, team, start and places of each track."""
    columns = (batch.table[name].tolist() for name in ("patrol_no", "team", "started_at"))
    sizes = np.diff(places_of(batch.table["geometry"]).parts).tolist()
    return list(zip(*columns, sizes, strict=True))


def layer_of(path, kind=""):
    """The layer that the reader makes of a file, in this process."""
    (layer,) = open_file(path, {"kind": kind}).layers
    return layer


def test_places_of_one_number_are_a_track_in_the_order_of_time(tmp_path):
    (batch,) = read([csv(tmp_path / "巡防轨迹.csv", *ROWS)]).batches
    assert (batch.kind, batch.rows) == ("patrols", 2)
    assert told(batch) == [("P1", "一队", "2026-11-20T09:00:00", 3), ("P2", "二队", "2026-11-20T10:00:00", 2)]
    found = places_of(batch.table["geometry"])
    assert (np.diff(found.unix[:3]) == 10).all()
    assert (np.diff(found.x[:3]) > 0).all()  # sorted by time, not as written
    assert civil(found.unix[0]) == "2026-11-20T09:00:00"


def test_places_without_a_time_stay_in_the_order_of_the_rows_and_nothing_is_lost(tmp_path):
    rows = [row.replace("2026-11-20 09:00:10", "") for row in ROWS]
    first, second = shapely.from_wkb(layer_of(csv(tmp_path / "track.csv", *rows)).geometries)
    assert (first.coords[0][0], len(first.coords), len(second.coords)) == (105.9001, 3, 2)  # as written
    without = csv(tmp_path / "轨迹.csv", "P1,105.9,30.1", "P1,105.91,30.1", head="编号,lon,lat")
    (batch,) = read([without]).batches
    assert batch.table["started_at"].tolist() == [""]
    assert np.isnan(places_of(batch.table["geometry"]).unix).all()


def test_what_is_no_track_is_said_by_row(tmp_path):
    rows = (*ROWS, "P3,2026-11-20 11:00:00,105.9,30.1,三队", "P1,2026-11-20 09:00:30,,,一队")
    layer = layer_of(csv(tmp_path / "轨迹.csv", *rows))
    assert dict(layer.failed) == {7: "只有一个点，不成轨迹", 8: "没有坐标，此点略去"}
    assert len(layer.geometries) == 2


def test_a_ledger_beside_it_takes_its_tracks(tmp_path):
    csv(tmp_path / "轨迹.csv", *ROWS)
    csv(
        tmp_path / "巡防台账.csv",
        "P1,2026-11-20 09:00,一组",
        "P9,2026-11-21 09:00,一组",
        head="巡防编号,开始时间,村民小组",
    )
    ledger, rest = sorted(read([tmp_path]).batches, key=lambda batch: batch.path)
    assert [line is not None for line in ledger.table["geometry"]] == [True, False]
    assert rest.table["patrol_no"].tolist() == ["P2"]


def test_a_ledger_of_patrols_without_places_stays_one(tmp_path):
    ledger = csv(tmp_path / "巡防.csv", "P1,2026-11-20 09:00,一队", head="巡防编号,开始时间,巡防队")
    assert layer_of(ledger).geometries is None


def frame(**columns):
    at = np.array(
        ["2026-11-20T01:00:00", "2026-11-20T01:00:10", "2026-11-20T01:00:20", "2026-11-20T02:00:00"]
    )
    points = shapely.points([[105.9, 30.1], [105.901, 30.1], [105.902, 30.1], [105.91, 30.11]])
    columns = {"track_id": [7, 7, 8, 8], "time": at.astype("datetime64[ms]"), **columns}
    return geopandas.GeoDataFrame(columns, geometry=points, crs=4326)


def test_points_of_a_geoparquet_are_tracks(tmp_path):
    told_at = frame()
    told_at["time"] = told_at["time"].dt.tz_localize("UTC")
    told_at.to_parquet(tmp_path / "patrols.parquet")
    (batch,) = read([tmp_path / "patrols.parquet"]).batches
    assert batch.format == "GeoParquet"
    assert batch.table["patrol_no"].tolist() == ["7", "8"]
    assert batch.table["started_at"].tolist() == ["2026-11-20T09:00:00", "2026-11-20T09:00:20"]
    assert (places_of(batch.table["geometry"]).y > 3_000_000).all()  # in the working CRS


def test_a_time_without_a_zone_is_civil_and_a_projected_crs_is_that_of_the_file(tmp_path):
    frame().to_crs(4544).to_parquet(tmp_path / "x.parquet")
    (batch,) = read([tmp_path / "x.parquet"], ReadOptions(kind="patrols")).batches
    assert batch.table["started_at"][0] == "2026-11-20T01:00:00"
    assert places_of(batch.table["geometry"]).x[0] == pytest.approx(frame().to_crs(4544).geometry.x[0])


def test_areas_and_lines_of_a_geoparquet_come_as_they_are(tmp_path):
    square = shapely.box(105.9, 30.1, 105.91, 30.11)
    grids = geopandas.GeoDataFrame({"code": ["g1"], "name": ["一"]}, geometry=[square], crs=4326)
    grids.to_parquet(tmp_path / "grids.geoparquet")
    layer = layer_of(tmp_path / "grids.geoparquet")
    assert (layer.headings, layer.column("code")[0]) == (["code", "name"], "g1")
    assert shapely.from_wkb(layer.geometries[0]) == square
    line = shapely.LineString([(105.9, 30.1), (105.91, 30.1)])
    walked = geopandas.GeoDataFrame({"patrol_no": ["P1"]}, geometry=[line], crs=4326)
    walked.to_parquet(tmp_path / "patrols.parquet")
    assert shapely.from_wkb(layer_of(tmp_path / "patrols.parquet").geometries[0]) == line


def plain_parquet(path):
    frame().drop(columns="geometry").to_parquet(path)


@pytest.mark.parametrize(
    ("write", "reason"),
    [
        (lambda path: path.write_bytes(b"PK not parquet"), "不是 Parquet 文件"),
        (lambda path: path.write_bytes(b"PAR1" + bytes(40)), "Parquet 文件已损坏"),
        (plain_parquet, "没有图形"),
        (lambda path: frame().to_parquet(path, geometry_encoding="geoarrow"), "图形编码 point 读不了"),
    ],
)
def test_a_bad_file_is_one_line(tmp_path, write, reason):
    path = tmp_path / "patrols.parquet"
    write(path)
    with pytest.raises(InputError, match=reason):
        layer_of(path)


def test_without_pyarrow_it_says_what_to_install(tmp_path, monkeypatch):
    frame().to_parquet(tmp_path / "patrols.parquet")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(InputError, match=r"pyarrow.*pip install gridmap\[parquet\]"):
        geoparquet.read(tmp_path / "patrols.parquet", {})


def test_points_with_a_height_or_none_at_all_are_tracks_too(tmp_path):
    told_at = frame()
    told_at.geometry = [
        shapely.Point(105.9, 30.1, 300),
        shapely.Point(105.901, 30.1, 301),
        None,
        told_at.geometry[3],
    ]
    told_at.to_parquet(tmp_path / "patrols.parquet")
    layer = layer_of(tmp_path / "patrols.parquet")
    assert [shapely.get_num_coordinates(shapely.from_wkb(code)) for code in layer.geometries] == [2]
    assert dict(layer.failed) == {3: "没有坐标，此点略去", 4: "只有一个点，不成轨迹"}
