"""What an overlay is: read from ``layers/NAME.toml``, drawn by the scene, never holding view state."""

import tomllib
from collections.abc import Mapping
from dataclasses import field
from typing import Any, Literal

from gridmap.township.value import dataclass

Draw = Literal[
    "fill", "outline", "line", "route", "household", "elder", "incident", "place", "dot", "contact"
]


@dataclass(frozen=True)
class LayerDefinition:
    """One overlay.

    ``table`` is the table it reads, ``where`` conditions on columns (``{"at_home": 1}``), ``draw``
    how it is painted, ``says`` the columns of its popup, ``hides`` the columns that a popup never
    shows, ``min_scale`` and ``max_scale`` the map scales (1:n; 0 = no limit) it is drawn between,
    ``on`` whether it starts visible, ``order`` its place from the ground up, ``wall`` whether the
    wall draws it.
    """

    name: str
    title: str
    table: str
    draw: Draw
    order: int = 0
    on: bool = True
    wall: bool = True
    opacity: float = 1.0
    min_scale: int = 0
    max_scale: int = 0
    where: Mapping[str, object] = field(default_factory=dict)
    says: tuple[str, ...] = ()
    hides: tuple[str, ...] = ()

    @classmethod
    def parse(cls, name: str, text: str) -> "LayerDefinition":
        """A definition from the text of its TOML file. Raises ValueError with one clear line."""
        values: dict[str, Any] = tomllib.loads(text)
        try:
            for key, value in values.items():
                values[key] = tuple(value) if isinstance(value, list) else value
            return cls(name=name, **values)
        except TypeError as error:
            raise ValueError(f"layers/{name}.toml: {error}") from error
