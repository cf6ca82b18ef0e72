"""The time bar of the real desk on the sample township: played, drawn, stepped, opened at some seconds."""

import time
from datetime import datetime, timedelta

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from gridmap.response.cases import Report, report_change
from gridmap.response.timeline import NOUNS
from gridmap.response.where import at_household
from gridmap.screens.desk.ledger_panel import INCIDENTS
from gridmap.screens.desk.playback.bar import day_of, midnights
from gridmap.screens.desk.playback.panel import stretch_words
from gridmap.township.track import civil

LEFT = Qt.MouseButton.LeftButton
HOUR = 3600.0
NO_KEYS = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def playback(desk, qtbot):
    desk.activateWindow()
    qtbot.keyClick(desk, Qt.Key.Key_F5)
    panel = desk.docks.playback
    qtbot.waitUntil(lambda: panel.line is not None and panel.layer.ready, timeout=20_000)
    return panel


def spot(bar, unix):
    return QPoint(round(bar.x_of(unix)), 32)


def drag(qtbot, bar, begin, end):
    qtbot.mousePress(bar, LEFT, pos=spot(bar, begin))
    qtbot.mouseMove(bar, spot(bar, end))
    qtbot.mouseRelease(bar, LEFT, pos=spot(bar, end))


def test_everything_that_the_bar_does(desk, playback, qtbot):
    """One window for all of it: making it costs more than the rest together."""
    opens_on_the_last_day(desk, playback)
    is_drawn_along(playback, qtbot)
    the_table_follows(desk, playback, qtbot)
    goes_from_event_to_event(desk, playback, qtbot)
    plays(desk, playback, qtbot)
    comes_nearer_around_the_pointer(playback.bar)
    leaves_out_what_is_not_chosen(playback)
    opens_the_seconds_of_a_question(desk, playback, qtbot)
    goes_back_to_what_was_known(playback, qtbot)


def opens_on_the_last_day(desk, panel):
    assert (panel.bar.low, panel.bar.high) == day_of(panel.line.span[1])
    assert panel.player.moment == panel.line.span[1]
    assert panel.height() == 44
    assert desk.docks["playback"].width() == desk.docks["table"].width()


def is_drawn_along(panel, qtbot):
    player, bar = panel.player, panel.bar
    drag(qtbot, bar, player.moment, bar.low + 11 * HOUR)
    assert player.moment == pytest.approx(bar.low + 11 * HOUR, abs=300)
    walked = panel.layer.grab().toImage()
    drag(qtbot, bar, player.since, bar.low + 7 * HOUR)
    assert player.since == pytest.approx(bar.low + 7 * HOUR, abs=300)
    drag(qtbot, bar, bar.low + 9 * HOUR, bar.low + 10 * HOUR)
    assert player.moment - player.since == pytest.approx(4 * HOUR, abs=600)
    assert player.since == pytest.approx(bar.low + 8 * HOUR, abs=600)
    assert panel.layer.grab().toImage() != walked


def the_table_follows(desk, panel, qtbot):
    incidents = desk.session.snapshot["incidents"]
    since, until = civil(panel.player.since), civil(panel.player.moment)
    happened, finished = incidents.text("happened_at"), incidents.text("finished_at")
    expected = int(((happened <= until) & ((finished == "") | (finished >= since))).sum())
    model = desk.docks.table.view(INCIDENTS).ledger_model
    qtbot.waitUntil(lambda: model.rowCount() == expected, timeout=5_000)
    assert 0 < expected < len(incidents)


def goes_from_event_to_event(desk, panel, qtbot):
    player = panel.player
    qtbot.keyClick(desk, Qt.Key.Key_Period)
    first = player.moment
    assert first in panel.line.at
    qtbot.keyClick(desk, Qt.Key.Key_Period)
    assert player.moment > first
    qtbot.keyClick(desk, Qt.Key.Key_Comma)
    assert player.moment == first
    assert civil(first)[11:16] in panel.said.text()


def plays(desk, panel, qtbot):
    player, before = panel.player, panel.player.moment
    qtbot.keyClick(desk, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert player.playing
    qtbot.waitUntil(lambda: player.moment > before + 10, timeout=5_000)
    qtbot.keyClick(desk, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert not player.playing
    panel._speeds.choose(3)
    player.go(player.since, player.until - 500)
    player.play()
    player.advance(1.0)
    assert (player.moment, player.playing) == (player.until, False)


def comes_nearer_around_the_pointer(bar):
    under = bar.unix_at(200.0)
    at, none = QPointF(200, 20), Qt.MouseButton.NoButton
    phase = Qt.ScrollPhase.NoScrollPhase
    for _turn in range(3):
        turned = QPoint(0, 120)
        wheel = QWheelEvent(at, bar.mapToGlobal(at), QPoint(), turned, none, NO_KEYS, phase, False)
        QApplication.sendEvent(bar, wheel)
    assert bar.high - bar.low < 13 * HOUR
    assert bar.unix_at(200.0) == pytest.approx(under, abs=1)


def leaves_out_what_is_not_chosen(panel):
    panel._nouns.choose(0)
    panel._nouns.choose(1)
    assert panel.nouns == ("visits",)
    panel.step(False)
    line, moment = panel.line, panel.player.moment
    assert NOUNS.index("visits") in line.noun[line.at == moment]
    panel._nouns.choose(2)
    assert panel.nouns == ("visits",)  # one at least stays


def opens_the_seconds_of_a_question(desk, panel, qtbot):
    tracks = panel.line.tracks
    track = int(tracks.start.argmax())
    first, since = tracks.begins[track], float(tracks.start[track])
    x, y = float(tracks.x[first]), float(tracks.y[first])
    panel.open_seconds(since, since + 60, (x - 200, y - 200, x + 200, y + 200))
    assert (panel.player.since, panel.player.moment) == (since, since + 60)
    assert panel.bar.high - panel.bar.low < HOUR
    assert civil(since)[11:] in panel.said.text()  # with its seconds
    qtbot.waitUntil(lambda: abs(desk.canvas.view.x - x) < 1, timeout=5_000)
    qtbot.waitUntil(lambda: panel.layer.ready, timeout=5_000)


def goes_back_to_what_was_known(panel, qtbot):
    stretch, session = (panel.player.since, panel.player.moment), panel._state.session
    ago = datetime.now() - timedelta(hours=2)
    told = Report("道路中断", "道路交通", "P2", where=at_household(session.snapshot, 0), happened_at=ago)
    session.write(report_change(session.snapshot, told, datetime.now()))
    panel._ways.choose(1)
    qtbot.waitUntil(
        lambda: panel.line.known and len(panel.line.incidents.rows) == spots(session), timeout=20_000
    )
    assert (panel.player.since, panel.player.moment) == stretch
    assert panel.line.incidents.since.max() > time.time() - 600  # not when it happened


def spots(session):
    incidents = session.snapshot["incidents"]
    return int((np.isfinite(incidents.number("x")) & (incidents["restricted"] != 1)).sum())


def test_layers_of_now_give_way_and_come_back(desk, qtbot):
    desk.state.show_layer("patrols", True)
    desk.switch_dock("playback")
    qtbot.waitUntil(
        lambda: desk.docks.made("playback") and desk.docks.playback.line is not None, timeout=20_000
    )
    assert {"patrols", "incidents"} <= desk.state.hidden
    assert not desk.docks.playback.layer.isHidden()
    desk.switch_dock("playback")
    assert desk.state.period is None
    assert "patrols" not in desk.state.hidden
    assert desk.docks.playback.layer.isHidden()
    assert not desk.commands["play"].isEnabled()
    assert "先打开回放（F5）" in desk.commands["play"].toolTip()


def test_days_and_stretches_are_civil():
    low, high = day_of(1795136400.0)
    assert (civil(low), civil(high)) == ("2026-11-20T00:00:00", "2026-11-21T00:00:00")
    assert midnights(low - 1, high + 1) == [low, high]
    assert midnights(low, low + 40 * 86_400) == []
    assert stretch_words(low, low + HOUR) == "11-20 00:00 – 01:00"
    assert stretch_words(low - HOUR, low + 61, seconds=True) == "11-19 23:00:00 – 11-20 00:01:01"
