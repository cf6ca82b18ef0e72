"""Before a plan is published: what must be mended, what must be said in words, what holds.

Errors of the rules block, warnings want a typed reason. What was so before, in a village that the draft
leaves alone, is told as a warning: it is not of this plan.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, Protocol

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.errors import PublishError
from gridmap.i18n import _
from gridmap.redraw.plan import GridPlan, difference
from gridmap.redraw.publish import numbered
from gridmap.rules import RULES, title
from gridmap.township.census import POPULATION_TITLES, Census
from gridmap.township.change import Change
from gridmap.township.finding import Finding
from gridmap.township.revision import Revision
from gridmap.township.snapshot import Snapshot

Weight = Literal["error", "word", "warning"]
"""``error`` blocks; ``word`` and ``warning`` want a reason, ``word`` for what only this plan does."""


class Judged(Protocol):
    """A snapshot, its census and what the rules say of it; ``session.State`` is one."""

    @property
    def snapshot(self) -> Snapshot:
        """The township."""

    @property
    def census(self) -> Census:
        """Where everybody is in it."""

    def findings(self, *populations: str) -> list[Finding]:
        """What the rules say on some populations."""


@dataclass(frozen=True)
class Point:
    """One thing against publishing: ``words`` and a smaller ``detail``, what it is about (rows of ``table``
    by their uuids) and where, in the working CRS. Nothing in it is personal."""

    kind: str
    weight: Weight
    words: str
    detail: str = ""
    table: str = "grids"
    uuids: tuple[str, ...] = ()
    place: tuple[float, float] | None = None


@dataclass(frozen=True)
class Preflight:
    """The answer. ``passed`` are titles with a remark; ``fresh`` grids will get a number; ``same`` says that
    the draft is the published plan."""

    points: tuple[Point, ...] = ()
    passed: tuple[tuple[str, str], ...] = ()
    fresh: int = 0
    same: bool = False

    def blocking(self, reason: str) -> tuple[Point, ...]:
        """What must be mended, or said, first."""
        words = () if reason.strip() else ("word",)
        return tuple(point for point in self.points if point.weight in ("error", *words))

    def refusal(self, reason: str) -> str | None:
        """Why the plan may not be published with this reason, in a line; None when it may."""
        if self.same:
            return _("草案与现行方案相同，没有可发布的改动")
        if errors := sum(point.weight == "error" for point in self.points):
            return _("还有 {n} 项必须处理").format(n=errors)
        if self.points and not reason.strip():
            return _("有 {n} 条提醒，请填写理由").format(n=len(self.points))
        return None

    def refuse(self, reason: str) -> None:
        """Raise PublishError when the plan may not be published with this reason."""
        if why := self.refusal(reason):
            raise PublishError(_("没有发布：{why}").format(why=why))


def preflight(
    draft: Judged, public: Judged, populations: Sequence[str], revisions: Iterable[Revision]
) -> Preflight:
    """Judge a draft against the published plan, on some populations. ``public`` is ``draft`` itself when
    the two are one plan, or nothing was published."""
    if not len(draft.snapshot["grids"]):
        return Preflight((Point("grids", "error", _("还没有网格，没有可发布的方案")),))
    revisions = tuple(revisions)
    had = any(revision.public for revision in revisions)
    plan, before = GridPlan.of(draft.snapshot), GridPlan.of(public.snapshot)
    change = Change("") if public is draft else difference(before, plan)
    coded = numbered(plan, revisions)
    points = [
        *_of_rules(draft, public, populations, _touched(before, plan, change) if had else None),
        *_of_households(draft, public),
        *_of_locks(draft, public),
        *_of_codes(coded),
    ]
    broken = {point.kind for point in points}
    told = "、".join(POPULATION_TITLES[name] for name in populations)
    passed = [
        (title(name), told if name in ("worker_cap", "leader_cap") else "")
        for name in RULES
        if name not in broken
    ]
    passed += [(_("住户全部落图"), "")] * ("unplaced" not in broken)
    passed += [(_("锁定的网格未动"), "")] * ("locked" not in broken)
    fresh = int(((plan.grids["code"] == "") & (coded.grids["code"] != "")).sum())
    remark = _("发布时新编 {n} 个").format(n=fresh) if fresh else ""
    passed += [(_("编码齐全"), remark)] * ("code" not in broken)
    return Preflight(tuple(points), tuple(passed), fresh, had and not change.tables)


def _of_rules(
    draft: Judged, public: Judged, populations: Sequence[str], touched: set[str] | None
) -> list[Point]:
    known = [] if touched is None else [item for name in populations for item in public.findings(name)]
    points: dict[str, Point] = {}
    for population in populations:
        for found in draft.findings(population):
            if found.severity != "note":
                point = _point(found)
                if touched is not None and found in known:
                    point = _as_before(point, found, touched)
                points.setdefault(found.message, point)
    return sorted(points.values(), key=lambda point: point.weight != "error")


def _point(found: Finding) -> Point:
    weight: Weight = "error" if found.severity == "error" else "warning"
    if found.rule == "nested" and weight == "warning":
        weight = "word"
    return Point(found.rule, weight, *_in_two(found.message), "grids", found.grids, found.place)


def _in_two(message: str) -> tuple[str, str]:
    """A rule's sentence as a line and a smaller one: what exceeds goes below."""
    head, comma, rest = message.partition("，")
    return (head, rest) if comma else (message, "")


def _as_before(point: Point, found: Finding, touched: set[str]) -> Point:
    if touched & set(found.grids):
        return replace(point, weight="warning") if point.weight == "word" else point
    detail = "；".join(filter(None, (point.detail, _("不在本次改动的村内"))))
    return replace(point, weight="warning", detail=detail)


def _touched(before: GridPlan, after: GridPlan, change: Change) -> set[str]:
    """The grids (uuids) of the villages in which a change touches a border, a name or somebody's work."""
    fids: set[int] = set()
    villages: set[int] = set()
    for plan in (before, after):
        for table in (plan.assignments, plan.grids):
            rows = table.rows_of(_uuids(change, table.schema.name))
            fids |= set(table.fids("grid_fid" if "grid_fid" in table else "fid")[rows].tolist())
        villages |= set(plan.village_of_grid[np.isin(plan.grids.fids(), list(fids))].tolist())
    return {
        str(uuid)
        for plan in (before, after)
        for uuid in plan.grids["uuid"][np.isin(plan.village_of_grid, list(villages))]
    }


def _uuids(change: Change, name: str) -> set[str]:
    rows = change.rows.get(name)
    return {*change.removed.get(name, ()), *(() if rows is None else rows["uuid"].tolist())}


def _of_households(draft: Judged, public: Judged) -> list[Point]:
    """Households without a place are counted where their group lies; of a group that is cut, nobody knows."""
    homes = draft.snapshot["households"]
    lost = np.flatnonzero(draft.census.grid_of_household < 0)
    if not len(lost) or draft.census.source != "households":
        return []
    group = homes.fids("group_fid")[lost]
    open_ones = lost[np.isin(group, _cut(draft, np.unique(group[group > 0])))]
    rest = np.setdiff1d(lost, open_ones)
    points = []
    if len(open_ones):
        points.append(_lost(draft, "error", open_ones, _("所在的组被拆开，不知归哪一格：先落图")))
    if len(rest):
        points.append(_lost(draft, "warning", rest, _("不计入任何网格的人数")))
    return points


def _lost(draft: Judged, weight: Weight, rows: NDArray[np.int64], detail: str) -> Point:
    words = _("未落图 {n} 户，归属未定").format(n=len(rows))
    uuids = tuple(str(uuid) for uuid in draft.snapshot["households"].take(rows[:200])["uuid"])
    return Point("unplaced", weight, words, detail, "households", uuids)


def _cut(draft: Judged, groups: NDArray[np.int64]) -> NDArray[np.int64]:
    """Those of some groups (fids) whose households lie in more than one grid."""
    grid, group = draft.census.grid_of_household, draft.snapshot["households"].fids("group_fid")
    rows = np.flatnonzero(np.isin(group, groups) & (grid >= 0))
    pairs = np.unique(np.column_stack([group[rows], grid[rows]]), axis=0)
    found, count = np.unique(pairs[:, 0], return_counts=True)
    return found[count > 1]


def _of_locks(draft: Judged, public: Judged) -> list[Point]:
    """A locked grid has the ground that it had."""
    before, after = public.snapshot["grids"], draft.snapshot["grids"]
    if public is draft:
        return []
    points = []
    for row in np.flatnonzero(before["locked"] == 1).tolist():
        now = after.rows_of([str(before["uuid"][row])])
        same = len(now) and shapely.equals(after["geometry"][now[0]], before["geometry"][row])
        if not same:
            words = _("{grid}：已锁定，边界却改了").format(grid=before["name"][row] or before["code"][row])
            detail, uuids = _("撤销改动，或先解锁并发布"), (str(before["uuid"][row]),)
            points.append(Point("locked", "error", words, detail, "grids", uuids))
    return points


def _of_codes(plan: GridPlan) -> list[Point]:
    """A grid without a code that its village cannot number."""
    rows = np.flatnonzero(plan.grids["code"] == "")
    if not len(rows):
        return []
    words = _("{n} 个网格没有编码").format(n=len(rows))
    detail = _("所在的村没有编码或号已用完：先导入村编码")
    return [Point("code", "warning", words, detail, "grids", tuple(plan.grids.text("uuid")[rows]))]
