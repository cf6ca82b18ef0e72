"""Reading a township from its file: whole tables, or their numbers first and their texts when asked for."""

import json
from collections.abc import Iterable
from pathlib import Path

import apsw
import numpy as np
from numpy.typing import NDArray

from gridmap.errors import StoreError
from gridmap.i18n import _
from gridmap.store.deferred import deferred_table
from gridmap.store.mapped import MappedColumns, Tables, state_of
from gridmap.store.readers import Readers
from gridmap.store.rows import first_columns, load_columns, load_table
from gridmap.township.schema import Schema
from gridmap.township.schemas import SCHEMAS
from gridmap.township.settings import Settings
from gridmap.township.snapshot import Snapshot
from gridmap.township.table import Column

PLACES = "grid_of_household"


class Loader:
    """Reads the tables of one store. Numbers of large ones come from ``mapped`` when they are kept there."""

    def __init__(self, path: Path, readers: Readers, mapped: MappedColumns | None) -> None:
        self._path, self._readers, self._mapped = path, readers, mapped
        self._unmapped: tuple[str, Tables] = ("", {})
        self._kept_version = -1  # of the columns that ``keep`` would keep
        self._places: tuple[int, NDArray[np.int64] | None] = (-1, None)

    def load(self, names: Iterable[str] | None, deferred: bool) -> Snapshot:
        """Tables as they are now, of one moment; with ``deferred`` texts are read when asked for."""
        try:
            with self._readers.lent() as reader, reader:  # one read transaction
                version = read_version(reader)
                chosen = [SCHEMAS[name] for name in names or SCHEMAS]
                if deferred:
                    first = self._first_columns(reader, chosen, version)
                    tables = {
                        schema.name: deferred_table(schema, first[schema.name], self._readers)
                        for schema in chosen
                    }
                else:
                    tables = {schema.name: load_table(reader, schema) for schema in chosen}
                snapshot = Snapshot(read_settings(reader), tables, version)
        except apsw.Error as error:
            raise StoreError(_("{path}：读不了（{why}）").format(path=self._path, why=error)) from error
        return snapshot

    def places(self, version: int) -> NDArray[np.int64] | None:
        """The grid of every household as it was found when this version was opened before."""
        known, places = self._places
        return places if known == version else None

    def _first_columns(
        self, reader: apsw.Connection, schemas: Iterable[Schema], version: int
    ) -> dict[str, dict[str, Column]]:
        """The numbers of tables: mapped where they are kept from before, else read."""
        state = state_of(self._path, reader) if self._mapped else ""
        if self._mapped and state:
            self._places = version, self._mapped.load_worked_out(self._path, state, PLACES)
        read, mapped = {}, {}
        for schema in schemas:
            names = first_columns(schema)
            found = self._mapped.load(self._path, state, schema, names) if self._mapped else None
            if found is None:
                read[schema.name] = load_columns(reader, schema, names)
            else:
                mapped[schema.name] = found
        if state and not mapped:
            same = self._unmapped[1] if self._unmapped[0] == state else {}
            self._unmapped, self._kept_version = (state, {**same, **read}), version
        return {**read, **mapped}

    def keep(self, version: int, places: NDArray[np.int64]) -> None:
        """Keep the numbers that were read, so that the next opening need not read them; and the grid of every
        household, when it is that of the version of these."""
        (state, tables), self._unmapped = self._unmapped, ("", {})
        if self._mapped:
            own = {PLACES: places} if version == self._kept_version else {}
            self._mapped.save(self._path, state, tables, own)


def read_settings(reader: apsw.Connection) -> Settings:
    """The township's settings."""
    rows = reader.execute("SELECT name, value FROM gridmap_settings")
    return Settings.of({name: json.loads(value) for name, value in rows})


def read_version(reader: apsw.Connection) -> int:
    """The number of the last operation."""
    return int(reader.execute("SELECT COALESCE(MAX(seq), 0) FROM gridmap_op_log").get)
