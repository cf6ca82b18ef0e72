"""What a session works out for the first map, and what waits until it has been painted."""

import pytest
import shapely
from made_up import SETTINGS, houses, make_intake, make_table

from gridmap.rules import check, quick
from gridmap.session import Session
from gridmap.store import create_store, open_store

OVERLAPPING = [shapely.box(0, 0, 100, 100), shapely.box(90, 0, 190, 100)]
APART = [shapely.box(0, 0, 100, 100), shapely.box(100, 0, 200, 100)]


@pytest.fixture
def opened(tmp_path):
    """``opened(shapes)`` -> a session on a township with these two grids."""
    sessions = []

    def opened(shapes):
        path = tmp_path / f"{len(sessions)}.gpkg"
        store = create_store(path, SETTINGS)
        store.take(
            make_intake(make_table("grids", code=["A", "B"], name=["东", "西"], geometry=shapes), houses(5)),
            "me",
        )
        store.close()
        sessions.append(Session(open_store(path)))
        return sessions[-1]

    yield opened
    for session in sessions:
        session.close()


def rules_of(findings):
    return {finding.rule for finding in findings}


def test_the_rules_that_measure_wait_until_they_are_asked(opened):
    session = opened(OVERLAPPING)
    session.get_ready(hurried=True)
    assert rules_of(session.findings()) <= set(quick())
    assert session.findings() == check(session.snapshot, rules=quick())
    assert session.measure()
    assert "full_cover" in rules_of(session.findings())
    assert session.findings() == check(session.snapshot)


def test_ground_without_a_flaw_looks_as_it_did(opened):
    session = opened(APART)
    session.get_ready(hurried=True)
    before = session.findings()
    assert not session.measure()
    assert session.findings() == before


def test_who_does_not_hurry_has_everything_at_once(opened):
    session = opened(OVERLAPPING)
    session.get_ready()
    assert "full_cover" in rules_of(session.findings())


def test_a_change_before_the_measuring_is_judged_by_every_rule(opened):
    session = opened(OVERLAPPING)
    session.get_ready(hurried=True)
    assert "full_cover" not in rules_of(session.findings())
    session.load_rest()
    assert session.findings() == check(session.snapshot)
