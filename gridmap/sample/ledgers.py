"""The ledgers of a sample as files: one CSV, GeoJSON or GPX file per table."""

from datetime import date, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gridmap.sample import care, names, write
from gridmap.sample.homes import Homes
from gridmap.sample.land import Land
from gridmap.sample.people import ELDER, People
from gridmap.sample.staff import Staff

Rows = NDArray[np.int64]
Texts = NDArray[np.object_]
Flags = NDArray[np.bool_]

UNPLACED = 7
"""Households of each town without a place on the map."""
MISFILED = 4
"""Households of each town whose written grid is not the one they stand in."""

_STAFF = ("staff_no", "name", "sex", "birth_date", "age", "education", "party_member", "service_years",
          "local_talent", "returned_entrepreneur", "title", "phone", "village")  # fmt: skip
_ASSIGNMENTS = ("staff", "role", "village", "grid", "full_time", "since")


def household_numbers(land: Land, homes: Homes) -> Texts:
    """Grid, group and serial number, seven digits; in a district the last three of the town's code first."""
    group = homes.group
    grid = land.division.grid_of_group[group]
    town = land.town_of_grid[grid]
    serial = np.arange(len(group)) - np.searchsorted(group, group) + 1
    in_town = grid - np.searchsorted(land.town_of_grid, town) + 1
    number = [int(name[:-1]) for name in land.group_name]
    own = [land.towns[row].code[-3:] if row else "" for row in range(len(land.towns))]
    return np.array(
        [
            f"{own[t]}{g:02d}{number[k]:02d}{s:03d}"
            for t, g, k, s in zip(town.tolist(), in_town.tolist(), group.tolist(), serial.tolist(), strict=True)
        ],
        object,
    )


def households(path: Path, land: Land, people: People, homes: Homes, ids: Texts, rng: np.random.Generator) -> Texts:
    """Write households.csv; returns their numbers."""
    number = household_numbers(land, homes)
    grid = land.division.grid_of_group[homes.group]
    town = land.town_of_grid[grid]
    head = np.flatnonzero(people.kin == 0)
    place, written_grid = homes.place.copy(), grid.copy()
    for row in range(len(land.towns)):
        own = np.flatnonzero(town == row)
        odd = rng.choice(own, UNPLACED + MISFILED, replace=False)
        place[odd[:UNPLACED]] = np.nan
        written_grid[odd[UNPLACED:]] = np.where(grid[odd[UNPLACED:]] == own_last(grid[own]),
                                                grid[odd[UNPLACED:]] - 1, grid[odd[UNPLACED:]] + 1)  # fmt: skip
    lon, lat = write.degrees(place)
    village = land.village_of_group[homes.group]
    named = len(land.towns) == 1
    phone = names.phones(rng, len(number))
    phone[rng.random(len(number)) < 0.06] = "无电话"
    phone[rng.random(len(number)) < 0.03] = ""
    door = np.arange(len(number)) - np.searchsorted(homes.group, homes.group) + 1
    address = [
        f"{land.village_name[v]}{land.group_name[k]}{n}号"
        for v, k, n in zip(village.tolist(), homes.group.tolist(), door.tolist(), strict=True)
    ]
    write.table(path, {
        "household_no": number, "head_name": people.name[head], "head_id": ids[head],
        "village": (land.village_name if named else land.village_code)[village],
        "group": (land.group_name if named else land.group_code)[homes.group],
        "grid": (land.grid_name if named else land.grid_code)[written_grid],
        "address": address, "phone": phone,
        **{name: people.count(getattr(people, name), len(number)) for name in ("registered", "resident", "at_home")},
        "lon": lon, "lat": lat,
    })  # fmt: skip
    return number


def own_last(values: Rows) -> int:
    """The largest of ``values``."""
    return int(values.max())


def staff(folder: Path, crew: Staff) -> None:
    """Write staff.csv and assignments.csv."""
    for name, columns, rows in (
        ("staff", _STAFF, crew.staff), ("assignments", _ASSIGNMENTS, crew.assignments),
    ):  # fmt: skip
        write.table(folder / f"{name}.csv", {key: [row.get(key, "") for row in rows] for key in columns})


def residents(
    path: Path, people: People, ids: Texts, number: Texts, today: date, rng: np.random.Generator
) -> Flags:
    """Write residents.csv; returns who is under care."""
    relation = care.relations(people)
    tags = care.tags(people, rng)
    cared = people.at_home & ((people.age >= ELDER) | (people.age < 16)) & tags["left_behind"].astype(bool)
    cared |= tags["lives_alone"].astype(bool) | tags["cannot_self_care"].astype(bool)
    phone = names.phones(rng, len(ids))
    phone[(people.age < 14) | (rng.random(len(ids)) < np.where(people.age >= 75, 0.35, 0.04))] = ""
    write.table(path, {
        "household_no": number[people.household], "name": people.name, "id_number": ids, "relation": relation,
        "sex": np.where(people.male, "男", "女"), "birth_date": people.birth, "age": people.age, "phone": phone,
        "registered": people.registered, "resident": people.resident, "at_home": people.at_home,
        "lives_where_registered": np.where(people.registered & people.resident, "01", "02"),
        **tags, **care.carers(people, relation, cared, rng), **care.absences(people, today, rng),
    })  # fmt: skip
    return cared


def write_all(folder: Path, land: Land, crew: Staff, people: People, homes: Homes, now: datetime, seed: int) -> None:
    """Every ledger of the sample."""
    rng = np.random.default_rng((seed, 6))
    ids = _ids(land, people, homes)
    number = households(folder / "households.csv", land, people, homes, ids, rng)
    residents(folder / "residents.csv", people, ids, number, now.date(), rng)
    staff(folder, crew)


def _ids(land: Land, people: People, homes: Homes) -> Texts:
    """ID numbers, each town under a region prefix of its own that does not exist."""
    town = land.town_of_grid[land.division.grid_of_group[homes.group]][people.household]
    ids = np.full(len(town), "", object)
    for row, one in enumerate(land.towns):
        own = np.flatnonzero(town == row)
        ids[own] = names.id_numbers(f"99{one.code[5:9]}", people.birth[own], people.male[own])
    return ids
