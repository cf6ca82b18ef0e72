"""Walks every text of every scene as the farthest seat meets it, and says which it could not read."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from gridmap.scene.alarms import grouped
from gridmap.scene.scene import LegendRow
from gridmap.scene.wall import WallContent
from gridmap.scene.wall_grids import worst
from gridmap.screens.wall.corners import corners
from gridmap.screens.wall.face import MAPPED, Face
from gridmap.screens.wall.layout import Layout
from gridmap.screens.wall.painting import Legibility, legibility
from gridmap.screens.wall.sheet import Mark
from gridmap.screens.wall.state import AMBER_SECONDS, RED_SECONDS, WallState, scenes

AGES = (0.0, AMBER_SECONDS + 30.0, RED_SECONDS + 60.0)
SCALES = (0.05, 0.3)
"""Device pixels per metre for which the scale bar is looked at."""
MOST_TURNS, STILL = 40, 2
STOPS = 5


def check(content: WallContent, screen: Layout, legend: Sequence[LegendRow] = ()) -> list[Legibility]:
    """Every text of every scene, page and look of the wall on a screen, its alarms one by one and in groups.
    The words of the map itself are checked where they have been placed (``WallWindow.legibility``)."""
    found: list[Legibility] = []
    flood = replace(content, flood=True, alarms=tuple(grouped(content.alarms)))
    for said in (content,) if content.flood else (content, flood):
        for state in looks(said):
            found += one_look(said, state, screen, legend)
    return list(dict.fromkeys(found))


def one_look(
    content: WallContent, state: WallState, screen: Layout, legend: Sequence[LegendRow]
) -> Iterator[Legibility]:
    """Every text of one look, on all pages of its lists: until two turns have brought nothing new."""
    seen: set[Legibility] = set()
    still = 0
    for turn in range(MOST_TURNS):
        face = Face(content, replace(state, turn=turn), screen)
        marks: list[Mark] = [mark for sheet in face.sheets(state.age) for mark in sheet.marks]
        if state.scene in MAPPED and not turn:  # the map's corners have no pages
            for scale in SCALES:
                close = scale == SCALES[-1]
                sheet = corners(content, face.state, face.layout, legend, scale, close)
                yield from legibility(sheet.marks, face.layout)
        told = legibility(marks, face.layout)
        fresh = set(told) - seen
        still = 0 if fresh else still + 1
        if still == STILL:
            return
        seen |= fresh
        yield from (text for text in told if text in fresh)


def looks(content: WallContent) -> Iterator[WallState]:
    """The ways in which a wall may be looked at: each scene with its pages, old data, a locked map, the
    rotation, an alarm or a grid chosen."""
    plain = WallState(clock=content.now)
    for scene, _title in scenes():
        yield replace(plain, scene=scene)
    yield replace(plain, scene="analyse", trend=True)
    for age in AGES:
        yield replace(plain, age=age, stops=STOPS, silent=True)
    yield replace(plain, locked=True)
    for alarm in content.alarms[:1]:
        yield replace(plain, chosen=alarm.key)
    for load in worst(content.grids):
        yield replace(plain, spot=load.uuid)
