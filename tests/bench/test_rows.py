"""Medians, percentiles, and the ratios to peers and floors."""

import pytest

from gridmap.bench.rows import CPU, FLOORS, PEERS, Row, as_json, spread, times


def test_the_95th_of_few_runs_is_the_slowest():
    assert spread([0.1, 0.3, 0.2]) == (0.2, 0.3)


def test_the_95th_of_many_runs_leaves_the_slowest_out():
    assert spread([*[1.0] * 99, 50.0]) == (1.0, 1.0)


def test_a_ratio_is_the_median_over_rounds_so_that_a_disturbed_round_does_not_count():
    quick, slow = Row("cap", 1, [[1.0], [9.0], [1.0]]), Row("sjoin_within", 1, [[10.0], [11.0], [12.0]])
    assert times(quick, slow) == pytest.approx(10.0)


def test_only_rounds_that_both_were_in_are_compared():
    assert times(Row("start", 1, [[1.0], [100.0]]), Row("qgis_start", 1, [[3.0]])) == 3.0


def test_ours_comes_before_its_peers_and_floors_and_knows_both_ratios():
    rows = [
        Row("bincount", 9, [[1.0]], 5.0), Row("sjoin_within", 9, [[20.0]], 6.0), Row("open", 9, [[3.0]], 7.0),
        Row("cap", 9, [[2.0]], 8.0),
    ]  # fmt: skip
    made = as_json(rows)
    assert [row["name"] for row in made] == ["open", "cap", "sjoin_within", "bincount"]
    assert made[1]["peers"] == {"sjoin_within": 10.0}
    assert made[1]["floors"] == {"bincount": 2.0}
    assert made[2]["beside"] == ["cap"]
    assert "beside" not in made[1]
    assert made[1].items() >= {"n": 9, "median_s": 2.0, "p95_s": 2.0, "peak_mb": 8.0, "clock": "cpu"}.items()


def test_a_peer_measured_without_ours_stands_alone():
    (only,) = as_json([Row("qgis_start", 9, [[3.0]], 7.0)])
    assert only["name"] == "qgis_start"
    assert "beside" not in only


def test_what_is_compared_is_measured_by_the_same_clock():
    for known in (PEERS, FLOORS):
        for ours, others in known.items():
            assert all((ours in CPU) == (other in CPU) for other in others), ours
