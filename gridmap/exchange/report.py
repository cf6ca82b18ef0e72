"""What an import did with every file: the JSON of ``gridmap import``."""

from gridmap.township.batch import Batch, Intake


def report(intake: Intake, store_name: str) -> dict[str, object]:
    """``{"files": […], "store": …}`` as COMMANDS.md names it. No personal data: rows and columns only."""
    return {
        "files": [_file(batch) for batch in intake.batches],
        "store": store_name,
        "crs": intake.settings.crs,
    }


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
