import pytest
from shapely.geometry import Polygon, box

from gridmap.errors import EditError
from gridmap.redraw.edits.merge_grids import MergeGrids
from gridmap.redraw.plan import GridPlan


@pytest.fixture(name="plan")
def _plan(build):
    enclave = box(3, 3, 5, 5)
    around = Polygon(box(0, 0, 10, 10).exterior, [enclave.exterior])
    leader, volunteer = "grid_leader", "volunteer"
    return GridPlan.of(build(
        villages={"geometry": [box(0, 0, 10, 10), box(10, 0, 20, 10)]},
        grids={"geometry": [around, enclave, box(10, 0, 20, 10)],
               "village_fid": [1, 1, 2], "name": ["甲", "乙", "丙"], "code": ["001", "002", "003"]},
        assignments={"grid_fid": [1, 1, 2, 2, 2, 3], "staff_fid": [1, 2, 3, 2, 4, 3],
                     "role": [leader, volunteer, leader, volunteer, volunteer, leader]},
    ))  # fmt: skip


def test_an_enclave_fills_the_hole_around_it(plan):
    after = MergeGrids("grids-1", "grids-2").apply(plan)
    assert after.grids["name"].tolist() == ["甲", "丙"]
    assert after.grids["geometry"][0].equals(box(0, 0, 10, 10))


def test_the_grid_that_stays_keeps_its_leader_and_gains_the_volunteers(plan):
    people = MergeGrids("grids-1", "grids-2").apply(plan).assignments
    told = sorted(zip(people["staff_fid"].tolist(), people["role"], people["grid_fid"].tolist(), strict=True))
    assert told == [(1, "grid_leader", 1), (2, "volunteer", 1), (3, "grid_leader", 3), (4, "volunteer", 1)]


@pytest.mark.parametrize(("gone", "reason"), [("grids-1", "同一个网格"), ("grids-3", "不在同一个村")])
def test_a_merge_with_itself_or_across_villages_is_refused(plan, gone, reason):
    with pytest.raises(EditError, match=reason):
        MergeGrids("grids-1", gone).apply(plan)
