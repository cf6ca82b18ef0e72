"""Propose, accept, undo: the real window, the real solver's process."""

import numpy as np
import pytest
import shapely
from PySide6.QtCore import Qt

from gridmap.screens.jobs import Job

SOLVED_MS = 60_000
OVER = "花坡村"


@pytest.fixture(name="panel")
def _panel(desk, monkeypatch):
    """One rung of the ladder is enough, however busy the machine is."""
    monkeypatch.setattr("gridmap.screens.desk.proposal_form.STEPS", (1,))
    monkeypatch.setattr("gridmap.screens.desk.proposal_form.SECONDS", 60.0)
    desk.set_population("registered")
    return desk.docks.proposals


def ask(desk, panel, qtbot, village=OVER):
    desk.commands["propose"].trigger()
    panel.proposer.cancel()
    panel.form.village.setCurrentIndex(panel.form.village.findText(village))
    panel.propose()
    qtbot.waitUntil(lambda: bool(panel._options) and not panel.proposer.busy, timeout=SOLVED_MS)


def over(session):
    return int((session.census.grids["registered"] > 1000).sum())


def test_propose_look_accept_and_undo(desk, panel, session, qtbot):
    before, codes = over(session), session.snapshot["grids"]["code"].tolist()
    outline = shapely.area(session.snapshot["villages"]["geometry"]).sum()
    ask(desk, panel, qtbot)
    assert [row.most for row in panel.rungs][:2] == [0, 1]
    assert panel.maps.shown
    assert panel.take.isEnabled()
    qtbot.mouseClick(panel.rungs[1], Qt.MouseButton.LeftButton)
    whole, split = panel._options[0].told["villages"][0], panel.option.told["villages"][0]
    assert split["moved_population"] < whole["moved_population"]
    assert "上限 1,000：至少移出" in panel._why.text()
    qtbot.mouseClick(panel.take, Qt.MouseButton.LeftButton)
    assert over(session) == before - 1
    assert session.snapshot["grids"]["code"].tolist() == codes
    assert not panel.maps.shown
    shapes = session.snapshot["grids"]["geometry"]
    assert shapely.coverage_is_valid(shapes)
    assert abs(shapely.area(shapes).sum() - outline) < 1e-3
    desk.commands["undo"].trigger()
    qtbot.waitUntil(lambda: not desk.findChildren(Job) and over(session) == before, timeout=20_000)


def test_the_goal_says_how_many_more_may_move_for_shorter_borders(desk, panel, qtbot):
    desk.commands["propose"].trigger()
    panel.proposer.cancel()
    asked = []
    for at in range(panel.form.goal.count()):
        panel.form.goal.setCurrentIndex(at)
        wish = panel.form.wish()
        asked.append((wish.objective, wish.leeway, wish.worth))
    assert asked[:3] == [("change", 0.0, 0.0), ("change", 0.5, 2.0), ("change", 0.05, 0.0)]
    assert asked[-2:] == [("compact", 0.0, 0.0), ("balance", 0.0, 0.0)]


def test_the_two_maps_look_at_the_same_place_until_they_are_let_go(desk, panel, qtbot):
    ask(desk, panel, qtbot)
    other = panel.maps.other
    desk.canvas.pan(40, 30)
    assert (other.view.x, other.view.y) == (desk.canvas.view.x, desk.canvas.view.y)
    other.zoom_at((100.0, 100.0), 2.0)
    assert desk.canvas.view.scale == other.view.scale
    panel.maps.together.setChecked(False)
    desk.canvas.pan(40, 30)
    assert (other.view.x, other.view.y) != (desk.canvas.view.x, desk.canvas.view.y)
    assert not desk.docks["publish"].isHidden()
    desk.docks["proposals"].close()
    assert not panel.maps.shown
    assert desk.docks["publish"].isHidden()
    assert not desk.docks["layers"].isHidden()
    assert desk.canvas.isVisible()


def test_a_cancel_leaves_nothing_behind_while_the_window_stays_alive(desk, panel, session, qtbot):
    grids = session.snapshot["grids"]
    desk.commands["propose"].trigger()
    assert panel.proposer.busy
    assert panel.cancel.isVisible()
    with qtbot.waitSignal(desk.canvas.view_changed):
        desk.canvas.pan(10, 0)
    qtbot.mouseClick(panel.cancel, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not panel.proposer.busy and not desk.findChildren(Job), timeout=20_000)
    assert not panel._options
    assert not panel.maps.shown
    assert not panel.take.isEnabled()
    assert session.snapshot["grids"] is grids


def test_a_plan_that_was_changed_meanwhile_must_be_asked_for_again(desk, panel, session, qtbot):
    from gridmap.redraw.edits.rename_grid import RenameGrid

    ask(desk, panel, qtbot)
    session.perform(RenameGrid(str(session.snapshot["grids"]["uuid"][0]), "新名"))
    qtbot.waitUntil(lambda: not panel._options)
    assert "重新计算" in panel._progress.text()
    assert not panel.take.isEnabled()


def test_all_villages_at_once_are_listed_as_they_are_done(desk, panel, session, qtbot):
    heard = []
    panel.proposer.planned.connect(
        lambda done, every, village: heard.append((done, every, village.units.name))
    )
    ask(desk, panel, qtbot, "全部村(社区)")
    villages = session.snapshot["villages"]
    assert [name for _done, _all, name in heard][-len(villages) :] == villages["name"].tolist()
    assert np.isfinite(
        [grid["population"] for one in panel.option.told["villages"] for grid in one["grids"]]
    ).all()
    assert panel.accept()
    assert over(session) == 0


def test_a_ghost_shows_how_the_plan_being_drawn_would_best_go_on(desk, session, qtbot):
    from gridmap.redraw.edits.assign_groups import AssignGroups
    from gridmap.screens.desk.ghost_layer import drawn_since
    from gridmap.session import State

    desk.set_population("registered")
    snapshot, census = session.snapshot, session.census
    full = int(np.argmax(census.grids["registered"]))
    village = census.village_of_grid[full]
    other = next(row for row in np.flatnonzero(census.village_of_grid == village) if row != full)
    desk.state.select("grids", [str(snapshot["grids"]["uuid"][full])])
    layer = desk.docks.proposals.ghost
    layer.switch()
    qtbot.waitUntil(lambda: layer.ghost is not None, timeout=20_000)
    assert len(layer.ghost.grids) == (census.village_of_grid == village).sum()
    assert desk.canvas.scene.marks
    shapes, target = snapshot["groups"]["geometry"], snapshot["grids"]["geometry"][other]
    group = next(
        row for row in np.flatnonzero(census.grid_of_group == full)
        if shapes[row].intersection(target).length > 1 and session.public.census.grid_of_group[row] == full
    )  # fmt: skip
    uuid = str(snapshot["groups"]["uuid"][group])
    session.perform(AssignGroups((uuid,), str(snapshot["grids"]["uuid"][other])))
    assert drawn_since(State(session.snapshot, session.census), session.public) == {uuid}
    before = layer.ghost
    qtbot.waitUntil(lambda: layer.ghost is not None and layer.ghost is not before, timeout=20_000)
    layer.switch()
    assert layer.ghost is None
