"""The dock of patrols at the real desk: a week's plan against fact, tracks, swaths, questions."""

from datetime import date, datetime

import numpy as np
import pytest
import shapely
from PySide6.QtCore import Qt
from walks import NINE, walk

from gridmap.response.patrols import IsoWeek, compare
from gridmap.scene.marks import Areas, Points
from gridmap.screens.desk.patrols.panel import GROUPS, QUESTIONS, SINGLE, TRACKS, latest_week
from gridmap.screens.jobs import Job
from gridmap.township.change import Change
from gridmap.township.schemas import SCHEMAS
from gridmap.township.table import Table

LEFT = Qt.MouseButton.LeftButton
WEEK = IsoWeek.parse("2026-W47")


@pytest.fixture
def patrols(session, open_desk, qtbot):
    """The dock on week 47, in which somebody rode along a straight line."""
    x, y = 589_500.0, 3_331_500.0
    ride = walk(*[(x + 80.0 * at, y, 10.0 * at) for at in range(30)])
    columns = {
        "uuid": ["ride"], "patrol_no": ["R1"], "team": ["试骑队"], "geometry": np.array([ride], object),
        "started_at": ["2026-11-20T09:00:00"], "ended_at": ["2026-11-20T09:04:50"], "members": ["张三、李四"],
    }  # fmt: skip
    desk = open_desk()
    session.write(Change("试", {"patrols": Table.of(SCHEMAS["patrols"], columns)}))
    desk.activateWindow()
    desk.commands["patrols_dock"].trigger()
    panel = desk.docks.patrols
    settle(desk, panel, qtbot)
    panel.show_week(WEEK)
    settle(desk, panel, qtbot)
    return panel


def settle(desk, panel, qtbot):
    qtbot.waitUntil(
        lambda: (
            panel.answer is not None
            and panel.answer.found.week.week == panel.week
            and not desk.findChildren(Job)
        ),
        timeout=20_000,
    )


def laid(desk, kind):
    return [mark for mark in desk.state.laid_by("patrols") if isinstance(mark, kind)]


def test_everything_that_the_dock_shows(patrols, qtbot):
    """One window for all of it: making it costs more than the rest together."""
    desk = patrols._window
    shows_what_the_command_says(patrols)
    draws_the_swaths_merged_and_one_by_one(desk, patrols)
    marks_the_homes_that_no_track_came_near(desk, patrols)
    opens_the_seconds_of_a_question(desk, patrols, qtbot)
    opens_a_track(desk, patrols, qtbot)
    asks_about_other_weeks(desk, patrols, qtbot)
    leaves_the_map_when_it_is_closed(desk)


def shows_what_the_command_says(panel):
    found = compare(panel.answer.snapshot, WEEK, datetime.now())
    model = panel.views[GROUPS].ledger_model
    shown = {model.uuid(at): model.index(at, 1).data() for at in range(model.rowCount())}
    uuids = panel.answer.snapshot["groups"]["uuid"]
    assert shown == {str(uuids[one.group]): f"{one.count} / {one.planned}" for one in found.groups}
    short = sum(one.short for one in found.groups)
    assert f"57 组中 {short} 组不足" in panel.sum.text()
    assert panel.tabs.tabText(TRACKS) == f"轨迹  {len(panel.answer.found.ways)}"


def draws_the_swaths_merged_and_one_by_one(desk, panel):
    (whole,) = laid(desk, Areas)
    assert len(whole.rings) == 1
    panel.swath.choose(SINGLE)
    (single,) = laid(desk, Areas)
    assert len(single.rings) == len(panel.answer.found.ways)
    panel.swath.choose(0)
    assert laid(desk, Areas) == []
    panel.swath.choose(1)


def marks_the_homes_that_no_track_came_near(desk, panel):
    view = panel.views[GROUPS]
    view.selectRow(0)
    worst = next(
        one for one in panel.answer.found.week.groups
        if panel.answer.snapshot["groups"]["uuid"][one.group] == view.ledger_model.uuid(0)
    )  # fmt: skip
    (homes,) = laid(desk, Points)
    assert len(homes.spots.x) == len(worst.missed) > 0
    assert desk.state.selection.table == "groups"
    view.clearSelection()


def opens_the_seconds_of_a_question(desk, panel, qtbot):
    panel.tabs.setCurrentIndex(QUESTIONS)
    (question,) = panel.questions.rows
    assert question.hint.kind == "vehicle"
    assert not {"张三", "李四"} & set(question.accessibleName())
    qtbot.mouseClick(question, LEFT)
    bar = desk.docks.playback
    qtbot.waitUntil(
        lambda: bar.line is not None and bar.player.since > 0 and not desk.findChildren(Job), timeout=20_000
    )
    assert (bar.player.since, bar.player.moment) == (question.hint.since, question.hint.until)
    assert bar.player.since >= NINE
    qtbot.waitUntil(lambda: abs(desk.canvas.view.x - question.hint.place[0]) < 50, timeout=5_000)


def opens_a_track(desk, panel, qtbot):
    view = panel.views[TRACKS]
    view.activated.emit(view.ledger_model.index(0, 0))
    found = panel.answer.found
    assert desk.docks.playback.player.since == found.tracks.start.max()


def asks_about_other_weeks(desk, panel, qtbot):
    panel._turn_week(-1)
    settle(desk, panel, qtbot)
    assert panel.title.text() == "2026-W46"


def leaves_the_map_when_it_is_closed(desk):
    desk.switch_dock("patrols")
    assert desk.state.laid_by("patrols") == ()


def test_the_week_that_is_shown_first_is_the_last_one_with_patrols(build):
    at = ["2020-11-16T09:00:00", "2020-11-23T09:00:00", ""]
    lines = [shapely.LineString([(0, 0), (9, 9)])] * 3
    assert str(latest_week(build(patrols={"started_at": at, "geometry": lines}))) == "2020-W48"
    assert latest_week(build()) == IsoWeek.of(date.today())
