from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import shapely

from gridmap.scene import View, build, hidden_at_start, legend, load_layers
from gridmap.scene.build import ordered
from gridmap.scene.elders import at_home
from gridmap.scene.hit import bounds_of, hit
from gridmap.scene.labels import grid_name
from gridmap.scene.marks import Areas, Lines, Points, Symbols
from gridmap.scene.routes import latest_week
from gridmap.township.census import take_census
from gridmap.township.finding import Finding

LAYERS = load_layers(Path(__file__).parents[2] / "layers")


@pytest.fixture(name="scene_of")
def _scene_of(square_town):
    census = take_census(square_town)

    def scene_of(snapshot=square_town, **view):
        taken = census if snapshot is square_town else take_census(snapshot)
        return build(snapshot, taken, LAYERS, (), View(1000, 1000, **view))

    return scene_of


def marks(scene, kind, table):
    return [mark for mark in scene.marks if isinstance(mark, kind) and mark.table == table]


def words(scene, table):
    return {label.uuid: [line.text for line in label.lines] for label in scene.labels if label.table == table}


def test_the_same_township_makes_an_equal_scene(scene_of):
    assert scene_of() == scene_of()
    assert scene_of() != scene_of(theme="dark")
    assert scene_of() != scene_of(population="registered")


def test_a_scene_does_not_depend_on_where_the_window_looks(scene_of):
    assert scene_of(x=5.0, y=9.0, scale=3.0) == scene_of()


def test_grids_are_filled_by_their_cap_status(scene_of):
    (fill,) = marks(scene_of(), Areas, "grids")
    assert len(set(fill.colours)) == 5
    assert fill.colours[0] == fill.colours[4]  # 500 and 0 are both under 80 %
    assert (fill.outlined, fill.hatched, fill.dotted) == ((2,), (3,), (5,))


def test_a_grid_over_its_cap_has_a_badge_and_one_over_on_another_basis_a_tag(scene_of):
    shown = words(scene_of(), "grids")
    assert shown["grids-4"] == ["飞凤 04", "1,132/1,000", "户籍 1,232"]
    assert shown["grids-3"] == ["花坡 03", "970", "户籍 1,070"]
    assert shown["grids-1"] == ["花坡 01", "500"]
    assert shown["grids-6"][1] == "无数据"


def test_the_population_changes_the_colours(scene_of):
    (resident,) = marks(scene_of(), Areas, "grids")
    (registered,) = marks(scene_of(population="registered"), Areas, "grids")
    assert resident.hatched == (3,)
    assert registered.hatched == (2, 3)


def test_the_wall_is_grey_but_for_grids_at_their_limit(scene_of):
    (fill,) = marks(scene_of(theme="wall"), Areas, "grids")
    calm = [fill.colours[row] for row in (2, 3)]
    assert all(max(c) - min(c) > 60 for c in (bytes.fromhex(colour[1:]) for colour in calm))
    quiet = [fill.colours[row] for row in (0, 1, 4, 5)]
    assert all(max(c) - min(c) < 30 for c in (bytes.fromhex(colour[1:]) for colour in quiet))


def test_neighbouring_villages_have_different_land_on_the_wall(scene_of):
    (fill,) = marks(scene_of(theme="wall"), Areas, "grids")
    assert fill.colours[1] != fill.colours[5]  # no incident in either


def test_a_hidden_overlay_is_not_in_the_scene(scene_of):
    scene = scene_of(hidden=frozenset({"households", "grids"}))
    assert not marks(scene, Points, "households")
    assert not marks(scene, Areas, "grids")
    assert {row.layer for row in legend(scene)}.isdisjoint({"households", "grids"})


def test_opacity_lightens_the_fill(scene_of):
    (full,) = marks(scene_of(opacity={"grids": 1.0}), Areas, "grids")
    assert full.colours[0] == "#3E6C9A"


def test_borders_are_drawn_once_and_by_rank(scene_of):
    scene = scene_of()
    metres = {
        name: max(
            sum(np.hypot(*np.diff(m.paths.runs.xy[a:b], axis=0).T).sum() for a, b in pairs(m))
            for m in marks(scene, Lines, name)
        )
        for name in ("township", "villages", "grids")
    }
    assert metres == {"township": 10_000, "villages": 3_000, "grids": 4_000}


def pairs(mark):
    offsets = mark.paths.runs.offsets
    return pairwise(offsets)


def test_no_fill_lies_over_a_line(scene_of):
    kinds = [isinstance(mark, Areas) for mark in scene_of().marks]
    assert kinds == sorted(kinds, reverse=True)


def test_free_text_and_restricted_cases_stay_off_a_masked_map(scene_of):
    masked, open_ = scene_of(), scene_of(masked=False)
    assert sorted(words(masked, "incidents").values()) == [["跌倒"], ["道路中断"]]
    assert ["张三跌倒"] in words(open_, "incidents").values()
    assert len(marks(open_, Symbols, "incidents")[0].spots.x) == 2
    wall = scene_of(theme="wall", masked=False)
    assert len(marks(wall, Symbols, "incidents")[0].spots.x) == 2


def test_the_words_of_a_p1_are_never_dropped(scene_of):
    required = [label for label in scene_of().labels if label.required]
    assert [label.lines[0].text for label in required] == ["跌倒"]


def test_the_legend_counts_what_the_map_shows(scene_of):
    rows = {row.title: row.count for row in legend(scene_of())}
    assert rows["低于 80 %"] == 2
    assert rows["80–95 %"] == 1
    assert rows["95–100 %"] == 1
    assert rows["超过上限"] == 1
    assert rows["无数据"] == 1
    assert rows["户籍口径超限"] == 2
    assert rows["住户"] == 6


def test_a_click_finds_the_symbol_then_the_house_then_the_grid(scene_of):
    scene = scene_of()
    near = View(1000, 1000, x=700, y=700, scale=1.5)
    assert hit(scene, near, 702, 699) == ("incidents", "incidents-1")
    assert hit(scene, near, 501, 301) == ("households", "households-1")
    assert hit(scene, near, 100, 900) == ("grids", "grids-1")
    assert hit(scene, near, -50, 900) == ("", "")


def test_far_away_a_click_finds_the_village(scene_of):
    far = View(1000, 1000, scale=0.01)
    assert hit(scene_of(), far, 100, 2900) == ("villages", "villages-1")


def test_the_bounds_of_a_selection(scene_of):
    assert bounds_of(scene_of(), frozenset({"grids-1", "grids-5"})) == (0, 0, 2000, 2000)
    assert bounds_of(scene_of(), frozenset({"nobody"})) is None


def test_a_neighbour_is_named_in_what_of_it_lies_around_the_town_and_a_far_one_is_not(build):
    town = build(
        township={"name": ["甲镇"], "geometry": [shapely.box(0, 0, 100, 100)]},
        neighbours={
            "name": ["乙镇", "丙镇", "丁镇"],
            "geometry": [shapely.box(100, 0, 900, 100), shapely.box(5000, 0, 5100, 100), None],
        },
    )
    (label,) = [label for label in build_scene(town).labels if label.table == "neighbours"]
    assert (label.lines[0].text, 100 < label.x < 122) == ("乙镇", True)


def test_errors_of_a_border_are_shown_where_they_are(square_town):
    gap = Finding("full_cover", "error", "有空隙", ("grids-2",), {}, (990.0, 1500.0))
    cap = Finding("worker_cap", "error", "超限", ("grids-4",), {}, (1500.0, 500.0))
    census = take_census(square_town)
    scene = build(square_town, census, LAYERS, (gap, cap), View(1, 1))
    near = View(1000, 1000, x=990, y=1500, scale=0.5)
    assert hit(scene, near, 990, 1500) == ("grids", "grids-2")
    assert [row.count for row in legend(scene) if row.title == "界线问题"] == [1]
    assert build(square_town, census, LAYERS, (), View(1, 1)) != scene


def test_only_the_villages_being_edited_are_coloured(scene_of):
    scene = scene_of(scope=frozenset({"villages-1"}))
    (fill,) = marks(scene, Areas, "grids")
    assert len(set(fill.colours[3:])) == 1
    assert (fill.outlined, fill.hatched, fill.dotted) == ((2,), (), ())
    assert set(words(scene, "grids")) == {"grids-1", "grids-2", "grids-3"}
    rows = {row.title: row.count for row in legend(scene)}
    assert (rows["范围外（只读）"], rows["超过上限"], rows["95–100 %"]) == (3, 0, 1)


def test_an_empty_township_still_makes_a_scene(build):
    empty = build_scene(build())
    assert empty.marks == ()
    assert empty.bounds[2] > empty.bounds[0]


def test_grids_alone_are_enough_for_a_map(build):
    shapes = [shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)]
    scene = build_scene(build(grids={"name": ["1", "2"], "geometry": shapes}))
    assert scene.bounds == (0, 0, 2, 1)
    assert [mark.scales[0] for mark in marks(scene, Areas, "grids")] == [0.0]


def test_a_grid_outside_every_village_is_in_view(build):
    village, grid = shapely.box(0, 0, 1, 1), shapely.box(9, 9, 10, 10)
    town = build(villages={"name": ["东"], "geometry": [village]}, grids={"name": ["1"], "geometry": [grid]})
    assert build_scene(town).bounds == (0, 0, 10, 10)


def test_without_grids_the_groups_are_shown(build):
    town = build(groups={"name": ["1组"], "geometry": [shapely.box(0, 0, 1, 1)]})
    assert "groups" not in hidden_at_start(LAYERS, snapshot=town)
    assert [len(mark.paths) for mark in marks(build_scene(town), Lines, "groups")] == [1]
    assert [len(mark.rings) for mark in marks(build_scene(town), Areas, "")] == [1]
    with_grids = build(grids={"name": ["1"], "geometry": [shapely.box(0, 0, 1, 1)]})
    assert "groups" in hidden_at_start(LAYERS, snapshot=with_grids)


def build_scene(snapshot):
    return build(snapshot, take_census(snapshot), LAYERS, (), View(100, 100))


def test_overlays_keep_the_order_that_the_user_drags_them_into():
    names = [layer.name for layer in ordered(LAYERS, ("roads", "waters"))]
    assert names.index("roads") < names.index("waters")
    assert sorted(names) == sorted(layer.name for layer in LAYERS)


def test_a_new_desk_hides_what_is_off_and_the_wall_what_is_not_for_it():
    assert "elders" in hidden_at_start(LAYERS)
    assert "grids" not in hidden_at_start(LAYERS)
    assert "groups" in hidden_at_start(LAYERS, wall=True)
    assert "incidents" not in hidden_at_start(LAYERS, wall=True)


@pytest.mark.parametrize(
    ("name", "village", "shown"),
    [
        ("飞凤01", "飞凤社区", "飞凤 01"),
        ("网格07", "花坡村", "花坡 07"),
        ("花坡村网格07", "花坡村", "花坡 07"),
        ("第一网格", "花坡村", "第一网格"),
        ("网格07", "", "网格07"),
    ],
)
def test_a_grid_is_called_by_village_and_number(name, village, shown):
    assert grid_name(name, village) == shown


def test_elders_are_60_on_the_day_and_at_home(build):
    people = build(
        residents={
            "name": list("甲乙丙丁"),
            "birth_date": ["1966-11-23", "1966-11-24", "", "1940-01-01"],
            "age": [np.nan, np.nan, 71, np.nan],
            "at_home": [1, 1, 1, 0],
        }
    )["residents"]
    from datetime import date

    assert at_home(people, date(2026, 11, 23)).tolist() == [0, 2]


def test_patrols_are_those_of_the_latest_week(build):
    line = shapely.LineString([(0, 0), (1, 1)])
    days = ["2026-11-15T20:00:00", "2026-11-16T08:00:00", "2026-11-20T08:00:00"]
    table = build(patrols={"started_at": days, "geometry": [line] * 3})["patrols"]
    assert latest_week(table).text("started_at").tolist() == days[1:]


def test_a_mark_is_drawn_between_its_scales():
    mark = replace(Lines(), scales=(0.1, 0.5))
    assert [mark.shown(s) for s in (0.05, 0.1, 0.4, 0.5)] == [False, True, True, False]
