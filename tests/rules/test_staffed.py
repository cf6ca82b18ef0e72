from shapely.geometry import box

from gridmap.rules import check

GRIDS = {"geometry": [box(0, 0, 10, 10), box(10, 0, 20, 10)], "name": ["甲网格", "乙网格"]}


def found(build, roles, grids, settings=None):
    assignments = {"role": roles, "grid_fid": grids, "staff": ["某人"] * len(roles)}
    return check(build(grids=GRIDS, assignments=assignments, settings=settings), rules=["staffed"])


def test_a_grid_names_the_roles_it_lacks(build):
    four = ["grid_leader", "grid_worker", "law_enforcement", "volunteer"]
    (finding,) = found(build, [*four, "网格长", "volunteer"], [1, 1, 1, 1, 2, 2])
    assert (finding.severity, finding.grids, finding.numbers) == ("warning", ("grids-2",), {"missing": 2})
    assert finding.message == "乙网格：缺网格员、执法人员"


def test_the_roles_are_settings(build):
    assert found(build, ["doctor"] * 2, [1, 2], {"roles": {"doctor": "村医"}}) == []
    assert found(build, [], [], {"roles": {}}) == []


def test_before_anybody_is_assigned_one_note_says_so(build):
    assert [finding.severity for finding in found(build, ["volunteer"], [0])] == ["note"]
