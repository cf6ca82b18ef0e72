"""A change of the document, as the store writes it and the windows hear of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from gridmap.township.table import Table

EDITED = ("grids", "assignments")
"""The tables that edits of the plan change; villages, groups, staff and households are what they are judged
by."""


@dataclass(frozen=True)
class Change:
    """Rows to write in one transaction, with the words for the record.

    ``rows`` holds whole rows: a known ``uuid`` replaces that row, a new one is inserted.
    ``removed`` holds uuids per table. ``label`` is what the undo menu and the audit log say; it
    never holds personal data. ``details`` goes into the op log as JSON (the edit's parameters).
    ``settings`` holds settings of the township by name with their new values.
    """

    label: str
    rows: Mapping[str, Table] = field(default_factory=dict)
    removed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    details: Mapping[str, object] = field(default_factory=dict)
    settings: Mapping[str, object] = field(default_factory=dict)

    @property
    def tables(self) -> frozenset[str]:
        """The names of the tables this change touches."""
        return frozenset(self.rows) | frozenset(self.removed)
