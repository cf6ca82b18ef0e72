"""``gridmap publish``, ``gridmap revisions`` and ``--as-of``, as whole processes on the sample."""

import json
import os
import shutil
import subprocess
import sys

import pytest


def gridmap(*words, home):
    return subprocess.run(
        [sys.executable, "-m", "gridmap", *map(str, words)],
        capture_output=True, text=True, timeout=120, check=False,
        env={**os.environ, "GRIDMAP_HOME": str(home), "GRIDMAP_AUTHOR": "周敏"},
    )  # fmt: skip


@pytest.fixture(name="town")
def _town(sample_store, tmp_path):
    """The sample with one grid renamed in the draft."""
    from gridmap.redraw.edits.rename_grid import RenameGrid
    from gridmap.session import Session
    from gridmap.store import open_store

    path = shutil.copy(sample_store, tmp_path / "town.gpkg")
    session = Session(open_store(path), "周敏")
    session.perform(RenameGrid(str(session.snapshot["grids"]["uuid"][3]), "新名网格"))
    session.close()
    return path


def test_a_plan_is_refused_then_published_with_a_reason_then_taken_back(town, tmp_path):
    refused = gridmap("publish", town, home=tmp_path)
    assert (refused.returncode, len(refused.stderr.splitlines())) == (2, 1)
    assert "请填写理由" in refused.stderr
    told = gridmap("publish", town, "--reason", "居民要求", "--json", home=tmp_path)
    assert (told.returncode, told.stderr) == (0, "")
    found = json.loads(told.stdout)
    assert (found["revision"], found["errors"], found["refused_because"]) == (2, [], None)
    assert {point["kind"] for point in found["warnings"]} >= {"unplaced", "staffed"}
    back = gridmap("publish", town, "--take-back", 1, "--reason", "撤回", home=tmp_path)
    assert (back.returncode, back.stdout.strip()) == (0, "第 3 版：已撤回到第 1 版")
    record = json.loads(gridmap("revisions", town, "--json", home=tmp_path).stdout)
    assert [(one["seq"], one["kind"], one["reason"]) for one in record["revisions"]] == [
        (3, "taken_back", "撤回"), (2, "published", "居民要求"), (1, "imported", ""),
    ]  # fmt: skip
    assert record["draft_differs"] is False
    assert gridmap("verify", town, home=tmp_path).stdout.strip() == "完好"


def test_what_is_published_is_asked_as_of_a_revision_or_a_day(town, tmp_path):
    gridmap("publish", town, "--reason", "居民要求", home=tmp_path)

    def names(*words):
        said = gridmap("check", town, "--json", *words, home=tmp_path)
        return {grid["name"] for grid in json.loads(said.stdout)["grids"]}

    assert names() - names("--as-of", 1) == {"新名网格"}
    assert names("--as-of", "2099-12-31") == names("--as-of", 2) == names()
    before = gridmap("check", town, "--as-of", "2001-01-01", home=tmp_path)
    assert (before.returncode, before.stdout) == (2, "")
    assert "还没有发布" in before.stderr
    out = tmp_path / "then.csv"
    assert gridmap("export", town, "--as-of", 1, "--out", out, home=tmp_path).returncode == 0
    assert "新名网格" not in out.read_text("utf-8-sig")
    code = next(line for line in out.read_text("utf-8-sig").splitlines() if "高岩04" in line).split(",")[0]
    told = gridmap("revisions", town, "--code", code, home=tmp_path).stdout
    assert "改名，原名 高岩04" in told


def test_a_rehearsal_changes_nothing_and_says_what_it_would_find(town, tmp_path):
    before = town.read_bytes()
    told = gridmap("publish", town, "--dry-run", "--reason", "居民要求", home=tmp_path)
    assert (told.returncode, told.stdout.splitlines()[-1]) == (0, "可以发布")
    assert gridmap("publish", town, "--dry-run", home=tmp_path).returncode == 1
    assert town.read_bytes() == before


@pytest.mark.parametrize(
    "words",
    [
        ["--population", "sleeping"],
        ["--take-back", "1", "--name", "x"],
        ["--take-back", "7", "--reason", "x"],
    ],
)
def test_wrong_words_are_one_line_and_change_nothing(town, tmp_path, words):
    before = town.read_bytes()
    told = gridmap("publish", town, *words, home=tmp_path)
    assert (told.returncode, len(told.stderr.splitlines())) == (2, 1)
    assert town.read_bytes() == before


def test_the_window_as_a_picture_shows_the_plan_of_then(town, tmp_path):
    pictures = [tmp_path / f"{name}.png" for name in ("now", "then")]
    for path, words in zip(pictures, ([], ["--as-of", "1"]), strict=True):
        said = gridmap("snapshot", town, "--size", "1280x720", "--out", path, *words, home=tmp_path)
        assert said.returncode == 0, said.stderr
    assert pictures[0].read_bytes() != pictures[1].read_bytes()
