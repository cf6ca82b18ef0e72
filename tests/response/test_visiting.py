from datetime import datetime

import numpy as np
import pytest

from gridmap.errors import StepRefused
from gridmap.response.visiting import visited
from gridmap.response.visits import contacts
from gridmap.township.table import Table

NOW = datetime(2026, 11, 23, 14)


@pytest.fixture(name="town")
def _town(build):
    return build(
        households={"household_no": ["1"], "at_home": [1]},
        residents={"household_no_fid": [1], "at_home": [1], "cannot_self_care": [1]},
        staff={"name": ["唐忠", "李四", "李四"]},
        visits={"household_no_fid": [1], "visited_at": ["2026-11-10T09:00:00"], "tier": ["key"]},
    )


def after(town, change):
    """The township with the rows of a change behind its own."""
    old, new = town["visits"], change.rows["visits"]
    columns = {name: np.concatenate([old[name], new[name]]) for name in old.schema.columns}
    return town.with_tables({"visits": Table.of(old.schema, columns)})


def test_a_visit_is_one_row_and_the_home_is_due_no_more(town):
    change = visited(town, "households-1", "唐忠", NOW, "  身体尚好 ")
    names = ("visited_at", "visitor", "visitor_fid", "content")
    row = tuple(change.rows["visits"][name][0] for name in names)
    assert row == ("2026-11-23T14:00:00", "唐忠", 1, "身体尚好")
    found = contacts(after(town, change), NOW)
    assert found.days.tolist() == [0]
    assert found.tier.tolist() == [1]  # the tier that was written stays


def test_what_was_said_is_in_no_label_and_no_detail(town):
    change = visited(town, "households-1", "唐忠", NOW, "独自在家")
    assert change.label == "登记走访"
    assert change.details == {}


def test_a_name_that_two_have_or_nobody_is_written_as_it_is(town):
    for name in ("李四", "王五", ""):
        rows = visited(town, "households-1", name, NOW).rows["visits"]
        assert (rows["visitor"][0], rows["visitor_fid"][0]) == (name, 0)


def test_a_key_pressed_twice_is_one_visit(town):
    again = after(town, visited(town, "households-1", "唐忠", NOW))
    with pytest.raises(StepRefused, match="今天已经登记"):
        visited(again, "households-1", "唐忠", NOW.replace(hour=18))
    visited(again, "households-1", "唐忠", NOW.replace(day=24))


def test_a_home_that_is_no_more_is_refused(town):
    with pytest.raises(StepRefused, match="不在名册"):
        visited(town, "households-9", "唐忠", NOW)
