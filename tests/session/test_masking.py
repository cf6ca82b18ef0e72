"""The mask of an open township: on, lifted for ten recorded minutes, on again by itself."""

import pytest
from made_up import SETTINGS, houses, make_intake, two_grids

from gridmap.errors import ReadOnlyStore, UsageError
from gridmap.session import Session
from gridmap.session.masking import MINUTES, REASONS, Masking
from gridmap.store import create_store, open_store
from gridmap.township.mask import LIFTED, MASKED


class Clock:
    """A clock that only turns by hand."""

    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture(name="path", scope="module")
def _path(tmp_path_factory):
    path = tmp_path_factory.mktemp("town") / "town.gpkg"
    store = create_store(path, SETTINGS)
    store.take(make_intake(two_grids(), houses(4)), "me")
    store.close()
    return path


@pytest.fixture(name="store")
def _store(path):
    store = open_store(path)
    yield store
    store.close()


@pytest.fixture(name="clocks")
def _clocks():
    return Clock(), Clock()


@pytest.fixture(name="masking")
def _masking(store, clocks):
    return Masking(store, clocks)


def test_everything_is_masked_until_somebody_lifts_it(masking):
    assert masking.mask is MASKED
    assert masking.left == 0
    assert masking.mask.name("欧阳建国") == "欧阳**"


def test_lifted_it_shows_what_is_written_and_is_on_again_when_the_time_has_passed(masking, clocks):
    masking.lift("call", "周六")
    assert masking.mask is LIFTED
    assert masking.mask.name("欧阳建国") == "欧阳建国"
    for clock in clocks:
        clock.now += MINUTES * 60 - 1
    assert masking.mask is LIFTED
    clocks[0].now += 1
    assert masking.mask is MASKED  # nobody had to look


def test_a_clock_set_back_or_a_machine_that_slept_gains_nothing(masking, clocks):
    running, civil = clocks
    masking.lift("call", "周六")
    civil.now -= 86_400
    running.now += MINUTES * 60
    assert masking.mask is MASKED
    masking.lift("call", "周六")
    civil.now += MINUTES * 60
    assert masking.mask is MASKED


def test_one_key_puts_it_on_at_once_and_windows_hear_it_every_time(masking):
    heard = []
    masking.changed.connect(lambda: heard.append(masking.mask))
    masking.put_on()
    masking.lift("visit", "周六")
    masking.put_on()
    masking.put_on()
    assert heard == [MASKED, LIFTED, MASKED, MASKED]


def test_the_windows_hear_that_the_time_has_passed(masking, clocks):
    heard = []
    masking.lift("visit", "周六")
    masking.changed.connect(lambda: heard.append(masking.mask))
    masking.look()
    clocks[0].now += MINUTES * 60
    masking.look()
    masking.look()
    assert heard == [MASKED]


def test_who_lifted_it_and_why_stands_in_the_audit_before_anything_is_shown(masking, store):
    before, version = store.audit()[-1].seq, store.version
    seen = []
    masking.changed.connect(lambda: seen.append(store.audit()[-1].seq))
    masking.lift("rescue", "周六")
    row = store.audit()[-1]
    assert (row.seq, row.who, row.what, row.object, row.result) == (
        before + 1, "周六", "unmask", REASONS["rescue"], "10 分钟",
    )  # fmt: skip
    assert seen == [before + 1]
    assert store.version == version  # the township did not change
    assert store.verify() == []


def test_a_file_with_personal_values_is_recorded_with_its_reason(masking, store):
    before = len(store.audit())
    assert masking.for_file("呼叫名单", "应急") == (True, "应急")
    assert len(store.audit()) == before
    masking.lift("call", "周六")
    assert masking.for_file("呼叫名单", "应急") == (False, f"应急 · {REASONS['call']}")
    row = store.audit()[-1]
    assert (row.who, row.what, row.object, row.result) == (
        "周六",
        "unmasked_file",
        "呼叫名单",
        REASONS["call"],
    )


def test_a_reason_is_chosen_and_not_told(masking, store):
    before = len(store.audit())
    with pytest.raises(UsageError, match="事由"):
        masking.lift("给张三打电话", "周六")
    assert masking.mask is MASKED
    assert len(store.audit()) == before


def test_what_cannot_be_recorded_is_not_shown(store, path):
    reader = open_store(path)  # the other one writes
    try:
        masking = Masking(reader)
        assert masking.refusal
        with pytest.raises(ReadOnlyStore, match="登记"):
            masking.lift("call", "周六")
        assert masking.mask is MASKED
    finally:
        reader.close()


def test_a_session_is_masked_and_undo_does_not_lift_it(store):
    session = Session(store, "周六")
    assert session.mask is MASKED
    session.masking.lift("ledger", session.author)
    session.undo()
    assert session.mask is LIFTED
    session.masking.put_on()
    session.redo()
    assert session.mask is MASKED
