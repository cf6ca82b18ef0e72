import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from walks import NINE, walk

from gridmap.response.timeline import NOUNS, counts, reported_at, timeline, words
from gridmap.township.revision import Step
from gridmap.township.schemas import SCHEMAS
from gridmap.township.settings import Settings
from gridmap.township.snapshot import Snapshot
from gridmap.township.table import Table

MINUTE = 60


@pytest.fixture(name="town")
def _town(build):
    """An incident of 9:05 accepted 9:20 and finished 9:50, a restricted one, a patrol, a visit of 9:30."""
    return build(
        households={"household_no": ["1"], "x": [500.0], "y": [600.0]},
        incidents={
            "title": ["道路中断", "李某家的事", "未落图"], "category": ["道路交通", "家庭", "其他"],
            "urgency": ["P2", "P3", ""], "restricted": [0, 1, 0],
            "happened_at": ["2026-11-20T09:05:00", "2026-11-20T09:06:00", ""],
            "accepted_at": ["2026-11-20T09:20:00", "", ""], "finished_at": ["2026-11-20T09:50:00", "", ""],
            "x": [100.0, 200, np.nan], "y": [100.0, 200, np.nan],
        },
        incident_steps={
            "incident_fid": [1, 1], "verb": ["accept", "dispatch"],
            "at": ["2026-11-20T09:20:00", "2026-11-20T09:25:00"],
        },
        patrols={
            "team": ["一组巡防队"], "started_at": ["2026-11-20T09:00:00"],
            "ended_at": ["2026-11-20T09:10:00"],
            "members": ["张三、李四"], "geometry": [walk((0, 0, 0), (600, 0, 600))],
        },
        visits={"household_no_fid": [1], "visited_at": ["2026-11-20T09:30:00"]},
    )  # fmt: skip


def told(line, snapshot):
    return [(round((line.at[at] - NINE) / MINUTE), words(line, at, snapshot)) for at in range(len(line.at))]


def test_events_stand_in_the_order_of_time_and_name_nobody(town):
    assert told(timeline(town), town) == [
        (0, "一组巡防队 出发"), (5, "P2 道路中断 发生"), (6, "不公开事件 发生"), (10, "一组巡防队 返回"),
        (20, "P2 道路中断 受理"), (25, "P2 道路中断 办理"), (30, "走访"), (50, "P2 道路中断 办结"),
    ]  # fmt: skip


def test_as_it_was_known_an_incident_begins_when_it_was_accepted(town):
    line = timeline(town, known=True)
    assert (20, "P2 道路中断 发生") in told(line, town)
    assert (0, "一组巡防队 出发") not in told(line, town)
    assert line.incidents.standing(NINE + 10 * MINUTE).tolist() == []
    assert timeline(town).incidents.standing(NINE + 10 * MINUTE).tolist() == [0]


def test_as_it_was_known_the_record_says_when_an_incident_was_written_down(town):
    table = town["incidents"].replace(incident_no=np.array(["SJ1", "SJ2", ""], object))
    snapshot = town.with_tables({"incidents": table})
    steps = [Step(1, "2026-11-20T01:12:00Z", "甲", "上报事件 SJ1", "done"), Step(2, "", "甲", "改名", "done")]
    assert reported_at(steps) == {"SJ1": NINE + 12 * MINUTE}
    line = timeline(snapshot, True, reported_at(steps))
    assert (12, "P2 道路中断 发生") in told(line, snapshot)
    assert line.incidents.since.tolist() == [NINE + 12 * MINUTE]


def test_an_incident_stands_until_it_is_finished(town):
    line = timeline(town)
    assert line.incidents.standing(NINE + 49 * MINUTE).tolist() == [0]
    assert line.incidents.standing(NINE + 50 * MINUTE).tolist() == []


def test_a_restricted_incident_is_an_event_and_never_a_place(town):
    assert timeline(town).incidents.rows.tolist() == [0]


def test_a_visit_has_the_place_of_its_household(town):
    visits = timeline(town).visits
    assert (visits.x.tolist(), visits.y.tolist()) == ([500], [600])
    assert visits.since[0] == NINE + 30 * MINUTE


def test_it_goes_from_event_to_event_of_what_is_chosen(town):
    line = timeline(town)
    assert line.at[line.next(NINE)] == NINE + 5 * MINUTE
    assert line.at[line.next(NINE, ("visits",))] == NINE + 30 * MINUTE
    assert line.at[line.last(NINE + 50 * MINUTE, ("patrols",))] == NINE + 10 * MINUTE
    assert line.next(NINE + 50 * MINUTE) == line.last(NINE) == -1


def test_without_anything_there_is_no_event(build):
    line = timeline(build())
    assert (len(line.at), line.span, line.next(0.0), line.notes) == (0, (0.0, 0.0), -1, ())
    assert counts(line.at, 0, 10, 5).tolist() == [0] * 5


def test_tracks_without_times_are_said(build):
    line = timeline(build(patrols={"team": ["a", "b"], "started_at": ["", "2026-11-20T09:00:00"],
                                   "geometry": [walk((0, 0), (9, 9)), walk((0, 0), (9, 9))]}))  # fmt: skip
    first, second = line.notes
    assert first.startswith("1 条轨迹没有时间，不能回放")
    assert second.startswith("1 条轨迹的点没有时间")


def test_every_event_of_the_sample_is_counted_once(sample):
    line = timeline(sample)
    low, high = line.span
    assert counts(line.at, low, high + 1, 90).sum() == len(line.at)
    assert (np.diff(line.at) >= 0).all()
    visits = int((line.noun == NOUNS.index("visits")).sum())
    assert visits == len(sample["visits"])


@given(st.integers(1, 40), st.integers(0, 3000), st.integers(1, 3000))
def test_parts_of_a_stretch_hold_what_lies_in_it(bins, start, length):
    line = timeline_of_minutes()
    since, until = NINE + start, NINE + start + length
    inside = int(((line.at >= since) & (line.at < until)).sum())
    assert counts(line.at, since, until, bins).sum() == inside


def timeline_of_minutes():
    """A visit every minute of an hour."""
    at = [f"2026-11-20T09:{minute:02}:00" for minute in range(60)]
    table = Table.of(SCHEMAS["visits"], {"fid": np.arange(1, 61), "visited_at": at})
    return timeline(Snapshot(Settings(), {"visits": table}))
