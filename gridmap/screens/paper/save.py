"""A call sheet, the day's rounds or a hand-over page to a file: Qt is loaded only for a PDF."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from gridmap.exchange.exports.calls import write_calls
from gridmap.exchange.exports.rounds import write_rounds
from gridmap.exchange.exports.save import refuse_suffix
from gridmap.exchange.exports.stamp import Stamp
from gridmap.i18n import _
from gridmap.response.affected import Affected
from gridmap.response.area import Area
from gridmap.response.call_sheet import call_sheet
from gridmap.response.rounds import Round
from gridmap.response.shelters import refuges
from gridmap.response.visits import Contacts
from gridmap.township.census import Census
from gridmap.township.finding import Finding
from gridmap.township.snapshot import Snapshot


def save_calls(
    path: Path, snapshot: Snapshot, area: Area, found: Affected, stamp: Stamp, *, hide: bool = True
) -> None:
    """Write the call sheet of an area, a shelter for every home. Any thread may.

    Personal values are masked while ``hide`` is set. Raises GridmapError with one line; the old file is
    then as it was.
    """
    made = refuges(snapshot, area, found)
    calls = call_sheet(snapshot, found, made)
    if path.suffix.lower() != ".pdf":
        write_calls(path, calls, found, stamp, hide=hide)
        return
    from gridmap.screens.application import application
    from gridmap.screens.paper.calls import print_calls

    application()
    print_calls(path, calls, found, made, snapshot, stamp, hide=hide)


def save_rounds(
    path: Path, made: Sequence[Round], found: Contacts, snapshot: Snapshot, census: Census, stamp: Stamp,
    *, hide: bool = True,
) -> list[Path]:  # fmt: skip
    """Write rounds; a PDF has its GPX of the same name beside it. What was written.

    Personal values are masked while ``hide`` is set. Any thread may. Raises GridmapError with one
    line; the old file is then as it was.
    """
    if path.suffix.lower() != ".pdf":
        write_rounds(path, made, found, snapshot, stamp, hide=hide)
        return [path]
    from gridmap.screens.application import application
    from gridmap.screens.paper.rounds import print_rounds

    application()
    print_rounds(path, made, found, snapshot, census, stamp, hide=hide)
    walk = path.with_suffix(".gpx")
    write_rounds(walk, made, found, snapshot, stamp, hide=hide)
    return [path, walk]


def save_hand_over(
    path: Path, snapshot: Snapshot, findings: Sequence[Finding], now: datetime, author: str
) -> None:
    """Write the page that a shift hands to the next, as of ``now``; always masked. Any thread may.

    Raises GridmapError with one line; the old file is then as it was.
    """
    refuse_suffix(path, (".pdf",), _("交接班单只有 {known} 一种格式，不是 {suffix}"))
    from gridmap.scene.hand_over import hand_over
    from gridmap.screens.application import application
    from gridmap.screens.paper.hand_over import print_hand_over

    application()
    stamp = Stamp(author, datetime.now(), _("交接班"), drill=snapshot.settings.drill)
    print_hand_over(path, hand_over(snapshot, findings, now), stamp)
