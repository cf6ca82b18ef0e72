"""Files that cannot be read: one clear line each, and the next file is served as if nothing was."""

import zipfile

import pytest

from gridmap.errors import InputError
from gridmap.exchange import read
from gridmap.exchange.worker import Worker, read_all

_ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    b"<gpx><trk><name>&b;</name></trk></gpx>"
)


def _cells(rows):
    body = "".join(
        f'<row r="{row}"><c r="{cell}" t="inlineStr"><is><t>x</t></is></c></row>' for row, cell in rows
    )
    return f'<?xml version="1.0"?><worksheet><sheetData>{body}</sheetData></worksheet>'.encode()


def _zip(path, **entries):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return path


def _zipped(suffix, entries):
    def make(folder):
        return _zip(folder / f"households{suffix}", **entries)

    return make


def _written(name, data):
    def make(folder):
        path = folder / name
        path.write_bytes(data)
        return path

    return make


_BAD = {
    "missing": lambda folder: folder / "grids.geojson",
    "empty folder": lambda folder: folder,
    "empty csv": _written("households.csv", b""),
    "blank csv": _written("households.csv", b"\n\n \n"),
    "header only": _written("households.csv", "户号,户主\n".encode()),
    "no header": _written("households.csv", b"1,2,3\n4,5,6\n"),
    "binary csv": _written("households.csv", b"\x00\x01\x02" * 50),
    "neither encoding": _written("households.csv", b"\xff\xfa\xfb\xff" * 20),
    "half a geojson": _written("grids.geojson", b'{"type":"FeatureCollection","features":[{"type":"Fea'),
    "geojson of nothing": _written("grids.geojson", b'{"type":"FeatureCollection","features":[]}'),
    "other json": _written("grids.geojson", b"[1,2,3]"),
    "deep json": _written("grids.geojson", b"[" * 200_000),
    "text as geopackage": _written("town.gpkg", b"this is no geopackage"),
    "sqlite without layers": _written("town.gpkg", b"SQLite format 3\0" + bytes(84)),
    "text as shapefile": _written("grids.shp", b"no shape"),
    "text as zip": _written("grids.zip", b"no zip" * 30),
    "zip without shapes": _zipped(".zip", {"readme.txt": "nothing"}),
    "zip that climbs": _zipped(".zip", {"../../grids.shp": b"x"}),
    "zip bomb": _zipped(".zip", {"grids.shp": bytes(30 << 20)}),
    "text as workbook": _written("households.xlsx", b"no workbook"),
    "page as workbook": _written("households.xls", b"<html><table></table></html>"),
    "half a workbook": _written("households.xlsx", b"PK\x03\x04" + bytes(100)),
    "ole of nothing": _written("households.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
    "workbook bomb": _zipped(".xlsx", {"xl/worksheets/sheet1.xml": b" " * (30 << 20)}),
    "sparse workbook": _zipped(
        ".xlsx", {"xl/worksheets/sheet1.xml": _cells([(1, "A1"), (1048576, "XFD1048576")])}
    ),
    "wide workbook": _zipped(".xlsx", {"xl/worksheets/sheet1.xml": _cells([(1, "XFD1")])}),
    "workbook with doctype": _zipped(".xlsx", {"xl/workbook.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><x/>'}),
    "gpx with entities": _written("patrols.gpx", _ENTITIES),
    "half a gpx": _written("patrols.gpx", b"<gpx><trk>"),
    "gpx of nothing": _written("patrols.gpx", b"<gpx></gpx>"),
    "picture": _written("grids.png", b"\x89PNG"),
    "broken settings": _written("township.toml", b"name = "),
}


@pytest.mark.parametrize("make_bad", _BAD.values(), ids=_BAD.keys())
def test_a_file_that_cannot_be_read_is_one_line_with_a_remedy(tmp_path, make_bad):
    path = make_bad(tmp_path)
    with pytest.raises(InputError) as caught:
        read([path])
    line = str(caught.value)
    assert path.name in line
    assert len(line.splitlines()) == 1
    assert caught.value.reason
    assert caught.value.remedy
    assert "Error" not in line or "sqlite" in line.lower()


def test_the_place_in_the_file_is_named(tmp_path):
    path = tmp_path / "grids.geojson"
    path.write_text('{"type": "FeatureCollection",\n"features": [\n{"type": ', "utf-8")
    with pytest.raises(InputError, match="第 3 行"):
        read([path])


def test_a_worker_that_dies_is_a_message_and_the_next_file_is_read(tmp_path, make):
    path = make.csv(tmp_path / "households.csv", ["户号"], ["1"])
    with Worker() as worker:
        assert [list(column) for column in worker.read(path, {}).layers[0].columns] == [["1"]]
        worker._process.kill()
        worker._process.wait()
        assert [list(column) for column in worker.read(path, {}).layers[0].columns] == [["1"]]


def test_a_worker_that_dies_with_a_file_in_hand_is_a_message_at_once(tmp_path, make):
    path = make.csv(tmp_path / "households.csv", ["户号"], ["1"])
    with Worker() as worker:
        worker.ask(path, {})
        worker._process.kill()
        worker._process.wait()
        with pytest.raises(InputError, match="中断"):
            worker.answer(path)


def test_files_come_in_their_order_whichever_is_the_largest(tmp_path, make):
    sizes = {"a": 1, "b": 50, "c": 2}
    paths = [
        make.csv(tmp_path / f"{name}.csv", ["户号"], *([f"{name}{row}"] for row in range(rows)))
        for name, rows in sizes.items()
    ]
    for order in (paths, paths[::-1], paths[1:2], []):
        found = list(read_all(order, {}))
        assert [path for path, _file in found] == order
        assert [file.layers[0].columns[0][0] for _path, file in found] == [f"{path.stem}0" for path in order]


def test_a_file_that_holds_the_worker_too_long_is_given_up(tmp_path, make):
    path = make.csv(tmp_path / "households.csv", ["户号"], ["1"])
    with Worker(wall_seconds=0.01) as worker, pytest.raises(InputError, match="超过"):
        worker.read(path, {})


def test_a_large_file_may_take_longer(tmp_path, make):
    path = make.csv(tmp_path / "households.csv", ["户号"], *([f"{row:0999}"] for row in range(4_000)))
    with Worker(wall_seconds=0.01) as worker:  # and 8 s for 4 MB
        assert len(worker.read(path, {}).layers[0].columns[0]) == 4_000


def test_a_file_that_needs_too_much_memory_is_a_message(tmp_path):
    path = tmp_path / "grids.geojson"
    path.write_bytes(b"[" + b"[[]]," * 5_000_000 + b"0]")
    with Worker(memory_bytes=600 << 20) as worker, pytest.raises(InputError, match=r"内存|中断"):
        worker.read(path, {})
