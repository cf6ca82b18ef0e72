from datetime import datetime, timedelta

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from gridmap.errors import StepRefused
from gridmap.response.roll_call import MISSES, RESULTS, begin, end, enter, roll_call, running
from gridmap.township.settings import Settings
from gridmap.township.table import Table

NOW = datetime(2026, 11, 23, 14, 0, 0)
GROUND = shapely.box(0, 0, 100, 100)


@pytest.fixture(name="town")
def _town(build):
    return build(households={"household_no": ["1", "2", "3"], "x": [10, 20, 30], "y": [10, 20, 30]})


def after(snapshot, change):
    """The township with a change's rows written, numbered as a store numbers them."""
    tables = dict(snapshot.tables)
    for name, rows in change.rows.items():
        old, known = snapshot[name], set(snapshot[name]["uuid"])
        kept = [row for row in range(len(old)) if old["uuid"][row] not in set(rows["uuid"])]
        columns = {}
        for column in old.schema.columns:
            columns[column] = [*old.take(kept)[column], *rows[column]]
        fids = dict(zip(old["uuid"], old["fid"], strict=True))
        fresh = max([0, *fids.values()])
        for uuid in rows["uuid"]:
            if uuid not in known:
                fresh += 1
                fids[uuid] = fresh
        columns["fid"] = [fids[uuid] for uuid in columns["uuid"]]
        if "geometry" in columns:
            shapes = np.empty(len(columns["fid"]), object)
            shapes[:] = columns["geometry"]
            columns["geometry"] = shapes
        tables[name] = Table.of(old.schema, columns)
    calls = tables["roll_calls"]
    numbers = dict(zip(calls["name"], calls["fid"], strict=True))
    entries = tables["roll_call_entries"]
    links = np.array([numbers[name] for name in entries["roll_call"]], np.int64)
    tables["roll_call_entries"] = entries.replace(roll_call_fid=links)
    return snapshot.with_tables(tables)


def begun(town, uuids=("households-1", "households-2", "households-3"), now=NOW):
    return after(town, begin(town, list(uuids), GROUND, "甲", now))


def test_nobody_has_been_called_when_a_roll_call_begins(town):
    there = begun(town)
    call = running(there, NOW)
    assert call.counts == {"waiting": 3, "reached": 0, "moved": 0, "no_answer": 0, "refused": 0}
    assert call.household.tolist() == [0, 1, 2]
    assert call.ended_at is None


def test_homes_are_called_in_the_order_in_which_they_were_written_down(town):
    call = running(begun(town, ["households-3", "households-1"]), NOW)
    assert call.household.tolist() == [2, 0]


def test_the_last_answer_counts_and_two_misses_in_a_row_need_somebody_to_go(town):
    there, moment = begun(town), NOW
    for result in ("no_answer", "reached", "no_answer", "no_answer"):
        moment += timedelta(minutes=1)
        there = after(there, enter(there, running(there, moment), "households-2", result, "乙", moment))
    call = running(there, moment)
    assert call.stands(1) == "no_answer"
    assert call.misses.tolist() == [0, 2, 0]
    assert call.missed.tolist() == [1]
    earlier = roll_call(there, 0, NOW + timedelta(minutes=2))
    assert (earlier.stands(1), earlier.missed.tolist()) == ("reached", [])


def test_what_was_written_in_one_second_stands_in_its_order(town):
    there = begun(town)
    for result in ("no_answer", "moved"):
        there = after(there, enter(there, running(there, NOW), "households-1", result, "乙", NOW))
    assert running(there, NOW).stands(0) == "moved"


def test_an_ended_roll_call_takes_no_answer_and_lets_the_next_begin(town):
    there = begun(town)
    with pytest.raises(StepRefused, match="还没有结束"):
        begin(there, ["households-1"], GROUND, "甲", NOW)
    there = after(there, end(there, running(there, NOW), NOW + timedelta(seconds=5)))
    assert running(there, NOW + timedelta(seconds=5)) is None
    assert running(there, NOW + timedelta(seconds=4)) is not None
    with pytest.raises(StepRefused, match="已经结束"):
        enter(there, roll_call(there, 0), "households-1", "moved", "甲", NOW)
    again = begin(there, ["households-1"], GROUND, "甲", NOW + timedelta(seconds=5))
    assert again.rows["roll_calls"]["name"].tolist() == ["点名 11-23 14:00（2）"]


@pytest.mark.parametrize(
    ("household", "result", "why"),
    [
        ("households-1", "asleep", "没有“asleep”"),
        ("households-3", "moved", "不在"),
        ("gone", "moved", "已不在名册"),
    ],
)
def test_an_answer_that_makes_no_sense_is_refused_with_one_line(town, household, result, why):
    there = begun(town, ["households-1", "households-2"])
    with pytest.raises(StepRefused, match=why) as refused:
        enter(there, running(there, NOW), household, result, "甲", NOW)
    assert "\n" not in str(refused.value)


def test_nobody_to_call_is_refused(town):
    with pytest.raises(StepRefused, match="没有住户"):
        begin(town, [], GROUND, "甲", NOW)


def test_no_name_and_no_number_of_a_home_stands_in_the_words_for_the_record(town):
    there = begun(town)
    change = enter(there, running(there, NOW), "households-2", "refused", "甲", NOW, "张三不肯走")
    assert (change.label, dict(change.details)) == ("点名登记：拒绝转移", {})


@given(st.lists(st.tuples(st.integers(1, 3), st.sampled_from(sorted(RESULTS))), max_size=8))
def test_states_add_up_to_the_roll_and_misses_are_those_since_the_last_word(said):
    from gridmap.township.schemas import SCHEMAS
    from gridmap.township.snapshot import Snapshot

    homes = Table.of(SCHEMAS["households"], {
        "fid": [1, 2, 3], "uuid": [f"households-{fid}" for fid in (1, 2, 3)], "household_no": ["1", "2", "3"],
    })  # fmt: skip
    there = begun(Snapshot(Settings(), {"households": homes}))
    for at, (home, result) in enumerate(said):
        moment = NOW + timedelta(seconds=at)
        there = after(there, enter(there, running(there, moment), f"households-{home}", result, "乙", moment))
    call = roll_call(there, 0)
    assert sum(call.counts.values()) == 3
    for home in (1, 2, 3):
        own = [result for one, result in said if one == home]
        assert call.stands(home - 1) == (own[-1] if own else "waiting")
        silent = next((n for n, result in enumerate(reversed(own)) if result != "no_answer"), len(own))
        assert (int(call.misses[home - 1]) >= MISSES) == (silent >= MISSES)
