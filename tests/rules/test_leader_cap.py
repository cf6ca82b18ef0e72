import pytest
from shapely.geometry import box

from gridmap.rules import check


def found(build, *people, role="grid_leader"):
    count = len(people)
    return check(build(
        grids={"geometry": [box(i, 0, i + 1, 1) for i in range(count)],
               "name": [f"{i}号" for i in range(count)]},
        households={"x": [i + 0.5 for i in range(count)], "y": [0.5] * count, "registered": people},
        staff={"name": ["张三"], "fid": [7]},
        assignments={"staff_fid": [7] * count, "role": [role] * count, "grid_fid": range(1, count + 1)},
    ), "registered", ["leader_cap"])  # fmt: skip


@pytest.mark.parametrize(("people", "severities"), [
    ((900, 999), []), ((1000, 1000), ["note"]), ((1000, 1001), ["error"]), ((700, 700, 601), ["error"]),
])  # fmt: skip
def test_all_grids_of_one_leader_count_together(build, people, severities):
    assert [finding.severity for finding in found(build, *people)] == severities


def test_the_message_names_grids_and_never_the_person(build):
    (finding,) = found(build, 1000, 1001)
    assert finding.message == (
        "同一网格长的 2 个网格（0号、1号）：户籍共 2,001 人，超过网格长上限 2,000 人（多 1 人）"
    )
    assert finding.grids == ("grids-1", "grids-2")


def test_workers_have_no_leaders_cap(build):
    assert found(build, 1000, 1001, role="grid_worker") == []
