"""What a week's patrols covered, as marks over the map: their swaths, and the homes that none came near."""

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.i18n import _
from gridmap.response.tracks import Rows
from gridmap.scene.cells import Spots
from gridmap.scene.marks import Areas, Lines, Mark, Points
from gridmap.scene.palette import Palette
from gridmap.scene.scene import LegendRow
from gridmap.scene.shapes import drawn, rings_of
from gridmap.township.table import Table

MERGED, SINGLE = 0.34, 0.16
"""How opaque the whole is, and each swath alone: where two lie on each other it is darker."""


def swath_marks(areas: NDArray[np.object_], merged: bool, colours: Palette) -> tuple[Mark, ...]:
    """Swaths as one area with an outline, or each for itself."""
    if not len(areas):
        return ()
    fill = Areas(
        rings=rings_of(areas), colours=(colours.patrol,) * len(areas), alpha=MERGED if merged else SINGLE
    )
    edge = Lines(
        paths=drawn(shapely.boundary(areas)), colour=colours.patrol, width=1.2 if merged else 0.8,
        alpha=0.9 if merged else 0.5,
    )  # fmt: skip
    return fill, edge


def missed_marks(households: Table, rows: Rows, colours: Palette) -> tuple[Mark, ...]:
    """Homes that no track came near."""
    if not len(rows):
        return ()
    spots = Spots.of(households.number("x")[rows], households.number("y")[rows])
    return (Points(spots=spots, colour=colours.failed, size=5.0, halo=1.5, halo_colour=colours.halo),)


def swath_legend(shown: bool, missed: int, metres: float, colours: Palette) -> tuple[LegendRow, ...]:
    """What the marks mean."""
    rows = []
    if shown:
        title = _("巡防覆盖带 {metres:.0f} 米").format(metres=metres)
        rows.append(LegendRow("swath", colours.patrol, title))
    if missed:
        rows.append(LegendRow("square", colours.failed, _("没有走到的住户"), missed))
    return tuple(rows)
