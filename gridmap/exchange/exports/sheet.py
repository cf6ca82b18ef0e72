"""One table as CSV that Excel opens in Chinese and that starts no formula."""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from gridmap.exchange.exports.columns import Outgoing

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def guarded(value: Any) -> Any:  # noqa: ANN401 - cells hold text, numbers or nothing
    """A cell that no spreadsheet takes for a formula: such text gets an apostrophe before it."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value


def write_sheet(path: Path, columns: Sequence[Outgoing], heading: str) -> None:
    """Write UTF-8 with a byte order mark: ``heading``, then the titles, then a line per row.

    The heading stands in the first line as in the ledgers of every office; it is the watermark.
    """
    with path.open("w", encoding="utf-8-sig", newline="", errors="replace") as file:
        writer = csv.writer(file)
        writer.writerow([guarded(heading)])
        writer.writerow([guarded(column.title) for column in columns])
        for row in zip(*(column.values for column in columns), strict=True):
            writer.writerow([guarded(value) for value in row])
