"""Tracks of a GPX file join the patrols of a ledger by their number, the name of the track."""

from dataclasses import replace

import numpy as np

from gridmap.i18n import _
from gridmap.township.batch import Batch, Problem


def merge_tracks(batches: list[Batch]) -> list[Batch]:
    """The batches with the geometry of tracks moved into the ledger rows of the same number.

    Tracks without a row stay in the batch of their own file.
    """
    ledgers = [item for item in batches if item.kind == "patrols" and item.format != "GPX"]
    tracks = [item for item in batches if item.kind == "patrols" and item.format == "GPX"]
    for track in tracks:
        for ledger in ledgers:
            joined, rest = _join(ledger, track)
            batches = [{id(ledger): joined, id(track): rest}.get(id(item), item) for item in batches]
            ledgers = [joined if item is ledger else item for item in ledgers]
            track = rest  # noqa: PLW2901  # what is left may join the next ledger
    return batches


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
