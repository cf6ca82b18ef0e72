from collections import Counter
from datetime import date

import numpy as np
import pytest
import shapely

from gridmap.sample.names import id_numbers
from gridmap.sample.people import birthday
from gridmap.sample.real import to_metres

POPULATIONS = ("registered", "resident", "at_home")


@pytest.fixture(scope="module")
def counted(ledger, shapes):
    """People of each grid as the map has them, per population, and the rows of the grids."""
    rows, grids = shapes("grids")
    placed = [row for row in ledger("households") if row["lon"] not in ("", "0")]
    places = np.array([[float(row["lon"]), float(row["lat"])] for row in placed])
    home, grid = shapely.STRtree(grids).query(shapely.points(to_metres(places)), predicate="within")
    assert len(home) == len(placed)
    people = {
        name: np.bincount(grid, [int(placed[row][name]) for row in home], minlength=len(grids))
        for name in POPULATIONS
    }
    written = {placed[row]["household_no"]: rows[at] for row, at in zip(home, grid, strict=True)}
    return rows, people, written


def by_leader(rows, people) -> Counter:
    sums: Counter = Counter()
    for row, number in zip(rows, people, strict=True):
        sums[row["leader"]] += number
    return sums


def test_a_birthday_makes_the_age() -> None:
    assert birthday(date(2026, 11, 23), 60, 0) == date(1966, 11, 23)
    assert birthday(date(2026, 11, 23), 60, 364) == date(1965, 11, 24)


def test_the_totals_are_those_of_the_town(ledger) -> None:
    people = ledger("residents")
    home = [row for row in people if row["at_home"] == "1"]
    elders = sum(int(row["age"]) >= 60 for row in home)
    registered = sum(row["registered"] == "1" for row in people)
    resident = sum(row["resident"] == "1" for row in people)
    assert 15_000 <= registered < 15_100
    assert 3_000 <= len(home) < 3_100
    assert len(home) < resident < registered
    assert abs(elders / len(home) - 0.62) < 0.005
    assert all(row["resident"] == "1" for row in home)
    assert abs(len(ledger("households")) - 5200) < 50


def test_households_count_their_people(ledger) -> None:
    sums = {name: Counter() for name in POPULATIONS}
    for row in ledger("residents"):
        for name in POPULATIONS:
            sums[name][row["household_no"]] += int(row[name])
    for row in ledger("households"):
        assert [int(row[name]) for name in POPULATIONS] == [
            sums[name][row["household_no"]] for name in POPULATIONS
        ]


def test_the_forecast_follows_from_the_people_of_each_household(ledger, shapes) -> None:
    households, people = ledger("households"), ledger("residents")
    expected = {row["household_no"]: int(row["forecast"]) for row in households}
    members = Counter(row["household_no"] for row in people)
    assert all(0 <= number <= members[name] for name, number in expected.items())
    old = Counter(row["household_no"] for row in people if int(row["age"]) >= 85 and row["resident"] == "1")
    some_old = [number for name, number in old.items() if members[name] == number]
    left = [expected[name] for name, number in old.items() if members[name] == number]
    assert 0.2 * sum(some_old) < sum(left) < 0.8 * sum(some_old)  # of those past 85 many die in five years
    resident = sum(int(row["resident"]) for row in households)
    assert 0.75 * resident < sum(expected.values()) < resident
    assert sum(int(row["forecast"]) for row in shapes("groups")[0]) == sum(expected.values())


def test_caps_hold_on_residents_and_at_home_and_break_on_registered(counted) -> None:
    rows, people, _ = counted
    for name in ("resident", "at_home"):
        assert people[name].max() <= 1000
        assert max(by_leader(rows, people[name]).values()) <= 2000
    assert (people["registered"] > 1000).sum() >= 2
    assert max(by_leader(rows, people["registered"]).values()) > 2000


def test_the_caps_have_one_grid_of_each_colour(counted) -> None:
    _, people, _ = counted
    share = people["resident"] / 1000
    assert ((share >= 0.80) & (share < 0.95)).sum() == 1
    assert ((share >= 0.95) & (share <= 1.0)).sum() == 1


def test_some_leaders_answer_for_more_than_one_grid(counted) -> None:
    rows, _, _ = counted
    grids = Counter(row["leader"] for row in rows)
    assert (min(grids.values()), max(grids.values())) == (1, 2)
    assert max(Counter(row["worker"] for row in rows).values()) == 1


def test_few_households_lack_a_place_and_few_stand_in_another_grid(ledger, counted) -> None:
    households = ledger("households")
    assert 3 <= sum(row["lon"] in ("", "0") for row in households) <= 7
    _, _, found = counted
    odd = [row for row in households if row["household_no"] in found
           and row["grid"] != found[row["household_no"]]["name"]]  # fmt: skip
    assert 2 <= len(odd) <= 6


def test_households_lie_in_their_group(ledger, shapes) -> None:
    rows, groups = shapes("groups")
    villages = {row["code"]: row["name"] for row in shapes("villages")[0]}
    known = {(villages[row["village"]], row["name"]): shape for row, shape in zip(rows, groups, strict=True)}
    placed = [row for row in ledger("households") if row["lon"] not in ("", "0")]
    places = to_metres(np.array([[float(row["lon"]), float(row["lat"])] for row in placed]))
    own = np.array([known[row["village"], row["group"]] for row in placed])
    assert shapely.contains_xy(own, places[:, 0], places[:, 1]).all()


def test_most_houses_stand_near_a_road_and_none_in_the_river(ledger, shapes) -> None:
    placed = [row for row in ledger("households") if row["lon"] not in ("", "0")]
    places = shapely.points(to_metres(np.array([[float(row["lon"]), float(row["lat"])] for row in placed])))
    roads, rivers = (shapely.union_all(shapes(name)[1]) for name in ("roads", "waters"))
    assert np.quantile(shapely.distance(places, roads), 0.9) < 60
    assert shapely.distance(places, rivers).min() > 60


def test_id_numbers_are_valid_different_and_nobodys(ledger) -> None:
    people = ledger("residents")
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    for row in people:
        number = row["id_number"]
        assert number.startswith("99")
        assert number[6:14] == row["birth_date"].replace("-", "")
        assert int(number[16]) % 2 == (row["sex"] == "男")
        total = sum(int(digit) * weight for digit, weight in zip(number, weights, strict=False))
        assert number[17] == "10X98765432"[total % 11]
    assert len({row["id_number"] for row in people}) == len(people)


def test_people_of_one_birthday_have_numbers_in_a_row() -> None:
    numbers = id_numbers("990000", np.array(["1958-03-01"] * 3, object), np.array([True, False, True]))
    assert [number[14:17] for number in numbers] == ["001", "000", "003"]


def test_too_many_people_of_one_birthday_are_refused() -> None:
    with pytest.raises(ValueError, match="birthday"):
        id_numbers("990000", np.array(["1958-03-01"] * 501, object), np.ones(501, bool))


def test_no_phone_can_be_dialled(ledger) -> None:
    found = {row["phone"] for name in ("residents", "households", "staff") for row in ledger(name)}
    assert {"", "无电话"} <= found
    assert all(len(phone) == 11 and phone.startswith("12") for phone in found - {"", "无电话"})


def test_those_who_live_alone_are_the_only_ones_at_home(ledger) -> None:
    people = ledger("residents")
    here = Counter(row["household_no"] for row in people if row["at_home"] == "1")
    alone = [row for row in people if row["lives_alone"] == "1"]
    assert len(alone) > 100
    assert all(here[row["household_no"]] == 1 and int(row["age"]) >= 60 for row in alone)
    assert all(row["carer_name"] for row in alone)


def test_the_registered_who_are_away_are_somewhere(ledger) -> None:
    for row in ledger("residents"):
        assert bool(row["away_place"]) == (row["registered"] == "1" and row["resident"] == "0")


def test_no_child_is_at_home_alone(ledger) -> None:
    grown = {
        row["household_no"] for row in ledger("residents") if row["at_home"] == "1" and int(row["age"]) >= 18
    }
    children = [row for row in ledger("residents") if row["at_home"] == "1" and int(row["age"]) < 18]
    assert len(children) > 100
    assert {row["household_no"] for row in children} <= grown


def test_most_of_the_elders_at_home_are_left_behind(ledger) -> None:
    elders = [row for row in ledger("residents") if row["at_home"] == "1" and int(row["age"]) >= 60]
    assert sum(row["left_behind"] == "1" for row in elders) > len(elders) / 2
