import html
import re

import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridmap.exchange.escape import escape

SPECIALS = "&<>\"'{}`$\\"
names = st.text(st.one_of(st.sampled_from(SPECIALS + "%#7*amplt;"), st.characters(exclude_categories=["Cs"])))


def test_a_plain_name_stays_as_it_is():
    assert escape("飞凤社区 3组") == "飞凤社区 3组"


@pytest.mark.parametrize("special", SPECIALS)
def test_each_special_becomes_an_entity(special):
    assert re.fullmatch(r"&(#\d+|[a-z]+);", escape(special))


@given(names)
def test_no_raw_special_survives(name):
    left = re.sub(r"&(?:#\d+|amp|lt|gt|quot);", "", escape(name))
    assert not set(left) & set(SPECIALS)


@given(names)
def test_a_reader_of_html_gets_the_original_back(name):
    assert html.unescape(escape(name)) == name


@given(names)
def test_jinja_finds_nothing_to_evaluate(name):
    escaped = escape(name)
    template = jinja2.Environment(keep_trailing_newline=True, newline_sequence="\n").from_string(escaped)
    assert template.render() == re.sub(r"\r\n|\r", "\n", escaped)


def test_other_values_are_written_out():
    assert escape(1012) == "1012"
