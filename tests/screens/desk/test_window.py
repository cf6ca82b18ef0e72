"""What a planner does at the desk, on the real window with the sample township."""

import gc
import weakref

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QLabel, QPushButton, QWidget

from gridmap.scene.layers import load_layers
from gridmap.scene.marks import Areas
from gridmap.screens.desk import DeskWindow
from gridmap.screens.desk.ledger_panel import GRIDS, HOUSEHOLDS, INCIDENTS
from gridmap.screens.jobs import Job
from gridmap.screens.memory import Memory
from gridmap.township.census import POPULATIONS, load_statuses
from gridmap.township.folders import layers_folder


def uuid_of(desk, table, row):
    return str(desk.session.snapshot[table]["uuid"][row])


def grid_fills(desk):
    return next(
        mark for mark in desk.canvas.scene.marks if isinstance(mark, Areas) and mark.table == "grids"
    ).colours


def landed(desk, x, y):
    """Whether the map stands at a place, once its flight is over."""
    return lambda: abs(desk.canvas.view.x - x) < 5 and abs(desk.canvas.view.y - y) < 5


def test_opens_on_the_whole_township_with_its_name(desk):
    west, south, east, north = desk.canvas.view.bounds
    snapshot = desk.session.snapshot
    assert snapshot.settings.name in desk.windowTitle()
    for shape in snapshot["grids"]["geometry"]:
        x0, y0, x1, y1 = shape.bounds
        assert west <= x0
        assert south <= y0
        assert x1 <= east
        assert y1 <= north


def test_the_wheel_zooms_and_back_returns(desk, qtbot):
    before = desk.canvas.view
    desk.canvas.remember()
    desk.canvas.zoom_at((100, 100), 2.0)
    assert desk.canvas.view.scale == before.scale * 2
    qtbot.keyClick(desk.canvas, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert desk.canvas.view.scale == before.scale


def test_a_layer_leaves_the_map_when_its_box_is_cleared(desk, qtbot):
    layers = desk.docks.layers.list
    box = layers.visualItemRect(layers.entry("households"))
    assert any(mark.layer == "households" for mark in desk.canvas.scene.marks)
    at = QPoint(box.left() + 36, box.center().y())
    qtbot.mouseClick(layers.viewport(), Qt.MouseButton.LeftButton, pos=at)
    qtbot.waitUntil(lambda: not any(mark.layer == "households" for mark in desk.canvas.scene.marks))
    assert not any(row.layer == "households" for row in desk.canvas.scene.legend)


def test_layers_are_drawn_in_the_order_of_the_list(desk, qtbot):
    layers = desk.docks.layers.list
    names = layers.names()
    layers.model().moveRow(
        layers.model().index(0, 0).parent(), 0, layers.model().index(0, 0).parent(), layers.count()
    )
    assert layers.names() == [names[-1], *names[:-1]]
    assert desk.state.order == tuple(layers.names())


def test_opacity_is_that_of_the_chosen_layer(desk, qtbot):
    desk.docks.layers.fade.setValue(40)
    assert desk.state.opacity == {"grids": 0.4}


def test_a_row_of_the_table_selects_on_the_map_and_back(desk, qtbot):
    view = desk.docks.table.view(GRIDS)
    view.selectRow(4)
    uuid = view.ledger_model.uuid(4)
    assert desk.canvas.view.selected == frozenset({uuid})
    other = uuid_of(desk, "grids", 7)
    desk.canvas.picked.emit("grids", other)
    assert view.chosen() == [other]
    assert desk.docks.card.title.text() == desk.session.snapshot["grids"]["name"][7]


def test_a_click_on_the_map_picks_the_grid_under_it(desk, qtbot):
    spot = desk.session.snapshot["grids"]["geometry"][3].representative_point()
    desk.canvas.fly_ms = 0
    pixel = desk.canvas.view.to_pixels(np.array([[spot.x, spot.y]]))[0] / desk.canvas.view.ratio
    desk.state.hidden |= {"households", "incidents", "places", "residents"}
    desk.set_population("registered")
    qtbot.mouseClick(desk.canvas, Qt.MouseButton.LeftButton, pos=QPoint(int(pixel[0]), int(pixel[1])))
    assert desk.state.selection.table == "grids"
    assert desk.state.selection.uuids == (uuid_of(desk, "grids", 3),)


def test_a_double_click_on_a_row_flies_there(desk, qtbot):
    view = desk.docks.table.view(GRIDS)
    at = view.visualRect(view.ledger_model.index(2, 0)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    spot = desk.session.snapshot["grids"]["geometry"][2].representative_point()
    qtbot.waitUntil(landed(desk, spot.x, spot.y))


def test_the_tables_follow_the_selected_grid(desk):
    table, census = desk.docks.table, desk.session.census
    assert len(table.view(HOUSEHOLDS).ledger_model.ledger) == len(desk.session.snapshot["households"])
    desk.state.select("grids", [uuid_of(desk, "grids", 0)])
    assert len(table.view(HOUSEHOLDS).ledger_model.ledger) == int((census.grid_of_household == 0).sum())
    assert 0 < len(table.view(INCIDENTS).ledger_model.ledger) < len(desk.session.snapshot["incidents"])


def test_people_are_masked_in_tables(desk):
    model = desk.docks.table.view(HOUSEHOLDS).ledger_model
    shown = {
        model.data(model.index(row, column)) for row in range(300) for column in range(model.columnCount())
    }
    households = desk.session.snapshot["households"]
    for name in ("head_name", "phone"):
        written = {str(value) for value in households.text(name)[:300] if len(str(value)) > 1}
        assert not shown & written


def test_numbers_sort_as_numbers(desk):
    view = desk.docks.table.view(GRIDS)
    view.sortByColumn(4, Qt.SortOrder.DescendingOrder)
    model = view.ledger_model
    shown = [int(model.data(model.index(row, 4)).replace(",", "")) for row in range(model.rowCount())]
    assert shown == sorted(shown, reverse=True)
    assert shown[0] > 1000


def test_another_population_recolours_the_map(desk, qtbot):
    before = grid_fills(desk)
    assert desk.canvas.scene.population == "resident"
    qtbot.keyClick(desk.canvas, Qt.Key.Key_2)
    qtbot.waitUntil(lambda: desk.canvas.scene.population == "registered")
    assert grid_fills(desk) != before
    statuses = load_statuses(desk.session.census, "registered", desk.session.snapshot.settings)
    legend = {row.title: row.count for row in desk.canvas.scene.legend if row.layer == "grids"}
    assert legend["超过上限"] == statuses.count("over") > 0


def test_letters_type_in_the_search_box_and_are_keys_elsewhere(desk, qtbot):
    qtbot.keyClick(desk.canvas, Qt.Key.Key_Slash)
    assert desk.search.hasFocus()
    qtbot.keyClicks(desk.search, "m2")
    assert desk.search.text() == "m2"
    assert not desk.tools.measure.active
    assert desk.state.population == "resident"
    qtbot.keyClick(desk.canvas, Qt.Key.Key_M)
    assert desk.tools.measure.active


def test_search_by_pinyin_selects_and_flies(desk, qtbot):
    grids = desk.session.snapshot["grids"]
    code = str(grids["code"][5])
    desk.search.setText(code)
    desk.search.look(code)
    qtbot.keyClick(desk.search, Qt.Key.Key_Return)
    assert desk.state.selection.uuids == (uuid_of(desk, "grids", 5),)
    middle = grids["geometry"][5].envelope.centroid
    qtbot.waitUntil(landed(desk, middle.x, middle.y))


def test_search_never_shows_a_whole_name(desk):
    households = desk.session.snapshot["households"]
    name = str(households["head_name"][0])
    desk.search.look(name)
    hits = desk.search.popup.hits
    assert any(hit.uuid == uuid_of(desk, "households", 0) for hit in hits)
    assert all(name not in hit.title + hit.detail for hit in hits)


def test_a_finding_flies_to_its_place(desk, qtbot):
    desk.set_population("registered")
    rows = desk.docks.findings.list
    at, finding = next((at, one) for at, one in enumerate(rows.findings) if one.rule == "worker_cap")
    place = rows.visualRect(rows.model().index(at, 0)).center()
    qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert desk.state.selection.uuids == finding.grids
    qtbot.waitUntil(landed(desk, *finding.place))


def test_the_first_thing_to_do_is_a_broken_cap(desk, qtbot):
    card = desk.todo.cards[0]
    assert (card.rule, card.population, card.severity) == ("worker_cap", "registered", "error")
    look = next(found for found in desk.todo.findChildren(QPushButton) if found.text() == "查看")
    look.click()
    assert desk.state.population == "registered"
    assert set(desk.state.selection.uuids) == {uuid for finding in card.findings for uuid in finding.grids}


def test_dark_and_light_are_remembered(desk, open_desk, qtbot):
    light = desk.canvas.scene.background
    desk.commands["light_dark"].trigger()
    qtbot.waitUntil(lambda: desk.canvas.scene.theme == "dark")
    assert desk.canvas.scene.background != light
    desk.close()
    assert open_desk().state.theme == "dark"


def test_docks_are_remembered(desk, open_desk):
    desk.commands["findings_dock"].trigger()
    assert desk.docks["findings"].isHidden()
    desk.close()
    again = open_desk()
    assert again.docks["findings"].isHidden()
    assert not again.docks["layers"].isHidden()
    again.commands["reset_docks"].trigger()
    assert not again.docks["findings"].isHidden()


def test_escape_goes_one_step_at_a_time(desk, qtbot):
    desk.commands["findings_dock"].trigger()
    desk.commands["findings_dock"].trigger()
    desk.state.select("grids", [uuid_of(desk, "grids", 0)])
    desk.commands["measure"].trigger()
    steps = [
        lambda: not desk.tools.measure.active and desk.state.selection,
        lambda: not desk.state.selection and not desk.docks["findings"].isHidden(),
        desk.docks["findings"].isHidden,
    ]
    for done in steps:
        qtbot.keyClick(desk.canvas, Qt.Key.Key_Escape)
        assert done()


def test_every_command_has_a_key_and_a_refusal_says_why(desk):
    for name, command in desk.commands.commands.items():
        assert command.key, name
        action = desk.commands[name]
        assert action.toolTip(), name
        if not action.isEnabled():
            assert command.refusal() in action.toolTip()
    assert desk.commands["zoom_selected"].toolTip().endswith("还没有选中任何东西")


def test_keys_are_given_once(desk):
    keys = [command.key for command in desk.commands.commands.values()]
    assert len(keys) == len(set(keys))


def test_coordinates_are_copied(desk, qtbot):
    desk.canvas.pointed.emit(589820.4, 3331871.2)
    assert "589 820.4" in desk.status.place.text()
    qtbot.mouseClick(desk.status.place, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "589820.4,3331871.2"


def test_the_unplaced_tray_counts_and_lists(desk):
    lost = int((desk.session.census.grid_of_household < 0).sum())
    assert len(desk.docks.layers.tray.uuids) == lost > 0
    desk.docks.layers.tray.asked.emit(desk.docks.layers.tray.uuids)
    view = desk.docks.table.view(HOUSEHOLDS)
    assert [view.ledger_model.uuid(row) in desk.docks.layers.tray.uuids for row in range(lost)] == [
        True
    ] * lost


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_the_wall_opens_over_the_same_session_and_closes_alone(desk, qtbot):
    desk.commands["wall"].trigger()
    assert desk.wall.isVisible()
    desk.wall.close()
    assert desk.isVisible()
    desk.state.select("grids", [uuid_of(desk, "grids", 1)])
    assert desk.docks.card.title.text() == desk.session.snapshot["grids"]["name"][1]


def test_a_closed_window_leaves_nothing_behind(session, qtbot, tmp_path):
    windows = [DeskWindow(session, load_layers(layers_folder()), Memory(tmp_path / "windows.ini"))]
    windows[0].show()
    qtbot.waitUntil(
        lambda: not windows[0].starting and session.complete and not windows[0].findChildren(Job),
        timeout=20_000,
    )
    left = [weakref.ref(part) for part in (windows[0], windows[0].canvas, windows[0].state)]
    windows[0].close()
    windows.pop().deleteLater()

    def gone():
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
        return all(part() is None for part in left)

    qtbot.waitUntil(gone, timeout=5000)


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_the_key_list_names_every_command(desk):
    desk.commands["keys"].trigger()
    dialog = next(found for found in desk.findChildren(QDialog) if found.windowTitle() == "按键一览")
    words = {found.text() for found in dialog.findChildren(QLabel)}
    assert {command.key for command in desk.commands.commands.values()} <= words
    dialog.close()


def test_without_a_grid_in_question_the_card_counts_the_whole_township(desk, session):
    card = desk.docks.card.township
    assert card.isVisible()
    said = [text.text() for text in card.findChildren(QLabel)]
    for population in POPULATIONS:
        total = int(session.snapshot["households"].number(population).sum())
        assert f"{total:,}" in said
    assert "▲ 2 格超限" in said
    desk.canvas.picked.emit("grids", str(session.snapshot["grids"]["uuid"][0]))
    assert not card.isVisible()


def test_in_the_smallest_window_every_dock_keeps_its_width(open_desk):
    desk = open_desk()
    desk.resize(desk.minimumSize())
    for name in ("layers", "card"):
        assert desk.docks[name].width() >= desk.docks[name].minimumSizeHint().width()
        assert desk.docks[name].widget().width() == desk.docks[name].width()
    shown = [
        card for card in desk.todo.findChildren(QWidget) if card.property("look") in ("card", "lastcard")
    ]
    assert [card.isVisible() for card in shown] == [True, False, False]
    desk.resize(1600, 900)
    assert all(card.isVisible() for card in shown)
