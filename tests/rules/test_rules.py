import subprocess
import sys

import pytest
from shapely.geometry import box

from gridmap.errors import UsageError
from gridmap.rules import RULES, check, quick, title


def test_every_file_in_the_folder_is_a_rule_with_a_chinese_title():
    assert RULES == (
        "contiguous", "full_cover", "leader_cap", "ledger_matches_map", "nested", "staffed", "worker_cap",
    )  # fmt: skip
    assert title("worker_cap") == "网格员人数上限"
    assert all(title(rule) != rule for rule in RULES)


def test_a_sound_township_has_no_findings_but_what_is_unknown(build):
    grids = {"geometry": [box(0, 0, 10, 10)], "name": ["一网格"]}
    villages = {"geometry": [box(0, 0, 10, 10)], "name": ["一村"]}
    findings = check(build(grids=grids, villages=villages))
    assert {(finding.rule, finding.severity) for finding in findings} == {
        ("worker_cap", "note"), ("staffed", "note"),
    }  # fmt: skip


@pytest.mark.parametrize("tables", [{}, {"villages": {"geometry": [box(0, 0, 1, 1)], "name": ["一村"]}}])
def test_without_grids_one_note_says_so(build, tables):
    (finding,) = check(build(**tables))
    assert (finding.severity, finding.message[:4]) == ("note", "还没有网")


def test_the_gravest_findings_come_first(build):
    grids = {"geometry": [box(0, 0, 10, 10), box(20, 0, 30, 10)], "name": ["甲", "乙"]}
    houses = {"x": [1, 21], "y": [1, 1], "resident": [1000, 1001]}
    severities = [finding.severity for finding in check(build(grids=grids, households=houses))]
    assert severities == ["error", "note", "note"]


def test_only_the_rules_asked_for_are_run(build):
    grids = {"geometry": [box(0, 0, 10, 10)], "name": ["甲"]}
    assert {finding.rule for finding in check(build(grids=grids), rules=["staffed"])} == {"staffed"}


def test_an_unknown_rule_or_population_is_a_wrong_use(build):
    with pytest.raises(UsageError, match="no_such_rule"):
        check(build(), rules=["no_such_rule"])
    with pytest.raises(UsageError, match="everybody"):
        check(build(), population="everybody")


def test_the_rules_do_not_wait_for_heavy_libraries():
    probe = (
        "import sys, gridmap.rules.report; gridmap.rules.title('nested'); "
        "print([name for name in ('pandas', 'pyproj', 'geopandas', 'PySide6') if name in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"


def test_what_is_the_same_for_every_population_is_asked_once(square_town):
    shared = {}
    for population in ("resident", "registered"):
        assert check(square_town, population, shared=shared) == check(square_town, population)
    assert {"contiguous", "full_cover", "ledger_matches_map", "nested", "staffed"} <= set(shared)
    assert not {"worker_cap", "leader_cap"} & set(shared)


def test_what_measures_ground_can_be_asked_after_the_rest(square_town):
    assert set(RULES) - set(quick()) == {"full_cover", "nested"}
    shared = {}
    assert {finding.rule for finding in check(square_town, rules=quick(), shared=shared)} <= set(quick())
    assert not set(RULES) - set(quick()) <= set(shared)
    check(square_town, rules=set(RULES) - set(quick()), shared=shared)
    assert check(square_town, shared=shared) == check(square_town)
