"""The affected area on the desk: drawn by a real mouse, listed, confirmed, printed."""

from datetime import date
from math import hypot
from pathlib import Path

import numpy as np
import pytest
import shapely
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QApplication

from gridmap.response.affected import affected
from gridmap.response.area import circle, polygon
from gridmap.scene.marks import Areas, Points
from gridmap.screens.jobs import Job

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform on dialogs


@pytest.fixture(name="town")
def _town(desk, qtbot):
    """The desk, looking at two kilometres around the middle of the first village with the area tool up."""
    spot = desk.session.snapshot["villages"]["geometry"][0].representative_point()
    desk.canvas.fly_ms = 0
    desk.canvas.fit((spot.x - 1000, spot.y - 800, spot.x + 1000, spot.y + 800))
    desk.commands["area"].trigger()
    desk.middle = (spot.x, spot.y)
    return desk


def pixel(desk, x, y):
    """Where a place dx, dy metres from the middle is in the window."""
    place = np.array([[desk.middle[0] + x, desk.middle[1] + y]])
    at = desk.canvas.view.to_pixels(place)[0] / desk.canvas.view.ratio
    return QPoint(round(at[0]), round(at[1]))


def click(desk, qtbot, x, y):
    qtbot.mouseClick(desk.canvas, Qt.MouseButton.LeftButton, pos=pixel(desk, x, y))


def drag(desk, qtbot, start, *ways):
    canvas = desk.canvas
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=pixel(desk, *start))
    for way in ways:
        at = QPointF(pixel(desk, *way))
        event = QMouseEvent(
            QMouseEvent.Type.MouseMove, at, canvas.mapToGlobal(at), Qt.MouseButton.NoButton,
            Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
        )  # fmt: skip
        QApplication.sendEvent(canvas, event)
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=pixel(desk, *ways[-1]))


def listed(desk, qtbot):
    """Who is on the list, once it is there."""
    panel = desk.tools.response.panel.area
    qtbot.waitUntil(lambda: panel.found is not None and not desk.findChildren(Job), timeout=10_000)
    return panel.found


def room(desk):
    return desk.tools.response.area


SQUARE = ((-400, -300), (400, -300), (400, 300), (-400, 300))


def draw_square(desk, qtbot):
    for corner in SQUARE:
        click(desk, qtbot, *corner)
    qtbot.keyClick(desk.canvas, Qt.Key.Key_Return)
    return listed(desk, qtbot)


def test_corners_enclose_exactly_those_whom_the_command_names(town, qtbot):
    found = draw_square(town, qtbot)
    corners = room(town).tool.drawn.corners
    asked = affected(town.session.snapshot, polygon(shapely.Polygon(corners)), date.today())
    assert found.households["uuid"].tolist() == asked.households["uuid"].tolist()
    assert len(found.households) > 20
    panel = town.tools.response.panel.area
    assert len(panel.table.ledger_model.ledger) == len(found.households)
    assert panel._sums["homes"].text() == f"{len(found.households):,}"
    shown = [panel.table.ledger_model.index(row, 1).data() for row in range(20)]
    assert all("*" in name for name in shown)


def test_the_map_shows_who_is_in_while_the_hand_draws(town, qtbot):
    for corner in SQUARE[:2]:
        click(town, qtbot, *corner)
    assert hatches(town) == []
    scale = town.canvas.view.scale
    qtbot.keyClick(town.canvas, Qt.Key.Key_Minus)  # the map's own keys go on
    assert town.canvas.view.scale == scale / 2
    qtbot.mouseMove(town.canvas, pixel(town, *SQUARE[2]))
    (hatched,) = hatches(town)
    assert hatched.hatch_angle == 135
    marks = [mark for mark in town.canvas._live.live.marks if isinstance(mark, Points)]
    shown = sum(len(mark.spots.x) for mark in marks)
    area = room(town)._area
    homes = town.session.snapshot["households"]
    x, y = homes.number("x"), homes.number("y")
    assert shown == int((area.holds(x, y) | area.on_edge(x, y, 10.0)).sum()) > 0


def hatches(desk):
    return [mark for mark in desk.canvas._live.live.marks if isinstance(mark, Areas) and mark.hatched]


def test_an_area_that_crosses_itself_is_one_line_and_dragging_a_corner_mends_it(town, qtbot):
    for corner in ((-400, -300), (400, 300), (400, -300), (-400, 300)):
        click(town, qtbot, *corner)
    qtbot.keyClick(town.canvas, Qt.Key.Key_Return)
    panel = town.tools.response.panel.area
    assert panel.said.text() == "范围的边自相交：请把角拖开，或按 Esc 重画"
    assert panel.found is None
    assert not panel._pdf.isEnabled()
    assert hatches(town) == []
    drag(town, qtbot, (400, 300), (450, -100), (500, -500))
    assert panel.said.text() == ""
    assert len(listed(town, qtbot).households) > 0
    assert hatches(town) != []


def test_the_eighth_corner_closes_the_area(town, qtbot):
    for turn in np.linspace(0, 2 * np.pi, 8, endpoint=False):
        click(town, qtbot, 400 * np.cos(turn), 400 * np.sin(turn))
    assert room(town).tool.done
    assert len(room(town).tool.drawn.corners) == 8
    listed(town, qtbot)


def test_a_drag_is_a_circle_and_its_metres_can_be_typed(town, qtbot):
    panel = town.tools.response.panel.area
    qtbot.mouseClick(panel.shapes["circle"], Qt.MouseButton.LeftButton)
    click(town, qtbot, 0, 0)
    assert not room(town).tool.drawn  # a click without a drag is none
    drag(town, qtbot, (0, 0), (100, 0), (300, 0))
    listed(town, qtbot)
    metre = 1 / town.canvas.view.logical_scale
    assert room(town).tool.drawn.radius == pytest.approx(300, abs=2 * metre)
    assert panel.metres.value() == pytest.approx(300, abs=2 * metre)
    before = len(panel.found.households)
    panel.metres.setValue(600)
    qtbot.waitUntil(lambda: panel.found is not None and len(panel.found.households) > before, timeout=10_000)
    middle = room(town).tool.drawn.corners[0]
    asked = affected(town.session.snapshot, circle(*middle, 600.0), date.today())
    assert len(panel.found.households) == len(asked.households)


def test_a_strip_follows_the_road_that_is_clicked(town, qtbot):
    panel = town.tools.response.panel.area
    qtbot.mouseClick(panel.shapes["strip"], Qt.MouseButton.LeftButton)
    roads = town.session.snapshot["roads"]["geometry"]
    near = shapely.STRtree(roads).nearest(shapely.Point(town.middle))
    spot = shapely.line_interpolate_point(roads[near], 0.5, normalized=True)
    click(town, qtbot, spot.x - town.middle[0], spot.y - town.middle[1])
    found = listed(town, qtbot)
    tool = room(town).tool
    assert tool.drawn.line is not None
    assert (tool.drawn.radius, panel.metres.value()) == (100.0, 100.0)
    x, y = found.households.number("x"), found.households.number("y")
    assert (shapely.distance(tool.drawn.line, shapely.points(x, y)) <= 110).all()
    tool.lines = []
    click(town, qtbot, 0, 0)
    assert "没有道路或河流" in town.status.hint.text()


def test_a_home_on_the_edge_is_taken_out_and_in_again_and_one_inside_is_not(town, qtbot):
    found = draw_square(town, qtbot)
    homes = town.session.snapshot["households"]
    home = int(np.flatnonzero([uuid == found.households["uuid"][0] for uuid in homes["uuid"]])[0])
    x, y = float(homes.number("x")[home]), float(homes.number("y")[home])
    tool, panel = room(town).tool, town.tools.response.panel.area
    moved = [(x - 5, y - 300), (x + 400, y - 300), (x + 400, y + 300), (x - 5, y + 300)]
    tool.clear()
    for corner in moved:
        tool.press(*corner, Qt.KeyboardModifier.NoModifier)
        tool.release(*corner, Qt.KeyboardModifier.NoModifier)
    tool.enter()
    found = listed(town, qtbot)
    uuids, model = found.households["uuid"].tolist(), panel.table.ledger_model
    count = len(uuids)
    edge = uuids.index(homes["uuid"][home])
    assert found.edge[edge]
    toggle(panel, qtbot, edge)
    assert panel._sums["homes"].text() == f"{count - 1:,}"
    assert model.index(edge, 0).data() == "☐"
    assert len(panel.called_for.households) == count - 1
    toggle(panel, qtbot, edge)
    assert panel._sums["homes"].text() == f"{count:,}"
    inside = int(np.flatnonzero(~found.edge)[0])
    toggle(panel, qtbot, inside)
    assert len(panel.called_for.households) == count
    assert "只有边缘户可以取舍" in town.status.hint.text()


def toggle(panel, qtbot, row):
    index = panel.table.ledger_model.index(row, 0)
    panel.table.scrollTo(index)
    qtbot.mouseClick(
        panel.table.viewport(), Qt.MouseButton.LeftButton, pos=panel.table.visualRect(index).center()
    )


def test_the_call_sheet_is_written_for_those_on_the_list(town, qtbot, tmp_path, monkeypatch):
    found = draw_square(town, qtbot)
    for suffix in ("pdf", "xlsx"):
        path = tmp_path / f"calls.{suffix}"
        room(town).write(path)
        qtbot.waitUntil(lambda: not town.findChildren(Job), timeout=20_000)
        assert str(path) in town.status.hint.text()
        assert path.stat().st_size > 1000
    document = QPdfDocument()
    document.load(str(tmp_path / "calls.pdf"))
    everything = "".join(document.getAllText(page).text() for page in range(document.pageCount()))
    document.close()
    assert all(number in everything for number in found.households["household_no"])
    said = []
    monkeypatch.setattr("gridmap.screens.trouble.say", lambda _window, error: said.append(str(error)))
    room(town).write(Path(town.session.address))  # the store itself is never overwritten
    qtbot.waitUntil(lambda: bool(said), timeout=10_000)
    assert len(said) == 1


def test_escape_ends_the_drawing_then_the_tool_and_a_finished_area_is_kept(town, qtbot):
    click(town, qtbot, 0, 0)
    qtbot.keyClick(town.canvas, Qt.Key.Key_Escape)
    tool = room(town).tool
    assert not tool.drawn
    draw_square(town, qtbot)
    town.commands["identify"].trigger()
    assert not room(town).active
    assert town.canvas._live.live.marks == ()
    assert town.docks["response"].isHidden()
    town.commands["area"].trigger()
    assert hatches(town) != []
    assert town.docks["card"].isHidden()


def test_a_row_that_is_picked_is_selected_and_a_double_click_flies_there(town, qtbot):
    found = draw_square(town, qtbot)
    table = town.tools.response.panel.area.table
    index = table.ledger_model.index(0, 1)
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=table.visualRect(index).center())
    assert town.state.selection.uuids == (found.households["uuid"][0],)
    table.activated.emit(index)
    view = town.canvas.view
    x, y = (float(found.households.number(axis)[0]) for axis in ("x", "y"))
    assert hypot(view.x - x, view.y - y) < 1
