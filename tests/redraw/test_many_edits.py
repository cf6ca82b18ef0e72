"""Any sequence of edits of all kinds, undo and redo mixed in, keeps the plan whole.

The gate draws some hundred. ``pytest tests/redraw/test_many_edits.py --edits 10000`` draws so many on the
sample and on a district of 304 villages, and says what was found.
"""

import sys

import numpy as np
import pytest
from random_hand import Hand

from gridmap.app import import_files, open_township
from gridmap.sample import write_sample

GAP_M2 = 1e-6
"""A square millimetre: what rounding may leave between the ends of borders and a village's outline."""


@pytest.fixture(name="edits")
def _edits(request):
    return request.config.getoption("edits")


@pytest.fixture(name="draw")
def _draw(edits, capsys):
    def draw(snapshot, steps, seed=1):
        hand = Hand(snapshot, np.random.default_rng(seed))
        hand.draw(edits or steps)
        if edits:
            with capsys.disabled():
                sys.stdout.write(f"\n{hand.report()}\n")
        assert hand.wrong == 0
        assert hand.gap_m2 < GAP_M2
        assert set(hand.done) > {"undo", "redo", "border group"}

    return draw


def test_the_sample_stays_whole(sample_store, draw):
    draw(open_township(str(sample_store), read_only=True).snapshot, 300)


def test_a_district_stays_whole(tmp_path, edits, draw, lived_in):
    if not edits:
        return draw(lived_in(3, groups=90, grids=30, villages=9, households=900), 60)
    write_sample(tmp_path, towns=23)
    import_files(str(tmp_path / "district.gpkg"), [tmp_path / "shapes", tmp_path / "layers"])
    return draw(open_township(str(tmp_path / "district.gpkg"), read_only=True).snapshot, edits)
