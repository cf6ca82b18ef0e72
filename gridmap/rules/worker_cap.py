"""A grid worker answers for at most ``settings.worker_cap`` people; equality passes."""

import numpy as np
import shapely

from gridmap.i18n import _
from gridmap.township.census import POPULATION_TITLES, Census, load_statuses
from gridmap.township.finding import Finding
from gridmap.township.snapshot import Snapshot

TITLE = "网格员人数上限"


def check(snapshot: Snapshot, census: Census, population: str) -> list[Finding]:
    """An error for each grid over the cap, a note for each at its limit and one for those unknown."""
    settings = snapshot.settings
    statuses = load_statuses(census, population, settings)
    found = [
        _finding(snapshot, row, float(census.grids[population][row]), population)
        for row, status in enumerate(statuses)
        if status in {"over", "limit"}
    ]
    unknown = np.flatnonzero([status == "unknown" for status in statuses])
    if len(unknown):
        message = _("{count} 个网格没有{population}人口数，无法核对网格员上限").format(
            count=len(unknown), population=_(POPULATION_TITLES[population])
        )
        uuids = tuple(snapshot["grids"].text("uuid")[unknown])
        found.append(Finding("worker_cap", "note", message, uuids, {"count": len(unknown)}))
    return found


def _finding(snapshot: Snapshot, row: int, people: float, population: str) -> Finding:
    grids, cap = snapshot["grids"], snapshot.settings.worker_cap
    over = people > cap
    wording = (
        _("{grid}：{population} {people:,.0f} 人，超过网格员上限 {cap:,} 人（多 {over:,.0f} 人）")
        if over
        else _("{grid}：{population} {people:,.0f} 人，接近网格员上限 {cap:,} 人")
    )
    message = wording.format(
        grid=grids["name"][row] or grids["code"][row],
        population=_(POPULATION_TITLES[population]),
        people=people,
        cap=cap,
        over=people - cap,
    )
    point = shapely.point_on_surface(grids.text("geometry")[row])
    place = None if point is None or point.is_empty else (float(point.x), float(point.y))
    uuids = (str(grids["uuid"][row]),)
    return Finding(
        "worker_cap", "error" if over else "note", message, uuids, {"population": people, "cap": cap}, place
    )
