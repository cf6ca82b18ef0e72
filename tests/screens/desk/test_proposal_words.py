"""What the dock of proposals says, without a window."""

from shapely import box, coverage_union_all

from gridmap.redraw.propose.process import Solver
from gridmap.redraw.propose.propose import propose
from gridmap.redraw.propose.wish import Wish
from gridmap.screens.desk.proposal_words import now_words, reason_of, then_words
from gridmap.screens.desk.proposer import options
from gridmap.township.census import take_census


def option(build, people, **wish):
    """Three groups in a row, each a grid; all are led by one person."""
    cells = [box(100 * at, 0, 100 * at + 100, 100) for at in range(3)]
    town = build(
        settings={"leader_cap": 2000},
        villages={"geometry": [coverage_union_all(cells)], "name": ["甲村"], "code": ["v1"]},
        groups={"geometry": cells, "village_fid": [1] * 3, "resident": people,
                "name": ["一组", "二组", "三组"]},
        grids={"geometry": cells, "village_fid": [1] * 3, "name": ["甲01", "甲02", "甲03"]},
        staff={"name": ["张三丰"], "staff_no": ["1"]},
        assignments={"staff_fid": [1] * 3, "staff": ["1"] * 3, "role": ["grid_leader"] * 3,
                     "grid_fid": [1, 2, 3]},
    )  # fmt: skip
    with Solver() as solver:
        return options(propose(town, take_census(town), Wish(grids=3, **wish), solver))[0]


def test_a_leader_who_would_still_be_over_is_said_with_a_masked_name(build):
    found = option(build, [900.0, 900, 900])
    assert "▲ 网格长 张** 的网格共 2,700 人，仍超过上限 2,000" in reason_of(found).more
    assert then_words(found, "resident") == "常住口径 · 1 名网格长仍超限"


def test_where_nothing_is_over_nothing_is_said(build):
    found = option(build, [600.0, 600, 600])
    assert (reason_of(found).words, reason_of(found).more) == ("现有网格都不超限", "")
    assert now_words(found, "resident") == "常住口径 · 0 个网格超限"
    assert then_words(found, "resident") == "常住口径 · 均不超限"


def test_the_impossible_has_its_reason_rules_and_ways_out(build):
    found = option(build, [900.0, 900, 1060])
    reason = reason_of(found)
    assert reason.failed
    assert "1,060" in reason.words
    assert "不能同时满足" in reason.more
