"""What a chat message tells of an incident: what, where, who and when, to be confirmed by somebody.

Nothing is guessed beyond what the township's own tables know: villages, groups, grids, places, household
numbers and the names of their heads. The message itself stays as it is in the content.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

import numpy as np

from gridmap.response.cases import Report
from gridmap.response.spoken_time import number_of, spoken_time
from gridmap.response.titles import kind_of
from gridmap.response.where import NOWHERE, Where, at_household, at_point, in_area
from gridmap.township.snapshot import Snapshot

Project = Callable[[float, float], tuple[float, float]]
"""Longitude and latitude to x and y of the working CRS."""

_PHONE = re.compile(r"(?<!\d)1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}(?!\d)")
_DEGREES = re.compile(r"(?<!\d)(\d{2,3}\.\d{3,})\s*[,，\s]\s*(\d{1,2}\.\d{3,})(?!\d)")
_GROUP = re.compile(r"第?(\d{1,2}|[一二三四五六七八九十]{1,3})\s*(?:组|社|队)")
_CALLED = re.compile(r"(?:当事人|联系人|姓名|户主)(?:是|叫|为|[:： ])?\s*([\u4e00-\u9fff]{2,4})")
_NUMBER = re.compile(r"[0-9A-Za-z-]{4,}")
_SUFFIXES = ("社区", "村", "居委会")
_ORDINARY = 2


@dataclass(frozen=True)
class Draft:
    """A proposed report. ``phone`` and ``household`` (its row, -1) are what the message names besides;
    ``found`` says which of the five things were told: what, where, who, when."""

    report: Report
    phone: str = ""
    household: int = -1
    found: tuple[str, ...] = ()


@dataclass(frozen=True)
class Gazetteer:
    """The names of a township that a message can use. Make it once for many messages."""

    snapshot: Snapshot
    villages: Mapping[str, int]
    grids: Mapping[str, int]
    places: Mapping[str, int]
    households: Mapping[str, int]
    heads: Mapping[str, tuple[int, ...]]
    groups: Mapping[tuple[int, int], int] = field(default_factory=dict)

    @classmethod
    def of(cls, snapshot: Snapshot) -> "Gazetteer":
        """The names in the tables of a snapshot; a name that two rows have tells nothing, but a head's."""
        villages = _unique(snapshot["villages"].text("name").tolist())
        stems = {_stem(name): row for name, row in villages.items() if len(_stem(name)) >= _ORDINARY}
        grids = snapshot["grids"]
        heads: dict[str, list[int]] = {}
        for row, name in enumerate(snapshot["households"].text("head_name").tolist()):
            heads.setdefault(name, []).append(row)
        return cls(
            snapshot,
            {**stems, **villages},
            {**_unique(grids.text("name").tolist()), **_unique(grids.text("code").tolist())},
            _unique(snapshot["places"].text("name").tolist()),
            _unique(snapshot["households"].text("household_no").tolist()),
            {name: tuple(rows) for name, rows in heads.items() if len(name) >= _ORDINARY},
            _groups(snapshot),
        )


def read_message(
    text: str, names: Gazetteer, now: datetime, project: Project | None = None, source: str = ""
) -> Draft:
    """The report that a message proposes; what it does not tell is left empty."""
    kind = kind_of(text)
    area = _area(text, names)
    household = _household(text, names, area)
    person = _person(text, names, household)
    at = spoken_time(_PHONE.sub(" ", text), now)
    where = _where(text, names, area, household, project)
    phone = found[0] if (found := _PHONE.search(text)) else ""
    report = Report(
        title=kind.title if kind else "",
        category=kind.category if kind else "",
        urgency=kind.urgency if kind else "P3",
        content=text.strip(),
        person=person,
        where=where,
        happened_at=at,
        restricted=bool(kind and kind.restricted),
        source=source,
    )
    told = (("what", kind), ("where", where.place or where.on_map), ("who", person), ("when", at))
    return Draft(report, re.sub(r"[\s-]", "", phone), household, tuple(word for word, said in told if said))


def _area(text: str, names: Gazetteer) -> Where:
    """The village, group and grid that a message names."""
    village = _longest(text, names.villages)
    grid = _longest(text.replace(" ", ""), names.grids)
    group = -1
    if said := _GROUP.search(text):
        number = number_of(said[1]) or 0
        group = names.groups.get((village, number), -1)
    if village < 0 and grid < 0 and group < 0:
        return Where()
    return in_area(names.snapshot, village=village, group=group, grid=grid)


def _household(text: str, names: Gazetteer, area: Where) -> int:
    """The household that a message names by its number, or by its head's name if that can be only one."""
    for said in _NUMBER.findall(text):
        if said in names.households:
            return names.households[said]
    called = [name for name in names.heads if name in text]
    rows = names.heads[max(called, key=len)] if called else ()
    if len(rows) > 1 and area.village >= 0:
        rows = tuple(row for row in rows if _lies_in(names.snapshot, row, area))
    return rows[0] if len(rows) == 1 else -1


def _lies_in(snapshot: Snapshot, row: int, area: Where) -> bool:
    homes = snapshot["households"]
    wanted = (("village", "villages", area.village), ("group", "groups", area.group))
    return all(
        at < 0 or int(homes.fids(f"{name}_fid")[row]) == int(snapshot[table].fids()[at])
        for name, table, at in wanted
    )


def _person(text: str, names: Gazetteer, household: int) -> str:
    """Who is concerned: a head of a household that is named, else whoever is called so."""
    head = str(names.snapshot["households"]["head_name"][household]) if household >= 0 else ""
    if head and head in text:
        return head
    called = [name for name in names.heads if name in text]
    if called:
        return max(called, key=len)
    said = _CALLED.search(text)
    return said[1] if said else ""


def _where(text: str, names: Gazetteer, area: Where, household: int, project: Project | None) -> Where:
    """The most exact place: degrees, then a household, then a place with a name, then the area."""
    snapshot = names.snapshot
    if project and (said := _DEGREES.search(text)):
        x, y = project(float(said[1]), float(said[2]))
        if np.isfinite(x) and np.isfinite(y):
            return at_point(snapshot, x, y)
    if household >= 0:
        return at_household(snapshot, household)
    row = _longest(text, names.places)
    if row >= 0:
        x, y = (float(snapshot["places"].number(axis)[row]) for axis in ("x", "y"))
        name = str(snapshot["places"]["name"][row])
        return at_point(snapshot, x, y, name) if np.isfinite(x) else replace(area, place=name, x=NOWHERE)
    return area


def _groups(snapshot: Snapshot) -> dict[tuple[int, int], int]:
    """The row of a group by its village's row (-1: the only one so called) and its number."""
    groups, found = snapshot["groups"], {}
    village = snapshot["villages"].index_of(groups.fids("village_fid"))
    alone: dict[int, list[int]] = {}
    for row, name in enumerate(groups.text("name").tolist()):
        said = _GROUP.search(name)
        if said and (number := number_of(said[1])):
            found[int(village[row]), number] = row
            alone.setdefault(number, []).append(row)
    return {**found, **{(-1, number): rows[0] for number, rows in alone.items() if len(rows) == 1}}


def _unique(names: list[str]) -> dict[str, int]:
    rows: dict[str, list[int]] = {}
    for row, name in enumerate(names):
        rows.setdefault(name, []).append(row)
    return {name: found[0] for name, found in rows.items() if len(found) == 1 and len(name) >= _ORDINARY}


def _stem(name: str) -> str:
    for suffix in _SUFFIXES:
        if name.endswith(suffix):
            return name.removesuffix(suffix)
    return name


def _longest(text: str, names: Mapping[str, int]) -> int:
    """The row of the longest name in a text, -1 when there is none."""
    said = [name for name in names if name in text]
    return names[max(said, key=len)] if said else -1
