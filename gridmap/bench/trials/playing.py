"""The desk's time bar with a million places of made-up patrols in sight, at 1920 × 1080."""

import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import shapely

from gridmap.bench.trials.clock import thread, wall
from gridmap.bench.trials.desk import desk, idle, wait
from gridmap.response.timeline import timeline
from gridmap.screens.application import application
from gridmap.screens.desk import DeskWindow
from gridmap.screens.desk.playback import PlaybackPanel
from gridmap.screens.desk.playback.layer import trails_of
from gridmap.township.schemas import SCHEMAS
from gridmap.township.snapshot import Snapshot
from gridmap.township.table import Table
from gridmap.township.track import civil, line_wkb

TRACKS, PLACES, EVERY_S = 2000, 500, 10.0
"""A million places: so many patrols of so many fixes, one every ten seconds."""
DAYS = 7
FRAMES = 90
FRAME_S = 1 / 30
PLAY_S = 5.0
GAP_S = 600.0


def playback(store: Path) -> dict[str, Any]:
    """A frame at 600 times: processor seconds of the window's thread, everything that it paints included.

    ``playback`` with the whole million in sight and more coming; ``playback_slide`` with both handles moving,
    so that everything is drawn again; ``playback_pan`` while the map is dragged below it. ``fps`` is how many
    frames a second the window really showed, by its own clock.
    """
    with desk(store) as window:
        wait(lambda: idle(window))
        window.switch_dock("playback")
        panel = window.docks.playback
        wait(lambda: panel.line is not None and panel.layer.ready)
        line = timeline(made_up(window.session.snapshot))
        panel.take((line, trails_of(line, GAP_S)))
        low, high = line.span
        panel.bar.look(low, high)
        panel.player.speed = 600
        panel.player.go(low, high - 3 * FRAMES * FRAME_S * panel.player.speed)
        wait(lambda: idle(window) and panel.layer.ready)
        rows = {
            "playback": [played(window, panel, lambda: None)],
            "playback_slide": [played(window, panel, lambda: slide(panel))],
            "playback_pan": [panned(window, panel)],
        }
        figures = {"points": float(len(line.tracks.x)), "fps": shown_a_second(panel, low)}
    return {"rows": rows, "figures": {"playback": figures}}


def made_up(snapshot: Snapshot) -> Snapshot:
    """The township with a week of patrols that wander around its homes."""
    rng, homes = np.random.default_rng(1), snapshot["households"]
    x, y = homes.number("x"), homes.number("y")
    placed = rng.choice(np.flatnonzero(np.isfinite(x)), TRACKS)
    ways = rng.normal(0.0, 9.0, (TRACKS, PLACES, 2)).cumsum(axis=1)
    ways += np.column_stack([x[placed], y[placed]])[:, None]
    begins = 1795136400.0 + rng.uniform(0, DAYS * 86_400 - PLACES * EVERY_S, TRACKS)
    unix = begins[:, None] + np.arange(PLACES) * EVERY_S
    lines = shapely.from_wkb([
        line_wkb(np.column_stack([way, times])) for way, times in zip(ways, unix, strict=True)
    ])  # fmt: skip
    patrols = Table.of(SCHEMAS["patrols"], {
        "fid": np.arange(1, TRACKS + 1), "geometry": lines, "started_at": [civil(at) for at in unix[:, 0]],
        "ended_at": [civil(at) for at in unix[:, -1]],
    })  # fmt: skip
    return snapshot.with_tables({"patrols": patrols})


def played(window: DeskWindow, panel: PlaybackPanel, also: Callable[[], object]) -> list[float]:
    """Processor seconds of each frame of a thirtieth of a second."""
    events, spent = application().processEvents, []
    for _frame in range(FRAMES):
        due, begun = wall() + FRAME_S, thread()
        panel.player.advance(FRAME_S)
        also()
        window.canvas.repaint()
        spent.append(thread() - begun)
        while wall() < due:
            events()
            time.sleep(0.001)
    return spent


def slide(panel: PlaybackPanel) -> None:
    """Both handles go on."""
    player = panel.player
    player.go(player.since + FRAME_S * player.speed, player.moment)


def panned(window: DeskWindow, panel: PlaybackPanel) -> list[float]:
    """The same while the map is dragged to and fro."""
    window.canvas.gesture_began()
    turns = iter([1, -1] * FRAMES)
    spent = played(window, panel, lambda: window.canvas.pan(14 * (step := next(turns)), 5 * step))
    window.canvas.gesture_ended()
    wait(lambda: panel.layer.ready)
    return spent


def shown_a_second(panel: PlaybackPanel, low: float) -> float:
    """Frames a second by the player's own clock: the median over the frames of some seconds."""
    player, at = panel.player, []
    player.moved.connect(lambda: at.append(wall()))
    player.go(low, player.until - 2 * PLAY_S * player.speed)
    player.play()
    ends = wall() + PLAY_S
    wait(lambda: wall() > ends)
    player.pause()
    return 1.0 / median(np.diff(at).tolist())
