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

_PREFIX = {"main": "X", "side": "C", "path": "L"}
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
    banks = shapely.buffer(shapely.union_all([line for _, line in land.waters]), 330.0, quad_segs=4)
    rows: list[tuple[dict[str, object], Any]] = []
    for name, shape in zip(land.village_name, land.boundaries.villages, strict=True):
        low = shapely.simplify(shapely.intersection(shape, banks), 4.0)
        parts = [part for part in shapely.get_parts(low) if part.area > 20_000]
        if parts:
            rows.append(({"name": f"{name}沿江低洼地", "kind": "洪涝"}, shapely.multipolygons(parts)))
    for town in range(len(land.towns)):
        own = np.flatnonzero((land.division.town == town) & (land.mesh.water > 900))
        steep = own[np.argsort(-land.mesh.height[own] + rng.uniform(0, 0.4, len(own)), kind="stable")][:_SLIDES]
        for number, row in enumerate(steep.tolist(), start=1):
            zone = _blob(land.mesh.points[row], rng)
            name = f"{land.towns[town].name.removesuffix('镇')}滑坡隐患{number}号"
            rows.append(({"name": name, "kind": "滑坡"}, shapely.intersection(zone, land.boundaries.towns[town])))
    return rows


def _blob(centre: NDArray[np.float64], rng: np.random.Generator) -> Any:
    """A round shape with an uneven edge, 120 to 220 m across."""
    angle = np.linspace(0, 2 * np.pi, 28, endpoint=False)
    radius = rng.uniform(75, 105) * (1 + 0.18 * np.sin(2 * angle + rng.uniform(0, 6)) + 0.08 * np.sin(5 * angle))
    return shapely.polygons(centre + np.column_stack([np.cos(angle) * 1.3, np.sin(angle)]) * radius[:, None])


def _neighbours(land: Land) -> list[tuple[dict[str, object], Any]]:
    """Other towns of the district and the districts around, cut to the window."""
    outline = land.boundaries.outline
    box = window(outline)
    own = {town.code for town in land.towns}
    places = [real.Place(town.code, town.name, town.shape) for town in real.towns() if town.code not in own]
    rows: list[tuple[dict[str, object], Any]] = []
    for place in [*places, *real.districts()]:
        cut = shapely.difference(shapely.intersection(place.shape, box), outline)
        parts = [part for part in shapely.get_parts(cut) if part.geom_type == "Polygon" and part.area > 1000.0]
        if parts:
            shape = parts[0] if len(parts) == 1 else shapely.multipolygons(parts)
            rows.append(({"code": place.code, "name": place.name}, shape))
    return rows


def _places(path: Path, land: Land, rng: np.random.Generator) -> None:
    """A town's offices, clinic and school at its seat, a village office in each village, two shelters."""
    names, kinds, spots, capacity, villages = [], [], [], [], []
    hamlets, divided = land.hamlets, land.division
    village = land.village_of_group[hamlets.group]
    for town, one in enumerate(land.towns):
        stem = one.name.removesuffix("街道").removesuffix("镇")
        own = np.flatnonzero(divided.town_of_village == town)
        safe = [np.flatnonzero((village == row) & (land.mesh.water[hamlets.at] > 700)) for row in own]
        away = [rows for rows in safe[1:] if len(rows)][:2] or safe[:1]
        rows = [
            (f"{one.name}人民政府", "office", land.mesh.points[divided.seats[town]], 0, own[0]),
            (f"{one.name}卫生院", "clinic", land.mesh.points[divided.seats[town]] + (130, 70), 60, own[0]),
            (f"{stem}中心小学", "school", land.mesh.points[divided.seats[town]] + (-150, 60), 800, own[0]),
            (f"{stem}小学应急避难场所", "shelter", land.mesh.points[divided.seats[town]] + (-170, 20), 600, own[0]),
        ]
        at = away[0][0]
        second = (f"{land.village_name[village[at]]}应急避难场所", "shelter",
                  land.mesh.points[hamlets.at[at]] + (40, -35), 350, village[at])  # fmt: skip
        hearts = [(f"{land.village_name[row]}便民服务中心", "office",
                   land.mesh.points[hamlets.at[np.flatnonzero(village == row)[0]]] + (35, 30), 0, row)
                  for row in own.tolist()]  # fmt: skip
        for name, kind, spot, size, row in [*rows, second, *hearts]:
            names.append(name)
            kinds.append(kind)
            spots.append(spot)
            capacity.append(str(size) if size else "")
            villages.append(row)
    lon, lat = write.degrees(np.array(spots))
    written = land.village_name if len(land.towns) == 1 else land.village_code
    table = {"name": names, "kind": kinds, "capacity": capacity, "phone": phones(rng, len(names))}
    write.table(path, {**table, "village": written[np.array(villages)], "lon": lon, "lat": lat})
