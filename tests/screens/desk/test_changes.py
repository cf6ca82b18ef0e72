"""What a planner sees of the difference between two plans, on the real window with the sample township."""

import importlib.util
from pathlib import Path

import pytest
import shapely
from PySide6.QtCore import Qt
from PySide6.QtPdf import QPdfDocument

from gridmap.redraw.edits.assign_group import AssignGroup
from gridmap.redraw.plan import GridPlan
from gridmap.scene.changes import LAYER
from gridmap.screens.desk.changes.panel import FLOWS, HOUSEHOLDS, MEASURES, RULES
from gridmap.screens.desk.plan_files import PlanFiles
from gridmap.screens.jobs import Job

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform on dialogs
GIVES, TAKES = 12, 11


def give_a_group(session):
    """One group goes to the neighbouring grid; how many households live in it."""
    plan = GridPlan.of(session.snapshot)
    group = int((plan.grid_of_group == GIVES).nonzero()[0][0])
    uuids = session.snapshot["grids"]["uuid"]
    before = session.census.grid_of_household.copy()
    session.perform(AssignGroup(str(session.snapshot["groups"]["uuid"][group]), str(uuids[TAKES])))
    return int((session.census.grid_of_household != before).sum())


def laid(desk):
    return [mark for mark in desk.canvas.scene.marks if mark.layer == LAYER]


@pytest.fixture(name="panel")
def _panel(desk, qtbot):
    """The dock, open on the draft against what was published, after one group went to another grid."""
    desk.moved = give_a_group(desk.session)
    desk.commands["changes_dock"].trigger()
    panel = desk.docks.changes
    qtbot.waitUntil(lambda: panel.answer is not None and bool(laid(desk)), timeout=20_000)
    return panel


def test_the_list_has_every_household_that_moves_and_the_map_shows_them(desk, panel):
    assert desk.moved > 0
    ledger = panel.views[HOUSEHOLDS].ledger_model.ledger
    assert len(ledger) == desk.moved
    assert panel.tabs.tabText(HOUSEHOLDS).endswith(f"{desk.moved}")
    squares = [mark for mark in laid(desk) if mark.table == "households"]
    assert {len(mark.spots.x) for mark in squares} == {desk.moved}
    assert any(row.count == desk.moved for row in desk.canvas.scene.legend)
    model = panel.views[HOUSEHOLDS].ledger_model
    heads = [model.data(model.index(row, 1)) for row in range(20)]
    assert all("*" in head for head in heads if len(head) > 1)


def test_a_click_on_a_row_selects_the_household_and_flies_there(desk, panel, qtbot):
    view = panel.views[HOUSEHOLDS]
    index = view.ledger_model.index(2, 0)
    spot = view.visualRect(index).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    uuid = view.ledger_model.uuid(2)
    assert desk.state.selection.uuids == (uuid,)
    table = desk.session.snapshot["households"]
    row = int(table.rows_of([uuid])[0])
    x, y = float(table["x"][row]), float(table["y"][row])
    qtbot.waitUntil(lambda: abs(desk.canvas.view.x - x) < 5 and abs(desk.canvas.view.y - y) < 5)


def test_an_undo_empties_the_list_and_a_closed_dock_clears_the_map(desk, panel, qtbot):
    desk.session.undo()
    qtbot.waitUntil(lambda: panel.answer.found.same, timeout=20_000)
    assert len(panel.views[HOUSEHOLDS].ledger_model.ledger) == 0
    assert "没有差别" in panel.remark.text()
    give_a_group(desk.session)
    qtbot.waitUntil(lambda: not panel.answer.found.same, timeout=20_000)
    desk.commands["changes_dock"].trigger()
    qtbot.waitUntil(lambda: not laid(desk))


def test_flows_and_rules_lead_to_their_grids(desk, panel, qtbot):
    panel.tabs.setCurrentIndex(FLOWS)
    panel.views[FLOWS].selectRow(0)
    grids = desk.session.snapshot["grids"]
    assert desk.state.selection.uuids == (str(grids["uuid"][TAKES]),)
    panel.tabs.setCurrentIndex(RULES)
    rows = panel.views[RULES].ledger_model
    assert rows.rowCount() == len(panel.answer.found.rules) > 0
    panel.views[RULES].selectRow(0)
    assert set(desk.state.selection.uuids) <= set(panel.answer.found.rules[0].finding.grids)


@pytest.mark.skipif(importlib.util.find_spec("gerrychain") is None, reason="pip install gridmap[bands]")
def test_the_bands_are_drawn_when_somebody_looks_and_stopped_when_nobody_does(desk, panel, qtbot):
    assert panel.bands is None
    panel.tabs.setCurrentIndex(MEASURES)
    assert panel.comparer.busy
    desk.commands["changes_dock"].trigger()  # closed: the process ends
    qtbot.waitUntil(lambda: not panel.findChildren(Job), timeout=20_000)
    assert panel.bands is None
    desk.commands["changes_dock"].trigger()
    qtbot.waitUntil(lambda: panel.bands is not None, timeout=60_000)
    assert panel.bands.ranges
    assert any("–" in row for row in panel.chart.rows())
    assert "ReCom" in panel.note.text()


def test_the_notices_are_written_from_the_dock(desk, panel, qtbot, tmp_path):
    path: Path = tmp_path / "notices.pdf"
    panel.write(path)
    qtbot.waitUntil(lambda: not panel.findChildren(Job), timeout=60_000)
    document = QPdfDocument()
    assert document.load(str(path)) == QPdfDocument.Error.None_
    assert document.pageCount() > desk.moved // 10


def test_any_revision_can_be_held_against_the_draft_on_any_population(desk, panel, qtbot):
    desk.set_population("at_home")
    qtbot.waitUntil(lambda: panel.answer.wish.population == "at_home", timeout=20_000)
    assert f"{panel.answer.found.moves.moved['at_home']:,.0f} 人" in panel.remark.text()
    seq = desk.session.revisions()[0].seq
    panel.hold("draft", str(seq))
    qtbot.waitUntil(lambda: panel.answer.wish.after == str(seq), timeout=20_000)
    found = panel.answer.found
    assert [(flow.came_from, flow.goes_to) for flow in found.flows] == [(TAKES, GIVES)]


def test_a_block_assignment_is_taken_as_one_step_that_can_be_undone(desk, qtbot, tmp_path):
    files, path = PlanFiles(desk), tmp_path / "blocks.csv"
    before = desk.session.snapshot["grids"]["geometry"].copy()
    files.write("blocks", path)
    qtbot.waitUntil(lambda: not desk.findChildren(Job), timeout=60_000)
    moved = give_a_group(desk.session)
    homes = desk.session.census.grid_of_household.copy()
    files.take(path)
    qtbot.waitUntil(
        lambda: int((desk.session.census.grid_of_household != homes).sum()) == moved, timeout=60_000
    )
    assert all(map(shapely.equals, desk.session.snapshot["grids"]["geometry"], before))
    assert desk.session.undo_label() == "按分配表划界"
