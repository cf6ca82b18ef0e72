import json
import os
import signal
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
import shapely
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

import gridmap
from gridmap.exchange.page import make_page
from gridmap.screens.web import WebWindow
from gridmap.screens.web.window import MAX_RELOADS, RELOAD_WINDOW_S, Reloads
from gridmap.township.census import take_census
from gridmap.township.layer import LayerDefinition

BAD = "<img src=x onerror=window.HIT=1>{{7*7}}</script><script>window.HIT=1</script>"
WAIT_MS = 20_000

# what the engine says once, at its start, on a machine without a graphics card
pytestmark = pytest.mark.qt_log_ignore("QRhi", "RHI", "Vulkan", "GBM", "GPUInfo")


def layer(name, draw, says=("name",), **more):
    return LayerDefinition(name, name, name, draw, says=says, **more)


@pytest.fixture
def page(build, tmp_path):
    """The page of one square grid whose every text wants to run as something."""
    box = shapely.box(589_000, 3_331_000, 590_500, 3_332_500)
    town = build(
        settings={"name": "别口镇" + BAD, "crs": "EPSG:4544", "schematic": True, "notice": BAD},
        villages={"name": [BAD], "geometry": [box]},
        grids={"name": [BAD], "code": [BAD], "village": [BAD], "village_fid": [1], "geometry": [box]},
        households={"household_no": [BAD], "head_name": [BAD], "x": [589_300.0], "y": [3_331_300.0],
                    "resident": [4], "registered": [1_200], "at_home": [1]},
        incidents={"incident_no": [BAD], "category": [BAD], "title": [BAD], "x": [589_900.0],
                   "y": [3_332_000.0]},
    )  # fmt: skip
    layers = [
        layer("grids", "fill", ("name", "code", "village"), order=1),
        layer("villages", "outline", order=2),
        layer("households", "household", order=3),
        layer("incidents", "incident", ("incident_no", "category"), order=4),
    ]
    path = tmp_path / "别口镇 网格图.html"
    moment = datetime(2026, 11, 23, 13, 5)
    path.write_text(make_page(town, take_census(town), layers, author=BAD, moment=moment), encoding="utf-8")
    return path


class Seat:
    """Someone in front of the window: looks at the page, clicks on it."""

    def __init__(self, window, qtbot):
        self.window, self.qtbot = window, qtbot

    def asks(self, script):
        """The value of a JavaScript expression, read off the page."""
        answers = []
        self.window.view.page().runJavaScript(f"JSON.stringify({script})", 0, answers.append)
        self.qtbot.waitUntil(lambda: bool(answers), timeout=WAIT_MS)
        return json.loads(answers[0]) if answers[0] else None

    def waits_for(self, script):
        self.qtbot.waitUntil(lambda: bool(self.asks(script)), timeout=WAIT_MS)

    def clicks(self, x, y):
        target = self.window.view.focusProxy()
        QTest.mouseMove(target, QPoint(x, y))
        QTest.mouseClick(target, Qt.MouseButton.LeftButton, pos=QPoint(x, y))


@pytest.fixture
def seat(page, qtbot):
    window = WebWindow(page)
    with qtbot.waitSignal(window.loaded, timeout=WAIT_MS) as loaded:
        window.show()
    assert loaded.args == [True]
    seat = Seat(window, qtbot)
    seat.waits_for(
        "document.readyState === 'complete' && document.querySelectorAll('path.grid').length === 1"
    )
    yield seat
    view = window.view
    with qtbot.waitSignal(view.destroyed, timeout=WAIT_MS):
        window.close()
        window.deleteLater()


def test_a_click_shows_a_hostile_name_as_text_and_asks_for_nothing(seat, page):
    middle = "document.querySelector('path.grid').getBoundingClientRect()"
    box = seat.asks(f"(b => [b.left + b.width * 0.3, b.top + b.height * 0.3])({middle})")
    seat.clicks(*map(round, box))
    seat.waits_for("document.querySelector('.leaflet-popup-content h2') !== null")
    assert seat.asks("document.querySelector('.leaflet-popup-content h2').textContent") == BAD
    text = seat.asks("document.body.innerText")
    assert "{{7*7}}" in text
    assert "49" not in text
    assert seat.asks("document.querySelectorAll('img').length") == 0
    assert seat.asks("typeof window.HIT") == "undefined"
    assert (seat.window.view.gate.passed, seat.window.blocked) == (1, 0)
    assert seat.asks("performance.getEntriesByType('resource').length") == 0


def test_an_incident_opens_its_own_card(seat):
    box = seat.asks(
        "(b => [b.left + 11, b.top + 12])(document.querySelector('.incident svg').getBoundingClientRect())"
    )
    seat.clicks(*map(round, box))
    seat.waits_for("document.querySelector('.leaflet-popup-content h2') !== null")
    assert BAD in seat.asks("document.querySelector('.leaflet-popup-content').textContent")
    assert seat.asks("typeof window.HIT") == "undefined"


def test_the_town_stays_fitted_when_the_window_gets_another_size(seat):
    span = "(b => [b.width, b.height])(document.querySelector('path.grid').getBoundingClientRect())"
    for width, height in ((500, 420), (1200, 900)):
        seat.window.resize(width, height)
        fills = f"(s => Math.max(s[0] / innerWidth, s[1] / innerHeight) > 0.55)({span})"
        fits = f"(s => Math.max(...s) < {min(width, height)})({span})"
        seat.waits_for(f"{fills} && {fits}")  # the page hears of its size a moment after the window


def test_another_population_recolours_the_grid(seat):
    fill = "getComputedStyle(document.querySelector('path.grid')).fill"
    assert "#hatch" not in seat.asks(fill)
    seat.asks("document.querySelector('input[value=registered]').click()")
    assert "#hatch" in seat.asks(fill)


@pytest.mark.qt_log_ignore("Refused to|Not allowed to load")  # what the engine says when it obeys the policy
@pytest.mark.parametrize(
    "script",
    [
        "void fetch('https://example.org/').catch(() => 0)",
        "void (new Image().src = 'https://example.org/x.png')",
        "void (location.href = 'https://example.org/')",
        "void window.open('https://example.org/')",
        "void new XMLHttpRequest().open('GET', 'file:///etc/passwd')",
        "void eval('window.HIT = 1')",
    ],
)
def test_a_script_that_got_in_could_reach_nothing(seat, page, script):
    seat.window.view.page().runJavaScript(script)
    seat.waits_for("true")
    assert seat.window.view.gate.passed == 1
    assert seat.window.view.url().toLocalFile() == str(page)
    assert seat.asks("typeof window.HIT") == "undefined"


@pytest.mark.qt_log_ignore("Not allowed to load")
def test_the_gate_alone_lets_nothing_but_the_page_through(tmp_path, qtbot):
    from PySide6.QtWebEngineCore import QWebEngineSettings

    from gridmap.screens.web.view import PageView

    other = tmp_path / "other.js"
    other.write_text("window.HIT = 1")
    path = tmp_path / "open.html"  # a page without a policy, in a view that allows what ours forbids
    path.write_text(
        f"<script src='{other.as_uri()}'></script><img src='https://example.org/x.png'>"
        "<img src='data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA='>"
    )
    view = PageView(path)
    qtbot.addWidget(view)
    allow = QWebEngineSettings.WebAttribute
    for attribute in (allow.LocalContentCanAccessFileUrls, allow.LocalContentCanAccessRemoteUrls):
        view.page().settings().setAttribute(attribute, True)
    with qtbot.waitSignal(view.loadFinished, timeout=WAIT_MS):
        view.open()
    assert (view.gate.passed, view.gate.blocked) == (1, 2)


def test_a_dead_page_comes_back(seat, qtbot):
    with qtbot.waitSignal(seat.window.loaded, timeout=WAIT_MS):
        os.kill(seat.window.view.page().renderProcessPid(), signal.SIGKILL)
    seat.waits_for("document.querySelectorAll('path.grid').length === 1")


def test_a_page_that_keeps_dying_is_left_alone_for_ten_minutes():
    now = [0.0]
    reloads = Reloads(lambda: now[0])
    assert [reloads.allowed() for _ in range(MAX_RELOADS + 1)] == [True, True, True, False]
    now[0] = RELOAD_WINDOW_S + 1
    assert reloads.allowed()


def test_the_window_is_named_before_the_engine_is_loaded():
    code = (
        "import sys, gridmap.screens.web; "
        "print(sorted(name for name in sys.modules if 'WebEngine' in name or 'folium' in name))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_the_program_never_turns_the_sandbox_off():
    program = Path(gridmap.__file__).parent
    said = [path for path in program.rglob("*.py") if "SANDBOX" in path.read_text("utf-8").upper()]
    assert said == []
