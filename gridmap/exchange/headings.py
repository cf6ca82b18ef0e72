"""Which column of a foreign table is which field: by name, title, synonym, or as the user says."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from gridmap.township.schema import Schema
from gridmap.township.schemas import NEVER_IMPORTED, SCHEMAS

PLACE = {
    "lon": ("经度", "lng", "long", "longitude", "东经"),
    "lat": ("纬度", "latitude", "北纬"),
    "lonlat": ("经纬度", "坐标", "经纬度坐标", "位置坐标"),
    "x": ("东坐标", "横坐标", "easting", "x坐标", "point_x"),
    "y": ("北坐标", "纵坐标", "northing", "y坐标", "point_y"),
}
"""Headings of places. ``x`` is always east and ``y`` north here; see ``places`` for swapped ones."""
PEOPLE = {
    "leader": ("网格长", "网格长姓名", "grid_leader", "leader_name"),
    "worker": ("网格员", "网格员姓名", "专职网格员", "专职网格员姓名", "grid_worker", "worker_name"),
}
"""Headings on a grid that name people: they become staff and assignments."""
HOUSEHOLD_KINDS = ("households", "residents")
_ORDINARY_PEOPLE = ("政治面貌",)  # of a cadre it is a field, of ordinary people it is never imported


@dataclass(frozen=True)
class Matching:
    """Field (or place, or people) name -> column index; headings dropped on purpose; the rest."""

    columns: Mapping[str, int] = field(default_factory=dict)
    dropped: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    def __contains__(self, name: object) -> bool:
        return name in self.columns


def normal(heading: object) -> str:
    """A heading without its accidents: half-width, no white space, no star or colon, lower case."""
    text = unicodedata.normalize("NFKC", str(heading if heading is not None else ""))
    return re.sub(r"[\s*:※]+", "", text).casefold()


@cache
def vocabulary(kind: str) -> dict[str, list[tuple[int, str]]]:
    """Normal heading -> (rank, name) for everything a table of ``kind`` may bring; rank 0 is best."""
    schema = SCHEMAS[kind]
    words: dict[str, list[tuple[int, str]]] = {}

    def say(word: str, rank: int, name: str) -> None:
        words.setdefault(normal(word), []).append((rank, name))

    for item in schema.fields:
        for rank, word in enumerate((item.name, item.title, *item.synonyms)):
            say(word, min(rank, 1) if rank < 2 else rank, item.name)
    extra = {**(PLACE if schema.geometry == "point" else {}), **(PEOPLE if kind == "grids" else {})}
    for name, synonyms in extra.items():
        for rank, word in enumerate((name, *synonyms)):
            say(word, rank, name)
    return words


def match(
    schema: Schema, headings: Sequence[str], overrides: Mapping[str, str], *, cut: bool = False
) -> Matching:
    """The columns of a table of ``schema`` among ``headings``.

    A field takes its best heading and a heading serves one field, the better match first.
    ``overrides`` (field -> heading) come before everything; those that name nothing here are
    ignored, ``check_overrides`` says so once for the whole import. ``cut`` says that the file keeps
    ten bytes of a heading: ``household_`` is then ``household_no``.
    """
    taken = _overridden(schema, headings, overrides)
    words = vocabulary(schema.name)
    claims = [
        (rank, at, name)
        for at, heading in enumerate(headings)
        for rank, name in words.get(normal(heading))
        or words.get(_without_unit(heading))
        or (_cut_words(words, heading) if cut else [])
    ]
    for _rank, at, name in sorted(claims):
        if name not in taken and at not in taken.values():
            taken[name] = at
    rest = [heading for at, heading in enumerate(headings) if heading and at not in taken.values()]
    never = {normal(word) for word in NEVER_IMPORTED}
    if schema.name in HOUSEHOLD_KINDS:
        never |= set(_ORDINARY_PEOPLE)
    dropped = tuple(heading for heading in rest if normal(heading) in never)
    return Matching(taken, dropped, tuple(heading for heading in rest if heading not in dropped))


def _cut_words(words: Mapping[str, list[tuple[int, str]]], heading: str) -> list[tuple[int, str]]:
    """What a heading of nine or ten bytes began to say, when only one name begins so."""
    start = normal(heading)
    if not any(len(start.encode(encoding, "ignore")) in (9, 10) for encoding in ("utf-8", "gb18030")):
        return []
    names = {name for word, known in words.items() if word.startswith(start) for _rank, name in known}
    return [(len(words), names.pop())] if len(names) == 1 else []


def _without_unit(heading: str) -> str:
    """``常住人口(人)`` also answers to ``常住人口``."""
    return re.sub(r"\([^()]*\)$", "", normal(heading))


def _overridden(schema: Schema, headings: Sequence[str], overrides: Mapping[str, str]) -> dict[str, int]:
    found = {}
    places = {normal(heading): at for at, heading in reversed(list(enumerate(headings)))}
    for word, heading in overrides.items():
        name = field_named(schema.name, word)
        if name and normal(heading) in places:
            found[name] = places[normal(heading)]
    return found


def field_named(kind: str, word: str) -> str:
    """The field of ``kind`` that ``word`` names (name, title or synonym), '' when none."""
    names = sorted(vocabulary(kind).get(normal(word), []))
    return names[0][1] if names else ""


def candidates(kind: str) -> list[str]:
    """The names that ``--column`` may use for a table of ``kind``."""
    return sorted({name for names in vocabulary(kind).values() for _rank, name in names})


@cache
def _all_words() -> frozenset[str]:
    return frozenset(word for kind in SCHEMAS for word in vocabulary(kind))


def find_header(records: Sequence[Sequence[object]], extra: Iterable[str] = ()) -> int:
    """The index of the header among the first ten records: the one with most known headings.

    ``extra`` are headings the user named. -1 when no record has one.
    """
    known = _all_words() | {normal(word) for word in extra}
    counts = [
        sum(
            normal(cell) in known or _without_unit(str(cell)) in known
            for cell in cells
            if cell not in ("", None)
        )
        for cells in records[:10]
    ]
    best = max(counts, default=0)
    return counts.index(best) if best else -1
