"""GeoPackages and shapefiles, as GDAL writes them and as Chinese desktops do."""

import zipfile

import numpy as np
import pyogrio.raw
import pytest
import shapely

from gridmap.errors import InputError, UsageError
from gridmap.exchange import ReadOptions, read

_SQUARE = shapely.box(587_000, 3_332_000, 588_000, 3_333_000)


def _write(
    path, layer, names, columns, shapes=(_SQUARE,), crs="EPSG:4544", kind="Polygon", append=False, **options
):
    pyogrio.raw.write(
        path,
        shapely.to_wkb(np.array(shapes, object)),
        [np.array(column, object) for column in columns],
        np.array(names, object),
        layer=layer,
        geometry_type=kind,
        crs=crs,
        append=append,
        **options,
    )
    return path


def test_every_layer_of_a_geopackage_that_says_its_kind_is_read(tmp_path):
    path = _write(tmp_path / "town.gpkg", "网格", ["code"], [["g1"]], driver="GPKG")
    _write(path, "villages", ["code"], [["v1"]], append=True)
    _write(path, "background", ["colour"], [["red"]], append=True)
    batches = read([path]).batches
    assert [(batch.kind, batch.accepted, batch.datum) for batch in batches] == [
        ("villages", 1, "EPSG:4544"),
        ("grids", 1, "EPSG:4544"),
    ]
    assert shapely.equals_exact(batches[1].table["geometry"][0].normalize(), _SQUARE.normalize(), 0)


def test_a_named_layer_is_read_as_told(tmp_path, make):
    path = _write(tmp_path / "town.gpkg", "a", ["code"], [["g1"]], driver="GPKG")
    _write(path, "b", ["code"], [["g2"]], append=True)
    assert make.read_one(path, layer="b", kind="grids").table["code"][0] == "g2"
    with pytest.raises(UsageError, match="a、b"):
        read([path])
    with pytest.raises(InputError, match="a、b"):
        read([path], ReadOptions(layer="c"))


def test_a_truncated_geopackage_is_one_line(tmp_path):
    path = _write(tmp_path / "grids.gpkg", "grids", ["code"], [["g1"]], driver="GPKG")
    path.write_bytes(path.read_bytes()[:50_000])
    with pytest.raises(InputError, match=r"grids\.gpkg"):
        read([path])


def test_a_foreign_crs_is_converted(tmp_path, make):
    path = _write(
        tmp_path / "grids.gpkg",
        "grids",
        ["code"],
        [["g1"]],
        [shapely.box(105.9, 30.1, 105.92, 30.12)],
        crs="EPSG:4490",
        driver="GPKG",
    )
    batch = make.read_one(path)
    assert batch.datum == "cgcs2000"
    assert batch.table["geometry"][0].area == pytest.approx(4.27e6, rel=0.01)


def _shapefile(folder, encoding, cpg, name="grids"):
    folder.mkdir(exist_ok=True)
    path = _write(
        folder / f"{name}.shp",
        name,
        ["XZQDM", "XZQMC", "BZ"],
        [["500152123001"], ["飞凤社区"], ["示意"]],
        driver="ESRI Shapefile",
        encoding=encoding,
    )
    if not cpg:
        (folder / f"{name}.cpg").unlink(missing_ok=True)
        data = bytearray((folder / f"{name}.dbf").read_bytes())
        data[29] = 0
        (folder / f"{name}.dbf").write_bytes(data)
    return path


@pytest.mark.parametrize("encoding", ["UTF-8", "GB18030"])
@pytest.mark.parametrize("cpg", [True, False])
def test_a_shapefile_reads_alike_with_and_without_its_code_page(tmp_path, make, encoding, cpg):
    batch = make.read_one(_shapefile(tmp_path / "s", encoding, cpg), kind="villages")
    assert (batch.table["code"][0], batch.table["name"][0]) == ("500152123001", "飞凤社区")
    assert batch.encoding == ("utf-8" if encoding == "UTF-8" else "gb18030")


def test_the_encoding_can_be_told(tmp_path, make):
    path = _shapefile(tmp_path / "s", "GB18030", cpg=False)
    assert make.read_one(path, kind="villages", encoding="gbk").table["name"][0] == "飞凤社区"


class _WindowsEntry(zipfile.ZipInfo):
    """An entry named in GBK without the UTF-8 flag, as Chinese Windows zips."""

    def _encodeFilenameFlags(self):
        return self.filename.encode("gb18030"), self.flag_bits


def test_a_zip_holds_shapefiles_with_chinese_names(tmp_path):
    folder = tmp_path / "s"
    _shapefile(folder, "GB18030", False, "a")
    _shapefile(folder, "GB18030", False, "b")
    path = tmp_path / "数据.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for part in folder.iterdir():
            name = {"a": "村界", "b": "网格"}[part.stem] + part.suffix
            archive.writestr(_WindowsEntry(f"边界/{name}"), part.read_bytes())
    assert [batch.kind for batch in read([path]).batches] == ["villages", "grids"]


def test_a_shapefile_without_its_table_says_what_is_missing(tmp_path):
    path = _shapefile(tmp_path / "s", "UTF-8", cpg=True)
    (tmp_path / "s" / "grids.dbf").unlink()
    with pytest.raises(InputError, match=r"\.dbf"):
        read([path])


def test_a_shapefile_without_a_system_is_known_by_its_numbers_or_asked(tmp_path, make):
    path = _shapefile(tmp_path / "s", "UTF-8", cpg=True)
    (tmp_path / "s" / "grids.prj").unlink()
    with pytest.raises(InputError, match="--datum"):
        read([path])
    assert make.read_one(path, datum="EPSG:4544").table["geometry"][0].area == pytest.approx(1e6)
