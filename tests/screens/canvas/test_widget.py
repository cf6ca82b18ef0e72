import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import shapely
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from gridmap.scene import View, build, load_layers
from gridmap.scene.marks import Areas, Lines
from gridmap.scene.scene import Words
from gridmap.scene.shapes import drawn, paths_of, rings_of
from gridmap.screens.canvas import MapCanvas
from gridmap.township.census import take_census

LAYERS = load_layers(Path(__file__).parents[3] / "layers")
LEFT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton
NONE, SHIFT, CTRL, ALT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)


@pytest.fixture(name="scene")
def _scene(square_town):
    hidden = frozenset({"incidents"})
    return build(square_town, take_census(square_town), LAYERS, (), View(1, 1, hidden=hidden))


@pytest.fixture(name="canvas")
def _canvas(qtbot, scene):
    canvas = MapCanvas()
    qtbot.addWidget(canvas)
    canvas.fly_ms = 0
    canvas.resize(600, 800)
    canvas.set_scene(scene)
    with qtbot.waitExposed(canvas):
        canvas.show()
    return canvas


def pixel(canvas, x, y):
    ((px, py),) = canvas.view.to_pixels(np.array([[x, y]], float)) / canvas.devicePixelRatioF()
    return QPoint(round(px), round(py))


def place(canvas, point):
    ratio = canvas.devicePixelRatioF()
    return canvas.view.to_world(point.x() * ratio, point.y() * ratio)


def wheel(canvas, point, steps, keys=NONE):
    event = QWheelEvent(
        QPointF(point), canvas.mapToGlobal(QPointF(point)), QPoint(), QPoint(0, 120 * steps),
        Qt.MouseButton.NoButton, keys, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(canvas, event)


def drag(qtbot, canvas, start, end, button=LEFT, keys=NONE):
    qtbot.mousePress(canvas, button, keys, start)
    qtbot.mouseMove(canvas, (start + end) / 2)
    qtbot.mouseMove(canvas, end)
    qtbot.mouseRelease(canvas, button, keys, end)


def test_the_first_scene_is_fitted_into_the_window(canvas):
    west, south, east, north = canvas.view.bounds
    assert (west < 0, south < 0, east > 2000, north > 3000) == (True,) * 4


def test_a_wheel_click_doubles_the_scale_and_keeps_the_place_under_the_pointer(canvas):
    point = QPoint(430, 260)
    before, scale = place(canvas, point), canvas.view.scale
    wheel(canvas, point, 1)
    assert canvas.view.scale == pytest.approx(2 * scale)
    assert place(canvas, point) == pytest.approx(before)


def test_control_and_wheel_zoom_finely(canvas):
    scale = canvas.view.scale
    wheel(canvas, QPoint(300, 400), -1, CTRL)
    assert 0.8 * scale < canvas.view.scale < scale


@pytest.mark.parametrize("button", [LEFT, MIDDLE])
def test_a_drag_takes_the_ground_along(qtbot, canvas, button):
    start, end = QPoint(200, 300), QPoint(321, 222)
    before = place(canvas, start)
    drag(qtbot, canvas, start, end, button)
    assert place(canvas, end) == pytest.approx(before)


def test_space_pans_in_any_tool(qtbot, canvas):
    class Greedy:
        pressed = 0

        def press(self, _x, _y, _keys):
            self.pressed += 1
            return True

        def move(self, _x, _y, _keys):
            pass

        release = move

        def cancel(self):
            return False

    tool = Greedy()
    canvas.set_tool(tool)
    before = place(canvas, QPoint(200, 300))
    qtbot.keyPress(canvas, Qt.Key.Key_Space)
    drag(qtbot, canvas, QPoint(200, 300), QPoint(250, 300))
    qtbot.keyRelease(canvas, Qt.Key.Key_Space)
    assert place(canvas, QPoint(250, 300)) == pytest.approx(before)
    assert tool.pressed == 0
    drag(qtbot, canvas, QPoint(200, 300), QPoint(250, 300))
    assert tool.pressed == 1


def test_a_tool_gets_places_and_escape_cancels_its_drag(qtbot, canvas):
    class Recorder:
        def __init__(self):
            self.seen = []

        def press(self, x, y, _keys):
            self.seen.append(("press", round(x), round(y)))
            return True

        def move(self, x, y, _keys):
            self.seen.append("move")

        def release(self, x, y, _keys):
            self.seen.append("release")

        def cancel(self):
            self.seen.append("cancel")
            return True

    tool = Recorder()
    canvas.set_tool(tool)
    view = canvas.view
    qtbot.mousePress(canvas, LEFT, NONE, pixel(canvas, 500, 500))
    qtbot.mouseMove(canvas, pixel(canvas, 900, 900))
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    qtbot.mouseRelease(canvas, LEFT, NONE, pixel(canvas, 900, 900))
    kind, x, y = tool.seen[0]
    assert kind == "press"
    assert (x, y) == (pytest.approx(500, abs=4), pytest.approx(500, abs=4))
    assert tool.seen[1:] == ["move", "cancel"]
    assert canvas.view == view


def test_shift_and_drag_zoom_to_the_band(qtbot, canvas):
    start, end = pixel(canvas, 0, 1000), pixel(canvas, 1000, 0)
    drag(qtbot, canvas, start, end, LEFT, SHIFT)
    west, south, east, north = canvas.view.bounds
    assert (west + east) / 2 == pytest.approx(500, abs=8)
    assert (south + north) / 2 == pytest.approx(500, abs=8)
    assert east - west == pytest.approx(1000, rel=0.02)


def test_the_arrow_keys_pan_and_plus_and_minus_zoom(qtbot, canvas):
    x, scale = canvas.view.x, canvas.view.scale
    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    assert canvas.view.x > x
    qtbot.keyClick(canvas, Qt.Key.Key_Left)
    assert canvas.view.x == pytest.approx(x)
    qtbot.keyClick(canvas, Qt.Key.Key_Plus)
    assert canvas.view.scale == pytest.approx(2 * scale)
    qtbot.keyClick(canvas, Qt.Key.Key_Minus)
    assert canvas.view.scale == pytest.approx(scale)


def test_a_click_picks_the_grid_under_it(qtbot, canvas):
    with qtbot.waitSignal(canvas.picked) as picked:
        qtbot.mouseClick(canvas, LEFT, NONE, pixel(canvas, 1200, 2700))
    assert picked.args == ["grids", "grids-6"]


def test_a_click_outside_picks_empty_ground(qtbot, canvas):
    with qtbot.waitSignal(canvas.picked) as picked:
        qtbot.mouseClick(canvas, LEFT, NONE, QPoint(3, 3))
    assert picked.args == ["", ""]


def test_a_click_with_shift_picks_too_for_many_are_chosen_so(qtbot, canvas):
    view = canvas.view
    with qtbot.waitSignal(canvas.picked) as picked:
        qtbot.mouseClick(canvas, LEFT, SHIFT, pixel(canvas, 1200, 2700))
    assert picked.args == ["grids", "grids-6"]
    assert canvas.view == view


def test_a_drag_is_no_click(qtbot, canvas):
    heard = []
    canvas.picked.connect(lambda *args: heard.append(args))
    drag(qtbot, canvas, QPoint(300, 300), QPoint(360, 300))
    assert heard == []


def test_double_clicks_drill_to_the_grid_then_its_houses_and_out_again(qtbot, canvas):
    whole = canvas.view
    qtbot.mouseDClick(canvas, LEFT, NONE, pixel(canvas, 1500, 2500))
    west, south, east, north = canvas.view.bounds
    assert (west < 1000, south < 2000, east > 2000, north > 3000) == (True,) * 4
    assert canvas.view.scale > 1.5 * whole.scale
    grid = canvas.view.scale
    qtbot.mouseDClick(canvas, LEFT, NONE, pixel(canvas, 1500, 2500))
    assert canvas.view.scale == pytest.approx(4 * grid)
    qtbot.mouseDClick(canvas, LEFT, SHIFT, QPoint(300, 400))
    qtbot.mouseDClick(canvas, LEFT, SHIFT, QPoint(300, 400))
    qtbot.mouseDClick(canvas, LEFT, SHIFT, QPoint(300, 400))
    assert canvas.view.scale == pytest.approx(whole.scale)


def test_back_and_forward_walk_the_views(qtbot, canvas):
    first = canvas.view
    wheel(canvas, QPoint(100, 100), 1)
    qtbot.wait(80)
    second = canvas.view
    drag(qtbot, canvas, QPoint(300, 300), QPoint(200, 300))
    qtbot.keyClick(canvas, Qt.Key.Key_Left, ALT)
    assert canvas.view.bounds == pytest.approx(second.bounds)
    qtbot.keyClick(canvas, Qt.Key.Key_Left, ALT)
    assert canvas.view.bounds == pytest.approx(first.bounds)
    qtbot.keyClick(canvas, Qt.Key.Key_Right, ALT)
    assert canvas.view.bounds == pytest.approx(second.bounds)
    assert not MapCanvas().back()


def test_control_j_shows_the_selection_and_control_shift_f_everything(qtbot, canvas):
    whole = canvas.view
    canvas.set_selected({"grids-4"})
    qtbot.keyClick(canvas, Qt.Key.Key_J, CTRL)
    assert canvas.view.to_world(300, 400) == pytest.approx((1500, 500))
    qtbot.keyClick(canvas, Qt.Key.Key_F, CTRL | SHIFT)
    assert canvas.view.bounds == pytest.approx(whole.bounds)


def test_zooming_stops_at_a_door_and_at_a_distant_township(canvas):
    for _ in range(40):
        canvas.zoom_at((300, 400), 2)
    assert canvas.view.logical_scale == pytest.approx(20)
    for _ in range(40):
        canvas.zoom_at((300, 400), 0.5)
    assert canvas.view.scale > 0.01


def test_a_flight_arrives_and_a_gesture_stops_it(qtbot, canvas):
    canvas.fly_ms = 120
    canvas.fly_to(500, 500, 1.0)
    qtbot.waitUntil(lambda: (canvas.view.x, canvas.view.y) == (500, 500))
    canvas.fly_ms = 800
    canvas.fly_to(1500, 2500)
    qtbot.wait(60)
    wheel(canvas, QPoint(300, 400), 1)
    stopped = canvas.view
    qtbot.wait(60)
    assert canvas.view == stopped
    assert (stopped.x, stopped.y) != (1500, 2500)


def test_gestures_are_told_to_whoever_follows_the_map(qtbot, canvas):
    with qtbot.waitSignal(canvas.pointed) as pointed:
        qtbot.mouseMove(canvas, pixel(canvas, 1000, 1000))
    assert pointed.args == pytest.approx([1000, 1000], abs=4)
    with qtbot.waitSignals([canvas.gesture, canvas.view_changed]):
        wheel(canvas, QPoint(10, 10), 1)


def test_a_new_scene_keeps_the_view(canvas, square_town):
    wheel(canvas, QPoint(100, 100), 1)
    view = canvas.view
    canvas.set_scene(build(square_town, take_census(square_town), LAYERS, (), View(1, 1, theme="dark")))
    assert canvas.view.bounds == view.bounds
    assert canvas.view.theme == "dark"


def test_the_picture_becomes_sharp_after_a_gesture(qtbot, canvas):
    wheel(canvas, QPoint(300, 400), 1)
    qtbot.waitUntil(lambda: canvas.sharp, timeout=5000)
    drag(qtbot, canvas, QPoint(300, 300), QPoint(100, 500))
    qtbot.waitUntil(lambda: canvas.sharp, timeout=5000)


def test_what_is_seen_after_a_gesture_equals_a_picture_drawn_at_once(qtbot, canvas):
    drag(qtbot, canvas, QPoint(300, 300), QPoint(260, 333))
    qtbot.waitUntil(lambda: canvas.sharp, timeout=5000)
    followed = canvas.grab().toImage()
    canvas.settle()
    assert same(followed, canvas.grab().toImage()) > 0.995


def test_what_the_first_map_did_without_is_worked_out_after_it(qtbot, canvas, scene):
    asked = []
    nearer = Words((1e3, 1e4), lambda: asked.append(canvas.sharp) or ())
    canvas.set_scene(replace(scene, words=(*scene.words, nearer)))
    assert not asked
    qtbot.waitUntil(lambda: asked == [True], timeout=5000)


def test_the_picture_for_print_has_the_size_asked_for(canvas):
    image = canvas.picture(1200, 1600, 2.0)
    assert (image.width(), image.height()) == (1200, 1600)


def test_the_window_grows_around_the_same_centre(qtbot, canvas):
    wheel(canvas, QPoint(300, 400), 1)
    centre, scale = (canvas.view.x, canvas.view.y), canvas.view.scale
    canvas.resize(900, 500)
    assert (canvas.view.x, canvas.view.y, canvas.view.scale) == (*centre, scale)
    assert (canvas.view.width, canvas.view.height) == (900, 500)


def test_a_canvas_may_go_while_its_picture_is_drawn(qtbot, scene):
    for _ in range(5):
        canvas = MapCanvas()
        canvas.resize(1200, 900)
        canvas.set_scene(scene)
        canvas.show()
        QApplication.processEvents()
        canvas.zoom_at((10, 10), 1.5)
        QApplication.processEvents()
        canvas.deleteLater()
        del canvas
    qtbot.wait(100)


def test_a_live_overlay_lies_above_the_map(canvas):
    before = canvas.grab().toImage()
    path = paths_of([np.array([[0.0, 1500.0], [2000.0, 1500.0]])])
    canvas.set_overlay([Lines(paths=path, colour="#FF0000", width=5.0)])
    point = pixel(canvas, 1650, 1500)
    assert canvas.grab().toImage().pixelColor(point).name() == "#ff0000"
    canvas.set_overlay(())
    assert canvas.grab().toImage().pixelColor(point) == before.pixelColor(point)


def test_an_edit_is_drawn_live_and_nothing_of_the_picture_below_it_is_drawn_again(qtbot, canvas):
    qtbot.waitUntil(lambda: canvas.sharp and not canvas._front._worker.busy, timeout=5000)
    qtbot.wait(50)
    before = canvas._front._shown
    pixels = before.buffer.copy()
    for moved in (0.0, 40.0, 80.0):
        pair = np.array(
            [shapely.box(0, 0, 900 + moved, 1000), shapely.box(900 + moved, 0, 2000, 1000)], object
        )
        canvas.set_overlay([
            Areas(rings=rings_of(pair), colours=("#00FF00", "#0000FF")),
            Lines(paths=drawn(pair), colour="#FF0000", width=3.0),
        ])  # fmt: skip
        image = canvas.grab().toImage()
        colours = [image.pixelColor(pixel(canvas, x, 800)).name() for x in (400, 900 + moved, 1700)]
        assert colours == ["#00ff00", "#ff0000", "#0000ff"]
    assert canvas._front._shown is before
    assert not canvas._front._worker.busy
    assert (before.buffer == pixels).all()


def test_very_many_selected_areas_are_drawn_with_a_hairline(qtbot, build):
    boxes = [shapely.box(x, y, x + 100, y + 100) for x in range(0, 1500, 100) for y in range(0, 1500, 100)]
    town = build_town(build(grids={"name": [""] * len(boxes), "geometry": boxes}))
    canvas = MapCanvas()
    qtbot.addWidget(canvas)
    canvas.resize(600, 600)
    canvas.show()
    canvas.set_scene(town)
    pictures = []
    for count in (0, 1, len(boxes)):
        canvas.set_selected(f"grids-{row + 1}" for row in range(count))
        canvas.settle()
        image = canvas.grab().toImage()
        pictures.append(np.frombuffer(image.constBits(), np.uint32).copy())
    plain, one, all_ = pictures
    side = 100 * canvas.view.scale  # of a square, in pixels
    assert np.count_nonzero(one != plain) > 4 * side * 3
    assert np.count_nonzero(all_ != plain) < 2 * len(boxes) * side * 3  # each border belongs to two


def build_town(snapshot):
    return build(snapshot, take_census(snapshot), LAYERS, (), View(1, 1))


def test_the_selection_is_drawn_with_a_casing(canvas):
    canvas.set_selected({"grids-5"})
    edge = pixel(canvas, 1350, 2000)
    image = canvas.grab().toImage()
    above, line, below = (image.pixelColor(edge.x(), edge.y() + dy).lightness() for dy in (-3, 0, 3))
    assert line < 30
    assert min(above, below) > 220


def test_a_screen_of_double_density_gets_twice_the_pixels():
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": "2"}
    program = (
        "from PySide6.QtWidgets import QApplication; a = QApplication([])\n"
        "from gridmap.screens.canvas import MapCanvas; c = MapCanvas(); c.resize(300, 200); c.show()\n"
        "a.processEvents(); c.settle(); i = c.grab().toImage()\n"
        "print(i.width(), i.height(), c.view.width, c.view.height, c.view.ratio)"
    )
    run = subprocess.run([sys.executable, "-c", program], env=env, capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["600", "400", "600", "400", "2.0"]


def test_nothing_heavy_is_imported_on_the_way_to_the_first_map():
    program = (
        "import sys, gridmap.scene, gridmap.screens.canvas\n"
        "heavy = 'pandas', 'geopandas', 'pyogrio', 'pyproj', 'pypinyin', 'openpyxl'\n"
        "print([name for name in heavy if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def same(one, other):
    """The share of pixels that are alike."""
    first, second = (
        np.frombuffer(i.convertToFormat(i.Format.Format_RGB32).constBits(), np.uint8).reshape(
            i.height(), i.width(), 4
        )
        for i in (one, other)
    )
    return np.mean(np.abs(first.astype(int) - second)[:, :, :3].max(axis=2) < 24)
