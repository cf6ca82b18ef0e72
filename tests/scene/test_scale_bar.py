import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridmap.scene.scale_bar import nice_length, scale_bar, words


@pytest.mark.parametrize(
    ("room", "length"), [(1, 1), (1.9, 1), (2, 2), (4.9, 2), (73, 50), (999, 500), (1000, 1000)]
)
def test_lengths_are_1_2_or_5_of_a_power_of_ten(room, length):
    assert nice_length(room) == length


@given(st.floats(0.01, 1e6))
def test_the_bar_fits_and_is_never_shorter_than_two_fifths_of_its_room(room):
    assert room * 0.4 <= nice_length(room) * 1.0000001
    assert nice_length(room) <= room


def test_its_words_are_metres_then_kilometres():
    assert [words(n) for n in (50, 500, 1000, 20000)] == ["50 米", "500 米", "1 公里", "20 公里"]


def test_its_pixels_follow_the_scale():
    assert scale_bar(0.1, 120) == (100, "1 公里")
