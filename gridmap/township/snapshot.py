"""One immutable state of a township: what every rule, scene and export reads."""

from collections.abc import Mapping
from dataclasses import field, replace

from gridmap.township.schemas import SCHEMAS
from gridmap.township.settings import Settings
from gridmap.township.table import Table
from gridmap.township.value import dataclass


@dataclass(frozen=True)
class Snapshot:
    """Settings and tables at one moment.

    ``version`` is the number of the store's last operation that is in it. A table that was not
    loaded, or has no rows, is an empty table of its schema. All geometry is in ``settings.crs``.
    """

    settings: Settings = field(default_factory=Settings)
    tables: Mapping[str, Table] = field(default_factory=dict)
    version: int = 0

    def __getitem__(self, name: str) -> Table:
        """The table called ``name``. Raises KeyError for a name that is no noun."""
        found = self.tables.get(name)
        return found if found is not None else Table.of(SCHEMAS[name], {})

    def with_tables(self, tables: Mapping[str, Table], version: int | None = None) -> "Snapshot":
        """The same state with some tables exchanged."""
        return replace(
            self,
            tables={**self.tables, **tables},
            version=self.version if version is None else version,
        )

    def like(self, old: "Snapshot") -> "Snapshot":
        """The same state; columns that have not changed since ``old`` are its arrays."""
        known = old.tables
        tables = {
            name: table.like(known[name]) if name in known else table for name, table in self.tables.items()
        }
        return replace(self, tables=tables)
