"""The check of legibility: every text of every scene, page and look can be read from the farthest seat."""

import shutil
from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
import pytest

from gridmap.response.affected import affected
from gridmap.response.alarm_states import AlarmStep, alarm_change
from gridmap.response.area import circle
from gridmap.response.cases import Report, report_change
from gridmap.response.drawn import ground_of
from gridmap.response.relief import Relief, beds, fills, ways
from gridmap.response.roll_call import begin, enter, running
from gridmap.response.where import at_household
from gridmap.scene.build import build as build_scene
from gridmap.scene.legend import legend
from gridmap.scene.view import View
from gridmap.scene.wall import wall_content
from gridmap.screens.wall import face
from gridmap.screens.wall.checker import check, looks
from gridmap.screens.wall.corners import shown_rows
from gridmap.screens.wall.layout import Layout
from gridmap.screens.wall.rescue import sent_people
from gridmap.screens.wall.state import scenes
from gridmap.session import Session, State
from gridmap.store import open_store
from gridmap.township.change import Change
from gridmap.township.settings import Settings
from gridmap.township.snapshot import Snapshot

pytestmark = pytest.mark.usefixtures("qapp")

NOW = datetime(2026, 11, 23, 14, 32, 7)
SCREENS = [(1920, 1080), (3840, 2160), (7680, 2160), (6656, 1792)]
ODD_SCREENS = [(1280, 720), (1024, 768), (1920, 1200), (2560, 1080), (3840, 1080)]


def counted(state, now=NOW):
    return wall_content(state.snapshot, state.census, state.findings("resident"), now)


@pytest.fixture(scope="module")
def quiet(sample_store):
    """The sample on an ordinary day, and the legend of its map."""
    session = Session(open_store(sample_store, read_only=True))
    session.load_rest()
    public = session.public
    scene = build_scene(public.snapshot, public.census, [], public.findings("resident"), View(theme="wall"))
    yield counted(public), shown_rows(legend(scene))
    session.close()


@pytest.fixture(scope="module")
def grave(tmp_path_factory, sample_store):
    """A flood of alarms, two of them P1 with somebody on his way, one shelved, and a roll-call."""
    path = shutil.copy(sample_store, tmp_path_factory.mktemp("grave") / "town.gpkg")
    session = Session(open_store(path), "值班员")
    session.load_rest()
    snapshot = session.snapshot
    name = str(snapshot["staff"]["name"][snapshot["staff"].index_of(snapshot["assignments"].fids("staff_fid")[
        np.flatnonzero(snapshot["assignments"]["role"] == "grid_worker")[:1]])[0]])  # fmt: skip
    for at in range(14):
        title, urgency = ("江水漫堤", "P1") if at < 2 else ("停水", "P3")
        where = at_household(snapshot, 400 + 100 * at)
        report = Report(title, "民生服务", urgency, where=where)
        session.write(report_change(session.snapshot, report, NOW - timedelta(seconds=at)))
    incidents = session.snapshot["incidents"]
    urgent = incidents.take(np.flatnonzero(incidents["urgency"] == "P1")[-2:])
    session.write(Change("派单", {"incidents": urgent.replace(
        status=np.array(["已派单"] * 2, object), handler=np.array([name] * 2, object))}))  # fmt: skip
    keys = [str(uuid) for uuid in incidents["uuid"][-3:]]
    session.write(alarm_change([AlarmStep(key, "shelved", NOW, "值", NOW + timedelta(hours=1), "等")
                                for key in keys]))  # fmt: skip
    spot = snapshot["villages"]["geometry"][4].representative_point()
    found = affected(snapshot, circle(spot.x, spot.y, 600.0), NOW.date())
    homes = found.households["uuid"][~found.homes.empty].tolist()
    session.write(begin(session.snapshot, homes, ground_of(circle(spot.x, spot.y, 600.0)), "值", NOW))
    for at, result in enumerate(("moved", "moved", "moved", "no_answer", "no_answer", "refused", "reached")):
        home = homes[3] if result == "no_answer" else homes[at]
        call = running(session.snapshot, NOW)
        session.write(enter(session.snapshot, call, home, result, "值", NOW + timedelta(seconds=at)))
    later = NOW + timedelta(minutes=1)
    public, content = session.public, counted(session.public, later)
    rows = beds(public.snapshot, content.roll.call, content.roll.ground)
    yield replace(content, relief=Relief(
        ways(public.snapshot, public.census, sent_people(public.snapshot, later), later),
        fills(public.snapshot, content.roll.call, rows),
    ))  # fmt: skip
    session.close()


@pytest.mark.parametrize("size", SCREENS)
def test_every_text_of_every_scene_is_large_and_clear_and_stands_free(quiet, grave, size):
    content, rows = quiet
    layout = Layout.of(*size)
    found = [*check(content, layout, rows), *check(grave, layout, rows)]
    assert [text for text in found if text.faults] == []
    assert len(found) > 400
    assert min(text.px for text in found) >= 24
    assert min(text.minutes for text in found) >= 20
    assert min(text.contrast for text in found) >= 4.5


@pytest.mark.parametrize(
    ("size", "seat"), [*((size, 8.0) for size in SCREENS), *((size, 5.0) for size in ODD_SCREENS),
                       *((size, 12.0) for size in ((1920, 1080), (1024, 768), (3840, 1080)))],
)  # fmt: skip
def test_on_other_screens_and_from_farther_seats_nothing_shrinks_or_collides(quiet, grave, size, seat):
    found = check(grave, Layout.of(*size, seat), quiet[1])
    assert [text for text in found if text.faults] == []
    if seat > 5:
        assert any(text.text.startswith("另有") for text in found)


def test_two_panels_side_by_side_are_as_readable(grave):
    assert [text for text in check(grave, Layout.of(7680, 2160, halves=True)) if text.faults] == []


def test_what_is_looked_at_is_every_page_of_every_scene(quiet, grave):
    states = [*looks(quiet[0]), *looks(grave)]
    pages = {face.Face(quiet[0], state, Layout.of(1920, 1080)).page for state in states}
    assert pages == set(face.PAGES)
    assert {state.scene for state in states} == {name for name, _title in scenes()}


def test_the_grave_town_says_what_must_be_read(grave):
    said = {text.text for text in check(grave, Layout.of(7680, 2160))}
    assert grave.flood
    assert {"江水漫堤", "告警潮 15", "两次未应答 需派人", "拒绝转移", "避难场所"} <= said
    assert any("前往" in text for text in said)
    assert any(text.startswith("路程") for text in said)


def test_from_farther_away_than_it_was_laid_out_for_the_check_says_which_texts_are_too_small(quiet):
    layout = replace(Layout.of(1920, 1080, 5.0), seat_m=7.0)
    small = {text.text for text in check(quiet[0], layout) if "under 20′" in text.faults}
    assert "在家 60 岁以上" in small
    assert "3,012" not in small  # a number is three times as large


def test_an_empty_township_is_readable(build):
    state = State.of(Snapshot(Settings(crs="EPSG:4544"), build().tables))
    for size in SCREENS:
        found = check(counted(state), Layout.of(*size))
        assert [text for text in found if text.faults] == []
        assert not [text for text in found if "None" in text.text or "nan" in text.text]
