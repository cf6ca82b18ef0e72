"""Who is nearest to a place by the time it takes to get there."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.errors import UsageError
from gridmap.i18n import _
from gridmap.response.fixes import Fix, last_fixes
from gridmap.response.road_net import RoadNet, speeds_of
from gridmap.township.census import Census, inner_points, take_census
from gridmap.township.snapshot import Snapshot

ROLES = ("grid_worker", "grid_leader", "volunteer")
"""The roles of those who may be sent, the first one named where somebody has several."""

DETOUR = 1.4
"""How much longer a way is than the straight line, where no road tells it."""

TABLES = (
    "township",
    "villages",
    "grids",
    "households",
    "staff",
    "assignments",
    "incidents",
    "roads",
    "waters",
    "heights",
    "positions",
)
"""What has to be loaded to find the nearest helpers."""


@dataclass(frozen=True)
class Helper:
    """Somebody who may be sent.

    ``name`` is in full (mask it on the way out), ``role`` one of ``ROLES``; ``minutes`` and
    ``metres`` are those of the way, ``fix_age_minutes`` how old the last known position is, None while
    there is none. ``live`` is whether the way begins there: where the position is missing or stale the
    middle of the homes of ``grid`` stands for it, and only somebody without a grid is looked for at a
    stale one. ``routed`` is False where no road leads and the way is the straight line times ``DETOUR``;
    ``reason`` says all that in a line, ``where`` its first half. ``way`` are the corners of the way to the
    place (rows of x, y), straight where no road leads.
    """

    name: str
    role: str
    grid: str
    minutes: float
    metres: float
    fix_age_minutes: float | None
    live: bool
    routed: bool
    where: str
    reason: str
    way: NDArray[np.float64] = field(compare=False)


@dataclass(frozen=True)
class Nearest:
    """The nearest helpers, the quickest first, with what could not be taken into account."""

    by: str
    helpers: tuple[Helper, ...]
    notes: tuple[str, ...]


def nearest(
    snapshot: Snapshot,
    place: tuple[float, float],
    *,
    by: str = "motorbike",
    cut: Iterable[str] = (),
    most: int = 3,
    census: Census | None = None,
    now: datetime | None = None,
) -> Nearest:
    """The ``most`` nearest helpers to ``place`` (working CRS), travelling ``by`` foot, motorbike or car.

    They start where they were last known to be as of ``now``, left out the present time.

    Whoever has a way by road comes before whoever has none: a river without a bridge is never
    near. ``cut`` are numbers of roads on which nobody gets through. Raises UsageError for an
    unknown way of travelling or road.
    """
    net = RoadNet.in_town(snapshot, by, cut)
    fixes = last_fixes(snapshot, now or datetime.now())
    posts, placeless = _posts(snapshot, take_census(snapshot) if census is None else census, fixes)
    starts = np.array([post.place for post in posts]).reshape(-1, 2)
    routes = net.routes(place, starts, towards=True)
    straight_seconds, straight_metres = straight(snapshot, place, starts, by)
    routed = np.isfinite(routes.seconds)
    seconds = np.where(routed, routes.seconds, straight_seconds)
    metres = np.where(routed, routes.metres, straight_metres)
    chosen: dict[tuple[int, str], Helper] = {}
    for row in np.lexsort((np.arange(len(posts)), seconds, ~routed)).tolist():
        post, by_road = posts[row], bool(routed[row])
        if (post.staff, post.name) not in chosen and len(chosen) < most:
            where = _where(post)
            chosen[post.staff, post.name] = Helper(
                post.name, post.role, post.grid, float(seconds[row]) / 60, float(metres[row]),
                post.fix.age_minutes if post.fix else None, post.live, by_road, where,
                _reason(where, by_road, len(net) > 0),
                routes.way(row)[::-1] if by_road else np.array([post.place, place]),
            )  # fmt: skip
    return Nearest(
        by, tuple(chosen.values()), tuple(_notes(snapshot, placeless, by == "foot" and len(net) > 0))
    )


def _notes(snapshot: Snapshot, placeless: int, walks: bool) -> Iterator[str]:
    """What could not be taken into account, and what was besides the roads."""
    if placeless:
        yield _("有 {n} 人没有网格也没有定位，不知在哪里，没有列入").format(n=placeless)
    positions = snapshot["positions"]
    strangers = len(set(positions.text("staff")[positions.fids("staff_fid") == 0].tolist()))
    if strangers:
        yield _("有 {n} 个定位的人不在干部名册里，没有列入").format(n=strangers)
    if walks and len(snapshot["heights"]):
        yield _("步行时间已计坡度（Tobler 步行函数）")


def incident_place(snapshot: Snapshot, name: str) -> tuple[float, float]:
    """Where the incident with this number (or uuid) is. Raises UsageError when that is not known."""
    incidents = snapshot["incidents"]
    rows = np.flatnonzero((incidents.text("incident_no") == name) | (incidents.text("uuid") == name))
    if not name or not len(rows):
        raise UsageError(_("没有编号为 {name} 的事件").format(name=name or "“”"))
    x, y = (float(incidents.number(axis)[rows[0]]) for axis in ("x", "y"))
    if not (np.isfinite(x) and np.isfinite(y)):
        raise UsageError(_("事件 {name} 未落图：请用 --at 给出位置").format(name=name))
    return x, y


@dataclass(frozen=True)
class _Post:
    """Somebody in a role at a place: where he was last known to be, else the middle of a grid's homes."""

    name: str
    staff: int
    role: str
    grid: str
    place: tuple[float, float]
    fix: Fix | None
    live: bool


def _posts(snapshot: Snapshot, census: Census, fixes: Mapping[int, Fix]) -> tuple[list[_Post], int]:
    """Every helper in every grid of theirs, by role; and how many people are nowhere."""
    table, staff, grids = snapshot["assignments"], snapshot["staff"], snapshot["grids"]
    titles = {snapshot.settings.roles.get(role, role): role for role in ROLES} | {
        role: role for role in ROLES
    }
    x, y = _middles(snapshot, census)
    person, grid = staff.index_of(table.fids("staff_fid")), grids.index_of(table.fids("grid_fid"))
    posts, placeless = [], set()
    for row in range(len(table)):
        role = titles.get(str(table["role"][row]), "")
        at, who = int(grid[row]), int(person[row])
        if not role:
            continue
        name = str(staff["name"][who] if who >= 0 else table["staff"][row])
        fid = int(staff.fids()[who]) if who >= 0 else 0
        fix, known = fixes.get(who), at >= 0 and bool(np.isfinite(x[at]))
        title = str(grids["name"][at] or grids["code"][at]) if at >= 0 else ""
        if fix is not None and (not fix.stale or not known):
            posts.append(_Post(name, fid, role, title, fix.place, fix, True))
        elif known:
            posts.append(_Post(name, fid, role, title, (float(x[at]), float(y[at])), fix, False))
        else:
            placeless.add((fid, name))
    posts.sort(key=lambda post: ROLES.index(post.role))
    return posts, len(placeless - {(post.staff, post.name) for post in posts})


def _middles(snapshot: Snapshot, census: Census) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The middle of the homes of every grid; a point inside the grid where it has none."""
    households, grids = snapshot["households"], snapshot["grids"]
    inside = census.grid_of_household >= 0
    grid = census.grid_of_household[inside]
    homes = np.bincount(grid, minlength=len(grids))
    middles = []
    for axis, inner in zip(("x", "y"), inner_points(grids), strict=True):
        total = np.bincount(grid, weights=households.number(axis)[inside], minlength=len(grids))
        middles.append(np.where(homes > 0, total / np.maximum(homes, 1), inner))
    return middles[0], middles[1]


def straight(
    snapshot: Snapshot, place: tuple[float, float], others: NDArray[np.float64], by: str
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Seconds and metres of the ways where no road tells them: at the speed of a side road."""
    speeds = speeds_of(snapshot.settings, by)
    speed = (speeds["side"] or max(speeds_of(snapshot.settings, "foot").values())) / 3.6
    metres = np.asarray(shapely.distance(shapely.Point(place), shapely.points(others))) * DETOUR
    return metres / speed, metres


def _where(post: _Post) -> str:
    """From where somebody comes, and how sure that is."""
    if post.fix is not None and post.live:
        words = _("定位 {age}，可能已走开") if post.fix.stale else _("定位 {age}")
        return words.format(age=post.fix.age)
    words = _("无实时位置，按网格{grid}住户居中处计")
    if post.fix is not None:
        words = _("定位已过期（{age}），按网格{grid}住户居中处计")
    return words.format(grid=post.grid, age=post.fix.age if post.fix else "")


def _reason(where: str, routed: bool, roads: bool) -> str:
    if routed:
        return where
    why = _("走道路到不了") if roads else _("没有道路数据")
    return _("{where}；{why}，按直线×{detour}估计").format(where=where, why=why, detour=DETOUR)
