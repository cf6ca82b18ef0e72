"""Households and their people: families by age and kin, and who of them is resident or at home."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from gridmap.sample import names
from gridmap.sample.quotas import Quotas

Rows = NDArray[np.int64]
Texts = NDArray[np.object_]
Flags = NDArray[np.bool_]

ELDER = 60
_SIZES = np.array([1, 2, 3, 4, 5, 6])
_SHARES = np.array([0.16, 0.27, 0.25, 0.19, 0.09, 0.04])
_LARGEST = 8


@dataclass(frozen=True)
class People:
    """Everybody, household after household, the head first. ``kin`` is a row of ``KIN``."""

    household: Rows
    kin: Rows
    age: Rows
    birth: Texts
    male: Flags
    name: Texts
    registered: Flags
    resident: Flags
    at_home: Flags
    forecast: Flags

    @property
    def populations(self) -> dict[str, Flags]:
        """The flags of the three populations by name."""
        return {"registered": self.registered, "resident": self.resident, "at_home": self.at_home}

    @property
    def counted(self) -> dict[str, Flags]:
        """What a household or a group is counted by: the three populations, and the forecast."""
        return {**self.populations, "forecast": self.forecast}

    def count(self, flag: Flags, households: int) -> Rows:
        """How many people of each household have ``flag``."""
        return np.bincount(self.household[flag], minlength=households)


KIN = ("户主", "配偶", "子女", "子女配偶", "孙辈", "父母", "其他")
_HEAD, _SPOUSE, _CHILD, _IN_LAW, _GRANDCHILD, _PARENT, _OTHER = range(len(KIN))


def populate(quotas: Quotas, today: date, rng: np.random.Generator) -> tuple[Rows, People]:
    """The grid of every household, and the people that fill ``quotas`` exactly."""
    grid = np.repeat(np.arange(len(quotas.households)), quotas.households)
    size = _sizes(grid, quotas.registered, rng)
    extra = np.concatenate(
        [rng.choice(np.flatnonzero(grid == row), number) for row, number in enumerate(quotas.newcomers)]
    )
    household = np.concatenate([np.repeat(np.arange(len(grid)), size), np.sort(extra)])
    registered = np.arange(len(household)) < size.sum()
    order = np.lexsort((~registered, household))
    household, registered = household[order], registered[order]
    place = np.arange(len(household)) - np.searchsorted(household, household)
    kin, age, male = _families(place, household, size, registered, rng)
    resident, at_home = _presence(grid[household], household, age, registered, quotas, rng)
    birth = _births(age, today, rng)
    name = _names(household, kin, male, rng)
    forecast = _forecast(age, registered, resident, rng)
    return grid, People(household, kin, age, birth, male, name, registered, resident, at_home, forecast)


def _sizes(grid: Rows, registered: Rows, rng: np.random.Generator) -> Rows:
    """Registered people of each household; the sum in each grid is ``registered``."""
    size = rng.choice(_SIZES, len(grid), p=_SHARES)
    while True:
        missing = registered - np.bincount(grid, size, minlength=len(registered)).astype(np.int64)
        if not missing.any():
            return size
        way = np.sign(missing)[grid]
        may = (size + way >= 1) & (size + way <= _LARGEST) & (way != 0)
        rank = _rank(grid, np.where(may, rng.random(len(grid)), 2.0))
        size = size + np.where(may & (rank < np.abs(missing)[grid]), way, 0)


def _rank(group: Rows, score: NDArray[np.float64]) -> Rows:
    """The place of each row among those of its group, by rising ``score``."""
    order = np.lexsort((score, group))
    rank = np.empty(len(group), np.int64)
    begin = np.searchsorted(group[order], group[order])
    rank[order] = np.arange(len(group)) - begin
    return rank


def _families(
    place: Rows, household: Rows, size: Rows, registered: Flags, rng: np.random.Generator
) -> tuple[Rows, Rows, Flags]:
    """Kin, age and sex of everybody from the age and sex of the head of the household."""
    homes = len(size)
    old_share = np.select([size == 1, size == 2], [0.7, 0.56], 0.42)
    old = rng.random(homes) < old_share
    centre = np.select([size == 1, size == 2], [74, 71], 66)
    head = np.where(old, rng.normal(centre, 7.0), rng.uniform(31, 57, homes)).clip(24, 96)
    old_head = (head >= 55)[household]
    kin = np.select(
        [place == 0, place == 1, old_head & (place == 2), old_head & (place == 3), old_head,
         place <= 3, place <= 5],
        [_HEAD, _SPOUSE, _CHILD, _IN_LAW, _GRANDCHILD, _CHILD, _PARENT], _OTHER,
    )  # fmt: skip
    lone = rng.random(homes) < 0.2
    kin = np.where((kin == _SPOUSE) & lone[household], _CHILD, kin)
    kin = np.where(registered, kin, _OTHER)
    base, noise = head[household], rng.normal(0, 1, len(household))
    age = np.choose(
        kin,
        [base, base - 2 + 3 * noise, base - 26 + 3 * noise, base - 27 + 3 * noise,
         base - 51 + 4 * noise, base + 26 + 3 * noise, rng.uniform(18, 55, len(household))],
    )  # fmt: skip
    male_head = rng.random(homes) < np.where(old & (size == 1), 0.45, 0.78)
    male = rng.random(len(household)) < 0.5
    male = np.select([kin == _HEAD, kin == _SPOUSE], [male_head[household], ~male_head[household]], male)
    return kin, np.floor(age.clip(0, 97)).astype(np.int64), male


def _presence(
    grid: Rows, household: Rows, age: Rows, registered: Flags, quotas: Quotas, rng: np.random.Generator
) -> tuple[Flags, Flags]:
    """Who is resident and who is at home, to the numbers of the quotas."""
    elder = age >= ELDER
    kin = rng.random(int(household[-1]) + 1)[household]  # families stay or go together
    stays = (
        0.75 * kin
        + 0.35 * rng.random(len(age))
        + np.select([age >= 75, elder, age < 16, age >= 50], [0, 0.2, 0.25, 0.35], 0.8)
    )
    late = np.where(elder, stays, stays + 9)
    first = _rank(grid, late)
    elders_home = elder & (first < quotas.elders[grid])
    kept = np.isin(household, household[elders_home])  # a child stays where a grandparent is
    others = _rank(grid, np.where(elder, 99.0, stays + np.where((age < 18) & ~kept, 9.0, 0.0) - 0.4 * kept))
    at_home = elders_home | (~elder & (others < (quotas.at_home - quotas.elders)[grid]))
    wish = stays + np.where(registered, 1.0, -1.0) + rng.random(len(age))
    rest = _rank(grid, np.where(at_home, -99.0, wish))
    resident = rest < quotas.resident[grid]
    return resident, at_home


def _forecast(age: Rows, registered: Flags, resident: Flags, rng: np.random.Generator) -> Flags:
    """Who of them is expected to live here in five years.

    Some die, by a hazard that grows with age; the young leave for school and work; some of those who are
    away come back when they are past 50. Children that are not born yet are left out.
    """
    lives = rng.random(len(age)) < np.exp(-5 * 8e-5 * np.exp(0.085 * age))
    young, grown = (age >= 10) & (age < 25), (age >= 25) & (age < 45)
    leaves = rng.random(len(age)) < np.select([young, grown], [0.4, 0.1])
    returns = rng.random(len(age)) < np.where((age >= 50) & (age < 63), 0.2, 0.0)
    return np.asarray(lives & np.where(resident, ~leaves, registered & returns))


def _births(age: Rows, today: date, rng: np.random.Generator) -> Texts:
    """Birth dates that make everybody ``age`` years old on ``today``."""
    back = rng.integers(0, 365, len(age)).tolist()
    born = [birthday(today, years, days).isoformat() for years, days in zip(age.tolist(), back, strict=True)]
    return np.array(born, object)


def birthday(today: date, age: int, back: int) -> date:
    """The day on which somebody was born who is ``age`` today, ``back`` (0 to 364) days after a birthday."""
    latest = today - timedelta(days=back)
    day = 28 if (latest.month, latest.day) == (2, 29) else latest.day
    return date(latest.year - age, latest.month, day)


def _names(household: Rows, kin: Rows, male: Flags, rng: np.random.Generator) -> Texts:
    """Full names: the father's surname goes on."""
    homes = int(household[-1]) + 1 if len(household) else 0
    family, other = names.surnames(rng, homes), names.surnames(rng, len(household))
    heads_male = np.zeros(homes, bool)
    heads_male[household[kin == _HEAD]] = male[kin == _HEAD]
    follows = (kin == _HEAD) | ((kin == _CHILD) | (kin == _GRANDCHILD)) & heads_male[household]
    follows |= (kin == _PARENT) & male
    return np.asarray(np.where(follows, family[household], other) + names.given_names(rng, male))
