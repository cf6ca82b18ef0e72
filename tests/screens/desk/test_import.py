"""Importing at the desk: a preview first, then one write, then everything shows it."""

import csv

import pytest
from PySide6.QtCore import QItemSelectionModel

from gridmap.screens.desk.import_dialog import ImportDialog
from gridmap.screens.jobs import Job

# dialogs have size hints, which the offscreen platform has no use for and says so
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture(name="ledger")
def _ledger(tmp_path):
    path = tmp_path / "住户.csv"
    rows = [
        ("户号", "户主", "常住", "经度", "纬度"),
        ("N1", "陈新", "3", "105.9584", "30.1166"),
        ("N2", "刘新", "很多", "", ""),
        ("", "无号", "1", "105.9584", "30.1166"),
    ]
    with path.open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def open_preview(desk, qtbot, path):
    desk.files.preview([path])
    qtbot.waitUntil(lambda: any(box.isVisible() for box in desk.findChildren(ImportDialog)), timeout=20_000)
    return desk.findChild(ImportDialog)


def shown(table, row):
    model = table.model()
    return [model.data(model.index(row, column)) for column in range(model.columnCount())]


def test_the_preview_tells_what_will_be_taken_and_writes_nothing(desk, qtbot, ledger):
    before = len(desk.session.snapshot["households"])
    preview = open_preview(desk, qtbot, ledger)
    assert shown(preview.files, 0)[:2] == ["住户.csv", "住户"]
    assert shown(preview.files, 0)[5:] == ["3", "2", "1", "1"]
    problems = [shown(preview.problems, row) for row in range(preview.problems.model().rowCount())]
    assert ["4", "户号", "不收"] in [problem[:3] for problem in problems]
    preview.reject()
    assert len(desk.session.snapshot["households"]) == before


def test_agreeing_writes_once_and_every_panel_shows_it(desk, qtbot, ledger):
    households, unplaced = len(desk.session.snapshot["households"]), desk.session.census.unplaced
    preview = open_preview(desk, qtbot, ledger)
    preview.accept()
    qtbot.waitUntil(lambda: len(desk.session.snapshot["households"]) == households + 2, timeout=20_000)
    qtbot.waitUntil(lambda: not desk.findChildren(Job) and not desk.turns.waited_for, timeout=20_000)
    assert len(desk.docks.layers.tray.uuids) == unplaced + 1
    assert "新增 2 行" in desk.status.hint.text()
    assert [hit.title for hit in desk.finder.index.find("chenxin")][:1] == ["陈*"]
    assert desk.commands["undo"].isEnabled()


def test_a_file_that_cannot_be_read_is_one_line_and_no_preview(desk, qtbot, tmp_path, monkeypatch):
    said = []
    monkeypatch.setattr("gridmap.screens.trouble.say", lambda _parent, error: said.append(str(error)))
    broken = tmp_path / "坏.xlsx"
    broken.write_bytes(b"PK\x03\x04 not a workbook")
    desk.files.preview([broken])
    qtbot.waitUntil(lambda: bool(said), timeout=20_000)
    assert len(said) == 1
    assert "坏.xlsx" in said[0]
    assert "\n" not in said[0]
    assert not any(box.isVisible() for box in desk.findChildren(ImportDialog))


def test_choosing_a_file_shows_its_problems(desk, qtbot, ledger, tmp_path):
    (tmp_path / "more").mkdir()
    preview = open_preview(desk, qtbot, ledger)
    select = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
    preview.files.selectionModel().select(preview.files.model().index(0, 0), select)
    assert preview.problems.model().rowCount() == len(preview.intake.batches[0].problems) > 0
    preview.reject()
