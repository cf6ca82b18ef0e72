"""The villages that planners are measured on, and the peer that plans them too."""

import numpy as np
import pytest
import shapely

from gridmap.bench.peers import recom
from gridmap.bench.towns.village import CAP, GROUPS, HOUSEHOLDS, village
from gridmap.bench.trials.planning import figures, labels, task
from gridmap.redraw.propose.solve import solve
from gridmap.redraw.propose.unions import pieces
from gridmap.township.census import take_census


def test_a_village_has_outgrown_grids_of_whole_groups():
    town = village(0)
    census = take_census(town)
    for name in ("groups", "grids"):
        assert shapely.coverage_is_valid(town[name]["geometry"])
        assert shapely.area(town[name]["geometry"]).sum() == pytest.approx(
            town["villages"]["geometry"][0].area
        )
    assert len(town["groups"]) == GROUPS
    assert (census.grid_of_household >= 0).sum() == HOUSEHOLDS
    assert max(census.grids["resident"]) > CAP
    again = village(0)
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
