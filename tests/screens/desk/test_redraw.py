"""The planner's hands: borders moved, cancelled, saved, undone, with the mouse on the real map."""

import hashlib
from pathlib import Path

import numpy as np
import pytest
import shapely
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from gridmap.redraw.lens import common_border
from gridmap.screens.mode import Choices
from gridmap.screens.operations.neighbours import neighbours
from gridmap.session import Session
from gridmap.store import open_store

SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier


def shapes(session):
    return session.snapshot["grids"]["geometry"]


def digest(session):
    return hashlib.sha256(Path(session.address).read_bytes()).hexdigest()


def same_plan(one, other):
    return len(one) == len(other) and shapely.equals_identical(one, other).all()


def saved_shapes(session):
    reading = Session(open_store(session.address, read_only=True))
    found = shapes(reading).copy()
    reading.close()
    return found


@pytest.fixture(name="pair")
def _pair(desk, hand):
    """Two grids (rows) with a long border, the place in its middle, a place with people beyond it."""
    session = desk.session
    found = []
    for one in range(len(shapes(session))):
        for other in neighbours(session, one):
            line = common_border(shapes(session)[one], shapes(session)[other])
            longest = max(shapely.get_parts(line), key=shapely.length)
            found.append((float(longest.length), one, other, longest))
    _length, one, other, line = max(found, key=lambda item: item[0])
    middle = line.interpolate(0.5, normalized=True)
    houses = np.flatnonzero(session.census.grid_of_household == one)
    x = session.snapshot["households"].number("x")[houses]
    y = session.snapshot["households"].number("y")[houses]
    near = np.argsort(np.hypot(x - middle.x, y - middle.y))[min(12, len(houses) - 1)]
    hand.look_at(one, other)
    return one, other, (middle.x, middle.y), (float(x[near]), float(y[near]))


def beyond(start, end, share):
    return (start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share)


def push(hand, start, end):
    """Hold the border and push it, without letting go."""
    hand.press(start)
    for share in (0.3, 0.6, 0.9, 1.2):
        hand.move(beyond(start, end, share))


def test_a_pushed_border_shows_both_counts_and_escape_leaves_the_store_as_it_was(desk, hand, pair, qtbot):
    session, (one, other, start, end) = desk.session, pair
    before, version = digest(session), session.snapshot.version
    qtbot.keyClick(desk.canvas, Qt.Key.Key_B)
    assert desk.commands["border"].isChecked()
    desk.tools.redraw.choose(Choices(unit="household"))
    push(hand, start, end)
    made = desk.tools.redraw.preview
    assert len(made.households)
    badge = desk.tools.redraw.view.badge
    assert badge.isVisible()
    people = session.census.grids["resident"]
    counts = {count.row: count for count in made.grids}
    assert counts[one].before["resident"] == people[one]
    assert sum(counts[row].after["resident"] for row in (one, other)) == people[one] + people[other]
    shown = {row.people for row in badge.badge.rows}
    assert shown == {f"{counts[row].after['resident']:,.0f}" for row in (one, other)}
    qtbot.waitUntil(lambda: desk.docks.redraw.table.moved.rowCount() == min(200, len(made.households)))
    names = {home.head for home in desk.docks.redraw.table.moved.homes}
    assert all("*" in name for name in names)
    hand.key(Qt.Key.Key_Escape)
    assert not badge.isVisible()
    hand.release(end)
    assert desk.tools.redraw.mode is not None
    assert session.snapshot.version == version
    assert digest(session) == before
    hand.key(Qt.Key.Key_Escape)
    assert desk.tools.redraw.mode is None
    assert desk.commands["identify"].isChecked()


def test_a_pushed_border_is_saved_as_one_step_undone_and_redone(desk, hand, pair, qtbot):
    session, (_one, other, start, end) = desk.session, pair
    before, households = shapes(session).copy(), session.census.grid_of_household.copy()
    desk.commands["border"].trigger()
    desk.tools.redraw.choose(Choices(unit="household"))
    push(hand, start, end)
    expected = desk.tools.redraw.preview
    hand.release(beyond(start, end, 1.2))
    after = shapes(session).copy()
    assert not same_plan(before, after)
    assert same_plan(after, saved_shapes(session))
    moved = np.flatnonzero(session.census.grid_of_household != households)
    assert sorted(moved.tolist()) == sorted(expected.households.tolist())
    assert set(session.census.grid_of_household[moved].tolist()) == {other}
    assert "Ctrl+Z" in desk.status.hint.text()
    assert desk.docks["redraw"].isVisible()
    desk.commands["undo"].trigger()
    qtbot.waitUntil(lambda: same_plan(shapes(session), before))
    desk.commands["redo"].trigger()
    qtbot.waitUntil(lambda: same_plan(shapes(session), after))


def test_whole_groups_go_unless_shift_is_held(desk, hand, pair):
    _one, _other, start, end = pair
    desk.commands["border"].trigger()
    push(hand, start, end)
    whole = desk.tools.redraw.preview
    groups = desk.tools.redraw.ground.group_of_household
    own = np.flatnonzero(np.isin(groups, np.unique(groups[whole.households])))
    assert not whole.split_groups
    QTest.keyPress(desk.canvas, Qt.Key.Key_Shift, SHIFT)
    hand.rest()
    single = desk.tools.redraw.preview
    assert 0 < len(single.households) < len(whole.households) <= len(own)
    QTest.keyRelease(desk.canvas, Qt.Key.Key_Shift)
    hand.rest()
    assert len(desk.tools.redraw.preview.households) == len(whole.households)
    hand.key(Qt.Key.Key_Escape)


@pytest.fixture(name="beside_a_road")
def _beside_a_road(desk, hand):
    """A place on a border of two grids, one on a road or stream into one of them, all such lines."""
    snapshot = desk.session.snapshot
    lines = shapely.union_all([*snapshot["roads"]["geometry"], *snapshot["waters"]["geometry"]])
    for one in range(len(shapes(desk.session))):
        for other in neighbours(desk.session, one):
            border = common_border(shapes(desk.session)[one], shapes(desk.session)[other])
            inside = shapely.intersection(lines, shapely.buffer(shapes(desk.session)[one], -30))
            for share in np.linspace(0.2, 0.8, 13) if not inside.is_empty else ():
                start = shapely.line_interpolate_point(shapely.get_parts(border)[0], share, normalized=True)
                far, near = shapely.distance(start, inside), shapely.shortest_line(start, inside)
                if 60 < far < 200 and shapely.covers(shapely.buffer(shapes(desk.session)[one], 1), near):
                    hand.look_at(one, other)
                    return (start.x, start.y), tuple(near.coords[-1]), lines
    raise AssertionError("the sample has roads beside borders")


def test_while_ctrl_is_held_a_pushed_border_follows_a_road_or_stream(desk, hand, beside_a_road):
    session, (start, spot, lines) = desk.session, beside_a_road
    desk.commands["border"].trigger()
    desk.tools.redraw.choose(Choices(unit="household"))
    hand.press(start)
    for share in (0.3, 0.7, 1.0):
        hand.move(beyond(start, spot, share))

    def on_lines():
        made = desk.tools.redraw.preview
        return 0.0 if made is None else made.new_border.intersection(lines.buffer(0.01)).length

    freely = on_lines()
    QTest.keyPress(desk.canvas, Qt.Key.Key_Control, CTRL)
    hand.rest()
    assert on_lines() > freely + 20
    expected = desk.tools.redraw.preview
    hand.release(spot, CTRL)
    after = shapes(session)
    assert same_plan(after, saved_shapes(session))
    rows = [count.row for count in expected.grids]
    assert shapely.equals_exact(after[rows], np.array([expected.shapes[row] for row in rows]), 0.01).all()
    assert shapely.coverage_is_valid(after)


def test_the_panel_keeps_the_choice_and_only_the_village_in_question_is_coloured(desk, qtbot):
    desk.commands["border"].trigger()
    panel = desk.docks.redraw
    assert panel.whole.isChecked()
    qtbot.mouseClick(panel.single, Qt.MouseButton.LeftButton)
    assert desk.tools.redraw.choices.unit == "household"
    qtbot.mouseClick(panel.along, Qt.MouseButton.LeftButton)
    assert desk.tools.redraw.choices.along
    qtbot.waitUntil(lambda: any(row.title == "范围外（只读）" for row in desk.canvas.scene.legend))
    desk.commands["identify"].trigger()
    qtbot.waitUntil(lambda: all(row.title != "范围外（只读）" for row in desk.canvas.scene.legend))
    assert desk.docks["card"].isVisible()
    assert not desk.docks["redraw"].isVisible()


def test_a_split_is_drawn_by_clicks_and_ended_by_a_double_click(desk, hand, pair):
    session, row = desk.session, pair[0]
    desk.state.select("grids", [str(session.snapshot["grids"]["uuid"][row])])
    desk.commands["split"].trigger()
    hand.look_at(row)
    west, south, east, north = shapes(session)[row].bounds
    middle, count = (south + north) / 2, len(shapes(session))
    people = session.census.grids["resident"].copy()
    hand.click((west - 40, middle))
    hand.click(((west + east) / 2, middle))
    hand.move((east + 40, middle))
    assert len(shapes(session)) == count
    hand.click((east + 40, middle))
    hand.double((east + 40, middle))
    assert len(shapes(session)) == count + 1
    assert session.snapshot["grids"]["code"][count] == ""
    now = session.census.grids["resident"]
    assert now[row] + now[count] == people[row]
    assert same_plan(shapes(session), saved_shapes(session))


def test_a_line_that_crosses_itself_is_refused_in_one_line(desk, hand, pair):
    session, row = desk.session, pair[0]
    version = session.snapshot.version
    spot = shapes(session)[row].representative_point()
    corners = [(-300, 0), (300, 0), (300, 200), (0, -200)]
    places = [(spot.x + x, spot.y + y) for x, y in corners]
    desk.commands["split"].trigger()
    for place in places:
        hand.click(place)
    hand.key(Qt.Key.Key_Return)
    assert session.snapshot.version == version
    assert "与自己相交" in desk.status.hint.text()
    assert not desk.tools.redraw.busy


def test_a_click_on_a_neighbour_merges_it_into_the_selected_grid(desk, hand, pair, qtbot):
    session, (one, other, _start, end) = desk.session, pair
    uuids = session.snapshot["grids"]["uuid"].copy()
    people = session.census.grids["registered"].copy()
    desk.state.select("grids", [str(uuids[other])])
    qtbot.keyClick(desk.canvas, Qt.Key.Key_G)
    hand.click(end)
    rows = {str(uuid): row for row, uuid in enumerate(session.snapshot["grids"]["uuid"])}
    assert str(uuids[one]) not in rows
    assert session.census.grids["registered"][rows[str(uuids[other])]] == people[one] + people[other]
    desk.commands["undo"].trigger()
    qtbot.waitUntil(lambda: len(session.snapshot["grids"]) == len(uuids))


def test_a_locked_grid_bears_a_padlock_and_loses_nothing(desk, hand, pair, qtbot):
    session, (one, other, start, end) = desk.session, pair
    desk.state.select("grids", [str(session.snapshot["grids"]["uuid"][one])])
    qtbot.keyClick(desk.canvas, Qt.Key.Key_K)
    assert session.snapshot["grids"]["locked"][one] == 1
    signs = {label.uuid: label.lines[0].role for label in desk.canvas.scene.labels if label.table == "grids"}
    assert signs[str(session.snapshot["grids"]["uuid"][one])] == "locked"
    before = shapes(session).copy()
    desk.commands["border"].trigger()
    push(hand, start, end)
    hand.release(beyond(start, end, 1.2))
    assert same_plan(shapes(session), before)
    qtbot.mouseClick(desk.docks.redraw._unlock, Qt.MouseButton.LeftButton)
    assert session.snapshot["grids"]["locked"][one] != 1
    hand.key(Qt.Key.Key_Escape)
    desk.state.select("grids", [str(session.snapshot["grids"]["uuid"][row]) for row in (one, other)])
    qtbot.keyClick(desk.canvas, Qt.Key.Key_K)
    assert (session.snapshot["grids"]["locked"][[one, other]] == 1).all()
    assert session.undo_label() == "锁定 2 个网格"
    desk.commands["border"].trigger()
    assert desk.docks.redraw._unlock.text() == "全部解锁"
    qtbot.mouseClick(desk.docks.redraw._unlock, Qt.MouseButton.LeftButton)
    assert not (session.snapshot["grids"]["locked"] == 1).any()


def test_the_map_pans_and_zooms_in_the_middle_of_a_line(desk, hand, pair, qtbot):
    start = pair[2]
    desk.commands["split"].trigger()
    hand.click(start)
    view = desk.canvas.view
    qtbot.keyClick(desk.canvas, Qt.Key.Key_Plus)
    assert desk.canvas.view.scale == pytest.approx(2 * view.scale)
    middle = QPoint(desk.canvas.width() // 2, desk.canvas.height() // 2)
    qtbot.mousePress(desk.canvas, Qt.MouseButton.MiddleButton, pos=middle)
    qtbot.mouseMove(desk.canvas, middle + QPoint(40, 30))
    qtbot.mouseRelease(desk.canvas, Qt.MouseButton.MiddleButton, pos=middle + QPoint(40, 30))
    assert desk.canvas.view.x != view.x
    assert desk.tools.redraw.busy
    assert desk.docks.redraw._cancel.isEnabled()
    qtbot.mouseClick(desk.docks.redraw._cancel, Qt.MouseButton.LeftButton)
    assert not desk.tools.redraw.busy
    assert not desk.docks.redraw._accept.isEnabled()
    assert desk.tools.redraw.mode is not None


def test_letters_are_written_in_the_search_box_and_take_a_tool_elsewhere(desk, qtbot):
    desk.focus_search()
    qtbot.keyClicks(desk.search, "bps")
    assert desk.search.text() == "bps"
    assert desk.tools.redraw.mode is None
    desk.canvas.setFocus()
    qtbot.keyClick(desk.canvas, Qt.Key.Key_P)
    assert desk.tools.redraw.mode.name == "paint"
    assert "P" in desk.commands["paint"].shortcut().toString()


def test_a_brush_and_a_lasso_fill_the_selected_grid(desk, hand, pair):
    session, (one, other, start, end) = desk.session, pair
    target = str(session.snapshot["grids"]["uuid"][other])
    desk.state.select("grids", [target])
    desk.commands["paint"].trigger()
    desk.tools.redraw.choose(Choices(unit="household"))
    hand.move(start)
    assert desk.tools.redraw.view.badge.isHidden()
    homes = int((session.census.grid_of_household == other).sum())
    hand.drag(start, beyond(start, end, 0.5), end)
    painted = int((session.census.grid_of_household == other).sum())
    assert painted > homes
    left = int((session.census.grid_of_household == one).sum())
    assert left
    x, y = (session.snapshot["households"].number(name) for name in ("x", "y"))
    row = int(np.flatnonzero(session.census.grid_of_household == one)[0])
    ring = [(x[row] + dx, y[row] + dy) for dx, dy in ((-25, -25), (25, -25), (25, 25), (-25, 25))]
    hand.look_at(one)
    desk.commands["lasso"].trigger()
    hand.drag(*ring)
    assert session.census.grid_of_household[row] == other
    assert session.undo_label() is not None
    assert shapely.coverage_is_valid(shapes(session))


def test_a_split_group_is_shown_with_its_repair_and_mended_by_one_click(desk, hand, pair, qtbot):
    session, (_one, _other, start, end) = desk.session, pair
    desk.commands["border"].trigger()
    desk.tools.redraw.choose(Choices(unit="household"))
    push(hand, start, end)
    hand.release(beyond(start, end, 1.2))
    after = shapes(session).copy()
    checks = desk.docks.redraw.checks

    def offered():
        return [row for row in checks.rows if row.isVisible() and row.mend.isVisible()]

    qtbot.waitUntil(lambda: bool(offered()))  # a border pushed by households splits a group
    rows = offered()
    assert desk.docks.redraw.title
    qtbot.mouseClick(rows[0].mend, Qt.MouseButton.LeftButton)
    assert not same_plan(shapes(session), after)
    assert "已保存" in desk.status.hint.text()
    desk.commands["undo"].trigger()
    qtbot.waitUntil(lambda: same_plan(shapes(session), after))


def longest_border(session, one, other):
    return max(shapely.get_parts(common_border(*shapes(session)[[one, other]])), key=shapely.length)


def drag_a_corner(desk, hand, one, other):
    corners = shapely.get_coordinates(longest_border(desk.session, one, other))
    corner = corners[len(corners) // 2]
    hand.key(Qt.Key.Key_V)
    hand.drag(tuple(corner), (corner[0] + 15, corner[1] + 12))


def straighten_a_stretch(desk, hand, one, other):
    corners = shapely.get_coordinates(longest_border(desk.session, one, other))
    middle = len(corners) // 2
    hand.key(Qt.Key.Key_T)
    hand.drag(tuple(corners[middle - 3]), tuple(corners[middle]), tuple(corners[middle + 3]))


def draw_a_stretch_anew(desk, hand, one, other):
    line, inside = longest_border(desk.session, one, other), shapes(desk.session)[one].representative_point()
    first, middle, last = (line.interpolate(share, normalized=True) for share in (0.4, 0.5, 0.6))
    hand.key(Qt.Key.Key_R)
    bend = beyond((middle.x, middle.y), (inside.x, inside.y), 0.1)
    hand.drag((first.x, first.y), bend, (last.x, last.y))


def test_the_line_pen_moves_both_neighbours_and_leaves_no_gap(desk, hand, pair):
    session, (one, other, _start, _end) = desk.session, pair
    area = shapely.union_all(shapes(session)).area
    for draw in (drag_a_corner, straighten_a_stretch, draw_a_stretch_anew):
        before = shapes(session).copy()
        draw(desk, hand, one, other)
        changed = np.flatnonzero(~shapely.equals_identical(shapes(session), before)).tolist()
        assert {one, other} <= set(changed), (draw.__name__, desk.status.hint.text())
        assert shapely.coverage_is_valid(shapes(session))
        assert shapely.union_all(shapes(session)).area == pytest.approx(area)
