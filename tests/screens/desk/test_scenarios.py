"""Scenarios side by side at the real desk: chosen by mouse, shown on the map, remembered, live in a drag."""

import numpy as np
import pytest
import shapely
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QApplication

from gridmap.redraw.ground import Ground
from gridmap.redraw.pens.border import BorderPen
from gridmap.redraw.preview import preview
from gridmap.scene.labels import grid_name
from gridmap.screens.desk.load_dialog import LoadDialog
from gridmap.screens.desk.scenario_rows import Burden, rows_of
from gridmap.screens.desk.scenario_table import percent, signed, spans
from gridmap.screens.mode import Choices
from gridmap.township.census import COUNTED, leader_people
from gridmap.township.load import Care, loads
from gridmap.township.settings import DEFAULT_LOAD
from gridmap.township.table import Table

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform on dialogs


@pytest.fixture(name="panel")
def _panel(desk, qtbot):
    """The dock, opened by its key."""
    qtbot.keyClick(desk, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(desk.docks.scenarios.isVisible)
    return desk.docks.scenarios


def tick(qtbot, panel, name):
    """Click the check box of one scenario."""
    (head,) = [head for head in panel.head.columns if head.name == name]
    qtbot.mouseClick(head.tick, Qt.MouseButton.LeftButton, pos=QPoint(8, 12))


def settled(qtbot, desk):
    qtbot.waitUntil(lambda: not desk._later.isActive())


def over_on_map(desk):
    """Rows of the grids that the map hatches."""
    return {row for mark in desk.canvas.scene.marks if mark.table == "grids" and hasattr(mark, "hatched")
            for row in mark.hatched}  # fmt: skip


def badges(desk):
    return [line.text for label in desk.canvas.scene.labels for line in label.lines if line.role == "badge"]


def test_the_dock_waits_hidden_until_it_is_opened(desk, qtbot):
    assert desk.docks["scenarios"].isHidden()
    qtbot.keyClick(desk, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    assert desk.docks.scenarios.isVisible()
    assert [head.name for head in desk.docks.scenarios.head.columns] == list(COUNTED)


def test_a_grid_is_red_when_any_chosen_scenario_breaks(desk, panel, qtbot, session):
    registered = session.census.grids["registered"]
    breaking = {row for row, people in enumerate(registered.tolist()) if people > 1000}
    assert breaking
    assert over_on_map(desk) == set()
    tick(qtbot, panel, "registered")
    settled(qtbot, desk)
    assert desk.state.population == "resident"  # the map is coloured as before
    assert over_on_map(desk) == breaking
    assert sorted(badges(desk)) == sorted(f"户籍 {registered[row]:,.0f}/1,000" for row in breaking)
    assert "并查户籍" in desk.docks.layers._legend_title.text()
    assert "常住、户籍口径 · 3 未过" in desk.docks.findings.summary
    tick(qtbot, panel, "registered")
    settled(qtbot, desk)
    assert over_on_map(desk) == set()
    assert badges(desk) == []


def test_the_last_chosen_scenario_stays_chosen(desk, panel, qtbot):
    tick(qtbot, panel, "resident")
    assert desk.state.scenarios == ("resident",)
    assert panel.head.columns[0].tick.isChecked()


def test_what_is_chosen_is_remembered_for_the_township(open_desk, qtbot):
    first = open_desk()
    first.switch_dock("scenarios")
    tick(qtbot, first.docks.scenarios, "forecast")
    first.close()
    assert open_desk().state.scenarios == ("resident", "forecast")


def test_the_head_colours_the_map_and_keys_do_too(desk, panel, qtbot):
    head = panel.head.columns[1]
    qtbot.mouseClick(head.colour, Qt.MouseButton.LeftButton)
    settled(qtbot, desk)
    assert (desk.state.population, desk.canvas.scene.population) == ("registered", "registered")
    assert head.colour.text() == "地图着色"
    qtbot.keyClick(desk, Qt.Key.Key_4)
    settled(qtbot, desk)
    assert desk.canvas.scene.population == "forecast"


def test_without_a_selection_it_lists_what_breaks_and_who_leads_it(desk, panel, qtbot, session):
    assert panel.table.rows == []
    tick(qtbot, panel, "registered")
    qtbot.waitUntil(lambda: panel.settled)
    census = session.census
    fullest = sorted(range(19), key=lambda row: -census.grids["registered"][row])[:2]
    assert [row.grids for row in panel.table.rows[:2]] == [(row,) for row in fullest]
    led = {row.grids: row for row in panel.table.rows[2:]}
    totals = leader_people(census, "registered")
    for at, leader in enumerate(census.leaders):
        if set(leader.grids) & set(fullest):
            assert led[leader.grids].cells["registered"].people == totals[at]
            assert led[leader.grids].cells["registered"].cap == 2000
            assert leader.name not in led[leader.grids].title + led[leader.grids].remark  # masked
    assert any(row.breaks(["registered"]) for row in led.values())


def test_the_selected_grids_are_shown_and_a_click_on_a_leader_selects_his(desk, panel, qtbot, session):
    uuids = session.snapshot["grids"].text("uuid")
    desk.state.select("grids", [str(uuids[11])])
    qtbot.waitUntil(lambda: panel.settled)
    assert [row.grids for row in panel.table.rows] == [(11,), session.census.leaders[7].grids]
    qtbot.mouseClick(panel.table, Qt.MouseButton.LeftButton, pos=QPoint(60, 60))
    assert set(desk.state.selection.uuids) == {uuids[row] for row in session.census.leaders[7].grids}
    qtbot.waitUntil(lambda: panel.settled)
    assert len(panel.table.rows) == 3


def test_a_grid_s_own_numbers_stand_in_its_row(desk, panel, session, qtbot):
    desk.state.select("grids", [str(session.snapshot["grids"]["uuid"][4])])
    qtbot.waitUntil(lambda: panel.settled)
    row, census = panel.table.rows[0], session.census
    assert {name: cell.people for name, cell in row.cells.items()} == {
        name: census.grids[name][4] for name in COUNTED
    }
    found = loads(census, Care.of(session.snapshot), 19)
    assert row.load.points == pytest.approx(found.points[4])
    assert row.load.share == pytest.approx(found.points[4] / found.mean)
    grids, villages = session.snapshot["grids"], session.snapshot["villages"]
    at = census.village_of_grid[4]
    assert row.title == grid_name(grids["name"][4], villages["name"][at])


def pushed(session):
    """What pushing a shared border makes of the plan, worked out by the pen that the desk uses."""
    ground = Ground.of(session.snapshot, session.census)
    shapes = ground.shapes
    for one in range(len(shapes)):
        for other in range(one):
            line = shapes[one].intersection(shapes[other])
            if line.length < 200:
                continue
            spot = line.interpolate(0.5, normalized=True) if line.geom_type == "LineString" else line.centroid
            pen = BorderPen.at(ground, spot.x, spot.y, 80.0)
            inner = shapes[one].representative_point()
            edit = (
                None if pen is None else pen.push([(spot.x, spot.y), (inner.x, inner.y)], "household", False)
            )
            if edit is not None:
                made = preview(ground, edit)
                if len(made.households) > 3:
                    return made
    raise AssertionError("no border could be pushed")


def test_it_follows_an_edit_while_it_is_drawn(desk, panel, session, qtbot):
    made = pushed(session)
    desk.state.previewed.emit(made)
    qtbot.waitUntil(lambda: panel.table.live)
    rows = panel.table.rows
    shown = {row.grids: row for row in rows}
    for count in made.grids:
        for name in COUNTED:
            assert shown[count.row,].cells[name].people == count.after[name]
            assert shown[count.row,].cells[name].delta == count.after[name] - count.before[name]
    assert {leader.grids for leader in made.leaders} <= {*shown}
    changes = [row.cells["registered"].delta for row in rows]
    assert changes[0]
    assert changes[1] == -changes[0]  # the two that exchange people come first
    desk.state.previewed.emit(None)
    qtbot.waitUntil(lambda: not panel.table.live)
    assert panel.table.rows == []


def test_rows_that_were_drawn_beside_look_as_the_window_paints_them(desk, panel, session, qtbot):
    desk.state.previewed.emit(pushed(session))
    qtbot.waitUntil(lambda: panel.table.live)
    beside = panel.table.grab().toImage()
    panel.table.show_rows(panel.table.rows, panel.table.look, live=True)
    assert panel.table.grab().toImage() == beside
    desk.state.previewed.emit(None)
    desk.state.select("grids", [str(session.snapshot["grids"]["uuid"][0])])
    qtbot.waitUntil(lambda: bool(panel.table.rows) and not panel.table.live)
    beside = panel.table.grab().toImage()
    panel.table.show_rows(panel.table.rows, panel.table.look)
    assert panel.table.grab().toImage() == beside


def test_the_load_of_an_edit_being_made_is_that_of_the_plan_afterwards(desk, panel, session):
    made = pushed(session)
    before = rows_of(session, made, Burden(session))
    session.perform(made.edit)
    after = loads(session.census, Care.of(session.snapshot), len(session.snapshot["grids"]))
    for row in before:
        assert row.load.points == pytest.approx(sum(after.points[grid] for grid in row.grids))
    assert sum(abs(row.load.delta) for row in before) > 0


def test_while_it_is_hidden_nothing_is_worked_out(desk, session, qtbot):
    assert not desk.docks.scenarios.isVisible()
    desk.state.previewed.emit(pushed(session))
    assert desk.docks.scenarios.settled
    assert desk.docks.scenarios.table.rows == []
    desk.switch_dock("scenarios")
    qtbot.waitUntil(lambda: desk.docks.scenarios.table.live)


def answer(panel, qtbot, reply):
    """Press the load's link, and answer the dialog that it opens."""
    answered = []

    def look():
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, LoadDialog)
        reply(dialog)
        answered.append(dialog)

    QTimer.singleShot(0, look)
    qtbot.mouseClick(panel.weigh, Qt.MouseButton.LeftButton)
    assert answered


def test_weights_are_changed_in_a_dialog_and_undone(desk, panel, session, qtbot):
    desk.state.select("grids", [str(session.snapshot["grids"]["uuid"][0])])
    qtbot.waitUntil(lambda: bool(panel.table.rows))
    before = panel.table.rows[0].load.points

    def agree(dialog):
        dialog.field("disabled").setValue(9.0)
        qtbot.mouseClick(dialog.save, Qt.MouseButton.LeftButton)

    answer(panel, qtbot, agree)
    assert session.snapshot.settings.load["disabled"] == 9.0
    qtbot.waitUntil(lambda: panel.table.rows[0].load.points > before)
    assert session.undo() == "改负荷权重"
    assert dict(session.snapshot.settings.load) == dict(DEFAULT_LOAD)
    qtbot.waitUntil(lambda: panel.table.rows[0].load.points == before)


def test_a_given_up_dialog_changes_nothing(desk, panel, session, qtbot):
    version = session.snapshot.version

    def give_up(dialog):
        dialog.field("disabled").setValue(9.0)
        qtbot.mouseClick(dialog.reset, Qt.MouseButton.LeftButton)
        assert dialog.weights == dict(DEFAULT_LOAD)
        qtbot.mouseClick(dialog.cancel, Qt.MouseButton.LeftButton)

    answer(panel, qtbot, give_up)
    assert session.snapshot.version == version


def test_when_the_forecast_is_gone_the_desk_goes_on_with_residents(desk, panel, session, qtbot):
    tick(qtbot, panel, "forecast")
    tick(qtbot, panel, "resident")
    desk.state.count("forecast")
    settled(qtbot, desk)
    households = session.snapshot["households"]
    nobody = np.full(len(households), np.nan)
    without = Table(households.schema, {**dict(households.columns), "forecast": nobody})
    fresh = session.snapshot.with_tables({"households": without}, session.snapshot.version + 1)
    session.show(type(session._state).of(fresh))
    settled(qtbot, desk)
    assert (desk.state.population, desk.state.scenarios) == ("resident", ("resident",))
    assert [head.name for head in panel.head.columns] == ["resident", "registered", "at_home"]
    assert not desk.commands["forecast"].isEnabled()
    assert "没有预测人口" in desk.commands["forecast"].toolTip()


def test_heads_and_rows_agree_on_their_columns_at_any_width(panel, desk):
    for width in (900, 1400):
        panel.resize(width, 160)
        panel.head._lay()
        places = spans(panel.table.width(), len(COUNTED))
        tops = [(head.geometry().left(), head.geometry().right() + 1) for head in panel.head.columns]
        assert tops == [(round(left), round(left + wide)) for left, wide in places[1:-1]]


def test_changes_and_shares_in_words():
    assert [signed(number) for number in (20, -9.0, 0, 0.4, -0.0)] == ["+20", "−9", "", "", ""]
    assert [signed(number, 1) for number in (0.25, -1234.5, 0.04)] == ["+0.2", "−1,234.5", ""]
    assert [percent(share) for share in (0.996, 1.0, 0.0, float("nan"))] == ["99 %", "100 %", "0 %", "—"]


def border_of(session):
    """Two grids with the longest border, its middle, and a place well inside the first of them."""
    shapes, found = session.snapshot["grids"]["geometry"], []
    for one in range(len(shapes)):
        for other in range(one):
            parts = shapely.get_parts(shapely.line_merge(shapes[one].intersection(shapes[other])))
            lines = [part for part in parts if part.geom_type == "LineString"]
            found += [(line.length, one, other, line) for line in lines]
    _length, one, other, line = max(found, key=lambda item: item[0])
    middle, inner = line.interpolate(0.5, normalized=True), shapes[one].representative_point()
    return one, other, (middle.x, middle.y), (inner.x, inner.y)


def test_a_hand_that_pushes_a_border_moves_the_numbers_and_escape_takes_them_back(desk, hand, qtbot, session):
    one, other, start, end = border_of(session)
    panel, before = desk.docks.scenarios, session.census.grids["registered"].copy()
    hand.look_at(one, other)
    qtbot.keyClick(desk.canvas, Qt.Key.Key_B)
    qtbot.waitUntil(panel.isVisible)
    desk.tools.redraw.choose(Choices(unit="household"))
    assert panel.table.rows == []
    hand.press(start)
    told = []
    desk.state.previewed.connect(told.append)
    for share in (0.3, 0.6, 0.9):
        hand.move((start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share))
    after = {count.row: count.after["registered"] for count in desk.tools.redraw.preview.grids}

    def shown():
        return {row.grids: row.cells["registered"] for row in panel.table.rows}

    def follows():
        return all((row,) in shown() and shown()[row,].people == people for row, people in after.items())

    qtbot.waitUntil(follows)
    assert panel.table.live
    assert shown()[one,].delta < 0 < shown()[other,].delta
    hand.key(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not panel.table.live)
    assert told[-1] is None
    assert np.array_equal(session.census.grids["registered"], before)
