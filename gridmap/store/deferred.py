"""Tables whose numbers are read at once and whose texts wait until somebody asks for them."""

from collections.abc import Mapping, Sequence

import apsw
import numpy as np
from numpy.typing import NDArray

from gridmap.errors import StoreError
from gridmap.i18n import _
from gridmap.store.readers import Readers
from gridmap.store.rows import load_columns
from gridmap.township.schema import Schema
from gridmap.township.table import Column, Deferred, Table, empty_column


def deferred_table(schema: Schema, known: Mapping[str, Column], readers: Readers) -> Table:
    """A table of which ``known`` columns are there, ``fid`` among them; a reading connection brings the rest.

    What is read later is read as it is saved then. Rows are found again by their fid: those added
    meanwhile are left out, those removed say nothing, until the window shows the new state.
    """
    fids = known["fid"].astype(np.int64, copy=False)

    def read(names: Sequence[str], rows: NDArray[np.int64] | None) -> Mapping[str, Column]:
        wanted = fids if rows is None else fids[rows]
        try:
            with readers.lent() as reader:
                found = load_columns(reader, schema, ("fid", *names), None if rows is None else wanted)
        except apsw.Error as error:
            raise StoreError(_("{table}：读不了（{why}）").format(table=schema.title, why=error)) from error
        return _aligned(schema, wanted, found)

    return Table(schema, Deferred(known, schema.columns, read))


def _aligned(schema: Schema, fids: NDArray[np.int64], found: Mapping[str, Column]) -> dict[str, Column]:
    """The columns ``found``, in the rows of ``fids``."""
    own = found["fid"].astype(np.int64, copy=False)
    columns = {name: column for name, column in found.items() if name != "fid"}
    if np.array_equal(own, fids):
        return columns
    fields = {field.name: field for field in schema.fields}
    at = np.searchsorted(own, fids)
    there = at < len(own)
    there[there] = own[at[there]] == fids[there]
    moved = {}
    for name, column in columns.items():
        moved[name] = empty_column(fields.get(name), name, len(fids))
        moved[name][there] = column[at[there]]
    return moved
