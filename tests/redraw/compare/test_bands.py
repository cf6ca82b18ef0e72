"""Sampled legal plans: legal they are, the same for a seed, and they can be stopped."""

import importlib.util
import threading
import time
from dataclasses import replace

import numpy as np
import pytest
import shapely

from gridmap.redraw.compare import bands
from gridmap.redraw.compare.bands import Sampler, SamplingCancelled, bands_of
from gridmap.redraw.compare.draws import draw_of
from gridmap.redraw.compare.measures import TITLES

needs_gerrychain = pytest.mark.skipif(
    importlib.util.find_spec("gerrychain") is None, reason="pip install gridmap[bands]"
)


@pytest.fixture(name="squares")
def _squares(build, compared):
    """A village of 6 × 4 groups of ten, in two grids of 120 and then of 130 and 110; the cap is 150."""

    def town(column):
        x, y = (part.ravel() for part in np.meshgrid(np.arange(6), np.arange(4)))
        groups = [shapely.box(a, b, a + 1, b + 1) for a, b in zip(x * 1.0, y * 1.0, strict=True)]
        west = [g for g, a, b in zip(groups, x, y, strict=True) if a < 3 or (column and a == 3 and b == 0)]
        east = [g for g in groups if g not in west]
        return build(
            settings={"worker_cap": 150},
            villages={"name": ["村"], "geometry": [shapely.box(0, 0, 6, 4)]},
            groups={"name": [str(n) for n in range(24)], "geometry": groups, "village_fid": [1] * 24},
            grids={"name": ["西", "东"], "village_fid": [1, 1],
                   "geometry": [shapely.coverage_union_all(west), shapely.coverage_union_all(east)]},
            households={"household_no": [str(n) for n in range(24)], "resident": [10.0] * 24,
                        "x": x + 0.5, "y": y + 0.5},
        )  # fmt: skip

    return compared(town(False), town(True))


@needs_gerrychain
def test_every_drawn_plan_is_legal_and_the_same_seed_draws_the_same(squares):
    asked, _own = draw_of(squares, 0, "group", 15, 7)
    with Sampler() as sampler:
        first, second = sampler.draw(asked), sampler.draw(asked)
        other = sampler.draw(replace(asked, seed=8))
    assert first == second
    assert first != other
    assert len(first) == 15
    for plan in first:
        assert plan["grids"] == 2
        assert 120 <= plan["largest"] <= 150
        # 24 squares in two whole parts: the border between them is at least the short side
        assert plan["border_m"] >= 4
        assert plan["cut_edges"] > 0


@needs_gerrychain
def test_the_band_holds_the_middle_and_says_how_it_was_drawn(squares):
    with Sampler() as sampler:
        found = bands_of(squares, sampler, samples=15)
    assert set(found.ranges) == set(TITLES)
    assert all(low <= middle <= high for low, middle, high in found.ranges.values())
    assert "15" in found.notes[-1]
    assert str(bands.SEED) in found.notes[-1]


@needs_gerrychain
def test_a_village_that_no_plan_can_hold_is_said_and_counts_as_it_is(squares):
    after = squares.after
    tight = replace(after.snapshot, settings=replace(after.snapshot.settings, worker_cap=100))
    with Sampler() as sampler:
        found = bands_of(replace(squares, after=replace(after, snapshot=tight)), sampler, samples=5)
    assert found.ranges == {}
    assert "没有抽到合法方案" in found.notes[0]


@needs_gerrychain
def test_a_cancel_ends_the_process_at_once(squares):
    asked, _own = draw_of(squares, 0, "group", 10_000_000, 7)
    with Sampler() as sampler:
        threading.Timer(0.5, sampler.cancel).start()
        begun = time.monotonic()
        with pytest.raises(SamplingCancelled):
            sampler.draw(asked)
        assert time.monotonic() - begun < 30
        with pytest.raises(SamplingCancelled):
            sampler.draw(asked)


def test_without_the_library_one_line_says_so(squares, monkeypatch):
    monkeypatch.setattr(bands, "find_spec", lambda _name: None)
    with Sampler() as sampler:
        found = bands_of(squares, sampler)
    assert found.ranges == {}
    assert "gridmap[bands]" in found.notes[0]
    assert len(found.notes) == 1
