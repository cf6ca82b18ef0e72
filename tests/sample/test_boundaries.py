from itertools import pairwise

import numpy as np
import pytest
import shapely

LEVELS = ("groups", "grids", "villages", "outline")


def corners(shapes_of_level: np.ndarray) -> set[tuple[float, float]]:
    return {tuple(point) for point in shapely.get_coordinates(shapes_of_level).tolist()}


def test_there_are_as_many_as_the_town_has(shapes) -> None:
    assert len(shapes("villages")[1]) == 7
    assert len(shapes("grids")[1]) == 19
    assert 50 <= len(shapes("groups")[1]) <= 70
    assert len(shapes("outline")[1]) == 1


def test_villages_have_their_real_names_and_codes(shapes) -> None:
    rows, _ = shapes("villages")
    assert {row["code"]: row["name"] for row in rows} == {
        "500152123001": "飞凤社区", "500152123201": "高岩村",
        "500152123203": "科郎村", "500152123204": "金仙村", "500152123205": "花坡村",
        "500152123206": "老君村", "500152123207": "花院村",
    }  # fmt: skip


@pytest.mark.parametrize("level", LEVELS)
def test_every_level_is_an_exact_coverage(shapes, level: str) -> None:
    _, polygons = shapes(level)
    assert shapely.is_valid(polygons).all()
    assert shapely.coverage_is_valid(polygons)
    assert set(shapely.get_type_id(polygons)) == {3}
    assert abs(shapely.coverage_union_all(polygons).area - shapely.area(polygons).sum()) < 1e-3


@pytest.mark.parametrize(("fine", "coarse"), list(pairwise(LEVELS)))
def test_finer_levels_fill_coarser_ones_vertex_by_vertex(shapes, fine: str, coarse: str) -> None:
    parts, wholes = shapes(fine)[1], shapes(coarse)[1]
    union, whole = shapely.coverage_union_all(parts), shapely.coverage_union_all(wholes)
    assert shapely.symmetric_difference(union, whole).area < 1e-3
    known = corners(wholes)
    assert known <= corners(parts)
    points = np.array(sorted(corners(parts)))
    edge = shapely.union_all(shapely.boundary(wholes))
    on_edge = points[shapely.distance(shapely.points(points), edge) < 1e-6]
    assert {tuple(point) for point in on_edge.tolist()} <= known


@pytest.mark.parametrize(("fine", "coarse"), [("groups", "villages"), ("grids", "villages")])
def test_the_written_village_is_the_one_around(shapes, fine: str, coarse: str) -> None:
    rows, polygons = shapes(fine)
    villages = {row["code"]: shape for row, shape in zip(*shapes(coarse), strict=True)}
    for row, polygon in zip(rows, polygons, strict=True):
        assert villages[row["village"]].contains(polygon.representative_point())
        assert str(row["code"]).startswith(str(row["village"]))


def test_each_group_lies_in_one_grid(shapes) -> None:
    grids, groups = shapes("grids")[1], shapes("groups")[1]
    inside = shapely.area(shapely.intersection(groups[:, None], grids[None]))
    assert np.allclose(inside.max(axis=1), shapely.area(groups), atol=1e-3)


def test_village_borders_look_like_land(shapes) -> None:
    _, villages = shapes("villages")
    vertices = shapely.get_num_coordinates(villages)
    assert vertices.min() >= 100
    assert vertices.max() <= 400
    hulls = shapely.area(villages) / shapely.area(shapely.convex_hull(villages))
    assert hulls.max() < 0.95


def test_inner_borders_wind(shapes) -> None:
    """The border of two villages is clearly longer than the straight way between its ends."""
    _, villages = shapes("villages")
    longer = []
    for one, first in enumerate(villages):
        for second in villages[one + 1 :]:
            shared = shapely.line_merge(shapely.intersection(first.boundary, second.boundary))
            if shared.geom_type == "LineString" and shared.length > 1500:
                ends = shapely.get_coordinates(shared)[[0, -1]]
                longer.append(shared.length / np.hypot(*(ends[1] - ends[0])))
    assert len(longer) >= 5
    assert np.median(longer) > 1.12


def test_grids_are_numbered_within_their_village_and_named_through_the_town(shapes) -> None:
    rows, _ = shapes("grids")
    assert rows[0]["code"] == "500152123001001"
    assert rows[0]["name"] == "飞凤01"
    assert [str(row["name"])[-2:] for row in rows] == [f"{number:02d}" for number in range(1, 20)]
    assert all(row["leader"] and row["worker"] for row in rows)
