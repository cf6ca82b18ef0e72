"""Who needs an eye kept on: the tags of residents, their carers, and where the others have gone."""

from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from gridmap.sample import names
from gridmap.sample.people import ELDER, KIN, People

Rows = NDArray[np.int64]
Texts = NDArray[np.object_]
Flags = NDArray[np.bool_]
Columns = dict[str, NDArray[np.generic]]

_MALE = np.array(["户主", "夫", "子", "女婿", "孙子", "父", "亲属"], object)
_FEMALE = np.array(["户主", "妻", "女", "儿媳", "孙女", "母", "亲属"], object)
_TENANT = "租户"


def relations(people: People) -> Texts:
    """How everybody is related to the head of the household."""
    words = np.where(people.male, _MALE[people.kin], _FEMALE[people.kin])
    return np.asarray(np.where((people.kin == len(KIN) - 1) & ~people.registered, _TENANT, words))


def tags(people: People, rng: np.random.Generator) -> dict[str, Flags]:
    """The flags of care."""
    homes = int(people.household[-1]) + 1
    elder, home = people.age >= ELDER, people.at_home
    here = people.count(home, homes)[people.household]
    young_here = people.count(home & ~elder, homes)[people.household]
    gone = people.count(people.registered & ~home & (people.age >= 18) & ~elder, homes)[people.household]
    workers_here = people.count(home & ~elder & (people.age >= 18), homes)[people.household]
    alone = home & elder & (here == 1)
    luck = rng.random(len(people.age))
    cannot = home & (people.age >= 70) & (luck < np.where(people.age >= 82, 0.16, 0.035))
    family_luck = rng.random(homes)[people.household]
    destitute = alone & (people.age >= 65) & (gone == 0) & (luck > 0.8)
    return {
        "left_behind": home & np.where(elder, workers_here == 0, (gone > 0) & (people.age < 16)),
        "lives_alone": alone,
        "empty_nest": home & elder & (young_here == 0),
        "aged_80": people.registered & (people.age >= 80),
        "cannot_self_care": cannot,
        "destitute": destitute,
        "low_income": people.registered & (family_luck < 0.035) & ~destitute,
        "disabled": people.registered & (luck > 0.972),
    }


def health(people: People, cannot_self_care: Flags, rng: np.random.Generator) -> Texts:
    """The health of those at home, in words."""
    ill = people.at_home & (people.age >= ELDER) & (rng.random(len(people.age)) > 0.55)
    words = np.select([cannot_self_care, ill, people.at_home], ["失能", "慢性病", "健康"], "")
    return words.astype(object)


def carers(people: People, relation: Texts, cared: Flags, rng: np.random.Generator) -> Columns:
    """Who looks after everybody in ``cared``: a child, else another adult at home, else a neighbour."""
    homes = int(people.household[-1]) + 1
    adult = (people.age >= 18) & (people.age < ELDER)
    carer = np.full(homes, -1, np.int64)
    for rows in (np.flatnonzero(adult), np.flatnonzero(adult & (people.kin == 2))):
        carer[people.household[rows[::-1]]] = rows[::-1]
    own = carer[people.household]
    kin = cared & (own >= 0) & (own != np.arange(len(own)))
    near = cared & ~kin
    stranger = names.surnames(rng, len(own)) + names.given_names(rng, rng.random(len(own)) < 0.5)
    phone = names.phones(rng, len(own))
    return {
        "carer_name": np.select([kin, near], [people.name[own], stranger], "").astype(object),
        "carer_relation": np.select([kin, near], [relation[own], "邻居"], "").astype(object),
        "carer_phone": np.where(cared & (rng.random(len(own)) > 0.08), phone, "").astype(object),
    }


def absences(people: People, today: date, rng: np.random.Generator) -> Columns:
    """Where the registered people who do not live here are, and since when."""
    away = people.registered & ~people.resident
    place = np.where(away, names.AWAY[rng.integers(len(names.AWAY), size=len(away))], "")
    days = rng.integers(40, 2200, len(away)).tolist()
    since = [
        (today - timedelta(days=d)).isoformat() if gone else "" for d, gone in zip(days, away, strict=True)
    ]
    return {"away_place": place, "away_since": np.array(since, object)}
