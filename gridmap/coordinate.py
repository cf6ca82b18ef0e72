"""What the centre is asked while it coordinates: who is inside an area, who is nearest, whom to visit."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from gridmap.app import author, read_township
from gridmap.errors import UsageError
from gridmap.i18n import _
from gridmap.township.snapshot import Snapshot

if TYPE_CHECKING:
    from gridmap.response.affected import Affected
    from gridmap.response.area import Area
    from gridmap.response.reach import Nearest
    from gridmap.response.rounds import Round
    from gridmap.response.visits import Contacts


@contextmanager
def who_is_inside(
    address: str | None, place: Path | Sequence[float], population: str, out: Path | None = None
) -> Iterator[tuple["Affected", Snapshot]]:
    """Who is inside the polygons of a file, or a circle (longitude, latitude, metres); with ``out``,
    its call sheet is written there. Raises GridmapError with one line.
    """
    from gridmap.exchange.exports.calls import check_suffix
    from gridmap.exchange.exports.stamp import Stamp
    from gridmap.response import shelters
    from gridmap.response.affected import TABLES, affected
    from gridmap.screens.paper.save import save_calls

    if out is not None:
        check_suffix(out)
    with read_township(address, (*TABLES, *(shelters.TABLES if out else ()))) as snapshot:
        now = datetime.now()
        area = _area(place, snapshot.settings.crs)
        found = affected(snapshot, area, now.date(), population)
        if out is not None:
            stamp = Stamp(author(), now, _("应急呼叫"), drill=snapshot.settings.drill)
            save_calls(out, snapshot, area, found, stamp)
        yield found, snapshot


@contextmanager
def nearest_helpers(
    address: str | None, incident: str, at: Sequence[float], by: str, cut: Sequence[str]
) -> Iterator[tuple["Nearest", Snapshot]]:
    """The three nearest helpers to an incident, or to a longitude and latitude without one.

    Raises GridmapError with one line.
    """
    from gridmap.exchange.area_file import ground_place
    from gridmap.response.reach import TABLES, incident_place, nearest

    with read_township(address, TABLES) as snapshot:
        if incident:
            place = incident_place(snapshot, incident)
        else:
            place = ground_place(at[0], at[1], snapshot.settings.crs)
        yield nearest(snapshot, place, by=by, cut=cut), snapshot


@contextmanager
def owed_visits(
    address: str | None, now: datetime, grid: str = "", out: Path | None = None
) -> Iterator[tuple["Contacts", Sequence["Round"], Snapshot]]:
    """Who is owed a visit as of ``now``, with the rounds of every grid or of one, by code or name; with
    ``out`` the rounds are written there. Raises GridmapError with one line.
    """
    from gridmap.exchange.exports.rounds import check_suffix
    from gridmap.exchange.exports.stamp import Stamp
    from gridmap.response.owed import owed
    from gridmap.response.rounds import rounds
    from gridmap.response.visits import TABLES
    from gridmap.screens.paper.save import save_rounds
    from gridmap.township.census import take_census

    if out is not None:
        check_suffix(out)
    with read_township(address, TABLES) as snapshot:
        grids = snapshot["grids"]
        own = np.flatnonzero((grids.text("code") == grid) | (grids.text("name") == grid))
        if grid and not len(own):
            raise UsageError(_("没有编码或名称为 {name} 的网格").format(name=grid))
        census = take_census(snapshot)
        found = owed(snapshot, census, now).found
        made = rounds(snapshot, census, found, grids=own.tolist() if grid else None)
        if out is not None:
            stamp = Stamp(author(), now, _("今日走访"), drill=snapshot.settings.drill)
            save_rounds(out, made, found, snapshot, census, stamp)
        yield found, made, snapshot


def _area(place: Path | Sequence[float], crs: str) -> "Area":
    from gridmap.exchange.area_file import ground_place, read_area
    from gridmap.response import area

    if isinstance(place, Path):
        return area.polygon(read_area(place, crs))
    x, y = ground_place(place[0], place[1], crs)
    return area.circle(x, y, place[2])
