import json

import numpy as np
import pytest
from shapely.geometry import box

from gridmap.errors import UsageError
from gridmap.rules.report import lines, report


@pytest.fixture(name="answer")
def _answer(build):
    cells = [box(0, 0, 10, 10), box(10, 0, 20, 10)]
    return report(build(
        settings={"name": "别口镇"},
        villages={"geometry": [box(0, 0, 20, 10)], "name": ["高岩村"], "fid": [3]},
        grids={"geometry": cells, "name": ["甲", "乙"], "code": ["001", "002"], "village_fid": [3, 3]},
        households={"x": [1, 11, np.nan], "y": [1, 1, np.nan], "resident": [800, 1201, 5],
                    "registered": [np.nan, 3, 5]},
        staff={"name": ["张三"], "fid": [9]},
        assignments={"staff_fid": [9, 9], "role": ["grid_leader"] * 2, "grid_fid": [1, 2]},
    ))  # fmt: skip


def test_the_answer_has_the_keys_that_programs_read(answer):
    assert set(answer) >= {"population", "grids", "leaders", "findings", "unplaced"}
    assert answer["grids"][0] == {
        "id": "grids-1", "code": "001", "name": "甲", "village": "高岩村", "leader": "张三",
        "population": {"resident": 800, "registered": None, "at_home": None},
        "cap": 1000, "load": 0.8, "status": "near",
    }  # fmt: skip
    assert answer["leaders"] == [{
        "name": "张三", "grids": ["grids-1", "grids-2"], "population": 2001, "cap": 2000,
        "load": 1.0005, "status": "over",
    }]  # fmt: skip
    assert answer["unplaced"] == 1
    errors = [finding for finding in answer["findings"] if finding["severity"] == "error"]
    assert [finding["rule"] for finding in errors] == ["leader_cap", "worker_cap"]
    assert errors[1]["numbers"] == {"population": 1201, "cap": 1000}


def test_it_is_json_without_numbers_that_json_does_not_know(answer):
    text = json.dumps(answer, ensure_ascii=False, allow_nan=False)
    assert "2001.0" not in text
    assert json.loads(text) == answer


def test_a_township_without_grids_and_a_wrong_word(build):
    assert report(build())["grids"] == []
    with pytest.raises(UsageError):
        report(build(), "everybody")


def test_several_scenarios_are_answered_by_the_fullest_and_name_what_breaks(build):
    cells = [box(0, 0, 10, 10), box(10, 0, 20, 10)]
    answer = report(build(
        grids={"geometry": cells, "name": ["甲", "乙"]},
        households={"x": [1, 11], "y": [1, 1], "resident": [800, 100], "registered": [1201, np.nan],
                    "forecast": [990, 960]},
        staff={"name": ["张三"], "fid": [9]},
        assignments={"staff_fid": [9, 9], "role": ["grid_leader"] * 2, "grid_fid": [1, 2]},
    ), ["resident", "registered", "forecast"])  # fmt: skip
    assert answer["population"] == "resident"
    assert answer["populations"] == ["resident", "registered", "forecast"]
    said = [(grid["load"], grid["status"], grid["broken"]) for grid in answer["grids"]]
    assert said == [(1.201, "over", ["registered"]), (0.96, "limit", [])]
    assert answer["grids"][0]["population"]["forecast"] == 990
    (leader,) = answer["leaders"]
    assert leader["populations"] == {"resident": 900, "registered": None, "forecast": 1950}
    assert (leader["population"], leader["load"], leader["status"]) == (900, 0.975, "limit")
    assert leader["broken"] == []
    worker = [finding["message"] for finding in answer["findings"] if finding["severity"] == "error"]
    assert len(worker) == 1
    assert "户籍" in worker[0]
    said = "\n".join(lines(answer))
    assert "按常住、户籍、预测" in said
    assert "800  ▲1,201     990/1,000  超限  甲" in said


def test_rules_that_count_nobody_are_asked_once_for_all_scenarios(build):
    town = build(grids={"geometry": [box(0, 0, 10, 10)], "name": ["甲"]}, households={
        "x": [1], "y": [1], "resident": [1], "registered": [2],
    })  # fmt: skip
    for names in ("resident", ["resident", "registered"]):
        asked = [finding["rule"] for finding in report(town, names)["findings"]]
        assert asked.count("staffed") == 1


def test_no_scenario_and_a_forecast_that_nobody_made_are_refused(build):
    town = build(grids={"geometry": [box(0, 0, 10, 10)]}, households={"x": [1], "y": [1], "resident": [1]})
    for names in ([], ["resident", "forecast"]):
        with pytest.raises(UsageError):
            report(town, names)
