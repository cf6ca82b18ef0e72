"""The townships that are measured, from 1,500 to a million households, each as files for the importer.

The sample is what it is; some of its villages make a small town; ``gridmap.sample`` makes a district of
up to 23 towns; that district several times over, side by side, makes a city.
"""

from pathlib import Path

from gridmap.bench.towns import city, small
from gridmap.township.folders import layers_folder, shapes_folder

SAMPLE = 5_185
"""Households of the sample."""
PER_TOWN = 10_800
"""Households of a synthetic town, nearly."""
MOST_TOWNS = 23
DISTRICT = 248_257
"""Households of a district of that many towns."""


def folders(folder: Path, households: int | None) -> tuple[Path, ...]:
    """What to import for about so many households, made in ``folder``; None for the sample."""
    if households is None:
        return shapes_folder(), layers_folder()
    if households < SAMPLE:
        small.write(folder, households)
    elif households < DISTRICT * 1.5:
        _district(folder, min(max(round(households / PER_TOWN), 1), MOST_TOWNS))
    else:
        district = folder.with_name("district")
        _district(district, MOST_TOWNS)
        city.write(folder, district, round(households / DISTRICT))
    return (folder,)


def _district(folder: Path, towns: int) -> None:
    from gridmap.sample import write_sample

    write_sample(folder, towns=towns)
