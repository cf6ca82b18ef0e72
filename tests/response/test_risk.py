import numpy as np
import pytest

from gridmap.response.risk import can_be_rung, members, whose


def test_members_are_found_by_household_in_the_order_of_the_ledger(build):
    town = build(
        households={"household_no": ["1", "2", "3"], "fid": [7, 5, 9]},
        residents={"name": list("甲乙丙丁戊"), "household_no_fid": [5, 9, 0, 5, 7]},
    )
    rows, home = members(town["households"].take([0, 1]), town["residents"])
    assert (rows.tolist(), home.tolist()) == ([0, 3, 4], [1, 1, 0])


def test_many_households_and_a_few_find_the_same_members():
    households = np.random.default_rng(1).permutation(np.arange(1, 200))
    homes = np.random.default_rng(2).integers(0, 250, 700)
    rows, home = whose(households, homes)
    one_by_one = [whose(households[[at]], homes)[0] for at in range(len(households))]
    assert [rows[home == at].tolist() for at in range(len(households))] == [
        one.tolist() for one in one_by_one
    ]
    assert (np.diff(rows) > 0).all()


def test_without_a_ledger_nobody_is_found(build):
    town = build(households={"household_no": ["1"]})
    assert [len(found) for found in members(town["households"], town["residents"])] == [0, 0]


@pytest.mark.parametrize(
    ("phone", "rung"),
    [
        ("13900001111", True),
        ("023-4455667", True),
        ("４４５５６６７", True),
        ("445566", False),
        ("139****1111", False),
        ("无电话", False),
        ("", False),
        ("没有可以打的电话", False),
    ],
)
def test_a_number_can_be_rung_when_it_has_its_digits(phone, rung):
    assert can_be_rung(np.array([phone], object)).tolist() == [rung]
