"""What a rule says: a value with numbers and a place, worded only at the edge."""

from collections.abc import Mapping
from dataclasses import field
from typing import Literal

from gridmap.township.value import dataclass

Severity = Literal["error", "warning", "note"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")


@dataclass(frozen=True)
class Finding:
    """One thing a rule found.

    ``grids`` are grid uuids; ``numbers`` the figures the message is made of (units in the key:
    ``population``, ``cap``, ``area_m2``); ``place`` is x, y in the working CRS to fly to, or None.
    ``message`` is Chinese, made by the rule's own ``wording``; it never holds personal data.
    """

    rule: str
    severity: Severity
    message: str
    grids: tuple[str, ...] = ()
    numbers: Mapping[str, float] = field(default_factory=dict)
    place: tuple[float, float] | None = None
