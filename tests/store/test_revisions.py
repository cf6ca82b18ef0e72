"""The record of published plans: what is in it, who may add to it, and that it cannot be changed quietly."""

import json
import os
import random
import signal
import subprocess
import sys
import time
import zlib

import apsw
import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_up import SETTINGS, houses, make_intake, make_table, two_grids

from gridmap.errors import Outdated, StoreError
from gridmap.store import create_store, open_store
from gridmap.store.connection import connect
from gridmap.store.revisions import PLAN
from gridmap.township.change import Change
from gridmap.township.revision import Publication


@pytest.fixture
def drawn(store):
    store.take(make_intake(two_grids(), houses(5)), "甲")
    return store


def rename(store, name, row=0):
    grids = store.load(["grids"])["grids"].take([row])
    return store.write(Change("改名", {"grids": grids.replace(name=np.array([name], object))}), "乙")


def publish(store, reason="", kind="published", change=None, name=""):
    now = store.standing()
    change = change or Change("")
    return store.publish(Publication(kind, now.public, now.version, name, reason, change), "丙")


def names(tables):
    return list(tables["grids"]["name"])


def test_the_first_grids_are_published_by_their_import(drawn):
    (first,) = drawn.revisions()
    uuids = drawn.load(["grids"])["grids"]["uuid"]
    assert (first.seq, first.kind, first.author, first.base, first.edits) == (1, "imported", "甲", 0, ())
    assert first.codes == dict(zip(uuids, ["g1", "g2"], strict=True))
    standing = drawn.standing()
    assert (standing.newest, standing.public, standing.differs) == (1, 1, False)


def test_an_import_without_grids_publishes_nothing(store):
    store.take(make_intake(houses(3)), "甲")
    assert (store.revisions(), store.standing().public) == ([], 0)


def test_grids_that_come_later_wait_in_the_draft(drawn):
    later = make_table("grids", code=["g1"], name=["新"])
    drawn.take(make_intake(later), "甲")
    assert len(drawn.revisions()) == 1
    assert drawn.standing().differs


def test_who_works_in_published_grids_is_published_with_the_ledger_that_says_so(drawn):
    staff = make_table("staff", staff_no=["1"], name=["王一"])
    work = make_table("assignments", staff=["1"], role=["grid_worker"], grid=["g1"])
    drawn.take(make_intake(staff, work), "甲")
    assert [revision.kind for revision in drawn.revisions()] == ["imported", "imported"]
    assert not drawn.standing().differs
    rename(drawn, "草案")
    more = make_table("assignments", staff=["1"], role=["volunteer"], grid=["g2"])
    drawn.take(make_intake(more), "甲")
    assert len(drawn.revisions()) == 2  # a draft is being drawn: nothing of it leaves by the way


def test_a_plan_is_kept_exactly(drawn):
    rename(drawn, "新'\x1f")
    publish(drawn, "改了名")
    live, kept = drawn.load(PLAN), drawn.plan_of(2)
    for table in PLAN:
        assert len(kept[table]) == len(live[table])
        for name, column in live[table].columns.items():
            if name == "geometry":
                assert shapely.equals_identical(column, kept[table][name]).all()
            else:
                np.testing.assert_array_equal(column, kept[table][name])
                assert column.dtype == kept[table][name].dtype
    assert names(drawn.plan_of(1)) == ["一", "二"]


def test_a_revision_says_who_why_and_after_which_edits(drawn):
    version = rename(drawn, "新")
    drawn.undo("乙")
    drawn.redo("乙")
    publish(drawn, "居民要求")
    second = drawn.revisions()[1]
    assert (second.author, second.reason, second.base, second.op) == ("丙", "居民要求", 1, version + 2)
    assert [(edit["kind"], edit["label"]) for edit in second.edits] == [
        ("do", "改名"), ("undo", "改名"), ("redo", "改名"),
    ]  # fmt: skip
    assert drawn.audit()[-1].object == "第 2 版"
    assert drawn.verify() == []


def test_equal_plans_are_kept_once(drawn, tmp_path):
    rename(drawn, "新")
    publish(drawn)
    drawn.undo("乙")
    publish(drawn)
    digests = [revision.digest for revision in drawn.revisions()]
    assert digests[0] == digests[2] != digests[1]
    reader = connect(tmp_path / "town.gpkg", writable=False)
    assert reader.execute("SELECT COUNT(*) FROM gridmap_plan").get == 2
    reader.close()


def test_undo_moves_through_drafts_and_never_touches_the_record(drawn):
    rename(drawn, "新")
    publish(drawn)
    drawn.undo("乙")
    assert (len(drawn.revisions()), drawn.standing().differs) == (2, True)
    drawn.redo("乙")
    assert not drawn.standing().differs


def test_a_named_point_is_not_published(drawn):
    rename(drawn, "新")
    publish(drawn, kind="named", name="方案 B")
    assert (drawn.standing().newest, drawn.standing().public, drawn.standing().differs) == (2, 1, True)
    assert names(drawn.plan_of(2)) == ["新", "二"]


def test_a_publication_and_its_change_are_one(drawn):
    grids = drawn.load(["grids"])["grids"].take([0])
    change = Change("编码", {"grids": grids.replace(code=np.array(["g9"], object))})
    publish(drawn, change=change)
    second = drawn.revisions()[1]
    assert (list(second.codes.values()), drawn.undo_label()) == (["g9"], "编码")
    assert not drawn.standing().differs


@pytest.mark.parametrize("meanwhile", ["published", "edited"])
def test_what_the_author_has_not_seen_is_not_published_over(drawn, meanwhile):
    seen = drawn.standing()
    rename(drawn, "别人的")
    if meanwhile == "published":
        publish(drawn)
    before = (drawn.revisions(), drawn.audit(), drawn.standing())
    change = Change("编码", {"grids": drawn.load(["grids"])["grids"].take([1])})
    with pytest.raises(Outdated, match="没有发布"):
        drawn.publish(Publication("published", seen.public, seen.version, change=change), "丙")
    assert (drawn.revisions(), drawn.audit(), drawn.standing()) == before


def test_a_revision_there_is_not_is_one_line(drawn):
    with pytest.raises(StoreError, match="没有第 7 版"):
        drawn.plan_of(7)


def test_a_row_that_comes_back_has_its_old_number(drawn):
    grids = drawn.load(["grids"])["grids"]
    drawn.write(Change("删", removed={"grids": (str(grids["uuid"][0]),)}), "甲")
    drawn.write(Change("还", {"grids": grids.take([0])}), "甲")
    again = drawn.load()
    assert list(again["grids"].fids()) == list(grids.fids())
    assert not drawn.standing().differs
    assert drawn.verify() == []


def test_a_number_that_somebody_has_is_not_taken_from_him(drawn):
    grids = drawn.load(["grids"])["grids"].take([0])
    drawn.write(Change("加", {"grids": grids.replace(uuid=np.array(["new"], object))}), "甲")
    assert sorted(drawn.load(["grids"])["grids"].fids()) == [1, 2, 3]


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("rename"), st.text(st.characters(exclude_categories=["Cs"]), max_size=8)),
        st.tuples(st.sampled_from(["undo", "redo", "publish", "name"]), st.just("")),
    ),
    max_size=12,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_whatever_is_done_the_record_holds_and_every_plan_is_found_again(tmp_path_factory, steps):
    path = tmp_path_factory.mktemp("any") / "town.gpkg"
    store = create_store(path, SETTINGS)
    store.take(make_intake(two_grids()), "甲")
    start = store.standing().version
    said = {1: ["一", "二"]}
    for verb, name in steps:
        if verb == "rename":
            rename(store, name.replace("\x00", ""))
        elif verb == "undo" and store.undo_label() and store.undo_label() != "导入 ledger.csv":
            store.undo("乙")
        elif verb == "redo":
            store.redo("乙")
        elif verb in ("publish", "name"):
            seq = publish(store, kind="published" if verb == "publish" else "named")
            said[seq] = names(store.load(["grids"]))
    store.close()
    again = open_store(path, read_only=True)
    assert again.verify() == []
    assert {seq: names(again.plan_of(seq)) for seq in said} == said
    assert [revision.seq for revision in again.revisions()] == list(said)
    public = max(revision.seq for revision in again.revisions() if revision.public)
    same = names(again.load(["grids"])) == said[public]
    assert again.standing().differs is not same
    assert again.standing().version >= start
    again.close()


COLUMNS = (
    "at_utc", "author", "kind", "name", "reason", "base", "op", "edits", "codes", "state", "digest",
    "prev_hash", "hash", "content",
)  # fmt: skip


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_word_of_the_record_can_be_changed_unseen(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("any") / "town.gpkg"
    store = create_store(path, SETTINGS)
    store.take(make_intake(two_grids()), "甲")
    for name in ("新", "又新"):
        rename(store, name)
        publish(store, name)
    store.close()
    column = data.draw(st.sampled_from(COLUMNS))
    seq = data.draw(st.integers(1, 3))
    vandal = apsw.Connection(str(path))
    vandal.execute("PRAGMA foreign_keys = OFF")
    for trigger in ("gridmap_revision_no_update", "gridmap_plan_no_update"):
        vandal.execute(f"DROP TRIGGER {trigger}")
    if column == "content":
        digest = vandal.execute("SELECT digest FROM gridmap_revision WHERE seq = ?", (seq,)).get
        said = zlib.compress(zlib.decompress(
            vandal.execute("SELECT content FROM gridmap_plan WHERE digest = ?", (digest,)).get
        ).replace("二".encode(), "三".encode()))  # fmt: skip
        vandal.execute("UPDATE gridmap_plan SET content = ? WHERE digest = ?", (said, digest))
    else:
        other = {"kind": "'named'", "base": "9", "op": "99"}.get(column, "'x'")
        vandal.execute(f"UPDATE gridmap_revision SET {column} = {other} WHERE seq = ?", (seq,))
    vandal.close()
    try:
        store = open_store(path, read_only=True)
    except StoreError:
        return  # the end of the chain is looked at by every opening
    assert store.verify() != []
    store.close()


@pytest.mark.parametrize("table", ["gridmap_revision", "gridmap_plan"])
def test_the_record_is_append_only(drawn, tmp_path, table):
    drawn.close()
    connection = connect(tmp_path / "town.gpkg", writable=True)
    for verb in (f"DELETE FROM {table}", f"UPDATE {table} SET digest = 'x'"):
        with pytest.raises(apsw.ConstraintError, match="append-only"):
            connection.execute(verb)
    connection.close()


PUBLISHES = """
import sys
import numpy as np
from gridmap.store import open_store
from gridmap.township.change import Change
from gridmap.township.revision import Publication
store = open_store(sys.argv[1])
while True:
    grids = store.load(["grids"])["grids"]
    now = store.standing()
    name = np.array([str(now.newest + 1)] * 2, object)
    change = Change("rename", {"grids": grids.replace(name=name)})
    print(store.publish(Publication("published", now.public, now.version, change=change), "a"), flush=True)
"""


@pytest.mark.slow
def test_kills_during_publications_lose_none_that_was_said_and_leave_no_half(tmp_path):
    chance, path, said = random.Random(3), tmp_path / "town.gpkg", 1
    store = create_store(path, SETTINGS)
    store.take(make_intake(two_grids()), "a")
    store.close()
    for _kill in range(8):
        child = subprocess.Popen(
            [sys.executable, "-c", PUBLISHES, str(path)], stdout=subprocess.PIPE, text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )  # fmt: skip
        first = child.stdout.readline()
        time.sleep(chance.uniform(0, 0.1))
        child.send_signal(signal.SIGKILL)
        whole = [line for line in (first, *child.communicate()[0].splitlines()) if line.strip().isdigit()]
        said = max(said, int(whole[-1]))
        store = open_store(path)
        newest = store.standing()
        assert newest.newest in (said, said + 1)
        assert not newest.differs  # the change and its revision, or neither
        assert set(names(store.plan_of(newest.newest))) <= {str(newest.newest)}
        said = newest.newest
        store.close()
    store = open_store(path)
    assert store.verify() == []
    store.close()


def test_what_is_recorded_of_an_edit_is_json(drawn):
    grids = drawn.load(["grids"])["grids"].take([0])
    drawn.write(
        Change("锁定", {"grids": grids.replace(locked=np.array([1], np.int8))}, details={"on": True}), "甲"
    )
    publish(drawn)
    (edit,) = drawn.revisions()[1].edits
    assert json.loads(json.dumps(edit)) == {
        "op": 2, "kind": "do", "label": "锁定", "parameters": {"on": True}
    }  # fmt: skip
    assert list(drawn.plan_of(2)["grids"]["locked"]) == [1, -1]
    assert list(drawn.plan_of(1)["grids"]["locked"]) == [-1, -1]
