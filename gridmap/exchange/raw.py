"""What the worker hands over of a foreign file: text columns and WKB, nothing interpreted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from gridmap.township.bulk import parts


@dataclass(frozen=True)
class Texts:
    """A column: its ``texts``, mostly different ones, and by ``codes`` which of them each row has.

    So that a text is parsed once and held once, however many rows it stands in.
    """

    texts: list[str]
    codes: NDArray[np.int32]

    @classmethod
    def of(cls, column: Sequence[str]) -> "Texts":
        """A column of one text for each row."""
        place = {text: at for at, text in enumerate(dict.fromkeys(column))}
        codes = np.fromiter(map(place.__getitem__, column), np.int32, len(column))
        return cls(list(place), codes)

    def spread(self, values: NDArray[np.generic]) -> NDArray[np.generic]:
        """For each row what ``values`` has for its text."""
        found = np.empty(len(self.codes), values.dtype)
        for part in parts(len(found)):
            found[part] = values[self.codes[part]]
        return found

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, row: int) -> str:
        return self.texts[int(self.codes[row])]

    def __iter__(self) -> Iterator[str]:
        return map(self.texts.__getitem__, self.codes.tolist())


@dataclass
class RawLayer:
    """One table of a foreign file as it was written.

    ``columns`` holds the texts below each heading, ``rows`` the number of each row as the
    user's program shows it, ``geometries`` the WKB of each row (b'' for none) or
    None for a plain table, ``crs`` the declared CRS (``EPSG:n`` or WKT, '' when none).
    ``numbers`` lists (index, column index) of cells that were numbers of 15 digits or more.
    ``failed`` lists (row, reason) of geometries that could not be built at all; those rows are
    in no list here.
    """

    name: str = ""
    headings: list[str] = field(default_factory=list)
    columns: list[Texts] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    geometries: list[bytes] | None = None
    crs: str = ""
    numbers: list[tuple[int, int]] = field(default_factory=list)
    failed: list[tuple[int, str]] = field(default_factory=list)

    def column(self, heading: str) -> Texts:
        """The texts below ``heading``."""
        return self.columns[self.headings.index(heading)]


@dataclass
class RawFile:
    """One foreign file: its format, the text encoding used, its SHA-256 and its layers."""

    format: str = ""
    encoding: str = ""
    digest: str = ""
    layers: list[RawLayer] = field(default_factory=list)
