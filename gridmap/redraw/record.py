"""The answers of ``gridmap publish`` and ``gridmap revisions`` as plain values, and in lines."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from gridmap.i18n import _
from gridmap.redraw.aliases import Alias
from gridmap.redraw.preflight import Point, Preflight
from gridmap.township.revision import REVISION_TITLES, Revision

ALIAS_TITLES = {
    "begun": _("启用"), "renamed": _("改名，原名"), "recoded": _("改编码，原编码"), "split_from": _("分自"),
    "merged_into": _("并入"), "ended": _("停用"),
}  # fmt: skip


def local_time(at_utc: str) -> str:
    """A moment of the record in local time, to the minute."""
    moment = datetime.fromisoformat(at_utc.replace("Z", "+00:00")) if at_utc else datetime.now(UTC)
    return f"{moment.astimezone():%Y-%m-%d %H:%M}"


def preflight_report(found: Preflight, reason: str) -> dict[str, Any]:
    """What stands against publishing; ``revision`` is None until it is published."""
    return {
        "revision": None,
        "refused_because": found.refusal(reason),
        "errors": [_point(point) for point in found.points if point.weight == "error"],
        "warnings": [_point(point) for point in found.points if point.weight != "error"],
        "passed": [title for title, _remark in found.passed],
        "new_codes": found.fresh,
    }


def preflight_lines(found: Mapping[str, Any]) -> list[str]:
    """The same for a person."""
    told = [f"▲ {point['words']} {point['detail']}".rstrip() for point in found["errors"]]
    told += [f"◇ {point['words']} {point['detail']}".rstrip() for point in found["warnings"]]
    told += [f"✓ {title}" for title in found["passed"]]
    if found["revision"] is not None:
        told.append(_("已发布：第 {seq} 版").format(seq=found["revision"]))
    elif found["refused_because"] is None:
        told.append(_("可以发布"))
    return told


def revisions_report(
    record: Iterable[Revision], differs: bool, known: Sequence[Alias] = ()
) -> dict[str, Any]:
    """The record, newest first, and whether the draft is another plan than the published one."""
    return {
        "draft_differs": differs,
        "revisions": [asdict(revision) for revision in reversed(tuple(record))],
        "codes": [asdict(alias) for alias in known],
    }


def revision_lines(found: Mapping[str, Any]) -> list[str]:
    """A line for each revision, newest first."""
    told = []
    for one in found["revisions"]:
        why = "；".join(filter(None, (one["name"], one["reason"])))
        edits = _("{n} 步").format(n=len(one["edits"]))
        title = REVISION_TITLES[one["kind"]]
        told.append(f"{one['seq']:>4}  {local_time(one['at_utc'])}  {title}  {one['author']}  {edits}  {why}")
    told.append(_("草案有未发布的改动") if found["draft_differs"] else _("草案与现行方案相同"))
    return told


def alias_lines(found: Mapping[str, Any]) -> list[str]:
    """A line for each thing that happened to a code."""
    return [
        f"{one['seq']:>4}  {local_time(one['at_utc'])}  {one['code'] or one['name']}  {one['name']}  "
        f"{ALIAS_TITLES[one['kind']]} {one['other']}".rstrip()
        for one in found["codes"]
    ] or [_("没有这个编码")]


def _point(point: Point) -> dict[str, Any]:
    place = None if point.place is None else [round(number, 2) for number in point.place]
    return {**asdict(point), "place": place}
