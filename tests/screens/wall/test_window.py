"""The wall's window on the sample: what it shows, that it is readable, what a click and a refresh do."""

import shutil
from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage

from gridmap.screens.wall import colours
from gridmap.screens.wall.sheet import Text
from gridmap.screens.wall.state import scenes
from gridmap.session import State
from gridmap.township.change import Change

NOW = datetime(2026, 11, 23, 14, 32, 7)
SCREENS = [(1920, 1080), (3840, 2160), (7680, 2160), (6656, 1792)]


def texts(window):
    return [mark.text for sheet in window.sheets() for mark in sheet.marks if isinstance(mark, Text)]


def click(qtbot, window, action, about=""):
    """Click the middle of what answers to ``action``."""
    box = next(
        target.box
        for sheet in window.sheets()
        for target in sheet.targets
        if target.action == action and target.about == about
    )
    ratio = window.devicePixelRatio()
    place = QPointF((box.x + box.width / 2) / ratio, (box.y + box.height / 2) / ratio).toPoint()
    qtbot.mouseClick(window, Qt.MouseButton.LeftButton, pos=place)


@pytest.mark.parametrize("size", SCREENS)
def test_every_word_on_the_map_is_large_and_clear_and_stands_free(make_wall, size):
    window = make_wall(*size)
    found = window.legibility()
    assert {"道路中断", "花坡村"} <= {text.text for text in found}
    assert [text for text in found if text.faults] == []
    assert min(text.px for text in found) >= max(24, window.layout_now.least)
    assert min(text.minutes for text in found) >= 20
    assert min(text.contrast for text in found) >= 4.5


def test_a_map_looked_at_closely_stays_as_readable(make_wall):
    window = make_wall()
    window.gaze.choose(window.content.alarms[0].key)
    assert [text for text in window.legibility() if text.faults] == []


@pytest.mark.parametrize("seat", [8.0, 12.0])
def test_from_a_far_seat_nothing_on_the_map_shrinks_or_collides(make_wall, seat):
    window = make_wall(1920, 1080, seat_m=seat)
    assert [text for text in window.legibility() if text.faults] == []
    assert "示意" in [mark.text for mark in window.corner_sheet().marks if isinstance(mark, Text)]


def test_the_monitor_says_what_the_sample_holds(make_wall, session):
    window = make_wall()
    said = texts(window)
    at_home = int((session.snapshot["residents"]["at_home"] == 1).sum())
    assert f"{at_home:,}" in said
    assert "14:32:07" in said
    assert f"告警 {len(window.content.alarms)}" in said
    assert "道路中断" in said
    assert "实战" in said


def test_no_resident_and_no_number_of_one_is_on_the_wall(make_wall, session):
    window = make_wall(7680, 2160)
    residents = session.snapshot["residents"]
    private = {str(value) for name in ("name", "id_number", "phone") for value in residents[name] if value}
    for scene, _title in scenes():
        window.show_scene(scene)
        said = " ".join(texts(window))
        assert not [value for value in private if value in said]


def test_a_list_that_does_not_fit_is_turned_every_eight_seconds(make_wall):
    window = make_wall()
    rows = window.layout_now.alarm_rows
    alarms = window.content.alarms
    assert len(alarms) > rows
    assert f"另有 {len(alarms) - rows} 条" in texts(window)
    for _second in range(8):
        window.tick()
    shown = [
        target.about for sheet in window.sheets() for target in sheet.targets if target.action == "alarm"
    ]
    assert shown == [alarm.key for alarm in alarms[rows : 2 * rows]]


def test_a_click_on_an_alarm_flies_there_and_the_next_exactly_back(make_wall, qtbot):
    window = make_wall()
    alarm = next(alarm for alarm in window.content.alarms if alarm.place)
    before = window.canvas.view
    click(qtbot, window, "alarm", alarm.key)
    assert (window.canvas.view.x, window.canvas.view.y) == pytest.approx(alarm.place)
    assert window.canvas.view.scale > before.scale
    click(qtbot, window, "alarm", alarm.key)
    assert window.canvas.view == before


def test_a_click_on_its_symbol_is_a_click_on_the_alarm(make_wall, qtbot):
    window = make_wall()
    alarm = next(alarm for alarm in window.content.alarms if alarm.place)
    (place,) = window.canvas.view.to_pixels(np.array([alarm.place]))
    qtbot.mouseClick(window.canvas, Qt.MouseButton.LeftButton, pos=QPointF(*place).toPoint())
    assert window.state.chosen == alarm.key
    assert not window.state.locked


def test_drilling_in_locks_the_view(make_wall, qtbot):
    window = make_wall()
    qtbot.mouseDClick(window.canvas, Qt.MouseButton.LeftButton, pos=window.canvas.rect().center())
    assert window.state.locked


def test_a_refresh_never_moves_the_view(make_wall, session):
    window = make_wall()
    window.canvas.zoom_at((300.0, 300.0), 2.0)
    before = window.canvas.view
    session.changed.emit(frozenset({"households"}))
    window.tick()
    assert window.canvas.view == before


def test_other_open_incidents_fit_the_map_again_unless_it_is_locked(make_wall, session):
    window = make_wall()
    whole = window.canvas.view
    for locked in (False, True):
        window.canvas.zoom_at((300.0, 300.0), 2.0)
        near = window.canvas.view
        if locked:
            window.canvas.gesture.emit()
        incidents = session.snapshot["incidents"]
        fewer = incidents.take(np.asarray(incidents["uuid"] != window.content.alarms[0].key))
        session.show(replace(session.public, snapshot=session.snapshot.with_tables({"incidents": fewer})))
        assert (window.canvas.view == near) is locked
        assert (window.canvas.view == whole) is not locked


def test_new_incidents_do_not_take_the_map_from_an_alarm_but_its_end_gives_it_back(make_wall, session):
    window = make_wall()
    whole = window.canvas.view
    chosen, other = [alarm.key for alarm in window.content.alarms if alarm.place][:2]
    window.gaze.choose(chosen)
    near = window.canvas.view
    for gone, expected in ((other, near), (chosen, whole)):
        incidents = session.snapshot["incidents"]
        fewer = incidents.take(np.asarray(incidents["uuid"] != gone))
        session.show(replace(session.public, snapshot=session.snapshot.with_tables({"incidents": fewer})))
        assert window.canvas.view == expected


def test_as_the_clock_goes_on_the_map_shows_what_happens(make_wall):
    clock = [datetime(2026, 11, 23, 14, 0)]
    window = make_wall(now=lambda: clock[0])
    before = {alarm.key for alarm in window.content.alarms}
    drawn = {label.uuid for label in window.canvas.scene.labels if label.table == "incidents"}
    assert drawn == window.content.incidents
    clock[0] = NOW
    window.tick()
    assert {alarm.key for alarm in window.content.alarms} > before
    drawn = {label.uuid for label in window.canvas.scene.labels if label.table == "incidents"}
    assert drawn == window.content.incidents


def test_a_gesture_locks_the_view_and_the_star_frees_it(make_wall, qtbot):
    window = make_wall()
    whole = window.canvas.view
    centre = window.canvas.rect().center()
    qtbot.mousePress(window.canvas, Qt.MouseButton.LeftButton, pos=centre)
    qtbot.mouseMove(window.canvas, centre.__class__(centre.x() + 80, centre.y()))
    qtbot.mouseRelease(
        window.canvas, Qt.MouseButton.LeftButton, pos=centre.__class__(centre.x() + 80, centre.y())
    )
    assert window.state.locked
    assert "视图已锁定" in [mark.text for mark in window.corner_sheet().marks if isinstance(mark, Text)]
    (star,) = window.corner_sheet().targets
    place = QPointF(star.box.x + 60, star.box.y + 100) - QPointF(window.canvas.pos())
    qtbot.mouseClick(window.canvas, Qt.MouseButton.LeftButton, pos=place.toPoint())
    assert not window.state.locked
    assert window.canvas.view == whole


def test_keys_and_tabs_change_the_scene(make_wall, qtbot):
    window = make_wall()
    click(qtbot, window, "scene", "analyse")
    assert window.state.scene == "analyse"
    assert not window.canvas.isVisible()
    assert "网格人口 上限 1,000 人" in texts(window)
    qtbot.keyClick(window, Qt.Key.Key_1)
    assert window.state.scene == "monitor"
    assert window.canvas.isVisible()


def test_escape_steps_back_from_an_alarm_before_it_leaves_full_screen(make_wall, qtbot):
    window = make_wall()
    qtbot.keyClick(window, Qt.Key.Key_F11)
    assert window.isFullScreen()
    before = window.canvas.view
    window.gaze.choose(next(alarm.key for alarm in window.content.alarms if alarm.place))
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.isFullScreen()
    assert window.canvas.view == before
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not window.isFullScreen()


def test_the_first_map_comes_before_the_ledgers_of_people(qtbot, sample_store):
    from gridmap import app
    from gridmap.scene.layers import load_layers
    from gridmap.screens.wall import WallWindow
    from gridmap.township.folders import layers_folder

    session = app.open_township(str(sample_store), read_only=True)
    window = WallWindow(session, load_layers(layers_folder()))
    qtbot.addWidget(window)
    assert window.content.aged is None
    window.show()
    qtbot.waitUntil(lambda: session.complete)
    assert window.content.aged is not None
    window.close()
    session.close()


def test_what_another_process_settles_leaves_the_wall_by_itself(qtbot, sample_store, tmp_path):
    from gridmap import app
    from gridmap.scene.layers import load_layers
    from gridmap.screens.wall import WallWindow
    from gridmap.township.folders import layers_folder

    town = str(shutil.copy(sample_store, tmp_path / "town.gpkg"))
    desk, seen = app.open_township(town), app.open_township(town, read_only=True)
    desk.load_rest()
    seen.load_rest()
    window = WallWindow(seen, load_layers(layers_folder()), now=lambda: NOW)
    qtbot.addWidget(window)
    first = window.content.alarms[0]
    incidents = desk.snapshot["incidents"]
    row = incidents.take(np.flatnonzero(incidents["uuid"] == first.key))
    settled = row.replace(finished_at=np.array(["2026-11-23T14:30:00"], object))
    desk.write(Change("办结事件", {"incidents": settled}))
    qtbot.waitUntil(lambda: first.key not in window.content.incidents)
    window.close()
    seen.close()
    desk.close()


def test_each_of_the_four_scenes_has_a_tab(make_wall):
    window = make_wall()
    tabs = [target.about for sheet in window.sheets() for target in sheet.targets if target.action == "scene"]
    assert tabs == ["monitor", "analyse", "coordinate", "emergency"]


@pytest.mark.parametrize(
    ("age", "said", "plate"),
    [(4, "数据 4 秒前", None), (90, "数据 90 秒前", colours.AMBER), (400, "数据 6 分前", colours.RED)],
)
def test_old_data_is_amber_after_a_minute_and_red_after_five(make_wall, session, age, said, plate):
    window = make_wall()
    session.loaded_at -= timedelta(seconds=age)
    header = window.header_now()
    text = next(mark for mark in header.marks if isinstance(mark, Text) and mark.text == said)
    assert text.on == (plate or colours.GROUND)
    assert [mark.colour for mark in header.marks if getattr(mark, "radius", 0)] == ([plate] if plate else [])


def test_a_picture_is_sharp_and_as_large_as_the_screen(make_wall):
    picture = make_wall(1280, 720).picture()
    assert isinstance(picture, QImage)
    assert (picture.width(), picture.height()) == (1280, 720)
    shades = {picture.pixelColor(x, 300).name() for x in range(0, 800)}
    assert len(shades) > 20


def test_the_same_picture_twice_is_the_same(make_wall):
    window = make_wall(1280, 720)
    assert window.picture() == window.picture()


@pytest.mark.parametrize("scene", ["monitor", "coordinate"])
def test_an_empty_township_is_a_calm_wall(qtbot, tmp_path, scene):
    from gridmap.screens.wall import WallWindow
    from gridmap.session import Session
    from gridmap.store import create_store
    from gridmap.township.settings import Settings

    session = Session(create_store(tmp_path / "new.gpkg", Settings(crs="EPSG:4544")))
    window = WallWindow(session, [], now=lambda: NOW)
    qtbot.addWidget(window)
    window.resize(7680, 2160)
    window.show_scene(scene)
    window.show()
    window.picture()
    assert [text for text in window.legibility() if text.faults] == []
    said = texts(window)
    assert "指挥中心" in said
    assert ("无告警" in said) is (scene == "monitor")
    assert ("没有在办事件" in said) is (scene == "coordinate")
    assert not any("None" in text or "nan" in text for text in said)
    window.close()
    session.close()


def test_what_a_township_has_none_of_is_not_counted(make_wall, session):
    none = session.snapshot["villages"].take([])
    session.show(State.of(session.snapshot.with_tables({"villages": none}), standing=session.draft.standing))
    window = make_wall()
    words = [mark.text for mark in window.corner_sheet().marks if isinstance(mark, Text)]
    assert "19 网格" in words


@pytest.fixture
def follow(qtbot, sample_store, tmp_path):
    """``follow()`` -> a shown wall that only reads, and a session of another process's kind that writes."""
    from gridmap import app
    from gridmap.scene.layers import load_layers
    from gridmap.screens.wall import WallWindow
    from gridmap.township.folders import layers_folder

    town = str(shutil.copy(sample_store, tmp_path / "town.gpkg"))
    writer, reader = app.open_township(town), app.open_township(town, read_only=True)
    writer.load_rest()
    reader.load_rest()
    window = WallWindow(reader, load_layers(layers_folder()), now=lambda: NOW)
    qtbot.addWidget(window)
    window.show()
    yield window, writer
    window.close()
    writer.close()
    reader.close()


def raised(writer, title, category, urgency):
    from gridmap.response.cases import Report, report_change
    from gridmap.response.where import at_household

    where = at_household(writer.snapshot, 900)
    writer.write(report_change(writer.snapshot, Report(title, category, urgency, where=where), NOW))
    return str(writer.snapshot["incidents"]["uuid"][-1])


def test_an_alarm_of_another_process_comes_by_itself_and_moves_nothing(qtbot, follow):
    window, writer = follow
    view, before, tracks = window.canvas.view, window.ground.scene, tracks_of(window)
    key = raised(writer, "停水", "民生服务", "P2")
    qtbot.waitUntil(lambda: key in window.content.incidents)
    assert replace_selected(window.canvas.view) == replace_selected(view)
    assert window.state.scene == "monitor"
    assert window.ground.scene is not before
    assert len(tracks)
    assert tracks_of(window) is tracks  # nothing is worked out again of what stays


def tracks_of(window):
    """The vertices of the patrols on the map."""
    (mark,) = [mark for mark in window.ground.scene.marks if mark.table == "patrols"]
    return mark.paths.runs.xy


def test_an_urgent_alarm_flashes_on_its_plate_and_on_the_map_until_it_is_acknowledged(qtbot, follow):
    from gridmap.response.alarm_states import AlarmStep, alarm_change

    window, writer = follow
    window.canvas.fly_ms = 0
    key = raised(writer, "老人跌倒", "特殊人群", "P1")
    qtbot.waitUntil(lambda: window.content.alarms[0].key == key)
    assert window.state.scene == "emergency"
    assert window.attention.keys == {key}
    assert window.attention.isVisible()
    halos = list(window.attention.halos())
    assert len(halos) == 2
    window.show_scene("monitor")
    assert "未确认" in texts(window)
    writer.write(alarm_change([AlarmStep(key, "acknowledged", NOW, "值班")]))
    qtbot.waitUntil(lambda: "已确认" in texts(window))
    assert not window.attention.isVisible()
    assert window.attention.keys == frozenset()


def replace_selected(view):
    return (view.x, view.y, view.scale)


def test_what_is_shelved_leaves_the_list_and_stays_counted(qtbot, follow):
    from gridmap.response.alarm_states import AlarmStep, alarm_change

    window, writer = follow
    first = window.content.alarms[0]
    until = NOW + timedelta(minutes=30)
    writer.write(alarm_change([AlarmStep(first.key, "shelved", NOW, "值班", until, "等配件")]))
    qtbot.waitUntil(lambda: first.key not in [alarm.key for alarm in window.content.alarms])
    assert any("搁置 1" in text for text in texts(window))
    assert first.key in window.content.incidents


def test_more_than_ten_in_ten_minutes_are_one_row_of_a_place_and_a_cause(qtbot, follow):
    window, writer = follow
    for _time in range(11):
        raised(writer, "停水", "民生服务", "P3")
    qtbot.waitUntil(lambda: window.content.meter == 11)
    rows = [alarm for alarm in window.content.alarms if alarm.title == "停水"]
    assert [(len(row.keys), row.note) for row in rows] == [(11, "11 条 11 未确认")]
    assert "告警潮" in " ".join(texts(window))


def test_m_switches_the_sound_and_says_so(qtbot, make_wall):
    window = make_wall()
    qtbot.keyClick(window, Qt.Key.Key_M)
    assert not window.attention.sound.on
    assert any("静音" in text for text in texts(window))
