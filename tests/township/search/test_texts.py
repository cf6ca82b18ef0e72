"""Texts in one block are found like texts in a list."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from gridmap.township.search.texts import SortedTexts, folded, in_order, small

WORDS = st.text("aAbB1王张·\x00", max_size=4)


@given(st.lists(WORDS, max_size=20), WORDS.filter(bool))
def test_whole_beginning_and_any_part(words, wanted):
    texts, meanings = in_order(words, range(len(words)))
    keys, key = [folded(texts[number]) for number in range(len(texts))], folded(wanted)
    assert keys == sorted(folded(word) for word in words)
    assert [words[meaning] for meaning in meanings] == [texts[number] for number in range(len(texts))]
    assert list(texts.whole(key)) == [at for at, one in enumerate(keys) if one == key]
    assert list(texts.beginning(key)) == [at for at, one in enumerate(keys) if one.startswith(key)]
    assert list(texts.holding(key)) == [at for at, one in enumerate(keys) if key in one]


def test_equal_texts_stay_in_the_order_in_which_they_were_given():
    texts, meanings = in_order(["b", "a", "A", "a"], [7, 9, 8, 5])
    assert [texts[number] for number in range(4)] == ["a", "A", "a", "b"]
    assert meanings.tolist() == [9, 8, 5, 7]


def test_a_newline_is_in_no_text_that_was_typed():
    texts, _meanings = in_order(["a", "b"], [0, 1])
    assert list(texts.holding(b"a\nb")) == []


def test_numbers_are_small_while_they_can_be():
    assert small(np.array([2**31 - 1])).dtype == np.int32
    assert small(np.array([2**31])).tolist() == [2**31]
    assert len(SortedTexts.of([])) == len(small(np.array([], np.int64))) == 0
