"""A table of who belongs where becomes one edit that puts everybody there."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up import make_table

from gridmap.errors import EditError
from gridmap.redraw.blocks import deal_groups, deal_households
from gridmap.redraw.ground import Ground
from gridmap.township.census import take_census
from gridmap.township.partition import Partition
from gridmap.township.settings import Settings
from gridmap.township.snapshot import Snapshot


@pytest.fixture(name="hamlet")
def _hamlet(build):
    """Two villages of 400 × 200 m, in each four groups of 100 m in two grids, and homes at given places."""

    def hamlet(x, y):
        villages = [shapely.box(0, top, 400, top + 200) for top in (0, 200)]
        groups = [shapely.box(w, top, w + 100, top + 200) for top in (0, 200) for w in range(0, 400, 100)]
        grids = [shapely.box(w, top, w + 200, top + 200) for top in (0, 200) for w in (0, 200)]
        count = len(x)
        return build(
            villages={"name": ["甲村", "乙村"], "geometry": villages},
            groups={"name": [f"{n}组" for n in range(8)], "code": [f"g{n}" for n in range(8)],
                    "village_fid": [1] * 4 + [2] * 4, "geometry": groups},
            grids={"name": ["甲1", "甲2", "乙1", "乙2"], "code": ["a1", "a2", "b1", "b2"],
                   "village_fid": [1, 1, 2, 2], "geometry": grids},
            households={"household_no": [f"H{n}" for n in range(count)], "resident": [3.0] * count,
                        "x": list(x), "y": list(y)},
        )  # fmt: skip

    return hamlet


def ground_of(snapshot):
    return Ground.of(snapshot, take_census(snapshot))


def whole(ground, plan):
    """The grids still tile the villages exactly."""
    shapes = plan.grids.text("geometry")
    union = shapely.union_all(shapes)
    outline = shapely.union_all(ground.snapshot["villages"].text("geometry"))
    return (
        shapely.coverage_is_valid(shapes)
        and shapely.area(shapely.symmetric_difference(union, outline)) < 1e-6
        and shapely.area(shapes).sum() == pytest.approx(union.area, abs=1e-6)
    )


@settings(max_examples=25)
@given(st.integers(0, 10_000), st.integers(4, 30))
def test_everybody_is_where_the_table_says_and_the_borders_match(seed, count):
    rng = np.random.default_rng(seed)
    x, y = rng.uniform(1, 399, count).round(1), rng.uniform(1, 199, count).round(1)
    ground = ground_of(_built(x, y))
    wanted = rng.integers(0, 2, count)
    try:
        edit = deal_households(ground, wanted)
    except EditError:
        assert len(set(wanted.tolist())) == 1 or len(np.unique(np.column_stack([x, y]), axis=0)) < count
        return
    plan = edit.apply(ground.plan) if edit else ground.plan
    assert Partition.of(plan.grids["geometry"]).locate(x, y).tolist() == wanted.tolist()
    assert whole(ground, plan)


def _built(x, y):
    """One village of 400 × 200 m with four groups in two grids."""

    def numbered(noun, count, **columns):
        rows = range(1, count + 1)
        return make_table(noun, fid=list(rows), uuid=[f"{noun}-{row}" for row in rows], **columns)

    strips = [shapely.box(west, 0, west + 100, 200) for west in range(0, 400, 100)]
    tables = [
        numbered("villages", 1, name=["甲村"], geometry=[shapely.box(0, 0, 400, 200)]),
        numbered("groups", 4, name=list("1234"), village_fid=[1] * 4, geometry=strips),
        numbered("grids", 2, name=["甲1", "甲2"], village_fid=[1, 1],
                 geometry=[shapely.box(0, 0, 200, 200), shapely.box(200, 0, 400, 200)]),
        numbered("households", len(x), household_no=[f"H{n}" for n in range(len(x))], x=x, y=y),
    ]  # fmt: skip
    return Snapshot(Settings(), {table.schema.name: table for table in tables}, 1)


def test_a_group_whose_homes_agree_goes_whole(hamlet):
    snapshot = hamlet([50, 150, 160, 250, 350], [100, 50, 150, 100, 100])
    ground = ground_of(snapshot)
    edit = deal_households(ground, np.array([0, 1, 1, 1, 1]))
    after = edit.apply(ground.plan).grids
    assert shapely.equals(after["geometry"][0], snapshot["groups"]["geometry"][0])
    assert len(edit.pieces) == 1


def test_two_grids_may_change_places(hamlet):
    ground = ground_of(hamlet([50, 150, 250, 350], [100] * 4))
    after = deal_households(ground, np.array([1, 1, 0, 0])).apply(ground.plan).grids
    assert shapely.equals(after["geometry"][0], shapely.box(200, 0, 400, 200))


def test_groups_go_as_their_table_says(hamlet):
    ground = ground_of(hamlet([50], [100]))
    edit = deal_groups(ground, np.array([0, 1, 1, 1, 2, 2, 3, 3]))
    after = edit.apply(ground.plan).grids
    assert shapely.area(after["geometry"]).tolist() == [20_000, 60_000, 40_000, 40_000]
    assert deal_groups(ground, np.array([0, 0, 1, 1, 2, 2, 3, 3])) is None


def test_nobody_leaves_the_village(hamlet):
    ground = ground_of(hamlet([50, 250], [100, 100]))
    with pytest.raises(EditError, match="H0 等 1 个被分到别的村"):
        deal_households(ground, np.array([2, 1]))


def test_homes_of_one_spot_cannot_be_told_apart(hamlet):
    ground = ground_of(hamlet([50, 50, 250], [100, 100, 100]))
    with pytest.raises(EditError, match="同一位置"):
        deal_households(ground, np.array([0, 1, 1]))


def test_a_grid_that_would_lose_all_its_ground_is_not_dealt(hamlet):
    ground = ground_of(hamlet([50, 150, 250, 350], [100] * 4))
    with pytest.raises(EditError, match="没有任何土地"):
        deal_households(ground, np.array([1, 1, 1, 1]))


def test_a_locked_grid_keeps_its_ground(hamlet):
    snapshot = hamlet([50, 150, 250, 350], [100] * 4)
    locked = np.array([0, 1, -1, -1], np.int8)
    ground = ground_of(snapshot.with_tables({"grids": snapshot["grids"].replace(locked=locked)}))
    with pytest.raises(EditError, match="锁定"):
        deal_households(ground, np.array([0, 1, 1, 1]))
