"""``gridmap bench`` on a small town: every trial runs and says something, every row is there."""

import shutil

import numpy as np
import pytest

from gridmap.bench import fresh
from gridmap.bench.peers.sjoin import Sjoin
from gridmap.bench.plan import Found, Group, Plan, Run
from gridmap.bench.report import Wish, _alternate, _Measured, lines, markdown, measure
from gridmap.bench.trials.counting import cap
from gridmap.errors import GridmapError, UsageError

FRAMES = {
    "scene",
    *(f"{work}_{size}" for work in ("pan", "zoom", "sharp", "memcpy") for size in ("1080p", "4k")),
}
COUNTING = {
    "cap",
    "cap_moved",
    "sjoin_new",
    "census",
    "census_borders",
    "bincount",
    "sjoin_within",
    "sjoin_intersects",
}
STOPS = {f"stop_{work}" for work in ("second_stage", "idle", "gesture", "import", "undo", "export")}


def measured_rows(found):
    """The names of the rows of a trial, each of which says something."""
    for name, rounds in found["rows"].items():
        assert all(0 < second < 60 for one in rounds for second in one), name
        assert all(rounds), name
    assert 10 < found["peak_mb"] < 2000
    return set(found["rows"])


@pytest.mark.parametrize(
    ("trial", "rows"),
    [
        ("opening", {"open", "open_examined"}), ("cap", COUNTING), ("drag", {"drag"}),
        ("area", {"area", "area_store"}), ("search", {"search_index", "search"}),
        ("redraw", {"redraw", "redraw_cpu"}),
    ],
)  # fmt: skip
def test_a_trial_runs_in_its_own_process_and_tells_seconds_and_memory(town, tmp_path, trial, rows):
    assert measured_rows(fresh.trial(trial, town, home=tmp_path).found) == rows


def test_borders_are_pushed_where_there_are_villages(sample_store, tmp_path):
    found = fresh.trial("drag_preview", sample_store, home=tmp_path).found
    assert measured_rows(found) == {"drag_preview", "edit_apply"}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("trial", "rows"),
    [
        ("frames", FRAMES),
        ("switch", {"switch_population", "switch_scenario", "switch_theme", "switch_theme_whole"}),
        ("memory", {"memory", "memory_family"}),
    ],
)  # fmt: skip
def test_a_trial_with_a_window_runs_in_its_own_process(town, tmp_path, trial, rows):
    own = shutil.copyfile(town, tmp_path / "own.gpkg")
    assert measured_rows(fresh.trial(trial, own, home=tmp_path).found) == rows


@pytest.mark.slow
def test_the_longest_stop_is_told_for_each_kind_of_work_and_the_store_stays_as_it_was(town, tmp_path):
    before = town.read_bytes()
    assert measured_rows(fresh.trial("stops", town, tmp_path, home=tmp_path).found) == STOPS
    assert town.read_bytes() == before


def test_the_first_map_is_told_before_the_process_ends(town, tmp_path):
    own = shutil.copyfile(town, tmp_path / "own.gpkg")
    ended, whole = fresh.trial("start", own, home=tmp_path), fresh.trial("start_whole", own, home=tmp_path)
    floor = fresh.trial("numpy", home=tmp_path)
    assert floor.first_s < ended.first_s < ended.whole_s
    assert floor.found["peak_mb"] < ended.found["peak_mb"] < whole.found["peak_mb"]


@pytest.mark.slow
def test_a_start_is_planned_as_one_after_a_user_has_left_the_desk_or_where_no_map_was_kept(town, tmp_path):
    own = shutil.copyfile(town, tmp_path / "own.gpkg")
    plan = Plan(own, tmp_path)
    starts = {
        run.rows[0]: run for group in plan.groups for run in group.runs if run.rows[0].startswith("start")
    }
    for name in ("start", "start_alive", "start_anew"):
        found = starts[name].call()
        assert 0 < found.rows[name][0][0] < 60
        assert 30 < found.peaks[name] < 2000
    assert (tmp_path / "leave" / "first.map").exists()
    assert not (tmp_path / "settle" / "first.map").exists()


@pytest.mark.parametrize(("trial", "code"), [("check", 0), ("snapshot", 0)])
def test_whole_commands_are_run_as_a_user_runs_them(town, tmp_path, trial, code):
    words = [tmp_path] if trial == "snapshot" else []
    ended = fresh.trial(trial, town, *words, home=tmp_path)
    assert ended.found["code"] == code
    assert (tmp_path / "desk.png").exists() == (trial == "snapshot")


def test_a_page_is_written(town, tmp_path):
    assert measured_rows(fresh.trial("page", town, tmp_path, home=tmp_path).found) == {"page"}


def test_a_trial_that_fails_is_one_line(tmp_path):
    with pytest.raises(GridmapError, match=r"测不了.*none"):
        fresh.trial("opening", tmp_path / "none.gpkg", home=tmp_path)


def test_counts_that_differ_from_those_of_the_join_fail_the_run(town, monkeypatch):
    assert set(cap(town)["rows"]) == COUNTING
    count = Sjoin.count
    monkeypatch.setattr(Sjoin, "count", lambda self, predicate: count(self, predicate) + np.array([0, 1]))
    with pytest.raises(GridmapError, match="1 个网格的人数与 sjoin"):
        cap(town)


def test_chosen_rows_come_with_what_stands_beside_them(town):
    said = []
    report = measure(Wish(store=town, rows=("cap",)), said.append)
    rows = {row["name"]: row for row in report["rows"]}
    assert set(rows) == COUNTING
    assert set(rows["cap"]["peers"]) == {"sjoin_within", "sjoin_intersects"}
    assert set(rows["cap"]["floors"]) == {"bincount"}
    assert rows["bincount"]["beside"] == ["cap"]
    assert all(row["n"] == 40 and row["median_s"] <= row["p95_s"] for row in report["rows"])
    assert {line.split()[0] for line in said} == COUNTING
    assert any("÷" in line for line in lines(report))
    assert sum(line.startswith("| ") for line in markdown(report)) == 1 + len(COUNTING)


def test_a_row_that_there_is_not_is_refused_before_anything_is_run(tmp_path):
    with pytest.raises(UsageError, match=r"nothing.*sharp_4k"):
        measure(Wish(store=tmp_path / "none.gpkg", rows=("nothing",)))


def run_of(name, log, peer=False, refusal="", fails=False):
    def call():
        log.append(name)
        if fails:
            raise GridmapError("broke")
        return Found({name: [[0.1]]}, {name: float(len(log))})

    return Run((name,), call, lambda: refusal, peer)


def test_ours_and_peers_are_run_in_turn():
    log, measured = [], _Measured(households=7)
    _alternate(Group([run_of("ours", log), run_of("peer", log)], 3), (), measured)
    assert log == ["ours", "peer"] * 3
    assert measured.rows["ours"].rounds == [[0.1]] * 3
    assert measured.rows["ours"].peak_mb == 5


def test_a_peer_that_is_absent_or_fails_is_left_out_with_the_reason():
    log, said = [], []
    measured = _Measured(said.append)
    measured.run(run_of("absent", log, refusal="not installed"))
    measured.run(run_of("broken", log, peer=True, fails=True))
    assert measured.left_out == {"absent": "not installed", "broken": "broke"}
    assert log == ["broken"]
    assert [line.partition("：")[0] for line in said] == ["absent", "broken"]
    with pytest.raises(GridmapError, match="broke"):
        measured.run(run_of("ours", log, fails=True))


def test_every_row_of_ours_and_of_others_is_in_the_plan(tmp_path):
    names = Plan(tmp_path, tmp_path).names
    assert len(set(names)) == len(names)
    assert {"start", "qgis_start", "folium_shown", "import_numpy", "pyogrio_write", *FRAMES, *STOPS} <= set(
        names
    )
