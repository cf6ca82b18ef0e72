"""People gathered from the tables of a snapshot, as the store gathers them from its rows."""

import pytest

from gridmap.township.search import Gathering, letters


def gather(snapshot):
    gathering = Gathering()
    households, residents = snapshot["households"], snapshot["residents"]
    columns = (households[name].tolist() for name in ("fid", "household_no", "head_name", "phone"))
    gathering.households(*columns)
    gathering.residents(*(residents[name].tolist() for name in ("name", "phone", "household_no_fid")))
    return gathering.people(letters(snapshot))


@pytest.fixture(name="gather", scope="session")
def _gather():
    """``gather(snapshot)`` -> People."""
    return gather
