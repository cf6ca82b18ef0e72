"""A plan from elsewhere laid over this township: its borders, our people."""

import numpy as np

from gridmap.redraw.compare.match import matched
from gridmap.redraw.compare.side import Side
from gridmap.township.snapshot import Snapshot
from gridmap.township.table import Table


def adopted(draft: Side, grids: Table, population: str) -> Snapshot:
    """The township with other ``grids``, drawn elsewhere and known there by no identity of ours.

    Each is the grid of the draft with which it has most people in common: that one's identity, and so its
    leader and worker, go on. What is new has nobody.
    """
    bare = grids.replace(village_fid=np.zeros(len(grids), np.int64))
    drawn = draft.snapshot.with_tables({"grids": bare})
    uuids, fids = bare.text("uuid").copy(), bare.fids().copy()
    fids += int(draft.grids.fids().max(initial=0))  # none of them is one of ours
    for ours, theirs in enumerate(matched(draft, Side.of("", drawn), population).tolist()):
        if theirs >= 0:
            uuids[theirs], fids[theirs] = draft.grids["uuid"][ours], draft.grids.fids()[ours]
    assignments = draft.snapshot["assignments"]
    lasts = np.isin(assignments.fids("grid_fid"), [0, *fids.tolist()])
    return drawn.with_tables(
        {"grids": bare.replace(uuid=uuids, fid=fids), "assignments": assignments.take(lasts)}
    )
