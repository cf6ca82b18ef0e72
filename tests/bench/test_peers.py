"""The peers do the same work where they are installed."""

import re
import shutil

import numpy as np
import pytest
from made_up import houses, make_table, two_grids

from gridmap.bench import fresh
from gridmap.bench.peers import chromium, folium_page, pyogrio, qgis
from gridmap.bench.peers.sjoin import Sjoin
from gridmap.bench.trials.tables import loaded


def test_both_joins_count_the_residents_of_each_grid():
    join = Sjoin(two_grids(), houses(40))
    expected = [sum(n % 7 for n in range(40)), 0.0]
    for predicate in ("within", "intersects"):
        assert join.count(predicate).tolist() == expected


def test_pyogrio_writes_the_same_rows(tmp_path):
    import pyogrio as library

    households = make_table(
        "households", household_no=["1", "2"], resident=[3.0, 4.0], x=[5.0, np.nan], y=[6.0, np.nan]
    )
    residents = make_table("residents", name=["甲", "乙", "丙"])
    out = tmp_path / "people.gpkg"
    assert pyogrio.write(households, residents, "EPSG:4549", out) > 0
    written = library.read_dataframe(out, layer="households")
    assert written["resident"].tolist() == [3.0, 4.0]
    assert (written.geometry[0].x, written.geometry[0].y, written.geometry[1]) == (5.0, 6.0, None)
    assert library.read_dataframe(out, layer="residents")["name"].tolist() == ["甲", "乙", "丙"]


@pytest.mark.slow
def test_qgis_draws_the_store_and_leaves_it_as_it_is(town, tmp_path):
    if not qgis.python():
        pytest.skip("no Python with qgis")
    from PySide6.QtGui import QImage

    own = tmp_path / "own.gpkg"
    shutil.copyfile(town, own)
    ended = qgis.draw(own, tmp_path / "map.png", tmp_path / "map.qgs")
    assert ended.found["layers"] == ["grids", "households"]
    assert len(ended.found["redraw"]) == len(ended.found["redraw_cpu"]) == qgis.REDRAWS
    assert ended.first_s < ended.whole_s
    assert own.read_bytes() == town.read_bytes()
    picture = QImage(str(tmp_path / "map.png"))
    assert (picture.width(), picture.height()) == qgis.SIZE
    colours = {picture.pixelColor(x, y).name() for x in range(0, 1920, 7) for y in range(0, 1080, 7)}
    assert len(colours) > 3


@pytest.mark.slow
def test_qgis_shows_the_same_in_its_own_window(town, tmp_path):
    if qgis.window_refusal():
        pytest.skip(qgis.window_refusal())
    from PySide6.QtGui import QImage

    own, home = shutil.copyfile(town, tmp_path / "own.gpkg"), tmp_path / "home"
    home.mkdir()
    drawn = qgis.draw(own, project=tmp_path / "map.qgs")
    seconds, peak = qgis.window(tmp_path / "map.qgs", home)
    assert seconds > drawn.first_s / 2
    assert peak > 50
    picture = QImage(str(home / "window.png"))
    colours = {picture.pixelColor(x, y).name() for x in range(0, 1920, 7) for y in range(0, 1080, 7)}
    assert len(colours) > 3


@pytest.mark.slow
def test_folium_is_written_and_shown_in_a_browser(town, tmp_path):
    page = tmp_path / "page.html"
    written = fresh.trial("folium_write", town, page, home=tmp_path)
    assert written.found["rows"]["folium_write"][0][0] > 0
    assert page.read_text("utf-8").count("L.circleMarker(") == 40
    assert not re.findall(r"<(?:script|link)[^>]*http", page.read_text("utf-8"))
    if not chromium.browser():
        pytest.skip("no Chromium")
    shown = fresh.trial("folium_show", page, home=tmp_path).found
    assert shown["rows"]["folium_shown"][0][0] > 0
    assert shown["peak_mb"] > 50


@pytest.mark.slow
def test_many_households_are_clustered(town, tmp_path, monkeypatch):
    if folium_page.clusters() is None:
        pytest.skip("no leaflet.markercluster")
    monkeypatch.setattr(folium_page, "SINGLE", 10)
    folium_page.write(loaded(town), tmp_path / "page.html")
    page = (tmp_path / "page.html").read_text("utf-8")
    assert "markerClusterGroup" in page
    if chromium.browser():
        assert chromium.show(tmp_path / "page.html")[0] > 0


def test_more_households_than_a_browser_holds_are_refused():
    assert folium_page.refusal(25_000) == ""
    assert "300000" in folium_page.refusal(1_000_000)


@pytest.mark.slow
def test_a_page_that_never_says_so_is_given_up(tmp_path, monkeypatch):
    if not chromium.browser():
        pytest.skip("no Chromium")
    from gridmap.errors import GridmapError

    page = tmp_path / "page.html"
    page.write_text("<p>nothing</p>", "utf-8")
    monkeypatch.setattr(chromium, "LONGEST_S", 3)
    with pytest.raises(GridmapError, match="3 秒"):
        chromium.show(page)
