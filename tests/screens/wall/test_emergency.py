"""The emergency scene: a roll-call that somebody holds, seen by the room."""

import shutil
import sqlite3
from datetime import datetime, timedelta

import numpy as np
import pytest
import shapely

from gridmap.response.affected import affected
from gridmap.response.area import circle
from gridmap.response.drawn import ground_of
from gridmap.response.roll_call import begin, end, enter, running
from gridmap.scene.layers import load_layers
from gridmap.screens.wall import WallWindow, colours
from gridmap.screens.wall.calibration import Calibration
from gridmap.screens.wall.sheet import Text
from gridmap.session import Session
from gridmap.store import open_store
from gridmap.township.change import Change
from gridmap.township.folders import layers_folder
from gridmap.township.mask import small_count

NOW = datetime(2026, 11, 23, 14, 32, 7)
BEGUN = NOW - timedelta(minutes=6, seconds=48)
RESULTS = ("moved", "reached", "moved", "no_answer", "refused")


@pytest.fixture(name="session")
def _session(sample_store, tmp_path):
    path = tmp_path / "town.gpkg"
    shutil.copy(sample_store, path)
    opened = Session(open_store(path), "值班员")
    opened.load_rest()
    yield opened
    opened.close()


@pytest.fixture(name="make_wall")
def _make_wall(qtbot, session):
    def make_wall(width=1920, height=1080, seat_m=5.0, now=lambda: NOW):
        window = WallWindow(session, load_layers(layers_folder()), Calibration(seat_m), now=now)
        qtbot.addWidget(window)
        window.canvas.fly_ms = 0
        window.resize(width, height)
        window.show()
        return window

    return make_wall


def homes_in(session, radius=600.0):
    """The homes where somebody is at home around the middle of the first village, and their ground."""
    spot = session.snapshot["villages"]["geometry"][0].representative_point()
    area = circle(spot.x, spot.y, radius)
    found = affected(session.snapshot, area, NOW.date())
    return found.households["uuid"][~found.homes.empty].tolist(), ground_of(area)


def call_roll(session, answered=20):
    """A roll-call with some answers, every fourth home silent twice."""
    homes, ground = homes_in(session)
    session.write(begin(session.snapshot, homes, ground, "值班员", BEGUN))
    for at, home in enumerate(homes[:answered]):
        result = RESULTS[at % len(RESULTS)]
        for _time in range(2 if result == "no_answer" else 1):
            answer(session, home, result, BEGUN + timedelta(seconds=at))
    return homes


def answer(session, home, result, moment):
    session.write(enter(session.snapshot, running(session.snapshot, NOW), home, result, "值班员", moment))


def texts(window):
    return [mark.text for sheet in window.sheets() for mark in sheet.marks if isinstance(mark, Text)]


def asked(path, sql):
    """What plain SQL says of the store."""
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return connection.execute(sql).fetchone()[0]
    finally:
        connection.close()


LAST = """
WITH said AS (
  SELECT household_no_fid AS home, result,
         ROW_NUMBER() OVER (PARTITION BY household_no_fid ORDER BY at DESC, fid DESC) AS back
  FROM roll_call_entries
  WHERE roll_call_fid = (SELECT fid FROM roll_calls WHERE ended_at = ''))
"""
COUNT = LAST + "SELECT COUNT(*) FROM said WHERE back = 1 AND result IN ({})"


def test_every_count_on_the_scene_is_what_plain_sql_counts(make_wall, session):
    call_roll(session)
    window = make_wall()
    assert window.state.scene == "emergency"
    said, path = texts(window), session.address
    counts = {
        name: asked(path, COUNT.format(states))
        for name, states in (("silent", "'', 'no_answer'"), ("reached", "'reached', 'refused'"),
                             ("moved", "'moved'"), ("waiting", "''"), ("refused", "'refused'"))
    }  # fmt: skip
    missed = asked(
        path,
        LAST
        + """SELECT COUNT(*) FROM said AS one JOIN said AS two USING (home)
        WHERE one.back = 1 AND two.back = 2 AND one.result = 'no_answer' AND two.result = 'no_answer'""",
    )
    homes = asked(path, "SELECT COUNT(DISTINCT household_no_fid) FROM roll_call_entries")
    people = asked(
        path,
        """SELECT SUM(at_home) FROM households
        WHERE fid IN (SELECT household_no_fid FROM roll_call_entries)""",
    )
    assert counts["silent"] + counts["reached"] + counts["moved"] == homes
    for name in ("silent", "reached", "moved"):
        assert small_count(counts[name]) in said
    for count in (counts["waiting"], counts["refused"], missed):
        assert f"{small_count(count)} 户" in said
    assert f"在家 {people:,.0f} 人 {homes} 户" in said
    assert "06:48" in said


@pytest.mark.parametrize(
    ("size", "seat"),
    [((1920, 1080), 5.0), ((3840, 2160), 5.0), ((7680, 2160), 5.0), ((6656, 1792), 5.0),
     ((1024, 768), 5.0), ((1920, 1080), 8.0)],
)  # fmt: skip
def test_every_text_is_large_and_clear_and_stands_free(make_wall, session, size, seat):
    call_roll(session)
    found = make_wall(*size, seat_m=seat).legibility()
    assert [text for text in found if text.faults] == []


def test_each_group_that_is_silent_is_named_beside_the_area_with_what_sql_counts(make_wall, session):
    call_roll(session, 30)
    window = make_wall()
    said = [mark.text for mark in window.corner_sheet().marks if isinstance(mark, Text)]
    told = [text for text in said if "未应答" in text]
    assert told
    for group in window.content.roll.groups:
        sql = (
            LAST
            + """SELECT COUNT(*) FROM said JOIN households AS h ON h.fid = home
            JOIN groups AS g ON g.fid = h.group_fid JOIN villages AS v ON v.fid = g.village_fid
            WHERE back = 1 AND result IN ('', 'no_answer') AND g.name = '{}' AND v.name = '{}'"""
        )
        assert group.silent == asked(session.address, sql.format(group.name, group.village))
    counts = {small_count(group.silent) for group in window.content.roll.groups}
    assert {text.split()[-1] for text in told} <= counts


def test_a_count_below_three_could_point_at_somebody(make_wall, session):
    homes = call_roll(session, 0)
    for home in homes[:2]:
        answer(session, home, "moved", BEGUN)
    said = texts(make_wall())
    assert "<3" in said
    assert "2" not in said


def test_no_name_and_no_number_is_on_the_scene(make_wall, session):
    homes = call_roll(session)
    session.write(enter(session.snapshot, running(session.snapshot, NOW), homes[0], "refused", "值班员", NOW,
                        "他说不走"))  # fmt: skip
    said = " ".join(texts(make_wall(7680, 2160)))
    table = session.snapshot["households"].take(session.snapshot["households"].rows_of(homes))
    private = {
        str(value) for name in ("head_name", "phone", "address", "household_no") for value in table[name]
    }
    assert not [value for value in private - {""} if value in said]
    assert "他说不走" not in said


def test_the_scene_comes_with_a_roll_call_and_the_earlier_view_with_its_end(make_wall, session):
    window = make_wall()
    window.canvas.zoom_at((300.0, 300.0), 2.0)
    before = window.canvas.view
    call_roll(session, 0)
    assert window.state.scene == "emergency"
    ground = window.content.roll.ground
    west, south, east, north = window.canvas.view.bounds
    assert shapely.box(west, south, east, north).contains(ground)
    looked = window.canvas.view
    answer(session, homes_in(session)[0][0], "reached", NOW)
    assert window.canvas.view == looked
    session.write(end(session.snapshot, running(session.snapshot, NOW), NOW))
    assert window.state.scene == "monitor"
    view = window.canvas.view
    assert (view.x, view.y, view.scale) == (before.x, before.y, before.scale)


def test_a_scene_that_somebody_chose_stays_when_the_roll_call_ends(make_wall, session):
    window = make_wall()
    call_roll(session, 0)
    window.show_scene("analyse")
    session.write(end(session.snapshot, running(session.snapshot, NOW), NOW))
    assert window.state.scene == "analyse"


def test_the_clock_of_a_roll_call_runs_every_second(make_wall, session):
    call_roll(session, 0)
    moment = [NOW]
    window = make_wall(now=lambda: moment[0])
    assert "06:48" in texts(window)
    moment[0] += timedelta(seconds=1)
    window.tick()
    assert "06:49" in texts(window)


def test_without_a_roll_call_the_scene_says_so(make_wall):
    window = make_wall()
    window.show_scene("emergency")
    assert "没有进行中的点名" in texts(window)
    assert [text for text in window.legibility() if text.faults] == []


def test_a_p1_stands_on_its_plate_above_the_roll_call(make_wall, session):
    call_roll(session)
    incidents = session.snapshot["incidents"]
    row = np.flatnonzero((incidents.text("finished_at") == "") & (incidents["restricted"] != 1))[:1]
    urgent = incidents.take(row).replace(
        urgency=np.array(["P1"], object), title=np.array(["江水漫堤"], object),
        happened_at=np.array(["2026-11-23T14:30:00"], object), status=np.array(["待受理"], object),
    )  # fmt: skip
    session.write(Change("改为 P1", {"incidents": urgent}))
    for size in ((1920, 1080), (1024, 768)):
        window = make_wall(*size)
        plate = [mark for sheet in window.sheets() for mark in sheet.marks
                 if isinstance(mark, Text) and mark.on == colours.URGENCY["P1"]]  # fmt: skip
        assert "江水漫堤" in [mark.text for mark in plate]
        assert "02:07" in [mark.text for mark in plate]
        assert all(mark.bold for mark in plate)
        assert [text for text in window.legibility() if text.faults] == []
