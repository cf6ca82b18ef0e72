"""What leaves the desk: pages, tables, pictures; people masked in all of them."""

from time import monotonic, sleep

import pytest
from PySide6.QtGui import QImage

from gridmap.screens.jobs import Job

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform on dialogs


def test_the_page_is_written_in_the_background_and_names_nobody(desk, qtbot, tmp_path):
    path, done = tmp_path / "map.html", []
    desk.files.write(path, lambda: done.append(True))
    qtbot.waitUntil(lambda: bool(done), timeout=30_000)
    text = path.read_text("utf-8")
    assert desk.session.snapshot.settings.name in text
    names = {
        str(name) for name in desk.session.snapshot["households"].text("head_name") if len(str(name)) > 2
    }
    assert not [name for name in names if name in text]


def test_an_export_that_fails_is_one_line(desk, qtbot, tmp_path):
    said = []
    desk.fail = said.append
    desk.files.write(tmp_path / "no folder" / "town.csv", lambda: said.append("written"))
    qtbot.waitUntil(lambda: bool(said), timeout=30_000)
    assert "no folder" in str(said[0])
    assert "\n" not in str(said[0])


def test_an_export_that_is_stopped_leaves_the_file_as_it_was(desk, qtbot, tmp_path):
    path = tmp_path / "out" / "town.gpkg"
    path.parent.mkdir()
    before = b"as it was"
    for _attempt in range(5):  # on a busy machine the last row may be written before anybody looks
        path.write_bytes(before)
        desk.files.write(path, lambda: None)
        job = next(job for job in desk.findChildren(Job))
        until = monotonic() + 30
        while len(list(path.parent.iterdir())) < 2 and monotonic() < until:  # it writes beside its place
            sleep(0.001)  # the window, busy with its opening, would look again too late
        job.ticket.cancel()
        qtbot.waitUntil(lambda: not desk.findChildren(Job), timeout=60_000)
        assert list(path.parent.iterdir()) == [path]
        if path.read_bytes() == before:
            return
        assert path.read_bytes().startswith(b"SQLite format 3")
    pytest.fail("was never stopped in time")


def test_a_picture_is_twice_as_fine_as_the_screen(desk, tmp_path):
    path = tmp_path / "map.png"
    desk.files.write_picture(path)
    image = QImage(str(path))
    assert (image.width(), image.height()) == (desk.canvas.width() * 2, desk.canvas.height() * 2)
    assert str(path) in desk.status.hint.text()


def test_a_picture_that_cannot_be_written_is_said(desk, tmp_path):
    desk.files.write_picture(tmp_path / "no folder" / "map.png")
    assert "写不进去" in desk.status.hint.text()


def test_another_township_opens_in_place_of_this_one(desk, qtbot, tmp_path):
    from gridmap.store import create_store
    from gridmap.township.settings import Settings

    path = tmp_path / "other.gpkg"
    create_store(path, Settings(name="另镇", crs="EPSG:4544")).close()
    opened = []
    desk.opened.connect(opened.append)
    desk.files.open_store(path)
    assert opened == [str(path)]
    other = desk.successor
    qtbot.addWidget(other)
    assert "另镇" in other.windowTitle()
    assert not desk.isVisible()
    other.close()


def test_a_file_that_is_no_township_is_one_line_and_the_window_stays(desk, qtbot, tmp_path, monkeypatch):
    said = []
    monkeypatch.setattr("gridmap.screens.trouble.say", lambda _parent, error: said.append(str(error)))
    path = tmp_path / "note.gpkg"
    path.write_text("not a township")
    desk.files.open_store(path)
    assert len(said) == 1
    assert desk.isVisible()
