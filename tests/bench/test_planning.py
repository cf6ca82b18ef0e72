"""The villages that planners are measured on, and the peer that plans them too."""

import numpy as np
import pytest
import shapely

from gridmap.bench.peers import recom
from gridmap.bench.towns.village import CAP, GROUPS, HOUSEHOLDS, village
from gridmap.bench.trials.planning import beats, figures, labels, task
from gridmap.redraw.propose.solve import solve
from gridmap.redraw.propose.unions import pieces
from gridmap.township.census import take_census


@pytest.mark.parametrize("count", GROUPS)
def test_a_village_has_outgrown_grids_of_whole_groups(count):
    town = village(0, count)
    census = take_census(town)
    for name in ("groups", "grids"):
        assert shapely.coverage_is_valid(town[name]["geometry"])
        assert shapely.area(town[name]["geometry"]).sum() == pytest.approx(
            town["villages"]["geometry"][0].area
        )
    assert len(town["groups"]) == count
    assert (census.grid_of_household >= 0).sum() == HOUSEHOLDS
    assert max(census.grids["resident"]) > CAP
    again = village(0, count)
    assert shapely.equals_identical(town["grids"]["geometry"], again["grids"]["geometry"]).all()


def test_both_planners_keep_the_cap_in_one_piece_and_are_judged_alike(monkeypatch):
    pytest.importorskip("gerrychain")
    monkeypatch.setattr(recom, "STEPS", 20)
    groups, houses, group, _cells = task(0)
    ours = labels(solve(groups), group, len(houses.stay[0]))
    for label in (ours, recom.plan(houses, 0)):
        told = figures(houses, group, label)
        inner = [line for line in houses.borders if label[line[0]] == label[line[1]]]
        assert len(pieces(len(label), inner)) == len(np.unique(label)) == houses.grids
        assert told["over"] == 0
    assert figures(houses, group, ours)["split"] == 0


def test_a_plan_beats_another_only_in_everything():
    peer = {"moved": 10.0, "split": 1.0, "border_m": 100.0, "over": 0.0}
    better = {"moved": 9.0, "split": 0.0, "border_m": 99.0, "over": 0.0}
    assert beats(better, peer)
    for name in ("moved", "border_m"):
        assert not beats(better | {name: peer[name]}, peer)
    assert not beats(better | {"split": 2.0}, peer)
    assert not beats(better | {"over": 1.0}, peer)
