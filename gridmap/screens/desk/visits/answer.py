"""What the dock of visits asks for: everybody who is owed a visit, and one grid's round."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from gridmap.response.owed import Owed, Post, owed
from gridmap.response.rounds import Round, rounds
from gridmap.township.census import Census
from gridmap.township.snapshot import Snapshot

EVERYWHERE = -1
"""The grid row that stands for all of them."""


@dataclass(frozen=True)
class Answer:
    """Who is owed a visit, the grids in which somebody is, the round of the grid that was asked for: None
    for ``EVERYWHERE``, and where nobody is due."""

    grid: int
    owed: Owed
    posts: Sequence[Post]
    round: Round | None


def answer(snapshot: Snapshot, census: Census, now: datetime, grid: int) -> Answer:
    """The answer as of ``now``. Any thread may ask."""
    found = owed(snapshot, census, now)
    made = rounds(snapshot, census, found.found, grids=() if grid == EVERYWHERE else (grid,))
    return Answer(grid, found, found.posts(snapshot), made[0] if made else None)
