"""A ledger in memory: named numpy columns with a schema. Immutable by convention and by flag."""

from collections.abc import Callable, Collection, ItemsView, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from threading import RLock
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.township.bulk import parts
from gridmap.township.schema import Field, Schema

Column = NDArray[np.generic]


def empty_column(field: Field | None, name: str, length: int) -> Column:
    """A column of ``length`` missing values, of the dtype that ``Kind`` documents."""
    if name == "fid" or name.endswith("_fid"):
        return np.zeros(length, np.int64)
    if name in ("x", "y"):
        return np.full(length, np.nan)
    if name == "geometry":
        return np.full(length, None, object)
    kind = field.kind if field else "text"
    if kind in ("integer", "real"):
        return np.full(length, np.nan)
    if kind == "flag":
        return np.full(length, -1, np.int8)
    return np.full(length, "", object)


Rows = NDArray[np.int64]
Reader = Callable[[Sequence[str], Rows | None], Mapping[str, Column]]
"""Gives columns by their names: of every row, or of some rows by their numbers, in that order."""
Finder = Callable[[Sequence[str]], Rows]
"""Gives the fids of the rows with some identities, in any order."""
SMALL = 20_000
"""Rows up to which a column is soon read whole."""
FEW = 16
"""Rows are read alone while they are no more than one in so many."""


class Deferred(Mapping[str, Column]):
    """Columns that are read when they are first asked for, and kept from then on; any thread may ask.

    ``known`` are there already, ``fid`` always; ``read`` brings the others. Ask for several at once
    with ``bring``: a reader goes through its rows once for all of them. ``find`` knows the fids of some
    identities without reading them all.
    """

    def __init__(
        self, known: Mapping[str, Column], names: Iterable[str], read: Reader, find: Finder | None = None
    ) -> None:
        self._find = find
        self._known = {name: _frozen(column) for name, column in known.items()}
        self._names = dict.fromkeys(names)
        self._read = read
        self._guard = RLock()

    def __getitem__(self, name: str) -> Column:
        if name not in self._known:
            self.bring((name,))
        return self._known[name]

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def items(self) -> ItemsView[str, Column]:
        """Every column, read in one go."""
        self.bring(self._names)
        return super().items()

    @property
    def known(self) -> Collection[str]:
        """The names of the columns that have been read."""
        return self._known.keys()

    def bring(self, names: Iterable[str]) -> None:
        """Read the columns of these names that are not there yet, in one go. Raises KeyError."""
        with self._guard:
            wanted = [name for name in names if name not in self._known]
            for name in wanted:
                if name not in self._names:
                    raise KeyError(name)
            if wanted:
                self._known |= {name: _frozen(column) for name, column in self._read(wanted, None).items()}

    def of_rows(self, names: Sequence[str], rows: Rows | None) -> dict[str, Column]:
        """Some columns of some rows. A few rows are read alone, and nothing is kept of them."""
        later = [name for name in names if name not in self._known]
        if rows is None or len(rows) * FEW > len(self["fid"]):
            self.bring(later)
            later = []
        own = {name: self[name] for name in names if name not in later}
        if rows is not None:
            own = {name: column[rows] for name, column in own.items()}
        return {**own, **self._read(later, rows)} if later else own

    def like(self, old: "Deferred") -> "Deferred":
        """These columns, those that say what the known ones of ``old`` say being the same arrays."""
        both = {
            name: (column, old._known[name]) for name, column in self._known.items() if name in old._known
        }
        same = {name: theirs for name, (own, theirs) in both.items() if _says_the_same(name, own, theirs)}
        return Deferred({**self._known, **same}, self._names, self._read, self._find)

    def fids_of(self, uuids: Iterable[str]) -> Rows | None:
        """The fids of some identities where the identities have not been read; else None."""
        return None if "uuid" in self._known or self._find is None else self._find(list(uuids))

    def taken(self, rows: Rows) -> "Deferred":
        """The same columns of some rows, read no sooner than these."""
        known = {name: column[rows] for name, column in self._known.items()}

        def read(names: Sequence[str], some: Rows | None) -> Mapping[str, Column]:
            return self.of_rows(names, rows if some is None else rows[some])

        return Deferred(known, self._names, read, self._find)

    def exchanged(self, columns: Mapping[str, Column]) -> "Deferred":
        """These columns with others in the place of some."""
        return Deferred({**self._known, **columns}, self._names, self.of_rows, self._find)


def _says_the_same(name: str, one: Column, other: Column) -> bool:
    if len(one) != len(other):
        return False
    same = _same_shapes if name == "geometry" else _same_values
    return all(same(one[part], other[part]) for part in parts(len(one)))


def _same_values(one: Column, other: Column) -> bool:
    return bool(np.array_equal(one, other, equal_nan=one.dtype.kind == "f"))


def _same_shapes(one: Column, other: Column) -> bool:
    there = ~shapely.is_missing(one)
    same_rows = np.array_equal(there, ~shapely.is_missing(other))
    return same_rows and bool(shapely.equals_identical(one[there], other[there]).all())


def _frozen(column: Column) -> Column:
    column.flags.writeable = False
    return column


@dataclass(frozen=True)
class Table:
    """Rows of one noun. ``columns`` has every name of ``schema.columns``, all of one length.

    Build with ``Table.of`` (fills what is missing); derive with ``take`` and ``replace``. The columns
    of a large table may be ``Deferred``.
    """

    schema: Schema
    columns: Mapping[str, Column]

    @classmethod
    def of(cls, schema: Schema, columns: Mapping[str, Any]) -> "Table":
        """A table from some of its columns; the others are missing values.

        Raises ValueError when the lengths differ or a name is not in the schema.
        """
        unknown = set(columns) - set(schema.columns)
        if unknown:
            raise ValueError(f"{schema.name}: no column {sorted(unknown)}")
        lengths = {len(values) for values in columns.values()}
        if len(lengths) > 1:
            raise ValueError(f"{schema.name}: columns of different lengths {sorted(lengths)}")
        length = lengths.pop() if lengths else 0
        fields = {field.name: field for field in schema.fields}
        full: dict[str, Column] = {}
        for name in schema.columns:
            column = empty_column(fields.get(name), name, length)
            if name in columns:
                values = columns[name]
                if column.dtype == object:
                    column[:] = values
                else:
                    column = np.array(values, column.dtype)
            column.flags.writeable = False
            full[name] = column
        return cls(schema, full)

    def __len__(self) -> int:
        return len(self.columns["fid"])

    def __getitem__(self, name: str) -> Column:
        return self.columns[name]

    def __contains__(self, name: object) -> bool:
        return name in self.columns

    def text(self, name: str) -> NDArray[np.object_]:
        """A text column."""
        return self.columns[name].astype(object, copy=False)

    def number(self, name: str) -> NDArray[np.float64]:
        """A numeric column as float64, NaN where missing."""
        return self.columns[name].astype(np.float64, copy=False)

    def fids(self, name: str = "fid") -> NDArray[np.int64]:
        """An identity or reference column (``fid``, ``household_fid`` …)."""
        return self.columns[name].astype(np.int64, copy=False)

    def take(self, rows: NDArray[np.generic] | Sequence[int]) -> "Table":
        """The rows at ``rows`` (indexes or a mask), in that order."""
        index = np.asarray(rows)
        if index.dtype != bool:
            index = index.astype(np.int64)
        if isinstance(self.columns, Deferred):
            return Table(self.schema, self.columns.taken(np.arange(len(self))[index]))
        return Table(self.schema, {name: column[index] for name, column in self.columns.items()})

    def replace(self, **columns: Column) -> "Table":
        """The same rows with some columns exchanged."""
        if isinstance(self.columns, Deferred):
            given = Table.of(self.schema, {"fid": self["fid"], **columns})
            return Table(self.schema, self.columns.exchanged({name: given[name] for name in columns}))
        return Table.of(self.schema, {**self.columns, **columns})

    def bring(self, *names: str) -> "Table":
        """This table, with the columns of these names read in one go where they were not yet."""
        if isinstance(self.columns, Deferred):
            self.columns.bring(names)
        return self

    def one(self, name: str, row: int) -> object:
        """One value; of a large table it is read alone where the column has not been read."""
        alone = isinstance(self.columns, Deferred) and name not in self.columns.known and len(self) > SMALL
        return self.take([row])[name][0] if alone else self.columns[name][row]

    def like(self, old: "Table") -> "Table":
        """This table; columns that have not changed since ``old`` are its arrays, so that whatever was
        worked out of them stands."""
        if isinstance(self.columns, Deferred) and isinstance(old.columns, Deferred):
            return Table(self.schema, self.columns.like(old.columns))
        return self

    def rows_of(self, uuids: Iterable[str]) -> Rows:
        """The numbers of the rows with these identities, ascending; those that are not here are left out."""
        fids = self.columns.fids_of(uuids) if isinstance(self.columns, Deferred) else None
        if fids is None:
            return rows_with(self.text("uuid"), uuids)
        rows = self.index_of(fids)
        return np.sort(rows[rows >= 0])

    def row(self, index: int) -> dict[str, object]:
        """One row as a plain dict: the form that cards and exports read."""
        return {name: column[index] for name, column in self.columns.items()}

    def rows(self) -> Iterator[dict[str, object]]:
        """Every row as a dict; for small tables."""
        return (self.row(index) for index in range(len(self)))

    def index_of(self, fids: NDArray[np.int64]) -> NDArray[np.int64]:
        """Row numbers of ``fids``, -1 where no row has that fid. ``fid`` need not be sorted."""
        return index_in(self.fids(), fids)


def index_in(own: NDArray[np.int64], fids: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where a column of different fids holds each of ``fids``, -1 where it does not."""
    if not len(own):
        return np.full(len(fids), -1, np.int64)
    order = None if (own[1:] > own[:-1]).all() else np.argsort(own)  # a store's rows come in order
    at = np.minimum(np.searchsorted(own, fids, sorter=order), len(own) - 1)
    found = at if order is None else order[at]
    return np.where(own[found] == fids, found, -1).astype(np.int64)


def rows_with(own: NDArray[np.object_], texts: Iterable[str]) -> Rows:
    """Where a column holds one of some texts, ascending."""
    wanted = set(texts)
    if len(wanted) > FEW:
        return np.array([row for row, text in enumerate(own) if text in wanted], np.int64)
    found = [np.flatnonzero(own == text) for text in wanted]
    return np.sort(np.concatenate(found)) if found else np.empty(0, np.int64)
