import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import CRS, Geod

from gridmap.exchange import coordinates
from gridmap.exchange.coordinates import (
    bd09_to_wgs84,
    gcj02_to_bd09,
    gcj02_to_wgs84,
    project,
    source_by_size,
    source_of,
    to_lonlat,
    wgs84_to_gcj02,
    working_crs,
)

_IN_CHINA = (st.floats(74.0, 134.0), st.floats(19.0, 53.0))


def _pair(lon, lat):
    return np.array([lon], float), np.array([lat], float)


def test_a_position_of_the_town_moves_by_the_known_amounts():
    seat = _pair(105.9584, 30.1166)
    geod = Geod(ellps="WGS84")
    gcj02 = wgs84_to_gcj02(*seat)
    assert geod.inv(*seat, *gcj02)[2][0] == pytest.approx(464, abs=30)
    assert geod.inv(*seat, *gcj02_to_bd09(*gcj02))[2][0] == pytest.approx(1041, abs=60)


@given(*_IN_CHINA)
def test_gcj02_comes_back(lon, lat):
    back = gcj02_to_wgs84(*wgs84_to_gcj02(*_pair(lon, lat)))
    assert np.allclose(np.ravel(back), [lon, lat], atol=1e-9, rtol=0)


@given(*_IN_CHINA)
def test_bd09_comes_back(lon, lat):
    back = bd09_to_wgs84(*gcj02_to_bd09(*wgs84_to_gcj02(*_pair(lon, lat))))
    assert np.allclose(np.ravel(back), [lon, lat], atol=1e-9, rtol=0)


@pytest.mark.parametrize(
    ("lon", "lat", "crs"),
    [
        (105.95, 30.1, "EPSG:4544"),
        (120.5, 30.1, "EPSG:4549"),
        (75.0, 39.0, "EPSG:4534"),
        (134.9, 48.0, "EPSG:4554"),
        (11.3, 48.1, "EPSG:32632"),
        (-70.6, -33.4, "EPSG:32719"),
        (151.2, -33.9, "EPSG:32756"),
        (-180.0, 60.0, "EPSG:32601"),
        (180.0, 60.0, "EPSG:32660"),
    ],
)
def test_the_working_crs_is_the_zone_of_the_place(lon, lat, crs):
    assert working_crs(lon, lat) == crs


@given(*_IN_CHINA)
@settings(max_examples=30)
def test_the_zone_in_china_is_the_nearest_meridian_in_metres(lon, lat):
    crs = CRS(working_crs(lon, lat))
    meridian = next(
        item.value
        for item in crs.coordinate_operation.params
        if "natural origin" in item.name and item.value > 60
    )
    assert abs(meridian - lon) <= 1.5 + 1e-9
    assert "without" not in crs.name
    assert "CM" in crs.name
    assert crs.axis_info[0].unit_name == "metre"


def test_declared_systems_have_one_name():
    assert source_of("") == ""
    assert source_of("EPSG:4326") == "wgs84"
    assert source_of("EPSG:4490") == "cgcs2000"
    assert source_of("EPSG:4544") == "EPSG:4544"
    assert source_of(CRS(4523).to_wkt("WKT1_ESRI")) == "EPSG:4523"
    assert source_of(CRS(4490).to_wkt("WKT1_ESRI")) == "cgcs2000"


def test_undeclared_numbers_are_known_by_their_size():
    def size(x, y):
        return source_by_size(*_pair(x, y))

    assert size(105.9, 30.1) == "wgs84"
    assert size(35_587_000.0, 3_330_000.0) == "EPSG:4523"
    assert size(587_000.0, 3_330_000.0) == ""


def test_zone_numbered_eastings_differ_by_the_zone_only():
    x, y = project(np.array([35_587_000.0]), np.array([3_330_000.0]), "EPSG:4523", "EPSG:4544")
    assert np.allclose([x[0], y[0]], [587_000.0, 3_330_000.0], atol=1e-4)


def test_positions_in_the_working_crs_stay_bit_for_bit():
    x, y = np.array([587_000.123456789]), np.array([3_330_000.987654321])
    assert project(x, y, "EPSG:4544", "EPSG:4544") == (x, y)


@given(
    st.lists(st.tuples(st.floats(105, 107), st.floats(29, 31)), min_size=1, max_size=50), st.integers(0, 49)
)
@settings(max_examples=40)
def test_a_position_is_converted_alike_alone_and_in_company(points, at):
    x, y = (np.array(column, float) for column in zip(*points, strict=True))
    at %= len(points)
    for source in coordinates.GEOGRAPHIC:
        together = project(x, y, source, "EPSG:4544")
        alone = project(x[at : at + 1], y[at : at + 1], source, "EPSG:4544")
        assert (together[0][at], together[1][at]) == (alone[0][0], alone[1][0])


@given(st.floats(104, 108), st.floats(28, 32))
@settings(max_examples=60)
def test_there_and_back_is_the_same_place(lon, lat):
    x, y = project(*_pair(lon, lat), "wgs84", "EPSG:4544")
    assert np.allclose(np.ravel(to_lonlat(x, y, "EPSG:4544")), [lon, lat], atol=1e-9, rtol=0)
