from datetime import datetime, timedelta

import numpy as np
import pytest

from gridmap.response.visits import contacts
from gridmap.scene.build import build as build_scene
from gridmap.scene.contact_rings import MOST, high_risk, ring_symbols, silent_marks
from gridmap.scene.layers import load_layers
from gridmap.scene.marks import Symbols
from gridmap.scene.palette import palette
from gridmap.scene.view import View
from gridmap.store import open_store
from gridmap.township.census import take_census
from gridmap.township.folders import layers_folder

NOW = datetime(2026, 11, 23, 14)


def town(build, ago, **more):
    """A high-risk home in a row for each number of days (None: never visited), and one that is not."""
    count = len(ago) + 1
    seen = [(home, days) for home, days in enumerate(ago, 1) if days is not None]
    return build(
        households={
            "household_no": [str(at) for at in range(count)], "at_home": [1] * count,
            "x": [float(at) for at in range(count)], "y": [5.0] * count,
        },
        residents={
            "household_no_fid": range(1, count + 1), "at_home": [1] * count,
            "cannot_self_care": [1] * (count - 1) + [0], "lives_alone": [1] * count,
        },
        visits={
            "household_no_fid": [home for home, _days in seen],
            "visited_at": [(NOW - timedelta(days=days)).isoformat(timespec="seconds") for _h, days in seen],
        },
        **more,
    )  # fmt: skip


def symbols_of(snapshot, limit=7):
    x, _y, kinds = high_risk(snapshot, NOW)
    made = ring_symbols(limit, palette("light"))
    return {int(at): made[kind] for at, kind in zip(x, kinds, strict=True)}


def test_the_ring_fills_day_by_day_and_is_red_with_the_days_when_nobody_came_for_too_long(build):
    ago = [0, 3, 7, 8, 150, None]
    found = symbols_of(town(build, ago))
    colours = palette("light")
    assert sorted(found) == [0, 1, 2, 3, 4, 5]  # the last home is of another tier
    assert [found[at].turn for at in range(4)] == pytest.approx([0.25 / 7, 3 / 7, 1, 1])
    assert [found[at].colour for at in range(4)] == [
        colours.third, colours.third, colours.warning, colours.failed,
    ]  # fmt: skip
    assert [found[at].text for at in range(6)] == ["", "", "", "8", f"{MOST}+", "？"]


def test_the_silent_of_the_radar_are_those_with_red_rings(build):
    snapshot = town(build, [7, 8, 30, None])
    found = contacts(snapshot, NOW)
    (mark,), (row,) = silent_marks(snapshot, found, palette("light"))
    red = [at for at, symbol in symbols_of(snapshot).items() if symbol.colour == palette("light").failed]
    assert sorted(mark.spots.x.tolist()) == sorted(red) == [1, 2, 3]
    assert row.count == 3


def rings(snapshot, theme):
    layers = load_layers(layers_folder())
    hidden = frozenset(layer.name for layer in layers if theme == "wall" and not layer.wall)
    view = View(theme=theme, hidden=hidden)
    scene = build_scene(snapshot, take_census(snapshot), layers, [], view)
    return [mark for mark in scene.marks if isinstance(mark, Symbols) and mark.layer == "visits"]


def test_the_desk_shows_them_from_where_houses_are_told_apart_and_the_wall_never(sample_store):
    store = open_store(sample_store, read_only=True)
    sample = store.load()
    store.close()
    far, near = rings(sample, "light")
    assert [(far.shown(scale), near.shown(scale)) for scale in (0.05, 0.4, 1.0)] == [
        (False, False), (True, False), (False, True),
    ]  # fmt: skip
    assert 100 < np.isfinite(near.spots.x).sum() < 140
    assert len(far.spots.x) == np.count_nonzero(near.spots.kinds > 7)
    assert rings(sample, "wall") == []
