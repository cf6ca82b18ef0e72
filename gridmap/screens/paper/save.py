"""A call sheet to a file, in the format of its suffix: Qt is loaded only for the PDF."""

from pathlib import Path

from gridmap.exchange.exports.calls import write_calls
from gridmap.exchange.exports.stamp import Stamp
from gridmap.response.affected import Affected
from gridmap.response.area import Area
from gridmap.response.call_sheet import call_sheet
from gridmap.response.shelters import refuges
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
    from gridmap.screens.paper.calls import print_calls
    from gridmap.screens.start import application

    application()
    print_calls(path, calls, found, made, snapshot, stamp, hide=hide)
