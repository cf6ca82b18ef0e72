"""How a ledger is declared: one ``Field`` per column, one ``Schema`` per noun.

The store's tables, the importer's column matching, the masks and the headings on screen are all
made from these declarations, so a column is described once.
"""

from typing import Literal

from gridmap.township.value import dataclass

Kind = Literal["text", "integer", "real", "flag", "date", "moment", "reference"]
"""What a column holds, and so how it looks in a ``Table``:

``text`` object array of str, ``''`` where missing; ``integer`` and ``real`` float64, NaN where
missing; ``flag`` int8 1/0, -1 where unknown; ``date`` ``YYYY-MM-DD`` and ``moment``
``YYYY-MM-DDTHH:MM:SS`` local civil time, both as text; ``reference`` the text as it was written
beside a ``<name>_fid`` int64 column, 0 where it names no row (yet).
"""

Geometry = Literal["none", "point", "line", "polygon"]
"""``point`` tables have float64 columns ``x``, ``y`` (NaN when unplaced); ``line`` and ``polygon``
tables an object column ``geometry`` of shapely geometries. Always in the township's working CRS."""

Mask = Literal["", "name", "id_number", "phone", "address", "health", "free_text"]
"""How a personal value is shown while the screens are masked; '' for what is not personal."""


@dataclass(frozen=True)
class Field:
    """One column of a ledger.

    ``synonyms`` are the headings seen in real ledgers (TOWNSHIP.md section 5); ``choices`` closes
    a text column to a code list; ``refers_to`` names the table a ``reference`` points into and
    ``refers_by`` the columns there that the written text may match, first match first.
    """

    name: str
    kind: Kind
    title: str
    synonyms: tuple[str, ...] = ()
    required: bool = False
    mask: Mask = ""
    choices: tuple[str, ...] = ()
    refers_to: str = ""
    refers_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Schema:
    """A noun's columns, its geometry and the natural keys that make a second import a no-op.

    ``keys`` are alternatives, the strongest first. A row that arrives is the stored row that
    equals it in the first alternative whose columns are not all empty in it; by a weaker
    alternative only stored rows are found that have no stronger one.
    """

    name: str
    title: str
    geometry: Geometry
    fields: tuple[Field, ...]
    keys: tuple[tuple[str, ...], ...] = ()

    def field(self, name: str) -> Field:
        """The field called ``name``. Raises KeyError."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(name)

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column of a ``Table`` of this schema, in order: identity, fields, place."""
        names = ["fid", "uuid"]
        for field in self.fields:
            names.append(field.name)
            if field.kind == "reference":
                names.append(f"{field.name}_fid")
        if self.geometry == "point":
            names += ["x", "y"]
        elif self.geometry != "none":
            names.append("geometry")
        return tuple(names)
