"""The boundaries and settings of a sample as files."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gridmap.sample import real, write
from gridmap.sample.homes import Homes
from gridmap.sample.land import Land
from gridmap.sample.people import People
from gridmap.sample.staff import Staff

FORECAST_YEAR = 2031
"""What the forecast of the people is of: five years after the moment of the sample."""
_NOTICE = "示意数据：镇域外轮廓与村名、代码有据，其余边界、人员、住户、道路和事件均为虚构。"
_ATTRIBUTION = "区界、镇驻地 © Vonng/adcode (CC BY 4.0)；GeoNames (CC BY 4.0)；河流 WDB II (LGPL-3.0+)"


def _whole(land: Land) -> tuple[str, str, Mapping[str, str]]:
    """Name, code and codes of the whole: a town, or the district for more than one."""
    if len(land.towns) > 1:
        code, name = real.DISTRICT
        return name, code, {"statistical": code}
    town = land.towns[0]
    return town.name, town.code, {"statistical": town.code, "civil_affairs": "500152118"}


def write_shapes(folder: Path, land: Land, staff: Staff, people: People, homes: Homes) -> None:
    """township.toml, outline, villages, groups and grids."""
    name, code, codes = _whole(land)
    write.toml(folder / "township.toml", {
        "name": name, "crs": real.CRS, "schematic": True, "notice": _NOTICE, "attribution": _ATTRIBUTION,
        "worker_cap": 1000, "leader_cap": 2000, "near_share": 0.80, "limit_share": 0.95,
        "forecast_year": FORECAST_YEAR, "codes": codes,
    })  # fmt: skip
    drawn, divided = land.boundaries, land.division
    write.geojson(folder / "outline.geojson", [({"code": code, "name": name}, drawn.outline)])
    villages = zip(land.village_code, land.village_name, drawn.villages, strict=True)
    write.geojson(folder / "villages.geojson", [({"code": c, "name": n}, shape) for c, n, shape in villages])
    counts = _counts(people, homes.group, len(land.group_code))
    write.geojson(folder / "groups.geojson", [
        ({"code": land.group_code[row], "name": land.group_name[row],
          "village": land.village_code[land.village_of_group[row]],
          **{key: int(values[row]) for key, values in counts.items()}}, drawn.groups[row])
        for row in range(len(land.group_code))
    ])  # fmt: skip
    write.geojson(folder / "grids.geojson", [
        ({"code": land.grid_code[row], "name": land.grid_name[row],
          "village": land.village_code[divided.village_of_grid[row]],
          "leader": staff.leader[row], "worker": staff.worker[row], **_marks(row)}, drawn.grids[row])
        for row in range(len(land.grid_code))
    ])  # fmt: skip


def _marks(row: int) -> dict[str, int]:
    """The four marks of a grid (四定); every twelfth lacks its charter."""
    return {"boundary_fixed": 1, "people_fixed": 1, "duties_fixed": 1, "charter_fixed": int(row % 12 != 11)}


def _counts(people: People, group: NDArray[np.int64], groups: int) -> dict[str, NDArray[np.int64]]:
    """People of each group in the three populations and in the forecast."""
    own = group[people.household]
    return {name: np.bincount(own[flag], minlength=groups) for name, flag in people.counted.items()}
