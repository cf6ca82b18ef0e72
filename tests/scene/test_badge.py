"""The card at the pointer: what it says, where it stands."""

import pytest

from gridmap.redraw.edits.move_ground import MoveGround
from gridmap.redraw.ground import Ground
from gridmap.redraw.preview import preview
from gridmap.scene.badge import badge_of, place_badge, refused, short_grid, signed
from gridmap.township.census import take_census

SIZE, WINDOW = (308.0, 132.0), (1200.0, 800.0)


def covers(spot, place):
    return spot[0] <= place[0] <= spot[0] + SIZE[0] and spot[1] <= place[1] <= spot[1] + SIZE[1]


@pytest.fixture(name="made")
def _made(square_town):
    """Half of the middle grid, with its household, goes to the northern one, which is near its cap."""
    import shapely

    ground = Ground.of(square_town, take_census(square_town))
    return preview(ground, MoveGround.of(shapely.box(0, 1200, 1000, 2000), ground.uuid(2)))


def test_the_card_names_what_moves_and_counts_both_grids_on_every_basis(made):
    badge = badge_of(made, "resident")
    assert badge.title == "1 户 850 人 → 网格 03"
    assert badge.basis == "常住口径"
    rows = {row.name: row for row in badge.rows}
    assert (rows["03"].people, rows["03"].words, rows["03"].change) == ("1,820", "▲ 超 820 人", "+850")
    assert rows["03"].over
    assert (rows["02"].people, rows["02"].words, rows["02"].change) == ("0", "余 1,000", "−850")
    assert [words for words, _over in rows["03"].others] == ["户籍 2,020", "在家 455"]
    assert [over for _words, over in rows["03"].others] == [True, False]


def test_a_grid_over_its_cap_already_is_still_over(made):
    rows = {row.name: row for row in badge_of(made, "registered").rows}
    assert rows["03"].words == "▲ 仍超 1,020 人"


def test_a_refusal_is_broken_into_lines():
    badge = refused("不能拆分：" + "字" * 40)
    assert "".join(note.words for note in badge.notes) == "不能拆分：" + "字" * 40
    assert len(badge.notes) == 2


@pytest.mark.parametrize(
    ("name", "short"), [("花坡村07网格", "07"), ("东岸", "东岸"), ("甲2", "甲2"), ("", "")]
)
def test_a_numbered_grid_goes_by_its_number(name, short):
    assert short_grid(name) == short


@pytest.mark.parametrize(
    ("change", "words"), [(20.0, "+20"), (-1020.0, "−1,020"), (0.0, ""), (float("nan"), "")]
)
def test_a_change_has_its_sign(change, words):
    assert signed(change) == words


@pytest.mark.parametrize("pointer", [(600, 400), (5, 5), (1195, 5), (5, 795), (1195, 795), (1100, 400)])
def test_the_card_stays_in_the_window_and_off_the_pointer(pointer):
    spot = place_badge(SIZE, pointer, WINDOW, ())
    assert 0 <= spot[0] <= WINDOW[0] - SIZE[0]
    assert 0 <= spot[1] <= WINDOW[1] - SIZE[1]
    assert not covers(spot, pointer)


def test_the_card_keeps_off_the_ground_that_moves():
    free = place_badge(SIZE, (600, 400), WINDOW, ())
    assert free[0] > 600
    flipped = place_badge(SIZE, (600, 400), WINDOW, [(560.0, 150.0, 1000.0, 650.0)])
    assert flipped[0] + SIZE[0] < 600
