import contextlib
import csv
import json
import sqlite3
import subprocess
import sys
import zipfile
from dataclasses import replace

import numpy as np
import openpyxl
import pytest

from gridmap.errors import InputError, UsageError
from gridmap.exchange.export import export
from gridmap.exchange.exports.geodata import GeoLayer, write_geodata
from gridmap.exchange.exports.save import replacing
from gridmap.exchange.exports.sheet import guarded
from gridmap.township.census import take_census

READ = """
import json, sys, warnings
warnings.simplefilter("ignore")
import geopandas, pyogrio
layers = {}
for name, kind in pyogrio.list_layers(sys.argv[1]):
    frame = geopandas.read_file(sys.argv[1], layer=name)
    shaped = kind is not None
    layers[name] = {
        "rows": len(frame), "kind": kind, "columns": [str(c) for c in frame.columns if c != "geometry"],
        "crs": frame.crs.to_epsg() if shaped and frame.crs else None,
        "bounds": [float(b) for b in frame.total_bounds] if shaped else None,
        "first": {c: str(frame[c].iloc[0]) for c in frame.columns if c != "geometry"},
    }
print(json.dumps(layers))
"""


@pytest.fixture
def send(hostile, tmp_path, layers, moment):
    """``send("grids.csv", "grids")`` exports the hostile township and gives the path back."""

    def send(name, *what, **options):
        options = {"author": "王书记", "now": moment, "purpose": "镇务会", "layers": layers} | options
        return export(hostile, take_census(hostile), tmp_path / name, what, **options)

    return send


def read_back(path):
    """What geopandas finds in a file, asked in a process of its own."""
    found = subprocess.run(
        [sys.executable, "-c", READ, str(path)], capture_output=True, text=True, check=True
    )
    return json.loads(found.stdout)


def rows_of(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_a_geopackage_holds_every_table_that_has_rows(send, hostile):
    found = read_back(send("town.gpkg"))
    assert {name: layer["rows"] for name, layer in found.items()} == {
        name: len(table) for name, table in hostile.tables.items()
    }
    assert (found["grids"]["kind"], found["grids"]["crs"]) == ("MultiPolygon", 4544)
    assert found["staff"]["kind"] is None
    assert found["grids"]["bounds"] == pytest.approx([589_000, 3_331_000, 592_000, 3_334_000])


def test_a_geopackage_keeps_hostile_names_as_they_are_and_masks_people(send, bad):
    found = read_back(send("town.gpkg", "grids", "households"))
    assert list(found) == ["grids", "households"]
    assert found["grids"]["first"]["name"] == bad
    assert found["grids"]["first"]["leader"] == "欧阳**"
    assert (found["grids"]["first"]["resident"], found["grids"]["first"]["resident_status"]) == (
        "1001",
        "over",
    )
    house = found["households"]["first"]
    assert (house["head_name"], house["head_id"]) == ("张**", "990***********1234")
    assert (house["phone"], house["address"]) == ("138****1234", "花坡村***")


def test_geojson_is_in_degrees(send):
    path = send("grids.geojson")
    found = read_back(path)["grids"]
    assert (found["rows"], found["crs"]) == (4, 4326)
    assert found["bounds"] == pytest.approx([105.92, 30.09, 105.96, 30.13], abs=0.02)
    assert "导出人 王书记" in json.loads(path.read_text())["description"]


def test_a_shapefile_comes_zipped_with_its_words(send):
    path = send("grids.zip")
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        notes = archive.read("说明.txt").decode("utf-8-sig")
    assert {"grids.shp", "grids.dbf", "grids.prj", "grids.cpg", "说明.txt"} <= set(names)
    assert "导出人 王书记" in notes
    assert "grids.shp resident_s = 常住状态" in notes
    found = read_back(path)["grids"]
    assert (found["rows"], found["crs"]) == (4, 4544)
    assert max(len(column) for column in found["columns"]) <= 10


def test_kml_opens_elsewhere(send):
    assert read_back(send("places.kml", "places"))["places"]["rows"] == 1


def test_a_sheet_begins_with_its_watermark_and_titles(send):
    path = send("grids.csv")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    heading, titles, *rows = rows_of(path)
    assert heading == ["网格 · 导出人 王书记 · 导出时间 2026-11-23 13:05:00 · 用途 镇务会"]
    assert titles[:2] == ["编码", "名称"]
    assert len(rows) == 4
    assert dict(zip(titles, rows[0], strict=True))["常住人口"] == "1001"


def test_a_sheet_of_points_has_their_degrees_and_none_for_the_unplaced(send):
    _heading, titles, *rows = rows_of(send("households.csv", "households"))
    places = [(row[titles.index("经度")], row[titles.index("纬度")]) for row in rows]
    assert all(105 < float(lon) < 106 and 30 < float(lat) < 31 for lon, lat in places[:4])
    assert places[4] == ("", "")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0"])
def test_no_cell_starts_a_formula(build, tmp_path, moment, text):
    town = build(staff={"education": ["-"], "title": [text]})
    census = take_census(town)
    sheet = export(town, census, tmp_path / "staff.csv", ["staff"], author=text, now=moment)
    cells = [cell for row in rows_of(sheet) for cell in row]
    assert f"'{text}" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    book = openpyxl.load_workbook(
        export(town, census, tmp_path / "s.xlsx", ["staff"], author=text, now=moment)
    )
    typed = {cell.value: cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in typed.values()
    assert text.strip() in {str(value).strip() for value in typed}


def test_numbers_are_no_formulas():
    assert guarded(-1) == -1
    assert guarded(None) is None


def test_a_workbook_has_a_sheet_for_each_table_and_says_who_made_it(send, hostile):
    book = openpyxl.load_workbook(send("town.xlsx"))
    assert book.sheetnames[:3] == ["说明", "镇(街道)", "村(社区)"]
    said = {row[0]: row[1] for row in book["说明"].iter_rows(values_only=True) if row[0]}
    assert (said["导出人"], said["导出时间"], said["用途"]) == ("王书记", "2026-11-23 13:05:00", "镇务会")
    grids = book["网格"]
    assert grids.freeze_panes == "A2"
    assert [cell.value for cell in grids[1]][:2] == ["编码", "名称"]
    assert grids.max_row == 1 + len(hostile["grids"])
    assert all(6 <= dimension.width <= 40 for dimension in grids.column_dimensions.values())


def test_a_workbook_keeps_numbers_as_numbers_and_codes_as_text(send):
    rows = list(openpyxl.load_workbook(send("grids.xlsx", "grids"))["网格"].iter_rows(values_only=True))
    first = dict(zip(rows[0], rows[1], strict=True))
    assert (first["编码"], first["常住人口"], first["人口上限"]) == ("01", 1001, 1000)


def test_control_characters_do_not_stop_a_workbook(build, tmp_path, moment):
    town = build(places={"name": ["张\x00\x0b三"]})
    path = export(town, take_census(town), tmp_path / "s.xlsx", ["places"], author="", now=moment)
    assert openpyxl.load_workbook(path)["场所"]["A2"].value == "张三"


def test_full_values_leave_only_when_asked(send):
    assert "张三丰" not in send("a.csv", "households").read_text(encoding="utf-8-sig")
    assert "张三丰" in send("b.csv", "households", hide=False).read_text(encoding="utf-8-sig")


def test_the_page_is_an_export_too(send):
    page = send("town.html").read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert "用途 镇务会" in page
    fewer = send("fewer.html", "grids").read_text(encoding="utf-8")
    assert len(fewer) < len(page)


@pytest.mark.parametrize("name", ["town.pdf", "town.doc", "town"])
def test_an_unknown_suffix_is_refused_with_the_known_ones(send, tmp_path, name):
    with pytest.raises(UsageError, match=r"\.html \.gpkg \.geojson \.zip \.csv \.xlsx \.kml"):
        send(name)
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_table_is_refused_with_the_known_ones(send):
    with pytest.raises(UsageError, match="没有名为 gridz 的表：可用 township villages"):
        send("a.csv", "gridz")


def test_two_tables_do_not_fit_one_sheet(send):
    with pytest.raises(UsageError, match="只能装一张表"):
        send("a.csv", "grids", "groups")


def test_a_table_without_places_is_no_geodata(send):
    with pytest.raises(UsageError, match="干部队伍 没有图形"):
        send("a.geojson", "staff")


def test_a_ledger_written_in_pieces_is_one_table_with_the_same_rows(build, tmp_path, moment, monkeypatch):
    """A column that has no number in the first piece is one of numbers all the same."""
    ages = np.array([np.nan] * 5 + [50, 60])
    town = build(residents={"name": [f"人{n}" for n in range(7)], "age": ages})
    census, hide = take_census(town), {"author": "", "now": moment, "hide": False}
    export(town, census, tmp_path / "whole.gpkg", ["residents"], **hide)
    monkeypatch.setattr("gridmap.exchange.export.AT_ONCE", 3)
    export(town, census, tmp_path / "pieces.gpkg", ["residents"], **hide)

    def rows(name):
        with contextlib.closing(sqlite3.connect(tmp_path / name)) as file:
            kinds = [row[1:3] for row in file.execute("PRAGMA table_info(residents)")]
            return kinds, file.execute("SELECT * FROM residents").fetchall()

    assert rows("pieces.gpkg") == rows("whole.gpkg")
    assert len(rows("pieces.gpkg")[1]) == 7
    assert ("age", "INTEGER") in rows("pieces.gpkg")[0]


def test_whoever_stops_an_export_on_its_way_is_heard_and_nothing_is_left(tmp_path):
    def layers():
        yield GeoLayer("people", {"name": ["长" * 1000] * 1000}, None, "")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), replacing(tmp_path / "town.gpkg") as fresh:
        write_geodata(fresh, "GPKG", "EPSG:4326", layers(), "")
    assert list(tmp_path.iterdir()) == []


def test_a_writer_that_ends_early_says_why(tmp_path):
    """While its parent still has more to tell it than a pipe holds."""
    layers = [GeoLayer("people", {"name": ["长" * 1000] * 1000}, None, "") for _time in range(3)]
    with pytest.raises(InputError, match="无法导出"):
        write_geodata(tmp_path / "town.gpkg", "no such driver", "EPSG:4326", layers, "")


def test_a_file_that_is_there_is_replaced_whole(send, tmp_path):
    send("grids.gpkg", "grids", "groups")
    send("grids.gpkg", "grids")
    assert list(read_back(tmp_path / "grids.gpkg")) == ["grids"]
    assert [path.name for path in tmp_path.iterdir()] == ["grids.gpkg"]


@pytest.mark.parametrize(
    ("name", "what"), [("town.gpkg", []), ("town.csv", ["grids", "staff"]), ("town.html", [])]
)
def test_a_failed_export_leaves_the_old_file(build, tmp_path, moment, name, what):
    path = tmp_path / name
    path.write_bytes(b"old")
    empty = build(settings={"name": "空镇"})
    with pytest.raises(UsageError):
        export(empty, take_census(empty), path, what, author="", now=moment)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_what_gdal_refuses_is_one_line_and_leaves_the_old_file(send, tmp_path, hostile, layers, moment):
    path = tmp_path / "town.gpkg"
    path.write_bytes(b"old")
    lost = replace(hostile, settings=replace(hostile.settings, crs="EPSG:999999"))
    with pytest.raises(InputError, match="无法导出") as refused:
        export(lost, take_census(lost), path, ["grids"], author="", now=moment)
    assert "\n" not in str(refused.value)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_missing_folder_is_said_in_one_line(send):
    with pytest.raises(InputError, match="无法写入"):
        send("none/town.csv")


def test_the_heavy_libraries_wait_until_a_format_needs_them():
    code = (
        "import sys, gridmap.exchange.export; "
        "print([name for name in ('folium', 'pandas', 'geopandas', 'pyogrio', 'openpyxl', 'pyproj') "
        "if name in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
