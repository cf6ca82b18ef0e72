"""All grids of one grid leader have at most ``settings.leader_cap`` people together; equality passes."""

import shapely

from gridmap.i18n import _
from gridmap.township.census import POPULATION_TITLES, Census, Leader, leader_people, leader_statuses
from gridmap.township.finding import Finding
from gridmap.township.snapshot import Snapshot

TITLE = "网格长人数上限"


def check(snapshot: Snapshot, census: Census, population: str) -> list[Finding]:
    """An error for each leader over the cap, a note for each at its limit. Leaders go by their grids."""
    people = leader_people(census, population)
    statuses = leader_statuses(census, population, snapshot.settings)
    return [
        _finding(snapshot, leader, float(total), population)
        for leader, total, status in zip(census.leaders, people, statuses, strict=True)
        if status in {"over", "limit"}
    ]


def _finding(snapshot: Snapshot, leader: Leader, people: float, population: str) -> Finding:
    grids, rows, cap = snapshot["grids"], list(leader.grids), snapshot.settings.leader_cap
    over = people > cap
    wording = (
        _("同一网格长的 {count} 个网格（{grids}）：{population}共 {people:,.0f} 人，"
          "超过网格长上限 {cap:,} 人（多 {over:,.0f} 人）")
        if over
        else _("同一网格长的 {count} 个网格（{grids}）：{population}共 {people:,.0f} 人，"
               "接近网格长上限 {cap:,} 人")
    )  # fmt: skip
    names = [str(name or code) for name, code in zip(grids["name"][rows], grids["code"][rows], strict=True)]
    message = wording.format(
        count=len(names),
        grids="、".join(names),
        population=_(POPULATION_TITLES[population]),
        people=people,
        cap=cap,
        over=people - cap,
    )
    point = shapely.point_on_surface(grids["geometry"][rows[0]])
    place = None if point is None or point.is_empty else (float(point.x), float(point.y))
    numbers = {"population": people, "cap": cap, "count": len(names)}
    return Finding(
        "leader_cap", "error" if over else "note", message, tuple(grids.text("uuid")[rows]), numbers, place
    )
