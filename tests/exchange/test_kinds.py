import pytest

from gridmap.exchange.headings import find_header, match, normal
from gridmap.exchange.kinds import fits, kind_by_columns, kind_by_name
from gridmap.township.schemas import SCHEMAS


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        *((kind, kind) for kind in SCHEMAS),
        ("outline", "township"),
        ("households_2024", "households"),
        ("别口镇住户台账(2024)", "households"),
        ("飞凤社区居民", "residents"),
        ("别口镇网格划分", "grids"),
        ("村界", "villages"),
        ("飞凤村村民小组", "groups"),
        ("网格员名单", "staff"),
        ("矛盾纠纷台账", "incidents"),
        ("第47周巡查记录", "patrols"),
        ("入户走访记录", "visits"),
        ("新建文件", ""),
        ("homegrids", ""),
    ],
)
def test_a_name_says_its_kind(name, kind):
    assert kind_by_name(name) == kind


@pytest.mark.parametrize(
    ("headings", "shape", "kind"),
    [
        (["户号", "户主", "家庭住址"], "none", "households"),
        (["户号", "姓名", "与户主关系", "身份证号"], "none", "residents"),
        (["标题", "发生时间", "紧急程度"], "none", "incidents"),
        (["户号", "走访时间"], "none", "visits"),
        (["编码", "网格长"], "polygon", "grids"),
        (["户号", "户主", "家庭住址"], "point", "households"),
        (["户号", "户主", "家庭住址"], "polygon", ""),
        (["颜色"], "none", ""),
    ],
)
def test_columns_say_the_kind_of_a_nameless_file(headings, shape, kind):
    assert kind_by_columns(headings, shape) == kind


def test_areas_need_areas_and_ledgers_may_lack_a_place():
    assert fits("villages", "polygon")
    assert fits("households", "none")
    assert fits("patrols", "none")
    assert not fits("villages", "none")
    assert not fits("villages", "point")
    assert not fits("residents", "polygon")


def test_headings_are_read_without_their_accidents():
    assert normal(" 户　号＊：") == "户号"
    assert normal("村（社区）") == "村(社区)"


def test_the_better_heading_takes_the_field():
    found = match(SCHEMAS["households"], ["户编号", "户号", "XYZ"], {})
    assert found.columns == {"household_no": 1}
    assert found.unknown == ("户编号", "XYZ")


def test_what_the_user_says_comes_first():
    found = match(SCHEMAS["households"], ["户号", "登记号"], {"household_no": "登记号"})
    assert found.columns["household_no"] == 1
    assert match(SCHEMAS["households"], ["人数"], {"常住人口": "人数"}).columns == {"resident": 0}


@pytest.mark.parametrize("schema", SCHEMAS.values(), ids=list(SCHEMAS))
def test_every_name_title_and_synonym_finds_its_field_alone(schema):
    for item in schema.fields:
        for word in (item.name, item.title):
            assert item.name in match(schema, [word], {}), word


def test_the_header_is_the_row_with_most_known_headings():
    rows = [["别口镇台账"], [], ["填表：张三", "2024"], ["户号", "户主", "备注"], ["1", "甲", ""]]
    assert find_header(rows) == 3
    assert find_header([["a"], ["b"]]) == -1
    assert find_header([["a"], ["POP"]], ["POP"]) == 1
    assert find_header([["x"]] * 10 + [["户号", "户主"]]) < 10


def test_a_heading_cut_at_ten_bytes_is_the_name_it_began():
    headings = ["household_", "户主公民身", "registered", "reg"]
    cut = match(SCHEMAS["households"], headings, {}, cut=True)
    assert cut.columns == {"household_no": 0, "head_id": 1, "registered": 2}
    assert match(SCHEMAS["households"], headings, {}).columns == {"registered": 2}
