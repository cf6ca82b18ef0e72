"""What came out of one file: the rows to take and the rows that could not be taken, with reasons."""

from dataclasses import dataclass, field

import numpy as np

from gridmap.township.settings import Settings
from gridmap.township.table import Table


@dataclass(frozen=True)
class Problem:
    """One thing wrong in a user's file. ``row`` counts as the user's program shows it (the first
    line or spreadsheet row is 1; a feature of a geodata file counts from 1), 0 for the whole file.

    ``reason`` is one clear line, in Chinese, without personal data. ``rejected`` says whether the
    row was left out (it is taken, with the doubtful value kept as written, otherwise).
    """

    row: int
    column: str
    reason: str
    rejected: bool = True


@dataclass(frozen=True)
class Batch:
    """The rows of one file for one table, ready for the store.

    ``table`` is in the working CRS with ``fid`` and every ``*_fid`` 0 and ``uuid`` '': the store
    gives identities and follows the references. ``also`` holds rows that the file implies in other
    tables (a grid's leader becomes staff and an assignment). ``rows`` counts what the file has,
    ``unplaced`` the accepted point rows without a place. ``digest`` is the file's SHA-256.
    """

    path: str
    kind: str
    format: str
    encoding: str
    datum: str
    digest: str
    rows: int
    table: Table
    problems: tuple[Problem, ...] = ()
    also: tuple[Table, ...] = ()
    dropped: tuple[str, ...] = ()

    @property
    def accepted(self) -> int:
        """Rows that go into the store."""
        return len(self.table)

    @property
    def rejected(self) -> int:
        """Rows that were left out."""
        return len({problem.row for problem in self.problems if problem.rejected and problem.row})

    @property
    def unplaced(self) -> int:
        """Accepted rows of a point table that have no place on the map."""
        if self.table.schema.geometry != "point":
            return 0
        return int(np.isnan(self.table.number("x")).sum())


@dataclass(frozen=True)
class Intake:
    """Everything one import brings: batches in the order to be written, and the settings after it."""

    settings: Settings
    batches: tuple[Batch, ...] = field(default=())
