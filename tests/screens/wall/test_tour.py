"""The rotation goes from stop to stop, rests when somebody touches the wall, and shows where it is."""

from datetime import datetime, timedelta

import numpy as np
import pytest
from PySide6.QtCore import Qt

from gridmap.scene.wall_grids import worst
from gridmap.screens.wall.sheet import Symbol, Text
from gridmap.screens.wall.tour import GRID_S, MONITOR_S, PAUSE_S, TREND_S, stops

NOW = datetime(2026, 11, 23, 14, 32, 7)


def seconds(window, count):
    for _second in range(count):
        window.tick()


def texts(window):
    return [mark.text for sheet in window.sheets() for mark in sheet.marks if isinstance(mark, Text)]


def place(view):
    return (view.x, view.y, view.scale)


@pytest.fixture(name="wall")
def _wall(make_wall):
    window = make_wall()
    window._timer.stop()  # the seconds are counted here
    window.tick()
    return window


def test_the_stops_are_the_township_its_three_worst_grids_and_the_week(wall):
    there = stops(wall.content)
    assert [(stop.scene, stop.seconds) for stop in there] == [
        ("monitor", MONITOR_S), *[("monitor", GRID_S)] * 3, ("analyse", TREND_S),
    ]  # fmt: skip
    assert [stop.grid for stop in there[1:4]] == [load.uuid for load in worst(wall.content.grids)]


def test_a_round_comes_back_to_exactly_the_first_view(wall):
    whole = place(wall.canvas.view)
    seen = []
    for stop in stops(wall.content):
        seen.append((wall.state.scene, wall.state.spot, wall.state.trend))
        seconds(wall, stop.seconds)
    grids = [load.uuid for load in worst(wall.content.grids)]
    assert seen == [
        ("monitor", "", False), *(("monitor", uuid, False) for uuid in grids), ("analyse", "", True),
    ]  # fmt: skip
    assert (wall.state.scene, wall.state.stop) == ("monitor", 0)
    assert place(wall.canvas.view) == whole


def test_a_grid_in_the_light_has_its_own_panel_and_the_map_is_on_it(wall):
    seconds(wall, MONITOR_S)
    load = worst(wall.content.grids)[0]
    assert load.name in texts(wall)
    assert "户籍 上限 1,000" in texts(wall)
    west, south, east, north = wall.canvas.view.bounds
    assert wall.canvas.view.scale > 1.5 * wall.ground.whole
    shape = wall.plan["grids"]["geometry"][wall.plan["grids"].rows_of([load.uuid])[0]]
    x0, y0, x1, y1 = shape.bounds
    assert west < x0 < x1 < east
    assert south < y0 < y1 < north
    assert [text for text in wall.legibility() if text.faults] == []


def test_dots_show_where_it_is(wall):
    def dots():
        footer = wall.sheets()[2]
        return [mark for mark in footer.marks if isinstance(mark, Symbol)]

    with_dots = len(dots())
    wall.tour.toggle()
    wall.tick()
    assert wall.state.stops == 0
    assert with_dots - len(dots()) == 5 + 4  # four of them hollow: a disc in a disc


@pytest.mark.parametrize("touch", ["key", "gesture", "click"])
def test_whoever_touches_the_wall_has_it_for_three_minutes(qtbot, wall, touch):
    if touch == "key":
        qtbot.keyClick(wall, Qt.Key.Key_2)
    elif touch == "gesture":
        wall.canvas.gesture.emit()
    else:
        qtbot.mouseClick(wall, Qt.MouseButton.LeftButton, pos=wall.canvas.geometry().topRight() * 1.2)
        wall.canvas.gesture.emit()
    scene, view = wall.state.scene, place(wall.canvas.view)
    seconds(wall, PAUSE_S)
    assert (wall.state.scene, place(wall.canvas.view)) == (scene, view)
    seconds(wall, MONITOR_S)
    assert wall.state.stop == 1


def test_r_stops_it_and_starts_it_again(qtbot, wall):
    qtbot.keyClick(wall, Qt.Key.Key_R)
    seconds(wall, 2 * MONITOR_S)
    assert (wall.state.stops, wall.state.spot) == (0, "")
    qtbot.keyClick(wall, Qt.Key.Key_R)
    seconds(wall, MONITOR_S + 1)
    assert wall.state.stop == 1


def test_a_new_incident_brings_the_township_back(make_wall):
    clock = [datetime(2026, 11, 23, 14, 4)]
    wall = make_wall(now=lambda: clock[0])
    wall._timer.stop()
    seconds(wall, MONITOR_S + 1)
    assert wall.state.spot
    clock[0] += timedelta(minutes=1)  # 路灯不亮
    wall.tick()
    assert (wall.state.scene, wall.state.spot, wall.state.stop) == ("monitor", "", 0)


def test_a_click_on_a_grid_puts_it_in_the_light_and_escape_takes_it_out(qtbot, wall):
    whole = place(wall.canvas.view)
    load = worst(wall.content.grids)[-1]
    wall.canvas.picked.emit("grids", load.uuid)
    assert wall.state.spot == load.uuid
    assert wall.state.stop == 0
    qtbot.keyClick(wall, Qt.Key.Key_Escape)
    assert wall.state.spot == ""
    assert place(wall.canvas.view) == whole


def test_the_ground_around_a_grid_in_the_light_is_dark(wall):
    def brightness(x, y):
        colour = wall.picture().pixelColor(int(x), int(y))
        return colour.red() + colour.green() + colour.blue()

    load = worst(wall.content.grids)[0]
    wall.gaze.spot(load.uuid)
    grids = wall.plan["grids"]
    inside = grids["geometry"][grids.rows_of([load.uuid])[0]].representative_point()
    west, _south, _east, _north = wall.canvas.view.bounds
    outside = np.array([[inside.x - 0.7 * (inside.x - west), inside.y]])
    box = wall.layout_now.map
    (x0, y0), (x1, y1) = (wall.canvas.view.to_pixels(at)[0].tolist()
                          for at in (np.array([[inside.x, inside.y]]), outside))  # fmt: skip
    assert brightness(box.x + x1, box.y + y1) < brightness(box.x + x0, box.y + y0)
