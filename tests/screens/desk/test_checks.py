"""What the panel says of a stroke: graver on the scenarios that the planner chose."""

import pytest

from gridmap.redraw.edits.merge_grids import MergeGrids
from gridmap.redraw.ground import Ground
from gridmap.redraw.preview import preview
from gridmap.screens.desk.checks import checks_of, counts_of
from gridmap.township.census import take_census


@pytest.fixture(name="made")
def _made(square_town):
    """花坡02 with 花坡01: 1,350 residents, 1,550 registered, 338 at home."""
    ground = Ground.of(square_town, take_census(square_town))
    return preview(ground, MergeGrids("grids-2", "grids-1"))


@pytest.mark.parametrize("told", [checks_of, counts_of])
@pytest.mark.parametrize(
    ("asked", "failed", "warned"),
    [
        (("resident",), "常住", "户籍"),
        (("registered",), "户籍", "常住"),
        (("at_home", "registered"), "户籍", "常住"),
    ],
)
def test_a_cap_is_broken_on_the_scenarios_that_are_asked(made, told, asked, failed, warned):
    checks = told(made, asked)
    over = {check.tone: check.words for check in checks if "超" in check.words and check.tone != "passed"}
    assert failed in over["failed"]
    assert warned in over["warning"]
    tones = [check.tone for check in checks]
    assert tones.index("failed") < tones.index("warning"), "the gravest first"


def test_with_every_scenario_asked_every_broken_cap_is_an_error(made):
    asked = ("resident", "registered", "at_home")
    over = [check for check in counts_of(made, asked) if "超" in check.words and check.tone != "passed"]
    assert [check.tone for check in over] == ["failed", "failed"]
