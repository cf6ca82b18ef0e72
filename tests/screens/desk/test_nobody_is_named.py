"""Every window, dock, dialog, print and file of a masked township, searched for anybody in it.

Everything personal in this town is written with characters that stand nowhere else, and numbers that
nothing else has: whatever lets one of them through is caught, whichever value it was.
"""

import itertools
import re
import shutil
import sqlite3
import unicodedata
import zipfile
from datetime import datetime, timedelta

import numpy as np
import pytest
import shapely
from made_up import make_intake
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QGroupBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
)

from gridmap.cli import run
from gridmap.response.affected import affected
from gridmap.response.area import circle
from gridmap.response.drawn import ground_of
from gridmap.response.roll_call import begin
from gridmap.scene.layers import load_layers
from gridmap.screens.canvas import MapCanvas
from gridmap.screens.desk.duty.shift_page import write_shift_page
from gridmap.screens.desk.mask_note import MaskNote
from gridmap.screens.desk.unmask_dialog import UnmaskDialog
from gridmap.screens.jobs import Job
from gridmap.screens.wall import WallWindow
from gridmap.screens.wall.state import scenes
from gridmap.session import Session
from gridmap.store import create_store, open_store
from gridmap.township.folders import layers_folder
from gridmap.township.schemas import SCHEMAS
from gridmap.township.settings import Settings
from gridmap.township.table import Table

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

RARE = "龘靐齉爩鱻麤骉犇猋羴掱矗灥飝蟲贔"
PHONE, ID = "1380000", "991234195801"
SECRET = re.compile(f"[{RARE}]|(?<![0-9]){PHONE}[0-9]{{4}}(?![0-9])|{ID}[0-9]{{5}}[0-9X]")
WEST, SOUTH = 590_000.0, 3_331_000.0
MIDDLE = WEST + 500, SOUTH + 500
PLACE = "105.9447,30.0987"
NOW = datetime.now().replace(microsecond=0)


def person(number):
    one, two = divmod(number % len(RARE) ** 2, len(RARE))
    return f"张{RARE[one]}{RARE[two]}"


SECRETS = {
    "name": person,
    "phone": lambda number: f"{PHONE}{number:04d}",
    "id_number": lambda number: f"{ID}{number:05d}X",
    "address": lambda number: f"花坡村{RARE[number % len(RARE)]}湾{number}号",
    "health": lambda number: f"{RARE[number % len(RARE)]}病",
    "free_text": lambda number: f"{person(number)}说：{PHONE}{number:04d}",
}


def rows(noun, count, /, **columns):
    """``count`` rows of a noun; every text that its schema calls personal is a secret."""
    schema = SCHEMAS[noun]
    numbers = itertools.count(10)
    for field in schema.fields:
        if field.mask and field.kind == "text" and field.name not in columns:
            columns[field.name] = [SECRETS[field.mask](next(numbers)) for _row in range(count)]
    if "geometry" in columns:
        shapes = np.empty(count, object)
        shapes[:] = columns["geometry"]
        columns["geometry"] = shapes
    return Table.of(schema, columns)


def _line(metres):
    return shapely.LineString([(WEST, SOUTH + 300), (WEST + metres, SOUTH + 300)])


@pytest.fixture(name="town_store", scope="module")
def _town_store(tmp_path_factory):
    path = tmp_path_factory.mktemp("town") / "town.gpkg"
    boxes = [shapely.box(x, SOUTH, x + 1000, SOUTH + 1000) for x in (WEST, WEST + 1000)]
    village, grid, number = (
        ["花坡村"] * 3 + ["飞凤社区"] * 3,
        ["g1"] * 3 + ["g2"] * 3,
        [f"H{at}" for at in range(6)],
    )
    at = {"x": [WEST + 100 + 300 * home for home in range(6)],
          "y": [SOUTH + 200 + 100 * home for home in range(6)]}  # fmt: skip
    at["x"][5] = at["y"][5] = np.nan  # in the tray
    hour = [(NOW - timedelta(hours=1 + one)).isoformat() for one in range(3)]
    names = [person(one) for one in range(90, 94)]
    settings = Settings(name="甲镇", crs="EPSG:4544", worker_cap=10, leader_cap=12)
    store = create_store(path, settings)
    store.take(make_intake(
        rows("township", 1, name=["甲镇"], geometry=[shapely.box(WEST, SOUTH, WEST + 2000, SOUTH + 1000)]),
        rows("villages", 2, code=["v1", "v2"], name=["花坡村", "飞凤社区"], geometry=boxes),
        rows("groups", 2, code=["k1", "k2"], name=["一组", "一组"], village=["花坡村", "飞凤社区"],
             geometry=boxes),
        rows("grids", 2, code=["g1", "g2"], name=["花坡01", "飞凤02"], village=["花坡村", "飞凤社区"],
             geometry=boxes),
        rows("households", 6, household_no=number, village=village, grid=grid, resident=[3.0] * 5 + [9.0],
             registered=[4.0] * 6, at_home=[2.0] * 6, **at),
        rows("residents", 6, household_no=number, relation=["户主"] * 6, sex=["女"] * 6, age=[83.0] * 6,
             birth_date=["1943-02-01"] * 6, at_home=[1] * 6, resident=[1] * 6, lives_alone=[1] * 6,
             cannot_self_care=[1, 0] * 3),
        rows("staff", 4, staff_no=["1", "2", "", ""], name=names, title=["干部"] * 4),
        rows("assignments", 5, staff=["1", "2", names[2], names[3], names[2]],
             role=["grid_worker", "grid_worker", "grid_leader", "volunteer", "grid_leader"],
             grid=["g1", "g2", "g2", "g1", "g1"]),
        rows("organisations", 1, kind=["party_group"], name=["党小组"], grid=["g1"]),
        rows("incidents", 3, incident_no=["A1", "A2", "A3"], category=["道路交通", "特殊人群", "矛盾纠纷"],
             urgency=["P2", "P1", "P3"], status=["处理中", "待受理", "处理中"], happened_at=hour,
             village=["飞凤社区", "花坡村", "花坡村"], restricted=[0, 0, 1], handler=[names[0], "", names[1]],
             x=[WEST + 1500, WEST + 500, WEST + 300], y=[SOUTH + 500, SOUTH + 500, SOUTH + 300]),
        rows("incident_steps", 2, incident=["A1", "A1"], verb=["accept", "dispatch"],
             stage=["reported", "accepted"], at=hour[:2]),
        rows("patrols", 1, patrol_no=["P1"], team=["巡防一队"], village=["花坡村"], group=["k1"],
             started_at=hour[:1], member_count=[3.0], geometry=[_line(900)]),
        rows("visits", 2, household_no=["H0", "H1"], visited_at=[hour[0], "2026-01-05T10:00:00"],
             visitor=["1", names[2]], tier=["high", "high"]),
        rows("places", 1, name=["花坡小学"], kind=["shelter"], capacity=[30.0], x=[WEST + 400],
             y=[SOUTH + 900]),
        rows("roads", 1, road_no=["R1"], grade=["main"], geometry=[_line(2000)]),
    ), "导入")  # fmt: skip
    store.close()
    return path


@pytest.fixture(name="session")
def _session(town_store, tmp_path):
    path = tmp_path / "town.gpkg"
    shutil.copy(town_store, path)
    session = Session(open_store(path), "tester")
    yield session
    session.close()


@pytest.fixture(name="desk")
def _desk(open_window, session, qtbot):
    """The window as soon as every table is there; who waits for the search waits himself."""
    window = open_window()
    qtbot.waitUntil(lambda: not window.starting and session.complete, timeout=20_000)
    return window


def words_of(widget):
    """Everything that one widget says, its tips included."""
    yield from (widget.windowTitle(), widget.toolTip(), widget.statusTip(), widget.accessibleName())
    if isinstance(widget, QLabel | QAbstractButton):
        yield widget.text()
    if isinstance(widget, QLineEdit | QPlainTextEdit) and widget.isVisible():  # what somebody types
        yield widget.text() if isinstance(widget, QLineEdit) else widget.toPlainText()
    if isinstance(widget, QLineEdit):
        yield widget.placeholderText()
    if isinstance(widget, QGroupBox):
        yield widget.title()
    if isinstance(widget, QTabBar):
        yield from (widget.tabText(tab) for tab in range(widget.count()))
    if isinstance(widget, QComboBox):
        yield from (widget.itemText(at) for at in range(widget.count()))
    if isinstance(widget, QAbstractItemView) and isinstance(widget.model(), QAbstractItemModel):
        yield from _cells(widget.model())
    if isinstance(widget, MapCanvas):
        yield from (line.text for label in widget.scene.labels for line in label.lines)
        yield from (row.title for row in widget.scene.legend)
    for action in widget.actions():
        yield from (action.text(), action.toolTip())


def _cells(model):
    roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
    for row, column in itertools.product(range(model.rowCount()), range(_columns(model))):
        yield from (str(model.index(row, column).data(role) or "") for role in roles)


def _columns(model):
    return 1 if isinstance(model, QAbstractListModel) else model.columnCount()


def said():
    """Every text of every widget that there is, shown or not, and the clipboard."""
    yield QGuiApplication.clipboard().text()
    for widget in QApplication.allWidgets():
        yield from words_of(widget)


def leaks(texts):
    return sorted({text for text in texts if SECRET.search(text)})


def text_of(path):
    """Everything that a reader of a file can find in it."""
    if path.suffix == ".pdf":
        document = QPdfDocument()
        assert document.load(str(path)) == QPdfDocument.Error.None_
        pages = [document.getAllText(page).text() for page in range(document.pageCount())]
        document.close()
        assert any(pages)
        return "\n".join(pages)
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            parts = [archive.read(name) for name in archive.namelist()]
    else:
        parts = [path.read_bytes()]
    if path.suffix == ".gpkg":
        with sqlite3.connect(path) as file:
            parts = ["\n".join(file.iterdump()).encode()]
    return "\n".join(part.decode("utf-8", "ignore") for part in parts)


def quiet(desk):
    return not desk.starting and desk.session.complete and not desk.findChildren(Job)


def walk(desk, qtbot):
    """Open everything that the desk has, a step at a time; yields after each."""
    for steps in (_docks, _emergency, _incidents, _search, _dialogs):
        for step in steps(desk):
            qtbot.waitUntil(lambda: quiet(desk), timeout=20_000)
            yield step


def _docks(desk):
    for table in ("households", "incidents", "grids"):
        desk.state.select(table, [str(desk.session.snapshot[table]["uuid"][0])])
        yield table
    for name in desk.docks.by_name:
        desk.docks[name].show()
        yield name


def _emergency(desk):
    for name in ("area", "roll_call", "nearest"):
        desk.commands[name].trigger()
        yield name
    begin_roll_call(desk.session)
    desk.commands["roll_call"].trigger()
    panel = desk.tools.response.panel.roll
    for result in ("no_answer", "no_answer"):
        panel.table.selectRow(0)
        panel.answers[result].click()
        yield "a roll-call with two misses"


def _incidents(desk):
    for uuid in desk.session.snapshot["incidents"]["uuid"]:
        desk.duty.show("incidents")
        desk.duty.incidents.open(str(uuid))
        card = desk.duty.incidents.card
        for verb in {"dispatch", "escalate", "return"} & set(card.verbs):
            card.take(verb)
            yield f"an incident to {verb}"
    desk.commands["report_incident"].trigger()
    yield "a report"


def _search(desk):
    for text in ("zhang", "0010", "花坡"):
        desk.search.setText(text)
        yield f"search {text}"


def _dialogs(desk):
    for name in ("keys", "about", "levels", "unmask"):
        desk.commands[name].trigger()
        yield name
        for dialog in desk.findChildren(QDialog):
            dialog.close()


def begin_roll_call(session):
    homes = session.snapshot["households"]["uuid"][:5].tolist()
    ground = ground_of(circle(*MIDDLE, 1500.0))
    session.write(begin(session.snapshot, homes, ground, "tester", NOW))


def test_no_window_dock_or_dialog_of_a_masked_desk_names_anybody(desk, qtbot):
    for step in walk(desk, qtbot):
        assert leaks(said()) == [], step
    desk.activateWindow()
    qtbot.waitUntil(desk.isActiveWindow)
    desk.session.masking.lift("ledger", "tester")  # what was searched would have been found
    assert len(leaks(said())) > 20
    qtbot.keyClick(desk.canvas, Qt.Key.Key_F9)
    assert desk.session.mask.on
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # what was replaced goes later
    assert leaks(said()) == []


def test_the_key_works_in_a_dialog_over_the_desk(desk, qtbot):
    desk.session.masking.lift("visit", "tester")
    desk.commands["levels"].trigger()
    (dialog,) = desk.findChildren(QDialog)
    qtbot.waitUntil(dialog.isActiveWindow)
    qtbot.keyClick(dialog, Qt.Key.Key_F9)
    assert desk.session.mask.on


def test_what_is_half_typed_leaves_the_screen_too(desk, qtbot):
    desk.commands["report_incident"].trigger()
    form = desk.duty.incidents.form
    form.who.setText(person(1))
    form.content.setPlainText(SECRETS["free_text"](2))
    desk.search.setText(SECRETS["phone"](10))
    assert len(leaks(said())) == 3
    qtbot.keyClick(form.who, Qt.Key.Key_F9)
    assert leaks(said()) == []
    qtbot.mouseClick(form.resume, Qt.MouseButton.LeftButton)
    assert (form.who.isVisible(), form.who.text()) == (True, person(1))


def test_a_wall_names_nobody_in_any_scene_even_while_the_desk_is_unmasked(session, qtbot):
    session.load_rest()
    begin_roll_call(session)
    session.masking.lift("rescue", "tester")
    wall = WallWindow(session, load_layers(layers_folder()))
    qtbot.addWidget(wall)
    wall.show()
    for size, (scene, _title) in itertools.product(((1920, 1080), (6656, 1792)), scenes()):
        wall.resize(*size)
        wall.show_scene(scene)
        told = [found.text for found in wall.legibility()]
        assert len(told) > 10, scene
        assert leaks([*told, wall.windowTitle(), *words_of(wall.canvas)]) == [], scene
    assert wall.canvas.view.masked
    wall.activateWindow()
    qtbot.waitUntil(wall.isActiveWindow)
    qtbot.keyClick(wall, Qt.Key.Key_F9)
    assert session.mask.on


@pytest.fixture(name="gridmap")
def _gridmap(town_store, tmp_path, monkeypatch, capsys):
    """``gridmap(words)`` -> all that a command says on the town, in this process."""
    monkeypatch.setenv("GRIDMAP_HOME", str(tmp_path / "home"))
    path = tmp_path / "commands.gpkg"
    shutil.copy(town_store, path)

    def gridmap(words):
        command, *rest = words.split()
        verb = [rest.pop(0)] if command == "incident" else []
        argument = [verb.pop()] if verb else []
        monkeypatch.setattr("sys.argv", ["gridmap", command, *argument, str(path), *rest])
        code = run()
        said = capsys.readouterr()
        assert code in (0, 1), said.err
        return said.out + said.err

    return gridmap


SPOKEN = (
    "check", "propose --json", "patrols", "patrols --json", "visits", "visits --json",
    f"area --circle {PLACE},3000", f"area --circle {PLACE},3000 --json", f"nearest --at {PLACE} --json",
    f"nearest --at {PLACE}", "nearest --incident A1 --json", "incident list", "incident list --json",
    "revisions", "verify", "compare --from published --to draft --json --samples 0",
)  # fmt: skip


def test_no_command_says_a_name(gridmap):
    for words in SPOKEN:
        said = gridmap(words)
        assert said.strip(), words
        assert leaks(said.splitlines()) == [], words


WRITTEN = (  # .kml and .zip hold the columns of .gpkg
    *(f"export --out all.{suffix}" for suffix in ("html", "gpkg", "xlsx")),
    *(f"export --out {name}.csv --what {name}" for name in SCHEMAS),
    *(f"area --circle {PLACE},3000 --out calls.{suffix}" for suffix in ("pdf", "xlsx", "csv")),
    *(f"visits --out round.{suffix}" for suffix in ("pdf", "xlsx")),
    "export --out shift.pdf --what hand_over", "export --out sheets.pdf --what sheets",
    "export --out blocks.csv --what blocks",
    *(f"compare --from published --to draft --samples 0 --out notices.{suffix}"
      for suffix in ("pdf", "xlsx")),
)  # fmt: skip


def test_no_file_names_anybody(gridmap, qapp, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for words in WRITTEN:
        said = gridmap(words)
        name = words.split("--out ")[1].split()[0]
        text = text_of(tmp_path / name)
        assert len(text) > 50, words
        assert leaks([*text.splitlines(), *said.splitlines()]) == [], words
    with sqlite3.connect(tmp_path / "all.gpkg") as file:
        placed = dict(file.execute("SELECT incident_no, geom IS NOT NULL FROM incidents"))
    assert placed == {"A1": 1, "A2": 1, "A3": 0}  # the restricted one
    last = (tmp_path / "incidents.csv").read_text("utf-8-sig").splitlines()[-1]
    assert (last[:2], last[-2:]) == ("A3", ",,")


def test_a_call_sheet_of_an_unmasked_desk_names_everybody_and_is_recorded(desk, session, qtbot, tmp_path):
    desk.commands["area"].trigger()
    area = desk.tools.response.area
    session.masking.lift("call", "tester")
    found = affected(session.snapshot, circle(*MIDDLE, 1500.0), NOW.date())
    area._area, path = circle(*MIDDLE, 1500.0), tmp_path / "calls.pdf"
    desk.tools.response.panel.area.show_found(found, frozenset())
    area.write(path)
    qtbot.waitUntil(lambda: path.exists() and quiet(desk), timeout=20_000)
    text = text_of(path)
    assert PHONE in text
    assert "应急呼叫 · 电话联系" in unicodedata.normalize("NFKC", text)
    assert session._store.audit()[-1].what == "unmasked_file"
    write_shift_page(desk, tmp_path / "shift.pdf")  # lies on a table: masked whoever looks
    qtbot.waitUntil(lambda: (tmp_path / "shift.pdf").exists() and quiet(desk), timeout=20_000)
    assert leaks(text_of(tmp_path / "shift.pdf").splitlines()) == []
    session.masking.put_on()
    area.write(tmp_path / "masked.pdf")
    qtbot.waitUntil(lambda: (tmp_path / "masked.pdf").exists() and quiet(desk), timeout=20_000)
    assert leaks(text_of(tmp_path / "masked.pdf").splitlines()) == []


def test_a_picture_of_the_map_is_taken_masked(desk, session, tmp_path):
    session.masking.lift("visit", "tester")
    assert not desk.canvas.view.masked
    desk.files.write_picture(tmp_path / "map.png")
    assert session.mask.on
    assert desk.canvas.view.masked
    assert leaks(words_of(desk.canvas)) == []


def test_the_reason_is_asked_for_and_the_time_counted_down(desk, session, qtbot):
    desk.commands["unmask"].trigger()
    dialog = desk.findChild(UnmaskDialog)
    assert not dialog.agree.isEnabled()
    choice = dialog.reasons["visit"]
    qtbot.mouseClick(choice, Qt.MouseButton.LeftButton, pos=QPoint(24, choice.height() // 2))
    qtbot.mouseClick(dialog.agree, Qt.MouseButton.LeftButton)
    assert not session.mask.on
    note = desk.status.findChild(MaskNote)
    assert "10:00" in note.text() or "9:59" in note.text()
    assert session._store.audit()[-1].what == "unmask"
    assert not desk.commands["unmask"].isEnabled()
    session.masking._clocks = (lambda: 1e12, lambda: 0.0)  # eleven minutes later
    note._tick()
    assert note.text() == ""
    assert desk.canvas.view.masked
