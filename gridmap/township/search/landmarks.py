"""What can be searched besides people: grids, villages, groups and places. A few thousand, always fresh."""

from collections.abc import Iterator
from dataclasses import dataclass

from gridmap.township.search.people import Way
from gridmap.township.search.pinyin import Readings, sounds
from gridmap.township.search.texts import Numbers, SortedTexts, folded, in_order
from gridmap.township.snapshot import Snapshot
from gridmap.township.table import Table

TABLES = ("grids", "villages", "groups", "places")
Spot = tuple[str, int]
"""A table and a row of it."""


@dataclass(frozen=True)
class Landmarks:
    """Names and codes of ``spots``: ``texts`` are of the spots ``named``, ``sounds`` of ``sounding``."""

    spots: tuple[Spot, ...]
    texts: SortedTexts
    named: Numbers
    sounds: SortedTexts
    sounding: Numbers

    @classmethod
    def of(cls, snapshot: Snapshot, readings: Readings) -> "Landmarks":
        """Everything of a snapshot that has a name, but its people."""
        spots: list[Spot] = []
        texts: list[str] = []
        named: list[int] = []
        spoken: list[str] = []
        sounding: list[int] = []
        for table in TABLES:
            for row, (name, code, village) in enumerate(_names(snapshot, snapshot[table])):
                keys = [key for key in (name, code, village and village + name) if key]
                texts += keys
                named += [len(spots)] * len(keys)
                read = sounds(name, readings)
                spoken += read
                sounding += [len(spots)] * len(read)
                spots.append((table, row))
        return cls(tuple(spots), *in_order(texts, named), *in_order(spoken, sounding))

    def called(self, way: Way, name: str) -> Iterator[Spot]:
        """What has this name or code, in the order of the texts."""
        return (self.spots[self.named[number]] for number in way(self.texts, folded(name)))

    def sounding_like(self, way: Way, sound: str) -> Iterator[Spot]:
        """Whose name sounds so, in the order of the sounds."""
        return (self.spots[self.sounding[number]] for number in way(self.sounds, folded(sound)))


def letters(snapshot: Snapshot) -> set[str]:
    """The characters of all names that have to be read: those that are not ASCII."""
    said = {letter for table in TABLES for name in snapshot[table].text("name") for letter in name}
    return {letter for letter in said if not letter.isascii()}


def _names(snapshot: Snapshot, table: Table) -> Iterator[tuple[str, str, str]]:
    """Name, code and village of each row, '' for what it has not."""
    names, nothing = table.text("name").tolist(), [""] * len(table)
    codes = table.text("code").tolist() if "code" in table else nothing
    villages = _village_names(snapshot, table) if "village_fid" in table and "code" in table else nothing
    return zip(names, codes, villages, strict=True)


def _village_names(snapshot: Snapshot, table: Table) -> list[str]:
    villages = snapshot["villages"]
    rows, names = villages.index_of(table.fids("village_fid")).tolist(), villages.text("name").tolist()
    written = table.text("village").tolist()
    return [names[at] if at >= 0 else text for at, text in zip(rows, written, strict=True)]
