"""High-risk homes on the desk's map: a ring around each that fills with the days since the last contact."""

from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from gridmap.i18n import _
from gridmap.scene.cells import Spots
from gridmap.scene.marks import Mark, Symbol, Symbols
from gridmap.scene.palette import Palette
from gridmap.scene.scene import LegendRow
from gridmap.scene.subject import Subject
from gridmap.township.layer import LayerDefinition
from gridmap.township.snapshot import Snapshot

if TYPE_CHECKING:
    from gridmap.response.visits import Contacts

SIZE, SMALL = 24.0, 14.0
MOST = 99
"""Days that a ring says in figures; more are as many."""

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]
Found = tuple[Floats, Floats, Rows]
"""Eastings, northings, number of the symbol."""


def contact_rings(subject: Subject, layer: LayerDefinition) -> list[Mark]:
    """A ring for every high-risk home with a place, from where single houses stand open: full and red, with
    the days in figures, once it has been silent for too long. Farther away only those, and small."""
    snapshot, steps = subject.snapshot, subject.scales
    limit = min(snapshot.settings.silent_days, MOST - 1)

    @cache
    def found() -> Found:
        return high_risk(snapshot, datetime.now())

    @cache
    def silent() -> Found:
        x, y, days = found()
        red = days > limit
        return x[red], y[red], np.zeros(int(red.sum()), np.int64)

    far, near = subject.between(layer, steps.grid, steps.house), subject.between(layer, steps.house)
    return [
        Symbols(layer.name, "", far, Spots(silent), (_silent(subject.colours),)),
        Symbols(layer.name, "", near, Spots(found), ring_symbols(limit, subject.colours)),
    ]


def ring_symbols(limit: int, colours: Palette) -> tuple[Symbol, ...]:
    """One for each number of days: visited today, …, on the last good day, silent for ``limit`` + 1, …,
    ``MOST`` days or more; the last is that of a home that was never visited."""
    good = [
        Symbol(
            "ring", colours.third if days < limit else colours.warning, SIZE, rim=colours.halo,
            turn=max(days, 0.25) / max(limit, 1),
        )
        for days in range(limit + 1)
    ]  # fmt: skip
    texts = [*map(str, range(limit + 1, MOST)), f"{MOST}+", "？"]
    return (*good, *(Symbol("ring", colours.failed, SIZE, text, rim=colours.halo) for text in texts))


def silent_marks(
    snapshot: Snapshot, found: "Contacts", colours: Palette
) -> tuple[list[Mark], list[LegendRow]]:
    """The silent at every scale, as the radar shows them, with the row of the legend."""
    silent = found.take(found.silent)
    homes = snapshot["households"]
    x, y = homes.number("x")[silent.household], homes.number("y")[silent.household]
    marks: list[Mark] = [Symbols(spots=Spots.of(x, y), symbols=(_silent(colours),))]
    title = _("失联的高风险户")
    return marks, [LegendRow("ring", colours.failed, title, len(silent.household))]


def _silent(colours: Palette) -> Symbol:
    return Symbol("ring", colours.failed, SMALL, rim=colours.halo)


def high_risk(snapshot: Snapshot, now: datetime) -> Found:
    """Where the high-risk homes are, and which of ``ring_symbols`` each of them has."""
    from gridmap.response.visits import contacts

    homes, known = snapshot["households"], contacts(snapshot, now)
    known = known.take(known.tier == 0)
    days = np.where(np.isnan(known.days), MOST + 1, np.minimum(known.days, MOST)).astype(np.int64)
    return homes.number("x")[known.household], homes.number("y")[known.household], days
