"""What the worker hands over of a foreign file: text columns and WKB, nothing interpreted."""

import json
import math
import re
from array import array
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\ufeff\ud800-\udfff]")
EXACT_DIGITS = 15
"""Digits a spreadsheet number keeps. A longer one (an ID number) has already lost its end."""


@dataclass
class RawLayer:
    """One table of a foreign file as it was written.

    ``columns`` holds one list of text for each heading, ``rows`` the number of each row as the
    user's program shows it, ``geometries`` the WKB of each row in hexadecimal ('' for none) or
    None for a plain table, ``crs`` the declared CRS (``EPSG:n`` or WKT, '' when none).
    ``numbers`` lists (index, column index) of cells that were numbers of 15 digits or more.
    ``failed`` lists (row, reason) of geometries that could not be built at all; those rows are
    in no list here.
    """

    name: str = ""
    headings: list[str] = field(default_factory=list)
    columns: list[list[str]] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    geometries: list[str] | None = None
    crs: str = ""
    numbers: list[tuple[int, int]] = field(default_factory=list)
    failed: list[tuple[int, str]] = field(default_factory=list)

    def column(self, heading: str) -> list[str]:
        """The texts below ``heading``."""
        return self.columns[self.headings.index(heading)]


@dataclass
class RawFile:
    """One foreign file: its format, the text encoding used, its SHA-256 and its layers."""

    format: str = ""
    encoding: str = ""
    digest: str = ""
    layers: list[RawLayer] = field(default_factory=list)

    def dump(self) -> str:
        """One line of JSON. JSON and not pickle: what a hostile file made of the worker is data."""
        layers = [
            {**vars(layer), "columns": [_coded(column) for column in layer.columns]} for layer in self.layers
        ]
        return json.dumps({**vars(self), "layers": layers})

    @classmethod
    def load(cls, values: dict[str, Any]) -> "RawFile":
        """The file from what ``dump`` wrote, parsed."""
        layers = [RawLayer(**layer) for layer in values.pop("layers")]
        for layer in layers:  # a heading may be wrapped in its cell; messages are one line
            layer.headings = [" ".join(heading.split()) for heading in layer.headings]
            layer.columns = [_decoded(column) for column in layer.columns]
        return cls(**values, layers=layers)


def as_text(value: object) -> str:
    """A cell of any type as clean text: no control or bidirectional characters, no lone surrogates.

    Whole floats lose their ``.0``; dates are ISO; None and NaN are ''.
    """
    if value is None:
        return ""
    if isinstance(value, str):
        text = value if value.isprintable() else _CONTROL.sub("", value)
        return text.strip()
    return _plain(value)


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return _decimal(value)
    if isinstance(value, datetime) and value.time() == time(0):
        value = value.date()
    if isinstance(value, date | time):
        return value.isoformat()[: len("2024-01-01T00:00:00")]
    return as_text(json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value))


def _decimal(value: float) -> str:
    if math.isnan(value):
        return ""
    return str(int(value)) if value.is_integer() and abs(value) < 1e18 else repr(value)


def is_long_number(value: object) -> bool:
    """Whether a cell is a number with 15 digits or more: such an ID may have lost its last digits."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return math.isfinite(value) and abs(value) >= 10 ** (EXACT_DIGITS - 1)


def table(name: str, headings: Sequence[object], records: Sequence[tuple[int, Sequence[object]]]) -> RawLayer:
    """A plain layer from (row number, cells) records; short records are filled with blanks."""
    width = len(headings)
    layer = RawLayer(name, [as_text(heading) for heading in headings])
    layer.rows = [row for row, _cells in records]
    filled = ([*cells[:width], *[""] * (width - len(cells))] for _row, cells in records)
    columns = list(zip(*filled, strict=True))
    layer.columns = [_texts(column) for column in columns] or [[] for _ in headings]
    layer.numbers = sorted(
        (index, at)
        for at, column in enumerate(columns)
        for index, cell in enumerate(column)
        if not isinstance(cell, str) and is_long_number(cell)
    )
    return layer


def _texts(column: Sequence[object]) -> list[str]:
    """The clean texts of cells; a text that stands in many rows is cleaned and kept once."""
    try:
        known = {cell: as_text(cell) for cell in set(column)}
    except TypeError:  # a list in a cell
        return [as_text(cell) for cell in column]
    return [known[cell] for cell in column]


def _coded(column: list[str]) -> list[str] | dict[str, Any]:
    """A column as it is, or as its different texts and which of them each row has, when that is less."""
    texts = dict.fromkeys(column)
    if len(texts) * 2 > len(column):
        return column
    place = {text: at for at, text in enumerate(texts)}
    codes = array("i", [place[text] for text in column])
    return {"texts": list(texts), "codes": b64encode(codes.tobytes()).decode("ascii")}


def _decoded(column: list[str] | dict[str, Any]) -> list[str]:
    if isinstance(column, list):
        return column
    texts = column["texts"]
    return [texts[code] for code in array("i", b64decode(column["codes"]))]
