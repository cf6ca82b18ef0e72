"""One box finds everything, by any of the words people use."""

import pytest
from shapely import box

from gridmap.township.search import SearchIndex


@pytest.fixture(name="town")
def _town(build):
    return build(
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
            "phone": ["13812345678", "无电话"], "group": ["3组", "3组"], "group_fid": [1, 0],
            "village_fid": [1, 0], "x": [10.0, float("nan")], "y": [20.0, float("nan")],
        },
        residents={
            "household_no": ["0704132", "0704132", "0704133", "9"], "household_no_fid": [1, 1, 2, 0],
            "name": ["曾小红", "单于飞", "Tom Smith", "张无"],
            "phone": ["", "13900004444、023-87654321", "", ""],
        },
        places={"name": ["花坡村卫生室"], "x": [5.0], "y": [6.0]},
    )  # fmt: skip


@pytest.fixture(name="index")
def _index(town, gather):
    return SearchIndex(town, gather(town))


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
        ("单于飞", "households-1"),
        ("shanyufei", "households-1"),
        ("syf", "households-1"),
        ("于飞", "households-1"),
        ("4444", "households-1"),
        ("4321", "households-1"),
        ("87654321", "households-1"),
        ("tom", "households-2"),
        ("smith", "households-2"),
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


def test_one_of_the_household_is_found_as_a_resident_and_goes_to_the_household(index):
    (hit,) = index.find("单于飞")
    assert (hit.kind, hit.title, hit.detail) == ("resident", "单于*", "0704132 · 花坡村3组")
    assert (hit.table, hit.uuid, hit.x, hit.y) == ("households", "households-1", 10.0, 20.0)


def test_a_head_who_is_a_resident_too_is_one_hit(index):
    (hit,) = index.find("曾小红")
    assert (hit.kind, hit.title) == ("household", "曾**")
    assert index.find("0704132") == [hit]


def test_somebody_without_a_household_is_found_and_has_no_place(index):
    (hit,) = index.find("张无")
    assert (hit.kind, hit.title, hit.table, hit.uuid) == ("resident", "张*", "", "")
    assert hit.x != hit.x


def test_the_longest_tail_is_the_whole_number_and_nothing_longer_is_found(index):
    assert len(index.find("13812345678")) == 1
    assert index.find("013812345678") == []
    assert index.find("0" * 30) == []


def test_before_anybody_is_gathered_the_landmarks_answer(town):
    index = SearchIndex(town)
    assert [hit.uuid for hit in index.find("花坡")] == ["grids-1", "villages-1", "groups-1", "places-1"]
    assert index.find("曾小红") == index.find("hpc") == index.find("0704132") == []


def test_who_moved_away_since_the_gathering_is_left_out(town, gather):
    people = gather(town)
    index = SearchIndex(town.with_tables({"households": town["households"].take([1])}), people)
    assert index.find("曾小红") == index.find("0704132") == index.find("5678") == []
    assert [hit.uuid for hit in index.find("欧阳明")] == ["households-2"]


def test_id_numbers_cannot_be_searched_for(build, gather):
    number = "992123197007220018"
    town = build(
        households={"household_no": ["1"], "head_name": ["赵刚"], "head_id": [number]},
        residents={"name": ["赵刚"], "id_number": [number], "household_no_fid": [1]},
    )
    index = SearchIndex(town, gather(town))
    assert len(index.find("赵刚")) == 1
    assert index.find(number) == index.find("0018") == []


def test_no_more_than_the_limit(build, gather):
    town = build(households={"household_no": [f"H{at:03}" for at in range(40)], "head_name": ["王一"] * 40})
    index = SearchIndex(town, gather(town))
    assert [hit.uuid for hit in index.find("wang", limit=3)] == [
        "households-1",
        "households-2",
        "households-3",
    ]
    assert len(index.find("H")) == 12
