"""Tracks of a file of tracks join the patrols of a ledger by their number, the name of the track."""

from dataclasses import replace

import numpy as np

from gridmap.i18n import _
from gridmap.township.batch import Batch, Problem

_LAYERS = ("GeoJSON", "GeoPackage", "Shapefile")
"""Formats in which a ledger of patrols may bring lines of its own."""


def merge_tracks(batches: list[Batch]) -> list[Batch]:
    """The batches with the geometry of tracks moved into the ledger rows of the same number.

    Tracks without a row stay in the batch of their own file.
    """
    ledgers = [item for item in batches if item.kind == "patrols" and not _is_tracks(item)]
    tracks = [item for item in batches if item.kind == "patrols" and _is_tracks(item)]
    for track in tracks:
        for ledger in ledgers:
            joined, rest = _join(ledger, track)
            batches = [{id(ledger): joined, id(track): rest}.get(id(item), item) for item in batches]
            ledgers = [joined if item is ledger else item for item in ledgers]
            track = rest  # noqa: PLW2901  # what is left may join the next ledger
    return batches


def _is_tracks(item: Batch) -> bool:
    """A ledger has no lines, unless it is a layer, or they were made of the places that it lists."""
    has_lines = any(line is not None for line in item.table["geometry"])
    return item.format == "GPX" or (has_lines and item.format not in _LAYERS)


def _join(ledger: Batch, track: Batch) -> tuple[Batch, Batch]:
    rows = {str(number): at for at, number in enumerate(ledger.table["patrol_no"]) if number}
    numbers = [str(number) for number in track.table["patrol_no"]]
    known = np.array([number in rows for number in numbers], bool)
    if not known.any():
        return ledger, track
    geometry = ledger.table["geometry"].copy()
    for at in np.flatnonzero(known):
        geometry[rows[numbers[at]]] = track.table["geometry"][at]
    count = int(known.sum())
    note = Problem(0, "", _("{n} 条轨迹并入 {path}").format(n=count, path=ledger.path), rejected=False)
    rest = replace(
        track, table=track.table.take(~known), rows=track.rows - count, problems=(*track.problems, note)
    )
    return replace(ledger, table=ledger.table.replace(geometry=geometry)), rest
