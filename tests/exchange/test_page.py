import base64
import hashlib
import html
import json
import re
from html.parser import HTMLParser

import folium
import numpy as np
import pytest
import shapely

from gridmap.errors import UsageError
from gridmap.exchange.page import make_page
from gridmap.exchange.page.cells import gather_at_most
from gridmap.township.census import take_census


class Reader(HTMLParser):
    """What a browser would see: tags with attributes, and the text of scripts and styles."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.carried, self.words = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))

    def handle_data(self, data):
        tag = self.tags[-1][0] if self.tags else ""
        (self.carried if tag in ("script", "style") and data.strip() else self.words).append((tag, data))


@pytest.fixture
def page(hostile, layers, moment):
    return make_page(hostile, take_census(hostile), layers, author="王书记", moment=moment, purpose="镇务会")


def features(page):
    """Every GeoJSON feature that the page carries."""
    found = re.findall(r"_add\((\{\"features\".*?\]\}|\{.*?\"FeatureCollection\"\})\);", page)
    return [feature for text in found for feature in json.loads(text)["features"]]


def popups(page):
    return [feature["properties"] for feature in features(page) if "t" in feature["properties"]]


def test_it_names_no_address(page):
    read = Reader(page)
    assert not [tags for tags in read.tags if {"src", "href", "srcset", "action", "poster"} & set(tags[1])]
    styles = [text for tag, text in read.carried if tag == "style"]
    addresses = re.findall(r"url\(([^)]*)\)", "".join(styles))
    assert addresses
    assert all(address.startswith(("data:image/png;base64,", "#")) for address in addresses)
    assert not re.findall(r"@import|sourceMappingURL|cdn\.|jquery|bootstrap", page, re.IGNORECASE)


def test_the_policy_names_every_script_and_style_and_nothing_else(page):
    read = Reader(page)
    policy = next(a["content"] for tag, a in read.tags if a.get("http-equiv") == "Content-Security-Policy")
    rules = {rule.split()[0]: set(rule.split()[1:]) for rule in policy.split(";")}
    assert rules["default-src"] == {"'none'"}
    assert "unsafe" not in policy
    for tag in ("script", "style"):
        bodies = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        digests = {base64.b64encode(hashlib.sha256(body.encode()).digest()).decode() for body in bodies}
        assert rules[f"{tag}-src"] == {f"'sha256-{digest}'" for digest in digests}


def test_no_attribute_needs_a_style_or_a_handler_that_the_policy_forbids(page):
    for _tag, attributes in Reader(page).tags:
        assert not [name for name in attributes if name == "style" or name.startswith("on")]


def test_every_text_comes_escaped_and_reads_as_it_was(page, bad):
    says = popups(page)
    titles = [properties["t"] for properties in says]
    assert not [title for title in titles if set(title) & set("<>\"'{}`$\\")]
    assert bad in {html.unescape(title) for title in titles}
    assert "<img" not in page.replace("document.createElement", "")
    assert "49" not in "".join(titles)


def test_markup_in_the_name_of_the_town_is_text(page, bad):
    words = "".join(text for _tag, text in Reader(page).words)
    assert f"别口镇{bad} 网格图" in words


def test_a_grid_says_three_populations_against_its_cap(page):
    grid = next(p for p in popups(page) if p.get("p"))
    assert [(row["title"], row["n"], row["cap"], row["s"]) for row in grid["p"]] == [
        ("常住", 1001, 1000, "over"), ("户籍", 1500, 1000, "over"), ("在家", 1, 1000, "ok"),
    ]  # fmt: skip
    assert grid["c"] == "grid resident-over registered-over at_home-ok"


def test_a_reference_says_the_name_of_what_it_points_to(hostile, layers, moment):
    coded = hostile["grids"].replace(village=np.array(["50015"] * 4, object))
    town = hostile.with_tables({"grids": coded})
    page = make_page(town, take_census(town), layers, author="", moment=moment)
    villages = [html.unescape(dict(p["r"])["村(社区)"]) for p in popups(page) if p.get("p")]
    assert villages[0] == "花坡村"


def test_a_leader_is_masked_and_a_missing_one_said(page):
    leaders = [dict(p["r"])["网格长"] for p in popups(page) if p.get("p")]
    assert leaders == ["欧阳**", "未配备", "未配备", "未配备"]


def test_nothing_personal_is_in_it(page):
    said = json.dumps([f["properties"] for f in features(page)], ensure_ascii=False)
    words = "".join(text for _tag, text in Reader(page).words)
    assert "欧阳" in said
    for secret in ("张三", "李四", "990101", "1381234", "3组", "欧阳娜", "甲家事", "乙家事"):
        assert secret not in said + words


def test_restricted_family_and_closed_incidents_are_no_points(page):
    incidents = [p["t"] for p in popups(page) if p["c"] == "incident"]
    assert incidents[0] == "E1"
    assert len(incidents) == 2
    assert not {"E2", "E3", "E4"} & set(incidents)


def test_few_people_in_a_cell_are_not_counted_out(page):
    cells = [dict(p["r"]) for p in popups(page) if p["c"] == "cell"]
    assert {"常住": "&lt;3", "户籍": "3", "在家": "&lt;3"} in cells
    assert all(p["t"] == "住户 &lt;3 户" for p in popups(page) if p["c"] == "cell")


def test_a_single_house_stands_in_the_middle_of_its_cell(hostile, layers, moment, page):
    dots = [f["geometry"]["coordinates"] for f in features(page) if "d" in f["properties"]]
    moved = hostile["households"].replace(x=hostile["households"].number("x") + 7)
    again = make_page(
        hostile.with_tables({"households": moved}), take_census(hostile), layers, author="", moment=moment
    )
    assert dots == [f["geometry"]["coordinates"] for f in features(again) if "d" in f["properties"]]


def test_a_district_of_houses_comes_in_larger_cells(build):
    rng = np.random.default_rng(7)
    x, y = rng.uniform(0, 40_000, (2, 5_000))
    houses = build(
        households={"household_no": [str(n) for n in range(5_000)], "x": x, "y": y, "resident": x // x}
    )
    cells = gather_at_most(houses["households"], 60.0, 500)
    assert 100 < len(cells) <= 500
    assert (cells.houses.sum(), cells.people["resident"].sum()) == (5_000, 5_000)


def test_elders_never_leave_the_office(page, layers):
    assert "老人 60+" in {layer.title for layer in layers}
    assert "老人" not in page


def test_layers_stand_in_the_order_and_state_of_their_definitions(page):
    names = [
        json.loads(f'"{name}"') for name in re.findall(r'^\s+"([^"]+)" : geo_json_\d+,', page, re.MULTILINE)
    ]
    assert names == [
        "邻区",
        "水系",
        "网格",
        "隐患区",
        "道路",
        "村民小组",
        "村界",
        "巡防轨迹",
        "住户",
        "场所",
        "事件",
    ]
    assert len(re.findall(r"geo_json_\d+\.addTo", page)) == 8


def test_user_time_and_purpose_are_its_watermark(page):
    foot = re.search(r"<footer.*?</footer>", page)[0]
    assert "导出人 王书记 · 2026-11-23 13:05 · 用途 镇务会" in foot


def test_the_same_township_gives_the_same_bytes(hostile, layers, moment, page):
    again = make_page(hostile, take_census(hostile), layers, author="王书记", moment=moment, purpose="镇务会")
    assert again == page


def test_other_maps_of_the_process_keep_their_scripts(page):
    assert folium.Map.default_js
    assert folium.Map(tiles=None).default_js


def test_places_are_right_to_a_tenth_of_a_metre(page):
    # 89 km east of 105° E at 30.1° N, where a degree of longitude is 96.4 km long
    ring = next(f for f in features(page) if f["properties"].get("p"))["geometry"]["coordinates"][0]
    assert min(lon for lon, _lat in ring) == pytest.approx(105 + 89 / 96.4, abs=1e-3)
    assert all(round(number, 6) == number for pair in ring for number in pair)


def test_without_any_area_there_is_no_page(build, layers, moment):
    empty = build(settings={"name": "空镇", "crs": "EPSG:4544"})
    with pytest.raises(UsageError, match="还没有边界"):
        make_page(empty, take_census(empty), layers, author="", moment=moment)


def test_villages_known_only_by_name_do_not_hide_the_grids(hostile, layers, moment):
    unplaced = hostile["villages"].replace(geometry=np.full(2, None, object))
    town = hostile.with_tables({"villages": unplaced, "township": hostile["township"].take([])})
    page = make_page(town, take_census(town), layers, author="", moment=moment)
    assert "NaN" not in page.split("<body>")[1]
    assert [f["properties"].get("c") for f in features(page)].count("town") == 1


def test_a_speck_of_a_grid_and_one_in_parts_are_drawn(hostile, layers, moment):
    shapes = hostile["grids"].text("geometry").copy()
    speck = shapely.box(600_000, 3_331_000, 600_000.5, 3_331_000.5)
    shapes[0] = shapely.MultiPolygon([shapes[0], speck])
    shapes[1] = shapely.box(610_000, 3_331_000, 610_000.5, 3_331_000.5)
    town = hostile.with_tables({"grids": hostile["grids"].replace(geometry=shapes)})
    page = make_page(town, take_census(town), layers, author="", moment=moment)
    assert len([f for f in features(page) if f["properties"].get("p")]) == 4
