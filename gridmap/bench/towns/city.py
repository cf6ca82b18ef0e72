"""A city: a district several times over, side by side, every copy with codes and numbers of its own.

Ledgers are one file for each copy, because each file is read in limited memory. Tracks of patrols
and the neighbours of the district are left behind.
"""

import shutil
from collections.abc import Iterator
from math import ceil
from pathlib import Path

import shapely

from gridmap.bench.towns import files
from gridmap.exchange.identity import check_digit

Names = tuple[str, ...]
GAP = 1.01
CODES = ("code", "village", "group", "grid")
NUMBERS = ("household_no", "staff_no", "staff", "patrol_no", "incident_no", "road_no")
"""Columns whose values are an identity; in a copy a letter stands before them."""
IDENTITIES = ("head_id", "id_number")
NAMES = {"hazards": ("name",), "places": ("name",), "staff": ("name",), "grids": ("leader", "worker"),
         "visits": ("visitor",)}  # fmt: skip
"""Columns in which a name is an identity, by file; in a copy a figure stands behind it."""
LEDGERS = ("households", "residents", "staff", "assignments", "organisations", "incidents", "patrols",
           "visits", "places")  # fmt: skip
SHAPES = ("villages", "groups", "grids")
AROUND = ("roads", "waters", "hazards")


class Copy:
    """One copy of a district: which one, and how many degrees it lies from the first."""

    def __init__(self, number: int, east: float, north: float, region: str) -> None:
        self.number = number
        self._east, self._north = east, north
        self._region, self._own = region, str(int(region) + number)

    def row(self, row: files.Row, names: Names = ()) -> files.Row:
        """A row of a ledger in this copy; a place that is not known stays unknown."""
        made = {name: self._value(name, value, names) for name, value in row.items()}
        if made.get("lon") and float(made["lon"]):
            made["lon"] = f"{float(made['lon']) + self._east:.7f}"
            made["lat"] = f"{float(made['lat']) + self._north:.7f}"
        return made

    def feature(self, feature: files.Feature, names: Names = ()) -> files.Feature:
        """A feature in this copy."""
        own = {name: self._value(name, value, names) for name, value in feature["properties"].items()}
        return {**files.moved(feature, self._east, self._north), "properties": own}

    def _value(self, name: str, value: str, names: Names) -> str:
        if not value or not self.number:
            return value
        if name in CODES:
            return self._own + value.removeprefix(self._region) if value.startswith(self._region) else value
        if name in NUMBERS:
            return chr(ord("A") + self.number) + value
        if name in IDENTITIES:
            return self._identity(value)
        return f"{value}{self.number + 1}" if name in names else value

    def _identity(self, number: str) -> str:
        """The same person in a region that is not given to anybody, with the check digit that it asks for."""
        first = f"{99 - self.number}{number[2:17]}"
        return first + check_digit(first)


def write(folder: Path, district: Path, copies: int) -> None:
    """Write ``copies`` of the files in ``district`` side by side, as a township of their own."""
    for room in ("shapes", "layers"):
        (folder / room).mkdir(parents=True)
    shutil.copyfile(district / "shapes" / "township.toml", folder / "shapes" / "township.toml")
    made = _copies(district, copies)
    for place in (
        *(f"shapes/{name}.geojson" for name in SHAPES),
        *(f"layers/{name}.geojson" for name in AROUND),
    ):
        files.write_features(folder / place, _features(district / place, made))
    _write_outline(folder, district, made)
    for name in LEDGERS:
        for copy in made:
            target = folder / "layers" / f"{name}-{copy.number + 1}.csv"
            files.write_rows(target, _rows(district / "layers" / f"{name}.csv", copy))


def _copies(district: Path, copies: int) -> list[Copy]:
    """Where the copies lie: in a square, row by row."""
    (town,) = files.features(district / "shapes" / "outline.geojson")
    west, south, east, north = shapely.bounds(files.shape(town)).tolist()
    width, height, side = (east - west) * GAP, (north - south) * GAP, ceil(copies**0.5)
    village = next(files.features(district / "shapes" / "villages.geojson"))
    region = str(village["properties"]["code"])[:6]
    return [Copy(number, number % side * width, number // side * height, region) for number in range(copies)]


def _features(source: Path, copies: list[Copy]) -> Iterator[files.Feature]:
    names = NAMES.get(source.stem, ())
    for copy in copies:
        for feature in files.features(source):
            yield copy.feature(feature, names)


def _rows(source: Path, copy: Copy) -> Iterator[files.Row]:
    names = NAMES.get(source.stem, ())
    for row in files.rows(source):
        yield copy.row(row, names)


def _write_outline(folder: Path, district: Path, copies: list[Copy]) -> None:
    place = "shapes/outline.geojson"
    towns = list(_features(district / place, copies))
    ground = files.union(towns)
    files.write_features(folder / place, [{**towns[0], "geometry": ground}])
