from collections import Counter

import shapely


def test_all_roads_hang_together(shapes) -> None:
    _, lines = shapes("roads")
    parent: dict[tuple[float, ...], tuple[float, ...]] = {}

    def root(end: tuple[float, ...]) -> tuple[float, ...]:
        while parent.setdefault(end, end) != end:
            end = parent[end]
        return end

    for line in lines:
        points = shapely.get_coordinates(line).tolist()
        parent[root(tuple(points[0]))] = root(tuple(points[-1]))
    assert len({root(end) for end in list(parent)}) == 1


def test_roads_are_of_three_grades_with_numbers_of_their_own(shapes) -> None:
    rows, _ = shapes("roads")
    assert {row["grade"] for row in rows} == {"main", "side", "path"}
    assert max(Counter(row["road_no"] for row in rows).values()) == 1


def test_roads_stay_in_the_town(shapes) -> None:
    outline = shapes("outline")[1][0]
    assert shapely.covered_by(shapely.union_all(shapes("roads")[1]), shapely.buffer(outline, 60))


def test_two_shelters_away_from_the_water_and_one_clinic(ledger, shapes) -> None:
    kinds = Counter(row["kind"] for row in ledger("places"))
    assert (kinds["shelter"], kinds["clinic"]) == (2, 1)
    assert {row["village"] for row in ledger("places")} == {row["name"] for row in shapes("villages")[0]}


def test_flood_zones_lie_along_the_river_inside_the_town(shapes) -> None:
    rows, zones = shapes("hazards")
    outline = shapely.buffer(shapes("outline")[1][0], 1)
    river = shapely.union_all(shapes("waters")[1])
    floods = [zone for row, zone in zip(rows, zones, strict=True) if row["kind"] == "洪涝"]
    assert floods
    assert all(outline.covers(zone) and zone.distance(river) < 340 for zone in floods)


def test_neighbours_surround_the_town_without_covering_it(shapes) -> None:
    rows, areas = shapes("neighbours")
    assert {"合川区", "铜梁区", "上和镇", "田家镇"} <= {row["name"] for row in rows}
    outline = shapes("outline")[1][0]
    assert shapely.area(shapely.intersection(areas, outline)).sum() < 10
    around = shapely.difference(shapely.buffer(outline, 300), shapely.union_all([outline, *areas]))
    assert around.area < 2000


def test_the_real_river_runs_through_the_town(shapes) -> None:
    rows, lines = shapes("waters")
    outline = shapes("outline")[1][0]
    assert any(
        row["name"] == "涪江" and line.intersects(outline) for row, line in zip(rows, lines, strict=True)
    )
