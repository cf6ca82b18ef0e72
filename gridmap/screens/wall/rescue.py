"""Works out help on its way in the background, and again only when something it depends on has changed."""

from collections.abc import Callable
from datetime import datetime

import numpy as np
from PySide6.QtWidgets import QWidget

from gridmap.response.incidents import stage_of
from gridmap.response.open_incidents import is_open
from gridmap.response.relief import Coming, Relief, beds, fills, ways
from gridmap.scene.wall import WallContent
from gridmap.screens.response.latest import Latest
from gridmap.session import Session
from gridmap.township.snapshot import Snapshot
from gridmap.township.table import Table

MOST = 5
"""So many ways are worked out, those to the most urgent incidents."""
TABLES = (
    "places", "roads", "waters", "households", "grids", "staff", "assignments", "positions", "heights",
)  # fmt: skip
"""What ways and shelters depend on besides who was sent and who is called."""

Sent = tuple[tuple[str, str], ...]
Beds = np.ndarray[tuple[int], np.dtype[np.int64]]


class Rescue:
    """The ways and the shelters of one wall. ``renewed`` is called when they were worked out."""

    def __init__(self, window: QWidget, session: Session, renewed: Callable[[], None]) -> None:
        self._session, self._renewed = session, renewed
        self._latest = Latest(window, self._take, session.failed.emit)
        self._known: tuple[Sent, str, tuple[Table, ...]] = ((), "", ())
        self._coming: tuple[Coming, ...] = ()
        self._beds: Beds | None = None

    def follow(self, content: WallContent) -> None:
        """The wall has counted again: ask where others were sent, another roll is called, or the roads
        changed."""
        public = self._session.public
        snapshot, census, roll = public.snapshot, public.census, content.roll
        sent = sent_people(snapshot, content.now)
        call, tables = "" if roll is None else roll.name, tuple(snapshot[name] for name in TABLES)
        before, self._known = self._known, (sent, call, tables)
        if (sent, call) == before[:2] and list(map(id, tables)) == list(map(id, before[2])):
            return
        if not sent and roll is None:
            self._latest.forget()
            self._coming, self._beds = (), None
            return
        self._beds, now = None, content.now

        def work() -> tuple[tuple[Coming, ...], Beds | None]:
            found = None if roll is None else beds(snapshot, roll.call, roll.ground)
            return ways(snapshot, census, sent, now), found

        self._latest.ask(work)

    def relief(self, content: WallContent) -> Relief:
        """What is known of help on its way, with who has arrived by now."""
        roll, snapshot = content.roll, self._session.public.snapshot
        if roll is None or self._beds is None or len(self._beds) != len(roll.call):
            return Relief(self._coming)
        return Relief(self._coming, fills(snapshot, roll.call, self._beds))

    def _take(self, answer: tuple[tuple[Coming, ...], Beds | None]) -> None:
        self._coming, self._beds = answer
        self._renewed()


def sent_people(snapshot: Snapshot, now: datetime) -> Sent:
    """Incident (uuid) and name of everybody who was sent and has not arrived, most urgent first; never to a
    restricted case."""
    table = snapshot["incidents"]
    staff = set(snapshot["staff"].text("name").tolist())
    rows = np.flatnonzero(is_open(table, now) & (table["restricted"] != 1)).tolist()
    told = [
        (str(table["urgency"][row]) or "P4", str(table["uuid"][row]), str(table["handler"][row]))
        for row in rows
        if stage_of(str(table["status"][row])) == "dispatched" and table["handler"][row] in staff
    ]
    return tuple((key, name) for _urgency, key, name in sorted(told)[:MOST])
