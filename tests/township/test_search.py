"""One box finds everything, by any of the words people use."""

import time

import pytest
from shapely import box

from gridmap.township.search import SearchIndex


@pytest.fixture(name="index")
def _index(build):
    snapshot = build(
        settings={"crs": "EPSG:4544"},
        villages={"code": ["V1"], "name": ["花坡村"], "geometry": [box(0, 0, 100, 100)]},
        grids={
            "code": ["V1001"], "name": ["花坡07"], "village": ["花坡村"], "village_fid": [1],
            "geometry": [box(0, 0, 100, 100)],
        },
        groups={"code": ["V1G3"], "name": ["3组"], "village": ["花坡村"], "village_fid": [1],
                "geometry": [box(0, 0, 50, 50)]},
        households={
            "household_no": ["0704132", "0704133"], "head_name": ["曾小红", "欧阳明"],
            "phone": ["13812345678", "无电话"], "group": ["3组", "3组"], "x": [10.0, float("nan")],
            "y": [20.0, float("nan")],
        },
        places={"name": ["花坡村卫生室"], "x": [5.0], "y": [6.0]},
    )  # fmt: skip
    return SearchIndex.of(snapshot)


@pytest.mark.parametrize(
    ("typed", "uuid"),
    [
        ("曾小红", "households-1"),
        ("zengxiaohong", "households-1"),
        ("zeng xiao", "households-1"),
        ("zxh", "households-1"),
        ("ouyangming", "households-2"),
        ("0704133", "households-2"),
        ("5678", "households-1"),
        ("hpc", "villages-1"),
        ("V1001", "grids-1"),
        ("v1001", "grids-1"),
        ("花坡村3组", "groups-1"),
        ("卫生室", "places-1"),
    ],
)
def test_finds(index, typed, uuid):
    assert uuid in [hit.uuid for hit in index.find(typed)]


def test_nothing_and_nonsense_find_nothing(index):
    assert index.find("") == []
    assert index.find("   ") == []
    assert index.find("不存在的人") == []


def test_a_whole_key_comes_before_a_longer_one(index):
    assert index.find("花坡村")[0].uuid == "villages-1"


def test_people_are_shown_masked(index):
    hit = index.find("欧阳明")[0]
    assert hit.title == "欧阳*"
    assert "欧阳明" not in hit.detail


def test_a_middle_of_a_phone_finds_nobody(index):
    assert index.find("1234") == []


def test_coordinates_are_a_place_of_their_own(index):
    (hit,) = index.find("589820, 3331871")
    assert (hit.kind, hit.uuid, hit.x, hit.y) == ("coordinates", "", 589820.0, 3331871.0)


def test_degrees_are_brought_to_the_working_crs(index):
    (hit,) = index.find("105.9584,30.1166")
    assert hit.x == pytest.approx(592378, abs=100)
    assert hit.y == pytest.approx(3333419, abs=1000)


def test_a_row_without_a_place_is_found_all_the_same(index):
    (hit,) = index.find("0704133")
    assert hit.x != hit.x


def test_without_pinyin_names_are_still_found(build):
    index = SearchIndex.of(build(households={"household_no": ["1"], "head_name": ["王一"]}), pinyin=False)
    assert len(index.find("王一")) == 1
    assert index.find("wangyi") == []


def test_a_key_press_is_answered_at_once_among_many(build):
    names = [f"王{chr(0x4E00 + at % 2000)}" for at in range(20_000)]
    households = {"household_no": [f"H{at:06}" for at in range(20_000)], "head_name": names}
    index = SearchIndex.of(build(households=households))
    for typed in ("w", "wang", "zzzz", "王", "H0199", "不在"):
        started = time.perf_counter()
        index.find(typed)
        assert time.perf_counter() - started < 0.05
