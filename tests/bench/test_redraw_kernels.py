"""A border in the hand, for ``pytest tests/bench --benchmark-enable --benchmark-only``; skipped otherwise."""

from itertools import cycle

import pytest

from gridmap.app import open_township
from gridmap.bench.trials.redrawing import drags
from gridmap.redraw.ground import Ground
from gridmap.redraw.preview import preview
from gridmap.township.census import take_census


@pytest.fixture(scope="module")
def steps(sample_store):
    """Steps of the pointer over the sample, each of which changes who goes over."""
    snapshot = open_township(str(sample_store), read_only=True).snapshot
    ground = Ground.of(snapshot, take_census(snapshot))
    found = {}
    for pen, path, unit in drags(ground):
        for end in range(1, len(path) + 1):
            edit = pen.push(path[:end], unit)
            if edit is not None:
                found[edit] = (pen, path[:end], unit)
    assert len(found) > 3
    return list(found.values())


def test_push_a_border(benchmark, steps):
    order = cycle(steps)

    def push():
        pen, path, unit = next(order)
        return pen.push(path, unit)

    assert benchmark(push) is not None


def test_preview_a_step_of_a_drag(benchmark, steps):
    order = cycle([(pen.ground, pen.push(path, unit)) for pen, path, unit in steps])
    assert benchmark(lambda: preview(*next(order))).grids


def test_apply_the_edit_of_a_drag(benchmark, steps):
    order = cycle([(pen.ground.plan, pen.push(path, unit)) for pen, path, unit in steps])

    def apply():
        plan, edit = next(order)
        return edit.apply(plan)

    assert len(benchmark(apply).grids)
