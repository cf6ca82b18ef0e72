"""What somebody pasted: a chat message, or rows of a spreadsheet; each becomes a proposed report."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from gridmap.errors import UsageError
from gridmap.exchange.area_file import ground_place
from gridmap.exchange.dates import parse_moment
from gridmap.exchange.headings import find_header, match
from gridmap.exchange.plain import half_width
from gridmap.i18n import _
from gridmap.response.cases import moment
from gridmap.response.message import Draft, Gazetteer, read_message
from gridmap.response.titles import kind_named, public_title
from gridmap.township.mask import mask_name, mask_phone
from gridmap.township.schemas import SCHEMAS
from gridmap.township.snapshot import Snapshot

MOST_ROWS, MOST_CHARACTERS = 500, 100_000

FOUND = {"what": _("事件"), "where": _("地点"), "who": _("人员"), "when": _("时间")}


def drafts(text: str, snapshot: Snapshot, now: datetime) -> list[Draft]:
    """The reports that a pasted text proposes: one for each row of a spreadsheet, else one for all of it.

    Raises UsageError with one line when there is nothing, or more than one would paste.
    """
    if not text.strip():
        raise UsageError(_("没有文字：请粘贴聊天消息或表格行"))
    if len(text) > MOST_CHARACTERS:
        raise UsageError(_("文字太长（{n} 字）：请用导入").format(n=len(text)))
    names, crs = Gazetteer.of(snapshot), snapshot.settings.crs

    def project(lon: float, lat: float) -> tuple[float, float]:
        try:
            return ground_place(lon, lat, crs)
        except UsageError:
            return float("nan"), float("nan")

    rows = [line.split("\t") for line in text.splitlines() if line.strip()]
    if min(len(row) for row in rows) < 2:  # no spreadsheet: it puts a tab between cells
        return [read_message(text, names, now, project, _("聊天消息"))]
    if len(rows) > MOST_ROWS:
        raise UsageError(_("{n} 行太多：请用导入").format(n=len(rows)))
    header = find_header(rows)
    headings = rows[header] if header >= 0 else []
    columns = match(SCHEMAS["incidents"], headings, {}).columns
    told = [row for at, row in enumerate(rows) if at > header]
    if not told:
        raise UsageError(_("只有表头：请连同下面的行一起粘贴"))
    source = _("表格粘贴")
    return [
        _of_row(row, columns, read_message(" ".join(row), names, now, project, source), headings)
        for row in told
    ]


def _of_row(row: Sequence[str], columns: Mapping[str, int], draft: Draft, headings: Sequence[str]) -> Draft:
    """What the cells of a row say goes before what their text tells; the row is kept as it was."""
    said = {name: half_width(row[at]).strip() for name, at in columns.items() if at < len(row)}
    kind, report = kind_named(said.get("title", "")), draft.report
    happened = moment(parse_moment(said.get("happened_at", "")) or "")
    urgency = said.get("urgency", "")
    report = replace(
        report,
        title=said.get("title", "") or report.title,
        category=said.get("category", "") or (kind.category if kind else report.category),
        urgency=urgency if urgency in ("P1", "P2", "P3") else report.urgency,
        content=_kept(row, headings),
        happened_at=happened or report.happened_at,
        source=said.get("source", "") or report.source,
        where=replace(report.where, place=said.get("place", "") or report.where.place),
    )
    found = {*draft.found, *(["what"] if report.title else []), *(["when"] if happened else [])}
    found |= {"where"} if report.where.place else set()
    return replace(draft, report=report, found=tuple(word for word in FOUND if word in found))


def _kept(row: Sequence[str], headings: Sequence[str]) -> str:
    if not headings:
        return "\t".join(row)
    named = zip(headings, row, strict=False)
    return "\n".join(f"{heading}：{cell}" for heading, cell in named if cell.strip())


def draft_report(found: Sequence[Draft], snapshot: Snapshot) -> dict[str, Any]:
    """Proposals for JSON. Names and phones are masked, a title is said when it is an ordinary one."""
    return {"drafts": [_told(draft, snapshot) for draft in found]}


def _told(draft: Draft, snapshot: Snapshot) -> dict[str, Any]:
    report, where = draft.report, draft.report.where
    return {
        "title": public_title(report.title, report.category),
        "category": report.category,
        "urgency": report.urgency,
        "village": str(snapshot["villages"]["name"][where.village]) if where.village >= 0 else "",
        "grid": str(snapshot["grids"]["name"][where.grid]) if where.grid >= 0 else "",
        "on_map": where.on_map,
        "person": mask_name(report.person),
        "phone": mask_phone(draft.phone),
        "happened_at": report.happened_at.isoformat(timespec="minutes") if report.happened_at else None,
        "restricted": report.restricted,
        "found": list(draft.found),
    }


def draft_lines(report: Mapping[str, Any]) -> list[str]:
    """The same for a person: a line for each."""
    told = []
    for one in report["drafts"]:
        missing = [title for word, title in FOUND.items() if word not in one["found"]]
        place = " ".join(part for part in (one["village"], one["grid"]) if part)
        parts = (one["urgency"], one["title"], place, one["person"], one["phone"], one["happened_at"])
        line = "  ".join(part for part in parts if part)
        told.append(line + (_("  （没有说：{what}）").format(what="、".join(missing)) if missing else ""))
    return told
