"""One box that finds everything: names, pinyin, house numbers, codes, phone tails, coordinates.

The index is pure and immutable. Texts of one kind of key lie in one long string, so a search is a
few ``str.find`` over a megabyte and not a loop over rows. pypinyin is imported only when pinyin is
asked for, and asked for each character once.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from gridmap.i18n import _
from gridmap.township.census import inner_points
from gridmap.township.mask import mask_name
from gridmap.township.snapshot import Snapshot
from gridmap.township.table import Table

Spots = Mapping[str, NDArray[np.float64]]
Kind = Literal["grid", "village", "group", "household", "place", "coordinates"]
KIND_TITLES: dict[Kind, str] = {
    "grid": "网格", "village": "村", "group": "组", "household": "住户", "place": "场所",
    "coordinates": "坐标",
}  # fmt: skip

_SURNAME_READINGS = {"曾": "zeng", "单": "shan", "解": "xie", "仇": "qiu", "区": "ou", "朴": "piao",
                     "查": "zha", "盖": "ge", "任": "ren", "覃": "qin", "尉": "yu", "冼": "xian"}  # fmt: skip


@dataclass(frozen=True)
class Hit:
    """One answer. ``title`` and ``detail`` are ready to show (people masked); ``x``, ``y`` are in the
    working CRS, NaN for what has no place; ``uuid`` is '' for bare coordinates."""

    kind: Kind
    title: str
    detail: str
    table: str
    uuid: str
    x: float
    y: float


@dataclass(frozen=True)
class _Blob:
    """Keys of one sort, one after another, each between newlines."""

    text: str
    starts: tuple[int, ...]
    hits: tuple[int, ...]

    @classmethod
    def of(cls, keys: Iterable[tuple[str, int]]) -> "_Blob":
        parts, starts, hits, at = ["\n"], [], [], 1
        for key, hit in keys:
            if not key:
                continue
            starts.append(at)
            hits.append(hit)
            parts.append(key + "\n")
            at += len(key) + 1
        return cls("".join(parts), tuple(starts), tuple(hits))

    def find(self, pattern: str) -> Iterator[int]:
        """The hits whose key holds ``pattern`` (newlines in it anchor it), in the order of the index."""
        at = self.text.find(pattern)
        while at >= 0:
            where = bisect_right(self.starts, at + (pattern[0] == "\n")) - 1
            yield self.hits[where]
            at = self.text.find(pattern, at + 1)


@dataclass(frozen=True)
class SearchIndex:
    """Everything findable in one snapshot. Build with ``SearchIndex.of``."""

    hits: tuple[Hit, ...]
    texts: _Blob
    pinyin: _Blob
    phones: _Blob
    locate: Callable[[float, float], tuple[float, float]]

    @classmethod
    def of(cls, snapshot: Snapshot, pinyin: bool = True, spots: Spots | None = None) -> "SearchIndex":
        """The index of a snapshot; ``pinyin`` False leaves pinyin out, which is ready sooner.

        With ``spots`` (of ``spots_of``) no shape is touched, so that any thread may make the index.
        """
        hits: list[Hit] = []
        texts: list[tuple[str, int]] = []
        names: list[tuple[str, int]] = []
        phones: list[tuple[str, int]] = []
        for hit, keys, name, phone in _entries(snapshot, spots or spots_of(snapshot)):
            row = len(hits)
            hits.append(hit)
            texts += [(key.lower(), row) for key in keys]
            names.append((name, row))
            phones.append((phone, row))
        read = cache(_readings)
        sounds = [(sound, row) for name, row in names for sound in read(name)] if pinyin else []
        crs = snapshot.settings.crs
        return cls(tuple(hits), _Blob.of(texts), _Blob.of(sounds), _Blob.of(phones), _from_lonlat(crs))

    def find(self, query: str, limit: int = 12) -> list[Hit]:
        """The best hits for what was typed: whole keys first, then beginnings, then anywhere."""
        wanted = query.strip().lower()
        if not wanted:
            return []
        place = self._coordinates(wanted)
        if place:
            return [place]
        found: dict[int, None] = {}
        for blob, pattern in self._patterns(wanted):
            for hit in blob.find(pattern):
                found[hit] = None
                if len(found) >= limit:
                    return [self.hits[row] for row in found]
        return [self.hits[row] for row in found]

    def _patterns(self, wanted: str) -> list[tuple[_Blob, str]]:
        patterns = [(self.texts, f"\n{wanted}\n"), (self.texts, f"\n{wanted}")]
        if wanted.isascii() and wanted.replace(" ", "").isalpha():
            sound = wanted.replace(" ", "")
            patterns += [(self.pinyin, f"\n{sound}\n"), (self.pinyin, f"\n{sound}")]
        if wanted.isdigit() and len(wanted) >= 4:
            patterns.append((self.phones, f"{wanted}\n"))
        return [*patterns, (self.texts, wanted)]

    def _coordinates(self, wanted: str) -> Hit | None:
        numbers = re.findall(r"-?\d+(?:\.\d+)?", wanted.replace("，", ","))
        if len(numbers) != 2 or re.sub(r"[-\d.,\s，en°]", "", wanted) or not re.search(r"[,\s，]", wanted):
            return None
        x, y = float(numbers[0]), float(numbers[1])
        if abs(x) <= 180 and abs(y) <= 90:
            x, y = self.locate(x, y)
        title = f"E {x:,.1f}  N {y:,.1f}"
        return Hit("coordinates", title, _("坐标"), "", "", x, y)


def _from_lonlat(crs: str) -> Callable[[float, float], tuple[float, float]]:
    def locate(lon: float, lat: float) -> tuple[float, float]:
        from pyproj import Transformer

        x, y = Transformer.from_crs("EPSG:4326", crs, always_xy=True).transform(lon, lat)
        return float(x), float(y)

    return locate


def _readings(name: str) -> tuple[str, ...]:
    """Pinyin of a text without tones: in full, and its initials; () where it holds no Chinese."""
    if name.isascii():
        return ()
    sounds = [_sound(letter) for letter in name]
    sounds[0] = _SURNAME_READINGS.get(name[0], sounds[0])
    return "".join(sounds), "".join(sound[:1] for sound in sounds)


@cache
def _sound(letter: str) -> str:
    from pypinyin import lazy_pinyin

    return str("".join(lazy_pinyin(letter))).lower()


Entry = tuple[Hit, tuple[str, ...], str, str]
_AREAS: tuple[tuple[str, Kind], ...] = (("grids", "grid"), ("villages", "village"), ("groups", "group"))


def spots_of(snapshot: Snapshot) -> Spots:
    """A point inside each grid, village and group, to fly to; by table, NaN where a row has no shape.

    Shapes belong to the thread that shows them, so this is done there, before the index is made.
    """
    return {name: np.column_stack(inner_points(snapshot[name])) for name, _kind in _AREAS}


def _entries(snapshot: Snapshot, spots: Spots) -> Iterator[Entry]:
    """Hit, text keys, the name to read as pinyin, the phone; the coarse kinds first."""
    for name, kind in _AREAS:
        yield from _areas(snapshot, name, kind, spots[name])
    yield from _places(snapshot["places"])
    yield from _households(snapshot)


def _areas(snapshot: Snapshot, name: str, kind: Kind, spots: NDArray[np.float64]) -> Iterator[Entry]:
    table = snapshot[name]
    villages = _villages(snapshot, table)
    for row, (x, y) in enumerate(spots.tolist()):
        title, code = str(table["name"][row]), str(table["code"][row])
        detail = " · ".join(part for part in (villages[row], code) if part)
        shown = villages[row] + title if kind == "group" else title or code
        hit = Hit(kind, shown, detail, name, str(table["uuid"][row]), x, y)
        keys = (title, code, villages[row] + title) if villages[row] else (title, code)
        yield hit, keys, title, ""


def _villages(snapshot: Snapshot, table: Table) -> list[str]:
    if "village_fid" not in table:
        return [""] * len(table)
    villages = snapshot["villages"]
    rows = villages.index_of(table.fids("village_fid"))
    written = table.text("village")
    names = villages.text("name")
    return [str(names[row]) if row >= 0 else str(text) for row, text in zip(rows, written, strict=True)]


def _places(table: Table) -> Iterator[Entry]:
    for row in range(len(table)):
        title = str(table["name"][row])
        spot = float(table.number("x")[row]), float(table.number("y")[row])
        hit = Hit("place", title, str(table["address"][row]), "places", str(table["uuid"][row]), *spot)
        yield hit, (title,), title, ""


def _households(snapshot: Snapshot) -> Iterator[Entry]:
    table = snapshot["households"]
    villages = _villages(snapshot, table)
    columns = (table.text(name) for name in ("uuid", "household_no", "head_name", "group", "phone"))
    spots = zip(table.number("x").tolist(), table.number("y").tolist(), strict=True)
    for village, uuid, number, head, group, phone, (x, y) in zip(villages, *columns, spots, strict=True):
        detail = " · ".join(part for part in (number, village + group) if part)
        hit = Hit("household", mask_name(head), detail, "households", uuid, x, y)
        yield hit, (head, number), head, phone if phone[-4:].isdigit() else ""
