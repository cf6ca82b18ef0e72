"""The windows that a desk opens beside itself."""

import pytest

from gridmap.screens.desk.others import open_wall, send_to_wall

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "raise")


@pytest.fixture(name="wall")
def _wall(desk):
    wall = open_wall(desk)
    wall.canvas.fly_ms = 0
    yield wall
    wall.close()


def covers(wall, bounds):
    west, south, east, north = wall.canvas.view.bounds
    return west <= bounds[0] and south <= bounds[1] and east >= bounds[2] and north >= bounds[3]


def test_a_wall_that_is_open_is_not_opened_again(desk, wall):
    assert open_wall(desk) is wall is desk.wall


def test_the_wall_looks_at_the_ground_that_the_desk_looks_at(desk, wall):
    desk.canvas.fit(desk.session.snapshot["grids"]["geometry"][0].bounds)
    wall.show_scene("analyse")
    send_to_wall(desk)
    assert (wall.state.scene, wall.state.locked) == ("monitor", True)
    assert covers(wall, desk.canvas.view.bounds)
    assert desk.status.hint.text() == "已发送到大屏"
    wall.fit()
    assert not wall.state.locked


def test_a_chosen_grid_is_put_in_the_light_and_stays_there(desk, wall):
    uuid = str(desk.session.snapshot["grids"]["uuid"][3])
    desk.state.select("grids", [uuid])
    for _time in range(2):
        send_to_wall(desk)
        assert wall.state.spot == uuid
    wall.gaze.leave()
    assert not wall.state.spot


def test_a_chosen_incident_is_flown_to(desk, wall):
    alarm = next(alarm for alarm in wall.content.alarms if alarm.place and alarm.place[0])
    uuids = [str(uuid) for uuid in desk.session.snapshot["incidents"]["uuid"]]
    assert alarm.key in uuids
    desk.state.select("incidents", [alarm.key])
    send_to_wall(desk)
    assert wall.state.chosen == alarm.key


def test_an_incident_that_is_over_shows_its_ground(desk, wall):
    incidents = desk.session.snapshot["incidents"]
    open_ones = {alarm.key for alarm in wall.content.alarms}
    over = next(str(uuid) for uuid in incidents["uuid"] if str(uuid) not in open_ones)
    desk.state.select("incidents", [over])
    send_to_wall(desk)
    assert (wall.state.chosen, wall.state.locked) == ("", True)
