"""A small town: some villages of the sample as they are, with their grids, houses and people."""

import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from gridmap.bench.towns import files
from gridmap.township.folders import layers_folder, shapes_folder

OF_VILLAGES = ("households", "staff", "assignments", "organisations", "incidents", "patrols", "places")
OF_HOUSEHOLDS = ("residents", "visits")
AROUND = ("roads", "waters", "hazards", "neighbours")


def write(folder: Path, households: int) -> None:
    """Whole villages, in the order of their file, until there are at least so many households."""
    shapes, layers = folder / "shapes", folder / "layers"
    shapes.mkdir(parents=True)
    layers.mkdir()
    shutil.copyfile(shapes_folder() / "township.toml", shapes / "township.toml")
    known = _villages(households)
    _write_shapes(shapes, known)
    own = set()
    for name in OF_VILLAGES:
        source = list(_of(name, "village", known))
        files.write_rows(layers / f"{name}.csv", source)
        own |= {row["household_no"] for row in source if name == "households"}
    for name in OF_HOUSEHOLDS:
        files.write_rows(layers / f"{name}.csv", _of(name, "household_no", own))
    for name in AROUND:
        shutil.copyfile(layers_folder() / f"{name}.geojson", layers / f"{name}.geojson")


def _villages(households: int) -> set[str]:
    """Codes and names of the villages, either of which a ledger may write."""
    count = Counter(row["village"] for row in files.rows(layers_folder() / "households.csv"))
    known: set[str] = set()
    found = 0
    for feature in files.features(shapes_folder() / "villages.geojson"):
        if found >= households:
            break
        names = {feature["properties"]["code"], feature["properties"]["name"]}
        found += sum(count[name] for name in names)
        known |= names
    return known


def _write_shapes(shapes: Path, known: set[str]) -> None:
    for name, column in (("villages", "code"), ("grids", "village"), ("groups", "village")):
        source = files.features(shapes_folder() / f"{name}.geojson")
        files.write_features(
            shapes / f"{name}.geojson",
            (feature for feature in source if feature["properties"][column] in known),
        )
    (town,) = files.features(shapes_folder() / "outline.geojson")
    ground = files.union(files.features(shapes / "villages.geojson"))
    files.write_features(shapes / "outline.geojson", [{**town, "geometry": ground}])


def _of(name: str, column: str, known: set[str]) -> Iterator[files.Row]:
    return (row for row in files.rows(layers_folder() / f"{name}.csv") if row[column] in known)
