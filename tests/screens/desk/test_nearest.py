"""Who is there first, on the desk: to a click or to what is selected; cut roads."""

import numpy as np
import pytest
import shapely
from PySide6.QtCore import QPoint, Qt

from gridmap.response.reach import nearest
from gridmap.scene.marks import Lines
from gridmap.screens.jobs import Job

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture(name="town")
def _town(desk):
    spot = desk.session.snapshot["villages"]["geometry"][0].representative_point()
    desk.canvas.fly_ms = 0
    desk.canvas.fit((spot.x - 2000, spot.y - 1600, spot.x + 2000, spot.y + 1600))
    desk.middle = (float(spot.x), float(spot.y))
    return desk


def click(desk, qtbot, x, y):
    at = desk.canvas.view.to_pixels(np.array([[x, y]]))[0] / desk.canvas.view.ratio
    qtbot.mouseClick(desk.canvas, Qt.MouseButton.LeftButton, pos=QPoint(round(at[0]), round(at[1])))


def found(desk, qtbot):
    helpers = desk.tools.response.helpers
    qtbot.waitUntil(lambda: helpers.found is not None and not desk.findChildren(Job), timeout=20_000)
    return helpers.found


def words(panel):
    """Every word on the cards."""
    said = []
    for at in range(panel.cards.count()):
        box = panel.cards.itemAt(at).layout()
        if box is not None:
            said.append(" ".join(label.text() for label in labels(box)))
    return said


def labels(box):
    for at in range(box.count()):
        item = box.itemAt(at)
        if item.layout() is not None:
            yield from labels(item.layout())
        elif item.widget() is not None:
            yield item.widget()


def used_road(roads, way):
    """The number of the road on which a way is longest, and a place of the way there."""
    strip = shapely.buffer(shapely.LineString(way), 0.5)
    shared = shapely.intersection(roads["geometry"], strip)
    row = int(np.argmax(shapely.length(shared)))
    part = shapely.get_parts(shared[row])[0]
    return str(roads["road_no"][row]), shapely.line_interpolate_point(part, 0.5, normalized=True)


def test_a_click_names_three_whose_ways_are_drawn_and_a_cut_road_changes_them(town, qtbot):
    town.commands["nearest"].trigger()
    click(town, qtbot, *town.middle)
    helpers, panel = town.tools.response.helpers, town.tools.response.panel.helpers
    before = found(town, qtbot)
    place = helpers._place
    asked = nearest(town.session.snapshot, place, census=town.session.census)
    assert before == asked
    said = words(panel)
    assert len(said) == 3
    for helper, card in zip(before.helpers, said, strict=True):
        assert helper.name not in card
        assert helper.name[0] in card
        assert "无实时位置" in card
        assert f"{max(1, helper.minutes):,.0f} 分" in card
    ways = [mark for mark in town.canvas._live.live.marks if isinstance(mark, Lines)]
    assert ways != []
    way = before.helpers[0].way
    assert np.allclose(way[-1], place)

    number, spot = used_road(town.session.snapshot["roads"], way)
    qtbot.mouseClick(panel.cut, Qt.MouseButton.LeftButton)
    click(town, qtbot, spot.x, spot.y)
    assert list(helpers.cut) == [number]
    qtbot.waitUntil(lambda: helpers.found != before and not town.findChildren(Job), timeout=20_000)
    assert helpers.found == nearest(town.session.snapshot, place, cut=[number], census=town.session.census)
    helpers.reopen(number)
    qtbot.waitUntil(lambda: helpers.found == before, timeout=20_000)
    assert panel.cuts.count() == 0


def test_they_come_to_what_is_selected_on_foot_or_by_car(town, qtbot):
    incidents = town.session.snapshot["incidents"]
    row = int(np.flatnonzero(np.isfinite(incidents.number("x")))[0])
    town.state.select("incidents", [str(incidents["uuid"][row])])
    town.commands["nearest"].trigger()
    motorbike = found(town, qtbot)
    panel = town.tools.response.panel.helpers
    assert panel.where.text() == "到选中的事件"
    qtbot.mouseClick(panel.by["foot"], Qt.MouseButton.LeftButton)
    helpers = town.tools.response.helpers
    qtbot.waitUntil(lambda: helpers.found.by == "foot", timeout=20_000)
    assert helpers.found.helpers[0].minutes > motorbike.helpers[0].minutes
    town.commands["identify"].trigger()
    assert town.canvas._live.live.marks == ()
    assert not town.docks["card"].isHidden()
    assert panel.cut.isChecked() is False
