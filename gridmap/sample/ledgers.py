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
from gridmap.sample.visits import write_visits

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
            for t, g, k, s in zip(
                town.tolist(), in_town.tolist(), group.tolist(), serial.tolist(), strict=True
            )
        ],
        object,
    )


def households(
    path: Path, land: Land, people: People, homes: Homes, ids: Texts, rng: np.random.Generator
) -> Texts:
    """Write households.csv; returns their numbers."""
    number = household_numbers(land, homes)
    grid = land.division.grid_of_group[homes.group]
    town = land.town_of_grid[grid]
    head = np.flatnonzero(people.kin == 0)
    place, written_grid = homes.place.copy(), grid.copy()
    for row in range(len(land.towns)):
        odd = rng.choice(np.flatnonzero(town == row), UNPLACED + MISFILED, replace=False)
        place[odd[:UNPLACED]] = np.nan
        written_grid[odd[UNPLACED:]] = _beside(land, grid[odd[UNPLACED:]])
    lon, lat = write.degrees(place)
    zero = int(np.flatnonzero(np.isnan(place[:, 0]))[0])
    lon[zero] = lat[zero] = "0"
    village = land.village_of_group[homes.group]
    villages, groups, grids = land.said
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
        "village": villages[village], "group": groups[homes.group], "grid": grids[written_grid],
        "address": address, "phone": phone,
        **{name: people.count(flag, len(number)) for name, flag in people.counted.items()},
        "lon": lon, "lat": lat,
    })  # fmt: skip
    return number


def _beside(land: Land, grid: Rows) -> Rows:
    """Another grid of the same village for each of ``grid``."""
    village = np.append(land.division.village_of_grid, -1)
    return np.where(village[grid + 1] == village[grid], grid + 1, grid - 1)


def staff(folder: Path, crew: Staff) -> None:
    """Write staff.csv and assignments.csv."""
    for name, columns, rows in (
        ("staff", _STAFF, crew.staff), ("assignments", _ASSIGNMENTS, crew.assignments),
    ):  # fmt: skip
        write.table(folder / f"{name}.csv", {key: [row.get(key, "") for row in rows] for key in columns})


def residents(
    path: Path, people: People, ids: Texts, number: Texts, today: date, rng: np.random.Generator
) -> Texts:
    """Write residents.csv; returns, per household, how often it is owed a visit ('' for not at all)."""
    relation = care.relations(people)
    tags = care.tags(people, rng)
    cared = people.at_home & ((people.age >= ELDER) | (people.age < 16)) & tags["left_behind"]
    cared |= tags["lives_alone"] | tags["cannot_self_care"]
    phone = names.phones(rng, len(ids))
    phone[(people.age < 14) | (rng.random(len(ids)) < np.where(people.age >= 75, 0.35, 0.04))] = ""
    write.table(path, {
        "household_no": number[people.household], "name": people.name, "id_number": ids,
        "relation": relation, "sex": np.where(people.male, "男", "女"), "birth_date": people.birth,
        "age": people.age, "phone": phone, **people.populations,
        "lives_where_registered": np.where(people.registered & people.resident, "01", "02"),
        **tags, "health": care.health(people, tags["cannot_self_care"], rng),
        **care.carers(people, relation, cared, rng), **care.absences(people, today, rng),
    })  # fmt: skip
    homes = len(number)
    high = people.count(tags["cannot_self_care"] | tags["destitute"], homes) > 0
    key = people.count(tags["lives_alone"] & (people.age >= 70) | tags["low_income"], homes) > 0
    here = people.count(people.at_home, homes) > 0
    return np.select([high, key & here, here], ["high", "key", "general"], "").astype(object)


def write_all(
    folder: Path, land: Land, crew: Staff, people: People, homes: Homes, now: datetime, seed: int
) -> None:
    """Every ledger of the sample."""
    rng = np.random.default_rng((seed, 6))
    ids = _ids(land, people, homes)
    number = households(folder / "households.csv", land, people, homes, ids, rng)
    tiers = residents(folder / "residents.csv", people, ids, number, now.date(), rng)
    staff(folder, crew)
    grid = land.division.grid_of_group[homes.group]
    write_visits(folder / "visits.csv", land, crew, grid, number, tiers, now, rng)


def _ids(land: Land, people: People, homes: Homes) -> Texts:
    """ID numbers, each town under a region prefix of its own that does not exist."""
    town = land.town_of_grid[land.division.grid_of_group[homes.group]][people.household]
    ids = np.full(len(town), "", object)
    for row, one in enumerate(land.towns):
        own = np.flatnonzero(town == row)
        ids[own] = names.id_numbers(f"99{one.code[5:9]}", people.birth[own], people.male[own])
    return ids
