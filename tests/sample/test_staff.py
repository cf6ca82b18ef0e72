from collections import Counter

import pytest

SPANS = ((20, 99), (10, 20), (5, 10), (0, 5))
"""Years of service as the report groups them."""


@pytest.fixture(scope="module")
def cadres(ledger) -> list[dict[str, str]]:
    """Staff with an assignment as village cadre."""
    numbers = {row["staff"] for row in ledger("assignments") if row["role"] == "village_cadre"}
    return [row for row in ledger("staff") if row["staff_no"] in numbers]


def test_the_cadres_are_those_of_the_report(cadres) -> None:
    ages = [int(row["age"]) for row in cadres]
    service = [int(row["service_years"]) for row in cadres]
    assert len(cadres) == 35
    assert round(sum(ages) / 35, 2) == 43.77
    assert Counter(row["education"] for row in cadres) == {"大专及以上": 24, "高中": 9, "初中": 2}
    assert Counter(row["sex"] for row in cadres) == {"男": 22, "女": 13}
    assert Counter(row["party_member"] for row in cadres) == {"1": 24, "0": 11}
    assert [sum(low <= age < low + 10 for age in ages) for low in (20, 30, 40, 50, 60)] == [5, 10, 7, 9, 4]
    assert [sum(low <= years < high for years in service) for low, high in SPANS] == [6, 4, 9, 16]
    assert sum(row["local_talent"] == "1" for row in cadres) == 4
    assert all(int(row["age"]) < 30 for row in cadres if row["local_talent"] == "1")
    assert sum(row["returned_entrepreneur"] == "1" for row in cadres) == 7


def test_service_began_after_the_eighteenth_birthday(cadres) -> None:
    assert all(int(row["age"]) - int(row["service_years"]) >= 18 for row in cadres)


def test_each_village_has_one_secretary_who_is_also_director(ledger) -> None:
    rows = ledger("assignments")
    secretaries, directors = (
        {(row["village"], row["staff"]) for row in rows if row["role"] == role}
        for role in ("secretary", "director")
    )
    assert secretaries == directors
    assert len({village for village, _ in secretaries}) == len(secretaries) == 7


def test_leaders_and_workers_are_cadres_of_the_village(cadres, shapes) -> None:
    village = {row["name"]: row["village"] for row in cadres}
    for row in shapes("grids")[0]:
        assert village[row["leader"]] == village[row["worker"]] == row["village"]


def test_names_of_staff_are_unique(ledger) -> None:
    staff = ledger("staff")
    assert len({row["name"] for row in staff}) == len({row["staff_no"] for row in staff}) == len(staff)


def test_every_grid_has_its_people_but_one_lacks_a_volunteer(ledger, shapes) -> None:
    codes = {row["code"] for row in shapes("grids")[0]}
    held = {role: {row["grid"] for row in ledger("assignments") if row["role"] == role}
            for role in ("law_enforcement", "volunteer", "sponsor")}  # fmt: skip
    assert held["law_enforcement"] == held["sponsor"] == codes
    assert held["volunteer"] < codes
    assert len(codes - held["volunteer"]) == 1


def test_every_town_leader_takes_a_grid(ledger) -> None:
    leaders = {
        row["staff_no"] for row in ledger("staff") if row["title"].startswith(("党委", "镇长", "副镇长"))
    }
    assert leaders
    assert leaders <= {row["staff"] for row in ledger("assignments") if row["role"] == "sponsor"}


def test_one_party_group_and_one_wechat_group_a_grid(ledger, shapes) -> None:
    codes = Counter(row["code"] for row in shapes("grids")[0])
    for kind in ("party_group", "wechat_group"):
        assert Counter(row["grid"] for row in ledger("organisations") if row["kind"] == kind) == codes


def test_villages_have_their_bodies_and_a_mediation_team(ledger) -> None:
    kinds = Counter(row["kind"] for row in ledger("organisations"))
    assert [kinds[kind] for kind in ("红白理事会", "道德评议会", "村民议事会", "mediation_team")] == [7] * 4


def test_nearly_every_patrol_team_has_two_members(ledger) -> None:
    members = [int(row["members"]) for row in ledger("organisations") if row["kind"] == "patrol_team"]
    assert len(members) == 57
    assert 1 <= sum(count < 2 for count in members) <= 2
