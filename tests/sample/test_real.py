import numpy as np
import pytest

from gridmap.sample.quotas import grid_counts, shared
from gridmap.sample.real import short_name, to_degrees, to_metres, towns


@pytest.mark.parametrize(
    ("written", "said"),
    [("飞凤社区居民委员会", "飞凤社区"), ("高岩村村民委员会", "高岩村"), ("高岩村民委员会", "高岩村")],
)
def test_villages_bear_their_short_name(written: str, said: str) -> None:
    assert short_name(written) == said


def test_the_sample_town_comes_first_of_23_with_all_villages() -> None:
    found = towns()
    assert found[0].name == "别口镇"
    assert len(found) == 23
    assert sum(len(town.villages) for town in found) == 304


def test_metres_and_degrees_agree() -> None:
    place = np.array([[105.9584, 30.1166]])
    metres = to_metres(place)
    assert 587_000 < metres[0, 0] < 596_000
    assert np.allclose(to_degrees(metres), place, atol=1e-9)


def test_shares_add_up() -> None:
    assert shared(10, np.array([1.0, 1.0, 1.0])).tolist() == [4, 3, 3]


def test_a_district_has_a_thousand_grids() -> None:
    counts = grid_counts([len(town.villages) for town in towns()])
    assert sum(int(count.sum()) for count in counts) == 1000
    assert min(int(count.min()) for count in counts) >= 2
