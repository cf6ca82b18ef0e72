from datetime import datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridmap.errors import StepRefused, UsageError
from gridmap.response.cases import (
    Report,
    cases,
    incident_row,
    levels_change,
    next_number,
    one_case,
    report_change,
    step_change,
)
from gridmap.response.incidents import VERBS, Step
from gridmap.response.where import Where
from gridmap.township.table import Table

NOW = datetime(2026, 11, 23, 14, 30)
SAID = {"reason": "原因", "handler": "张安华", "evidence": "照片", "called_back": True}


def merged(snapshot, change):
    """The snapshot with a change in it, as the store would write it."""
    tables = {}
    for name, rows in change.rows.items():
        old = snapshot[name]
        kept = old.take(~np.isin(old["uuid"].astype(str), rows["uuid"].astype(str)))
        columns = {key: np.concatenate([kept[key], rows[key]]) for key in kept.columns}
        fid = columns["fid"]
        columns["fid"] = np.where(fid > 0, fid, fid.max(initial=0) + 1 + np.arange(len(fid)))
        tables[name] = Table.of(old.schema, columns)
    return snapshot.with_tables(tables)


@pytest.fixture
def town(build):
    snapshot = build(
        settings={"levels": {"民生服务": "micro"}},
        grids={"name": ["甲01"], "code": ["500152123201001"]},
    )
    report = Report("水管漏水", "民生服务", "P3", "主管破了", "王小二", Where("", 10.0, 20.0, grid=0))
    return merged(snapshot, report_change(snapshot, report, NOW))


def step(verb, minutes, **said):
    return Step(verb, NOW + timedelta(minutes=minutes), "李值班", **{**SAID, **said})


def test_a_report_waits_to_be_accepted_at_the_level_of_its_category(town):
    (case,) = cases(town)
    row = town["incidents"].row(0)
    assert (case.stage, case.level, case.urgency, case.happened_at) == ("reported", "micro", "P3", NOW)
    assert (row["incident_no"], row["grid"], row["grid_fid"]) == ("SJ202611230001", "500152123201001", 1)
    assert "王小二" in row["content"]


def test_the_words_of_a_change_hold_nothing_personal(build):
    report = Report("张三跌倒", "特殊人群", "P1", "电话 13812345678", "张三", Where("甲村3号"))
    change = report_change(build(), report, NOW)
    told = change.label + repr(change.details)
    assert not any(word in told for word in ("张三", "138", "甲村", "跌倒"))


@pytest.mark.parametrize(
    ("report", "words"),
    [
        (Report(" "), "请写明是什么事"),
        (Report("停水", urgency="P4"), "紧急程度 P4 应为 P1、P2 或 P3"),
        (Report("停水", happened_at=NOW + timedelta(hours=1)), "还没有到"),
    ],
)
def test_a_report_that_cannot_be_is_refused(build, report, words):
    with pytest.raises(StepRefused, match=words):
        report_change(build(), report, NOW)


def test_a_step_is_a_row_of_history_and_the_new_state_of_the_incident(town):
    change = step_change(town, 0, [step("accept", 1), step("dispatch", 2)])
    after = merged(town, change)
    row, case = after["incidents"].row(0), one_case(after, 0)
    assert (row["status"], row["accepted_at"], row["handler"]) == ("已派单", "2026-11-23T14:31:00", "张安华")
    assert [taken.verb for taken in case.steps] == ["accept", "dispatch"]
    assert [taken.stage for taken in case.steps] == ["reported", "accepted"]
    assert change.label == "事件 SJ202611230001：受理、派单"


def test_a_step_that_is_refused_changes_nothing_of_the_ones_before(town):
    with pytest.raises(StepRefused, match="不能办结"):
        step_change(town, 0, [step("accept", 1), step("close", 2)])


def test_closing_says_where_it_was_settled_and_reopening_takes_the_end_back(town):
    verbs = ("accept", "dispatch", "begin", "report_back", "verify", "close")
    through = [step(verb, minute) for minute, verb in enumerate(verbs, 1)]
    closed = merged(town, step_change(town, 0, through))
    row = closed["incidents"].row(0)
    assert (row["finished_at"], row["settled_at_level"]) == ("2026-11-23T14:36:00", "grid")
    again = merged(closed, step_change(closed, 0, [step("reopen", 7)]))
    assert (again["incidents"]["finished_at"][0], one_case(again, 0).reopened) == ("", 1)


def test_what_the_town_cannot_settle_goes_to_the_district(town):
    up = [step("accept", 1), *(step("escalate" if at % 2 else "dispatch", at) for at in range(3, 8))]
    after = merged(town, step_change(town, 0, up))
    assert (after["incidents"]["level"][0], after["incidents"]["settled_at_level"][0]) == ("big", "district")


def test_an_imported_incident_without_steps_goes_on_from_where_its_ledger_says(build):
    snapshot = build(incidents={
        "incident_no": ["7"], "title": ["停电"], "status": ["处理中"], "happened_at": ["2026-11-23T08:00:00"],
        "accepted_at": ["2026-11-23T08:05:00"],
    })  # fmt: skip
    held = merged(snapshot, step_change(snapshot, 0, [step("suspend", 1)]))
    assert one_case(held, 0).stage == "suspended"
    assert one_case(merged(held, step_change(held, 0, [step("resume", 2)])), 0).stage == "in_hand"


def test_numbers_go_on_from_the_highest_of_the_day(build):
    table = build(incidents={"incident_no": ["SJ202611230004", "SJ202611229999", "SJ20261123甲"],
                             "title": ["a", "b", "c"]})["incidents"]  # fmt: skip
    assert next_number(table, NOW) == "SJ202611230005"


def test_an_unknown_incident_is_said(town):
    assert incident_row(town, "SJ202611230001") == 0
    with pytest.raises(UsageError, match="没有编号为 9 的事件"):
        incident_row(town, "9")


def test_the_library_of_levels_is_a_setting(town):
    levels = {"民生服务": "micro", "道路交通": "big"}
    assert levels_change(town, {"道路交通": "big"}).settings == {"levels": levels}
    assert levels_change(town, {"民生服务": ""}).settings == {"levels": {}}
    with pytest.raises(UsageError, match="micro small big"):
        levels_change(town, {"民生服务": "huge"})


@given(st.lists(st.sampled_from(sorted(VERBS)), min_size=1, max_size=14))
def test_whatever_steps_are_taken_the_store_tells_the_same_case(verbs):
    from gridmap.township.snapshot import Snapshot

    town = Snapshot()
    town = merged(town, report_change(town, Report("停水", "民生服务"), NOW))
    case = one_case(town, 0)
    for minute, verb in enumerate(verbs, 1):
        taken = step(verb, minute)
        try:
            change = step_change(town, 0, [taken])
        except StepRefused:
            assert verb not in case.verbs
            continue
        town, case = merged(town, change), case.after(taken)
        found = one_case(town, 0)
        assert (found.stage, found.level, found.handler, found.steps, found.verbs) == (
            case.stage, case.level, case.handler, case.steps, case.verbs,
        )  # fmt: skip
