import json

import geopandas
import pytest
import shapely

from gridmap.errors import InputError, UsageError
from gridmap.exchange.area_file import ground_place, read_area

CRS = "EPSG:4549"
SQUARE = shapely.box(120.50, 30.20, 120.51, 30.21)


def write(path, *shapes, crs="EPSG:4326", driver=None):
    geopandas.GeoDataFrame(geometry=list(shapes), crs=crs).to_file(path, driver=driver)
    return path


@pytest.mark.parametrize("name", ["area.geojson", "area.gpkg", "area.shp"])
def test_a_drawn_square_is_the_same_in_every_format(tmp_path, name):
    found = read_area(write(tmp_path / name, SQUARE), CRS)
    expected = geopandas.GeoSeries([SQUARE], crs=4326).to_crs(CRS)[0]
    assert shapely.area(shapely.symmetric_difference(found, expected)) < 1


def test_several_polygons_that_overlap_are_one_area(tmp_path):
    more = shapely.box(120.505, 30.20, 120.515, 30.21)
    found = read_area(write(tmp_path / "two.geojson", SQUARE, more), CRS)
    assert found.is_valid
    assert len(shapely.get_parts(found)) == 1


def test_a_shape_in_metres_is_taken_by_its_declared_system(tmp_path):
    metric = geopandas.GeoSeries([SQUARE], crs=4326).to_crs("EPSG:3857")[0]
    found = read_area(write(tmp_path / "m.gpkg", metric, crs="EPSG:3857"), CRS)
    expected = geopandas.GeoSeries([SQUARE], crs=4326).to_crs(CRS)[0]
    assert found.centroid.distance(expected.centroid) < 1


def test_what_crosses_itself_comes_as_it_was_drawn(tmp_path):
    bow = {"type": "Polygon", "coordinates": [[[120, 30], [121, 31], [121, 30], [120, 31], [120, 30]]]}
    path = tmp_path / "bow.geojson"
    path.write_text(json.dumps(bow))
    assert not read_area(path, CRS).is_valid


def test_a_file_without_a_polygon_is_refused_in_one_line(tmp_path):
    path = write(tmp_path / "points.geojson", shapely.Point(120, 30))
    with pytest.raises(InputError, match="没有面"):
        read_area(path, CRS)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"type": "Polygon", "coordinates": [[[1, 2], [3, 4]]]}'])
def test_a_broken_file_is_refused_in_one_line(tmp_path, text):
    path = tmp_path / "broken.geojson"
    path.write_text(text)
    with pytest.raises(InputError) as caught:
        read_area(path, CRS)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(InputError, match="不存在"):
        read_area(tmp_path / "none.geojson", CRS)


def test_a_place_in_degrees_is_where_the_projection_puts_it():
    expected = geopandas.GeoSeries([shapely.Point(120.5, 30.2)], crs=4326).to_crs(CRS)[0]
    assert ground_place(120.5, 30.2, CRS) == pytest.approx((expected.x, expected.y), abs=0.001)


def test_a_place_that_the_ground_does_not_have_is_refused():
    with pytest.raises(UsageError, match="坐标系"):
        ground_place(30.0, 0.0, CRS)
    with pytest.raises(UsageError, match="边界"):
        ground_place(120.5, 30.2, "")
