"""The search itself: the landmarks of a snapshot, the people of its store, and the best of both."""

from collections.abc import Iterable, Iterator
from itertools import islice

import numpy as np

from gridmap.township.search.coordinates import coordinates_hit
from gridmap.township.search.hit import Hit, area_hit, person_hit, place_hit
from gridmap.township.search.landmarks import Landmarks
from gridmap.township.search.people import NOBODY, People, Person, Way
from gridmap.township.search.phones import SHORTEST
from gridmap.township.search.texts import SortedTexts
from gridmap.township.snapshot import Snapshot

_Found = tuple[str, int, str]
"""A table, a row of it, and the person of the household that is meant ('' for a landmark)."""


class SearchIndex:
    """Everything findable in one snapshot. ``people`` may be older than it: who has gone is left out.

    The best come first: whole texts (names, codes, house numbers), beginnings of texts, whole pinyin,
    beginnings of pinyin, tails of phones, and texts that hold what was typed. Of these each time the
    landmarks, then people, then house numbers, each in their order; nobody twice.
    """

    def __init__(self, snapshot: Snapshot, people: People = NOBODY) -> None:
        self.snapshot = snapshot
        self.people = people
        self._landmarks = Landmarks.of(snapshot, people.readings)
        self._fids = snapshot["households"].fids()
        self._order = np.argsort(self._fids, kind="stable")  # quick where they are in order already

    def find(self, query: str, limit: int = 12) -> list[Hit]:
        """The best hits for what was typed."""
        typed = query.strip()
        if not typed:
            return []
        place = coordinates_hit(typed.lower(), self.snapshot.settings.crs)
        if place:
            return [place]
        best = islice(_once(self._found(typed)), limit)
        return [self._hit(*found) for found in best]

    def _found(self, typed: str) -> Iterator[_Found]:
        for way in (SortedTexts.whole, SortedTexts.beginning):
            yield from self._by_text(way, typed)
        sound = typed.replace(" ", "")
        if sound.isascii() and sound.isalpha():
            for way in (SortedTexts.whole, SortedTexts.beginning):
                yield from ((*spot, "") for spot in self._landmarks.sounding_like(way, sound))
                yield from self._at_home(self.people.sounding_like(way, sound))
        if typed.isascii() and typed.isdigit() and len(typed) >= SHORTEST:
            yield from self._at_home(self.people.called_on(typed))
        yield from self._by_text(SortedTexts.holding, typed)

    def _by_text(self, way: Way, typed: str) -> Iterator[_Found]:
        yield from ((*spot, "") for spot in self._landmarks.called(way, typed))
        yield from self._at_home(self.people.named(way, typed))
        for fid in self.people.living_at(way, typed):
            row = self._row(fid)
            if row >= 0:
                yield "households", row, str(self.snapshot["households"]["head_name"][row])

    def _at_home(self, people: Iterable[Person]) -> Iterator[_Found]:
        for name, household in people:
            row = self._row(household)
            if row >= 0 or not household:
                yield "households", row, name

    def _row(self, household: int) -> int:
        at = int(np.searchsorted(self._fids, household, sorter=self._order))
        row = int(self._order[at]) if at < len(self._order) else -1
        return row if row >= 0 and self._fids[row] == household else -1

    def _hit(self, table: str, row: int, name: str) -> Hit:
        if table == "households":
            return person_hit(self.snapshot, row, name)
        return place_hit(self.snapshot, row) if table == "places" else area_hit(self.snapshot, table, row)


def _once(found: Iterable[_Found]) -> Iterator[_Found]:
    seen = set()
    for one in found:
        if one not in seen:
            seen.add(one)
            yield one
