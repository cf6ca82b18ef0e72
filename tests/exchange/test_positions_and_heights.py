"""Where helpers are, and how high the ground is, as files bring them."""

import numpy as np
import pytest

from gridmap.errors import InputError
from gridmap.exchange import ReadOptions, read
from gridmap.township.settings import Settings

TOWN = Settings(name="甲镇", crs="EPSG:4544")
GPX = '<gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1">{}</gpx>'


def only(path, options=None):
    (found,) = read([path], options or ReadOptions(), TOWN).batches
    return found


def test_positions_of_a_csv_keep_a_row_without_a_place_and_refuse_one_without_a_name(tmp_path):
    path = tmp_path / "实时位置.csv"
    path.write_text(
        "姓名,定位时间,经度,纬度\n唐忠,2026-11-26 06:00,105.9584,30.1166\n,2026-11-26 06:00,105.96,30.12\n"
        "冯梅,2026-11-26 05:00,,\n",
        "utf-8",
    )
    found = only(path)
    assert found.kind == "positions"
    assert found.table["staff"].tolist() == ["唐忠", "冯梅"]
    assert found.table["at"].tolist() == ["2026-11-26T06:00:00", "2026-11-26T05:00:00"]
    assert np.isfinite(found.table["x"]).tolist() == [True, False]
    assert [(problem.row, problem.reason) for problem in found.problems if problem.rejected] == [
        (3, "缺少人员")
    ]


def test_a_waypoint_is_where_somebody_is_and_a_track_ends_there(tmp_path):
    one, two = tmp_path / "定位.gpx", tmp_path / "定位轨迹.gpx"
    time = "<time>2026-11-25T2{}:05:00Z</time>"
    one.write_text(
        GPX.format(f'<wpt lat="30.12" lon="105.96">{time.format(2)}<name>唐忠</name></wpt>'), "utf-8"
    )
    points = "".join(
        f'<trkpt lat="{lat}" lon="{lon}">{time.format(hour)}</trkpt>'
        for lat, lon, hour in ((30.10, 105.90, 1), (30.12, 105.96, 2))
    )
    two.write_text(GPX.format(f"<trk><name>唐忠</name><trkseg>{points}</trkseg></trk>"), "utf-8")
    waypoint, track = only(one), only(two, ReadOptions(kind="positions"))
    assert waypoint.kind == track.kind == "positions"
    for name in ("staff", "at", "x", "y"):
        assert waypoint.table[name].tolist() == track.table[name].tolist()
    assert waypoint.table["at"].tolist() == ["2026-11-26T06:05:00"]  # here it is eight hours later


def test_spot_heights_of_a_table_lose_the_rows_without_a_height(tmp_path):
    path = tmp_path / "高程点.csv"
    path.write_text("经度,纬度,高程\n105.96,30.12,312.5\n105.97,30.12,\n105.98,30.12,高\n", "utf-8")
    found = only(path)
    assert (found.kind, found.table["height"].tolist()) == ("heights", [312.5])
    assert [problem.row for problem in found.problems if problem.rejected] == [3, 4]


def grid(path, rows, **header):
    words = {"ncols": 3, "nrows": 2, "xllcorner": 592000, "yllcorner": 3332000, "cellsize": 30,
             "NODATA_value": -9999, **header}  # fmt: skip
    path.write_text("\n".join([*(f"{name} {value}" for name, value in words.items()), *rows, ""]))
    return path


def test_an_ascii_grid_is_a_height_for_the_middle_of_every_cell(tmp_path):
    path = grid(tmp_path / "dem.asc", ["310 311 312", "300 -9999 302"])
    found = only(path, ReadOptions(datum="EPSG:4544"))
    assert found.kind == "heights"
    assert list(zip(*(found.table[name].tolist() for name in ("x", "y", "height")), strict=True)) == [
        (592015, 3332045, 310), (592045, 3332045, 311), (592075, 3332045, 312), (592015, 3332015, 300),
        (592075, 3332015, 302),
    ]  # fmt: skip


def test_a_grid_in_degrees_is_read_as_such(tmp_path):
    path = grid(tmp_path / "dem.asc", ["310 311 312", "300 301 302"], xllcorner=105.9, yllcorner=30.1,
                cellsize=0.001)  # fmt: skip
    found = only(path)
    assert np.isfinite(found.table["x"]).all()
    assert found.table["x"][1] - found.table["x"][0] == pytest.approx(96.4, abs=0.5)


@pytest.mark.parametrize(
    ("rows", "header"),
    [(["310 311 312"], {}), (["310 311 x", "1 2 3"], {}), (["1 2 3", "4 5 6"], {"ncols": 0}), ([], {})],
)
def test_a_broken_grid_is_one_line(tmp_path, rows, header):
    with pytest.raises(InputError) as error:
        only(grid(tmp_path / "dem.asc", rows, **header), ReadOptions(datum="EPSG:4544"))
    assert len(str(error.value).splitlines()) == 1
