import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridmap.exchange.cells import as_text
from gridmap.exchange.values import parse, parse_all
from gridmap.township.schemas import SCHEMAS


def _value(kind, name, text, heading=""):
    return parse(SCHEMAS[kind].field(name), text, heading, kind).value


@pytest.mark.parametrize(
    ("text", "number"), [("3", 3), ("３", 3), ("3人", 3), ("1,234", 1234), ("3.0", 3), ("3 人", 3), ("0", 0)]
)
def test_a_count_is_a_number(text, number):
    assert _value("households", "resident", text) == number


@pytest.mark.parametrize("text", ["三四个", "-1", "2.5", "inf", "1e400"])
def test_a_count_that_is_none_is_left_empty_and_said(text):
    found = parse(SCHEMAS["households"].field("resident"), text)
    assert math.isnan(found.value)
    assert found.reason
    assert not found.refused


@pytest.mark.parametrize(
    ("name", "text", "heading", "flag"),
    [
        ("at_home", "是", "", 1),
        ("at_home", "√", "", 1),
        ("at_home", "0", "", 0),
        ("at_home", "否", "", 0),
        ("at_home", "", "", -1),
        ("left_behind", "留守老人", "留守人员类型", 1),
        ("left_behind", "非留守", "留守人员类型", 0),
        ("left_behind", "无", "留守人员类型", 0),
        ("disabled", "肢体二级", "", 1),
        ("cannot_self_care", "失能", "自理能力", 1),
        ("cannot_self_care", "不能自理", "自理能力", 1),
        ("cannot_self_care", "能自理", "自理能力", 0),
        ("cannot_self_care", "正常", "自理能力", 0),
        ("cannot_self_care", "有", "自理能力", 0),
        ("cannot_self_care", "无", "自理能力", 1),
        ("cannot_self_care", "是", "失能", 1),
        ("cannot_self_care", "否", "失能", 0),
    ],
)
def test_a_flag_is_yes_no_or_the_name_of_its_tag(name, text, heading, flag):
    assert _value("residents", name, text, heading) == flag


def test_a_cadre_in_the_party_is_one_by_any_word():
    words = {"是": 1, "中共党员": 1, "预备党员": 1, "群众": 0, "共青团员": 0, "非党员": 0, "": -1}
    assert {word: _value("staff", "party_member", word) for word in words} == words


@pytest.mark.parametrize(
    ("kind", "name", "text", "value"),
    [
        ("residents", "sex", "男性", "男"),
        ("residents", "sex", "F", "女"),
        ("residents", "lives_where_registered", "1", "01"),
        ("residents", "lives_where_registered", "人户不一致", "02"),
        ("incidents", "level", "微事", "micro"),
        ("incidents", "level", "小", "small"),
        ("incidents", "level", "big", "big"),
        ("incidents", "urgency", "特急", "P1"),
        ("incidents", "urgency", "紧急", "P2"),
        ("incidents", "urgency", "p3", "P3"),
        ("visits", "tier", "重点对象", "key"),
        ("places", "kind", "卫生院", "clinic"),
        ("places", "kind", "应急避难场所", "shelter"),
        ("places", "kind", "水库", "other"),
        ("households", "group", "第一组", "1组"),
        ("groups", "name", "一社", "1组"),
        ("households", "head_name", "张 三", "张三"),
        ("households", "household_no", " Ａ００１ ", "A001"),
    ],
)
def test_words_come_to_their_normal_form(kind, name, text, value):
    assert _value(kind, name, text) == value


def test_a_word_outside_the_choices_is_left_empty_and_said():
    found = parse(SCHEMAS["incidents"].field("level"), "中等")
    assert (found.value, found.refused) == ("", False)
    assert found.reason


def test_an_id_number_in_scientific_form_is_refused():
    assert parse(SCHEMAS["residents"].field("id_number"), "5.00152E+17").refused


@pytest.mark.parametrize("text", ["99999999999999999999", "1e18", "13812345678"])
def test_a_count_that_cannot_be_is_left_empty_and_said(text):
    found = parse(SCHEMAS["households"].field("resident"), text)
    assert math.isnan(found.value)
    assert found.reason
    assert not found.refused


_FIELDS = [(schema.name, field) for schema in SCHEMAS.values() for field in schema.fields]


@given(st.sampled_from(_FIELDS), st.text(max_size=30))
def test_no_text_breaks_a_field(pair, text):
    _kind, field = pair
    found = parse(field, text)
    if field.kind == "flag":
        assert found.value in (-1, 0, 1)
    elif field.kind in ("integer", "real"):
        assert isinstance(found.value, float)
        assert math.isnan(found.value) or math.isfinite(found.value)
    else:
        assert isinstance(found.value, str)
        assert not field.choices or found.value in field.choices


@given(st.sampled_from(_FIELDS), st.text(max_size=30))
def test_a_reason_never_repeats_what_was_written(pair, text):
    reason = parse(pair[1], text).reason
    assert len(text) < 4 or text not in reason


_FIELDS = [(schema.name, field) for schema in SCHEMAS.values() for field in schema.fields]
_WRITTEN = st.text("甲3组 *eE１Ａ-.X", max_size=6) | st.sampled_from(
    ["13812341234", "5.00152E+17", "11010519491231002X", "110105194912310021", "男", "1958-03", "无", "ｅ"]
)


@given(st.sampled_from(_FIELDS), st.lists(_WRITTEN.map(as_text), max_size=6))
def test_many_texts_at_once_are_read_as_one_by_one(which, texts):
    kind, field = which
    values, doubtful = parse_all(field, texts, field.title, kind)
    parsed = [parse(field, text, field.title, kind) for text in texts]
    assert list(map(str, values)) == [str(one.value) for one in parsed]
    assert doubtful == {at: one for at, one in enumerate(parsed) if one.reason}
