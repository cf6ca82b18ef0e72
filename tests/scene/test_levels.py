import pytest

from gridmap.scene.levels import level, scales, sizes_of
from gridmap.scene.scene import Sizes


def test_the_sizes_are_those_of_the_townships_own_areas(square_town):
    assert sizes_of(square_town) == Sizes(village=pytest.approx(3000**0.5 * 1000**0.5), grid=1000.0)


def test_going_nearer_passes_every_level_in_order():
    sizes = Sizes(grid=1000.0)
    steps = scales(sizes)
    shown = [level(s, sizes) for s in (steps.village * 0.9, steps.village, steps.grid, steps.house)]
    assert shown == ["township", "village", "grid", "house"]
