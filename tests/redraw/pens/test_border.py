from gridmap.redraw.ground import Ground
from gridmap.redraw.pens.border import BorderPen
from gridmap.township.census import take_census


def ground_of(snapshot):
    return Ground.of(snapshot, take_census(snapshot))


def test_a_border_is_taken_within_reach_and_pushed_by_households(square_town):
    ground = ground_of(square_town)
    assert BorderPen.at(ground, 400, 960, 20) is None
    pen = BorderPen.at(ground, 400, 990, 20)
    assert (pen.one, pen.other, pen.place) == (0, 1, (400, 1000))
    edit = pen.push([(450, 1100), (480, 1200), (500, 1290)], unit="household")
    assert edit is None
