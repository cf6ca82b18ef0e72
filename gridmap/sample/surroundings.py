"""What lies on and around the land as files: roads, waters, hazard zones, neighbours, places to go to."""

from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.sample import real, write
from gridmap.sample.land import Land, window
from gridmap.sample.names import phones
from gridmap.sample.roads import GRADES

Stand = tuple[str, str, str, NDArray[np.float64], int]
"""Name, kind, capacity, place and village of a place."""

_PREFIX = {"main": "X", "side": "C", "path": "L"}
_DRY = 1500.0  # metres from the river that are far enough for a shelter
_SLIDES = 3  # slopes to watch in every town


def write_surroundings(folder: Path, land: Land, rng: np.random.Generator) -> None:
    """Write roads, waters, hazards, neighbours (GeoJSON) and places (CSV)."""
    write.geojson(folder / "roads.geojson", _roads(land))
    waters = [({"name": name, "grade": "river"}, line) for name, line in land.waters]
    write.geojson(folder / "waters.geojson", waters)
    write.geojson(folder / "hazards.geojson", _hazards(land, rng))
    write.geojson(folder / "neighbours.geojson", _neighbours(land))
    _places(folder / "places.csv", land, rng)


def _roads(land: Land) -> list[tuple[dict[str, object], Any]]:
    """Every road with a number of its own; main roads bear the town's name, side roads their village's."""
    roads = land.roads
    middle = shapely.line_interpolate_point(roads.lines, 0.5, normalized=True)
    village = shapely.STRtree(land.boundaries.villages).nearest(middle)
    count = dict.fromkeys(_PREFIX, 0)
    rows: list[tuple[dict[str, object], Any]] = []
    for row, line in enumerate(roads.lines):
        grade = GRADES[roads.grade[row]]
        count[grade] += 1
        stem = land.village_name[village[row]].removesuffix("社区").removesuffix("村")
        town = land.towns[roads.town[row]].name.removesuffix("街道").removesuffix("镇")
        name = {"main": f"{town}公路", "side": f"{stem}村道", "path": ""}[grade]
        number = f"{_PREFIX[grade]}{count[grade]:03d}"
        rows.append(({"road_no": number, "name": name, "grade": grade}, line))
    return rows


def _hazards(land: Land, rng: np.random.Generator) -> list[tuple[dict[str, object], Any]]:
    """The low banks of the river, by village, and some steep slopes."""
    banks = shapely.buffer(shapely.union_all([line for _, line in land.waters]), 330.0).simplify(3.0)
    rows: list[tuple[dict[str, object], Any]] = []
    for name, shape in zip(land.village_name, land.boundaries.villages, strict=True):
        low = shapely.intersection(shape, banks)
        parts = [part for part in shapely.get_parts(low) if part.area > 20_000]
        if parts:
            rows.append(({"name": f"{name}沿江低洼地", "kind": "洪涝"}, shapely.multipolygons(parts)))
    for town in range(len(land.towns)):
        own = np.flatnonzero((land.division.town == town) & (land.mesh.water > 900))
        steep = own[np.argsort(-land.mesh.height[own] + rng.uniform(0, 0.4, len(own)), kind="stable")][
            :_SLIDES
        ]
        for number, row in enumerate(steep.tolist(), start=1):
            zone = _blob(land.mesh.points[row], rng)
            name = f"{land.towns[town].name.removesuffix('镇')}滑坡隐患{number}号"
            rows.append(
                ({"name": name, "kind": "滑坡"}, shapely.intersection(zone, land.boundaries.towns[town]))
            )
    return rows


def _blob(centre: NDArray[np.float64], rng: np.random.Generator) -> shapely.Polygon:
    """A round shape with an uneven edge, 120 to 220 m across."""
    angle = np.linspace(0, 2 * np.pi, 28, endpoint=False)
    radius = rng.uniform(75, 105) * (
        1 + 0.18 * np.sin(2 * angle + rng.uniform(0, 6)) + 0.08 * np.sin(5 * angle)
    )
    return shapely.Polygon(centre + np.column_stack([np.cos(angle) * 1.3, np.sin(angle)]) * radius[:, None])


def _neighbours(land: Land) -> list[tuple[dict[str, object], Any]]:
    """Other towns of the district and the districts around, cut to the window."""
    outline = land.boundaries.outline
    box = window(outline)
    own = {town.code for town in land.towns}
    places = [real.Place(town.code, town.name, town.shape) for town in real.towns() if town.code not in own]
    rows: list[tuple[dict[str, object], Any]] = []
    for place in [*places, *real.districts()]:
        cut = shapely.difference(shapely.intersection(place.shape, box), outline)
        parts = [
            part for part in shapely.get_parts(cut) if part.geom_type == "Polygon" and part.area > 1000.0
        ]
        if parts:
            shape = parts[0] if len(parts) == 1 else shapely.multipolygons(parts)
            rows.append(({"code": place.code, "name": place.name}, shape))
    return rows


def _places(path: Path, land: Land, rng: np.random.Generator) -> None:
    """Write what stands in every town."""
    rows = [row for town in range(len(land.towns)) for row in _at_seat(land, town) + _in_villages(land, town)]
    lon, lat = write.degrees(np.array([spot for _, _, _, spot, _ in rows]))
    villages = land.said[0]
    write.table(path, {
        "name": [name for name, _, _, _, _ in rows],
        "kind": [kind for _, kind, _, _, _ in rows],
        "capacity": [capacity for _, _, capacity, _, _ in rows],
        "phone": phones(rng, len(rows)),
        "village": [villages[village] for _, _, _, _, village in rows],
        "lon": lon, "lat": lat,
    })  # fmt: skip


def _at_seat(land: Land, town: int) -> list[Stand]:
    """A town's office, clinic, school and first shelter."""
    name = land.towns[town].name
    stem = name.removesuffix("街道").removesuffix("镇")
    seat = land.mesh.points[land.division.seats[town]]
    village = int(land.village_of_group[land.division.group[land.division.seats[town]]])
    return [
        (f"{name}人民政府", "office", "", seat, village),
        (f"{name}卫生院", "clinic", "60", seat + np.array([130.0, 70.0]), village),
        (f"{stem}中心小学", "school", "800", seat + np.array([-150.0, 60.0]), village),
        (f"{stem}小学应急避难场所", "shelter", "600", seat + np.array([-170.0, 20.0]), village),
    ]


def _in_villages(land: Land, town: int) -> list[Stand]:
    """An office in every village, and the second shelter, high and dry in another village than the seat's."""
    at, village = land.hamlets.at, land.village_of_group[land.hamlets.group]
    own = np.flatnonzero(land.division.town_of_village == town)
    hearts = at[np.searchsorted(village, own)]
    stands: list[Stand] = [
        (f"{land.village_name[row]}便民服务中心", "office", "", land.mesh.points[heart] + (35.0, 30.0), row)
        for row, heart in zip(own.tolist(), hearts, strict=True)
    ]
    dry = 1 + int(np.argmax(np.minimum(land.mesh.water[hearts[1:]], _DRY)))
    spot = land.mesh.points[hearts[dry]] + (40.0, -35.0)
    shelter = f"{land.village_name[own[dry]]}应急避难场所"
    return [(shelter, "shelter", "350", spot, int(own[dry])), *stands]
