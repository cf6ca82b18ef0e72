"""What calls for attention: when it rings, and which alarm flashes. Pure time: no sound, no pixels."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Protocol

QUIET = timedelta(seconds=15)
"""There is one ding in so long at most."""
AGAIN = timedelta(seconds=20)
"""An urgent alarm that nobody has acknowledged rings again after so long."""
FLASH = timedelta(seconds=30)
HALF_BEAT = timedelta(milliseconds=250)
"""Half of a beat of the halo: 2 Hz."""


class Calls(Protocol):
    """What is asked of an alarm."""

    @property
    def key(self) -> str:
        """Which one it is."""
        ...

    @property
    def urgency(self) -> str:
        """P1 to P3."""
        ...

    @property
    def state(self) -> str:
        """One of the states of an alarm."""
        ...

    @property
    def incident(self) -> bool:
        """Whether something happened; what is found in the plan never calls."""
        ...


class Bell:
    """Rings for a new alarm, and for a P1 again and again. What was there before it first listened is
    known already, but for a P1."""

    def __init__(self) -> None:
        self._known: frozenset[str] | None = None
        self._rang: datetime | None = None

    def due(self, alarms: Iterable[Calls], now: datetime) -> bool:
        """Whether it rings now; it then has."""
        waiting = [alarm for alarm in alarms if alarm.incident and alarm.state == "new"]
        urgent = any(alarm.urgency == "P1" for alarm in waiting)
        keys = frozenset(alarm.key for alarm in waiting)
        fresh = keys - (keys if self._known is None else self._known)
        first, since = self._known is None, None if self._rang is None else now - self._rang
        if since is not None and since < QUIET:  # what comes meanwhile rings when it may
            self._known = (self._known or frozenset()) - (self._known or frozenset()).difference(keys)
            return False
        self._known = keys
        rings = bool(fresh) or (urgent and (first or since is None or since >= AGAIN))
        if rings:
            self._rang = now
        return rings


class Flash:
    """The halo of every P1 that nobody has acknowledged: 2 Hz, for 30 seconds from when it was first seen."""

    def __init__(self) -> None:
        self._began: dict[str, datetime] = {}

    def flashing(self, alarms: Iterable[Calls], now: datetime) -> frozenset[str]:
        """The keys of the alarms that flash at ``now``."""
        urgent = {a.key for a in alarms if a.incident and a.urgency == "P1" and a.state == "new"}
        began: Mapping[str, datetime] = self._began
        self._began = {key: began.get(key, now) for key in urgent}
        return frozenset(key for key, at in self._began.items() if now - at < FLASH)

    def lit(self, now: datetime) -> bool:
        """Whether the halo is on in this half of the beat."""
        beats = (now - datetime(now.year, 1, 1)) / HALF_BEAT
        return int(beats) % 2 == 0
