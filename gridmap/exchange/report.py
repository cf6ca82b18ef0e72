"""What an import did with every file: the JSON of ``gridmap import``."""

from gridmap.i18n import _
from gridmap.township.batch import Batch, Intake

_SHOWN_ROWS = 5


def report(intake: Intake, store_name: str) -> dict[str, object]:
    """``{"files": […], "store": …}`` as COMMANDS.md names it. No personal data: rows and columns only."""
    return {
        "files": [_file(batch) for batch in intake.batches],
        "store": store_name,
        "crs": intake.settings.crs,
    }


def summary(intake: Intake) -> list[str]:
    """The same for a person: a line for each file, then the first reasons of each kind with their rows."""
    lines = []
    for batch in intake.batches:
        text = _("{path}：{title} {rows} 行，收入 {accepted}，拒收 {rejected}")
        line = text.format(path=batch.path, title=batch.table.schema.title, rows=batch.rows,
                           accepted=batch.accepted, rejected=batch.rejected)  # fmt: skip
        if batch.unplaced:
            line += _("，未落图 {n}").format(n=batch.unplaced)
        lines += [line, *_reasons(batch)]
        if batch.dropped:
            lines.append("  " + _("按规定不导入：{names}").format(names="、".join(batch.dropped)))
    return lines


def _reasons(batch: Batch) -> list[str]:
    """One line for each reason and column, with its first rows."""
    rows: dict[tuple[bool, str, str], list[int]] = {}
    for problem in batch.problems:
        rows.setdefault((problem.rejected, problem.column, problem.reason), []).append(problem.row)
    lines = []
    for (rejected, column, reason), found in rows.items():
        numbers = "、".join(str(row) for row in found[:_SHOWN_ROWS] if row)
        more = _(" 等 {n} 行").format(n=len(found)) if len(found) > _SHOWN_ROWS else ""
        where = _("第 {rows} 行{more} ").format(rows=numbers, more=more) if numbers else ""
        mark = _("拒收") if rejected else _("提示")
        lines.append(f"  {mark}：{where}{column} {reason}".replace("： ", "："))
    return lines


def _file(batch: Batch) -> dict[str, object]:
    return {
        "path": batch.path,
        "kind": batch.kind,
        "format": batch.format,
        "encoding": batch.encoding,
        "datum": batch.datum,
        "rows": batch.rows,
        "accepted": batch.accepted,
        "rejected": batch.rejected,
        "unplaced": batch.unplaced,
        "problems": [
            {
                "row": problem.row,
                "column": problem.column,
                "reason": problem.reason,
                "rejected": problem.rejected,
            }
            for problem in batch.problems
        ],
        "dropped": list(batch.dropped),
        "also": {table.schema.name: len(table) for table in batch.also},
        "sha256": batch.digest,
    }
