"""Draft and published plan of one open township: which is which, and how one becomes the other."""

import shutil

import numpy as np
import pytest

from gridmap.errors import EditError, Outdated, PublishError, ReadOnlyStore, UsageError
from gridmap.redraw.edits.merge_grids import MergeGrids
from gridmap.redraw.edits.rename_grid import RenameGrid
from gridmap.session import Session
from gridmap.store import open_store
from gridmap.township.change import Change


@pytest.fixture(name="path")
def _path(sample_store, tmp_path):
    return shutil.copy(sample_store, tmp_path / "sample.gpkg")


@pytest.fixture(name="session")
def _session(path):
    session = Session(open_store(path), "周敏")
    yield session
    session.close()


def rename(session, name, row=3):
    session.perform(RenameGrid(str(session.draft.snapshot["grids"]["uuid"][row]), name))


def name_of(state, row=3):
    return str(state.snapshot["grids"]["name"][row])


def merge_over_the_cap(session):
    """The first two grids of the sample have more than 1,000 residents together."""
    session.perform(MergeGrids(*(str(uuid) for uuid in session.snapshot["grids"]["uuid"][:2])))


def test_while_the_draft_is_the_published_plan_they_are_one_state(session):
    assert session.public is session.draft
    assert not session.differs


def test_an_edit_leaves_what_is_published_the_very_state_it_was(session):
    before, old = session.public, name_of(session.public)
    rename(session, "新名")
    rename(session, "新新名")
    assert session.differs
    assert session.public is before
    assert (name_of(session.public), name_of(session.draft)) == (old, "新新名")


def test_undone_to_the_published_plan_they_are_one_again(session):
    rename(session, "新名")
    session.undo()
    assert session.public is session.draft


def test_what_is_published_has_its_own_counts_and_findings_under_the_new_ledgers(session):
    before = session.census.grids["resident"].copy()
    merge_over_the_cap(session)
    homes = session.snapshot["households"].take([0])
    session.write(Change("人口", {"households": homes.replace(resident=homes.number("resident") + 5)}))
    public = session.public
    assert len(public.snapshot["grids"]) == len(session.snapshot["grids"]) + 1
    assert public.census.grids["resident"].sum() == before.sum() + 5
    assert not [found for found in public.findings("resident") if found.severity == "error"]
    assert [found.rule for found in session.findings("resident")[:2]] == ["leader_cap", "worker_cap"]


def test_a_publication_is_heard_once_and_the_two_are_one_again(session):
    heard = []
    session.published.connect(lambda: heard.append(session.public is session.draft))
    rename(session, "新名")
    assert session.publish("居民要求") == 2
    assert heard == [True]
    revision = session.revisions()[-1]
    assert (revision.kind, revision.reason, revision.author, revision.base) == (
        "published",
        "居民要求",
        "周敏",
        1,
    )
    assert [edit["label"] for edit in revision.edits] == ["网格改名"]


@pytest.mark.parametrize("reason", ["", "  "])
def test_warnings_want_a_typed_reason(session, reason):
    rename(session, "新名")
    with pytest.raises(PublishError, match="请填写理由"):
        session.publish(reason)
    assert (len(session.revisions()), session.differs) == (1, True)


def test_errors_block_whatever_is_typed(session):
    merge_over_the_cap(session)
    with pytest.raises(PublishError, match="还有 2 项必须处理"):
        session.publish("一定要发布")
    assert len(session.revisions()) == 1


def test_a_plan_may_pass_on_one_population_and_not_on_two(session):
    rename(session, "新名", row=2)  # in the village whose third grid is over its cap at the festival
    with pytest.raises(PublishError, match="必须处理"):
        session.publish("改名", populations=("resident", "registered"))
    assert session.publish("改名") == 2


def test_nothing_new_is_not_published(session):
    with pytest.raises(PublishError, match="相同"):
        session.publish("再来一次")


def test_undo_goes_behind_a_publication_and_leaves_the_record_alone(session):
    old = name_of(session.draft)
    rename(session, "新名")
    session.publish("居民要求")
    session.undo()
    assert (name_of(session.draft), name_of(session.public)) == (old, "新名")
    assert len(session.revisions()) == 2


def test_a_new_grid_has_its_number_from_the_publication_on_and_keeps_it(session):
    grids = session.snapshot["grids"]
    bare = grids.take([4]).replace(code=np.array([""], object))
    session.write(Change("清编码", {"grids": bare.replace(uuid=np.array(["neu"], object))}))
    session.write(Change("清编码", {"grids": bare}))  # as if the fifth grid had been drawn anew
    session.write(Change("删", removed={"grids": ("neu",)}))
    session.publish("编号")
    assert session.snapshot["grids"]["code"][4] == grids["code"][4]  # it is the same grid
    assert session.undo_label() == "发布：为新网格编号"


def test_taking_back_is_a_new_revision_and_one_step_of_the_draft(session):
    old = name_of(session.draft)
    uuids = session.snapshot["grids"]["uuid"].tolist()
    rename(session, "新名")
    session.perform(MergeGrids(uuids[5], uuids[6]))
    session.publish("合并")
    assert session.take_back(1, "村民反对") == 3
    assert session.public is session.draft
    assert session.snapshot["grids"]["uuid"].tolist() == uuids
    assert (name_of(session.draft), session.revisions()[-1].kind) == (old, "taken_back")
    assert session.revisions()[-1].digest == session.revisions()[0].digest
    session.undo()
    assert (name_of(session.draft), name_of(session.public)) == ("新名", old)
    assert session._store.verify() == []


def test_taking_back_wants_a_reason_and_another_plan(session):
    with pytest.raises(PublishError, match="理由"):
        session.take_back(1, " ")
    with pytest.raises(PublishError, match="现行方案"):
        session.take_back(1, "就是它")


def test_a_named_point_is_found_again_and_not_published(session):
    rename(session, "新名")
    seq = session.write_name("方案 B")
    session.refresh()
    rename(session, "又一个")
    assert name_of(session.as_of(str(seq))) == "新名"
    assert name_of(session.public) != "新名"
    with pytest.raises(PublishError, match="名称"):
        session.write_name(" ")


def test_looked_back_at_a_plan_everybody_reads_it_and_nothing_can_be_changed(session):
    old = name_of(session.draft)
    rename(session, "新名")
    session.publish("居民要求")
    heard = []
    session.changed.connect(heard.append)
    session.look(session.as_of("1"))
    assert (name_of(session), session.looking_at, name_of(session.public)) == (old, 1, "新名")
    with pytest.raises(ReadOnlyStore, match="正在看第 1 版"):
        rename(session, "不行")
    session.look(None)
    assert (name_of(session), session.looking_at, session.refusal) == ("新名", 0, None)
    assert heard == [frozenset(), frozenset()]


def test_a_day_before_there_was_a_plan_is_told(session):
    with pytest.raises(UsageError, match="还没有发布"):
        session.as_of("2001-01-01")


def test_a_reader_hears_of_a_draft_and_of_a_publication_and_shows_only_that(session, path):
    reader = Session(open_store(path, read_only=True))
    old, heard = name_of(reader.public), []
    reader.published.connect(lambda: heard.append(name_of(reader.public)))
    rename(session, "新名")
    assert reader.refresh()
    assert (name_of(reader.draft), name_of(reader.public), heard) == ("新名", old, [])
    session.publish("居民要求")
    assert reader.refresh()
    assert heard == ["新名"]
    assert not reader.refresh()
    reader.close()


def test_of_two_who_have_it_open_one_publishes_and_the_other_is_told_who(session, path):
    other = Session(open_store(path), "别人")
    with pytest.raises(ReadOnlyStore, match="正在编辑"):
        other.publish("我也来")
    with pytest.raises(ReadOnlyStore):
        other.take_back(1, "我也来")
    other.close()
    assert len(session.revisions()) == 1


def test_over_a_plan_that_came_meanwhile_nothing_is_published(session):
    rename(session, "新名")
    other = Session(session._store, "别人")  # a second window that has not looked since
    rename(session, "又改")
    session.publish("先来")
    with pytest.raises(Outdated, match="别人刚发布了第 2 版"):
        other.publish("后到")
    with pytest.raises(Outdated):
        other.take_back(1, "后到")
    assert [revision.reason for revision in session.revisions()[1:]] == ["先来"]


def test_a_step_is_gone_to_by_undoing_and_by_redoing(session):
    old = name_of(session.draft)
    for name in ("甲", "乙", "丙"):
        rename(session, name)
    ops = [step.op for step in session.steps()]
    session.write_way_to(ops[1])
    session.refresh()
    assert name_of(session.draft) == "甲"
    assert [step.state for step in session.steps()] == ["done", "done", "undone", "undone"]
    session.write_way_to(ops[3])
    session.refresh()
    assert name_of(session.draft) == "丙"
    session.write_way_to(ops[0])
    session.refresh()
    assert name_of(session.draft) == old
    rename(session, "丁")
    assert [step.state for step in session.steps()] == ["done", "gone", "gone", "gone", "done"]
    with pytest.raises(EditError, match="不能再恢复"):
        session.write_way_to(ops[2])
