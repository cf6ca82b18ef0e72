"""Plans held side by side and carried in files, from the command line: whole processes on the sample."""

import csv
import json
import os
import shutil
import subprocess
import sys
import zipfile

import geopandas
import pytest
from openpyxl import load_workbook
from PySide6.QtPdf import QPdfDocument

KEYS = {
    "from", "to", "population", "same", "villages", "moved", "grids", "leaders", "flows", "border_km",
    "measures", "rules", "households", "bands",
}  # fmt: skip


@pytest.fixture(name="run", scope="module")
def _run(tmp_path_factory):
    home = tmp_path_factory.mktemp("home")

    def run(*words):
        return subprocess.run(
            [sys.executable, "-m", "gridmap", *map(str, words)],
            capture_output=True, text=True, timeout=120, check=False,
            env={**os.environ, "GRIDMAP_HOME": str(home), "GRIDMAP_AUTHOR": "规划员"},
        )  # fmt: skip

    return run


@pytest.fixture(name="town", scope="module")
def _town(sample_store, run, tmp_path_factory):
    """The sample with an unpublished draft: one village drawn anew."""
    path = tmp_path_factory.mktemp("town") / "town.gpkg"
    shutil.copy(sample_store, path)
    run("propose", path, "--population", "registered", "--village", "花坡村", "--apply")
    return path


def told(run, *words):
    answer = run("compare", *words, "--samples", "0", "--json")
    assert answer.stderr == ""
    assert answer.returncode == 0
    return json.loads(answer.stdout)


def test_the_draft_against_what_is_published(run, town):
    found = told(run, town, "--from", "published", "--to", "draft", "--population", "registered")
    assert set(found) == KEYS
    assert found["villages"] == ["花坡村"]
    assert found["moved"]["households"] == sum(flow["households"] for flow in found["flows"]) > 0
    assert found["moved"]["population"]["registered"] == sum(
        flow["population"]["registered"] for flow in found["flows"]
    )
    assert found["border_km"]["to"] - found["border_km"]["from"] == pytest.approx(
        found["border_km"]["added"] - found["border_km"]["removed"], abs=0.002
    )
    assert any((rule["from"], rule["to"]) == ("error", "passed") for rule in found["rules"])
    assert len(found["households"]) >= found["moved"]["households"]


def test_the_other_way_round_is_the_mirror(run, town):
    there = told(run, town, "--from", "1", "--to", "draft")
    back = told(run, town, "--from", "draft", "--to", "1")
    assert there["moved"]["population"] == back["moved"]["population"]
    assert there["border_km"]["added"] == back["border_km"]["removed"]
    assert {(flow["from"], flow["to"]) for flow in there["flows"]} == {
        (flow["to"], flow["from"]) for flow in back["flows"]
    }


def test_a_plan_that_left_as_a_file_comes_back_as_itself(run, town, tmp_path):
    for name in ("plan.gpkg", "plan.geojson", "plan.zip"):
        path = tmp_path / name
        assert run("export", town, "--plan", "draft", "--what", "grids", "--out", path).returncode == 0
    again = told(run, town, "--from", tmp_path / "plan.zip", "--to", "draft")
    assert (again["moved"]["households"], again["moved"]["worker_changes"]) == (0, 0)
    assert len(geopandas.read_file(tmp_path / "plan.gpkg", layer="grids")) == 19
    assert {"grids.shp", "grids.prj"} <= set(zipfile.ZipFile(tmp_path / "plan.zip").namelist())
    published = told(run, town, "--from", "published", "--to", tmp_path / "plan.geojson")
    direct = told(run, town, "--from", "published", "--to", "draft")
    assert published["moved"]["population"] == direct["moved"]["population"]


def test_block_assignments_go_out_and_come_back(run, town, tmp_path):
    blocks, other = tmp_path / "blocks.csv", tmp_path / "other.gpkg"
    assert run("export", town, "--plan", "published", "--what", "blocks", "--out", blocks).returncode == 0
    shutil.copy(town, other)
    assert "可撤销" in run("import", other, blocks, "--as", "blocks").stdout
    assert told(run, other, "--from", "published", "--to", "draft")["same"]
    assert told(run, town, "--from", blocks, "--to", "published")["moved"]["households"] == 0
    with blocks.open(encoding="utf-8-sig") as file:
        lines = list(csv.reader(file))
    short = tmp_path / "short.csv"
    short.write_text("\n".join(",".join(line) for line in lines[:40]), "utf-8")
    refused = run("import", other, short, "--as", "blocks")
    assert refused.returncode == 2
    assert len(refused.stderr.strip().splitlines()) == 1
    assert "缺" in refused.stderr


def test_notices_and_sheets_are_printed_without_a_display(run, town, tmp_path):
    for suffix in (".pdf", ".xlsx"):
        answer = run(
            "compare", town, "--from", "published", "--to", "draft", "--samples", "0",
            "--out", tmp_path / f"n{suffix}",
        )  # fmt: skip
        assert answer.returncode == 0, answer.stderr
    assert "变更名单" in load_workbook(tmp_path / "n.xlsx", read_only=True).sheetnames
    assert run("export", town, "--what", "sheets", "--out", tmp_path / "s.pdf").returncode == 0
    document = QPdfDocument()
    assert document.load(str(tmp_path / "s.pdf")) == QPdfDocument.Error.None_
    assert document.pageCount() >= 38


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--from", "nonsense", "--to", "draft"), "不认识的方案"),
        (("--from", "99", "--to", "draft"), "没有第 99 版：现有第 1 版"),
        (("--from", "1999-01-01", "--to", "draft"), "那时还没有"),
        (("--from", "draft", "--to", "draft", "--out", "notices.doc"), "只有 .pdf .xlsx"),
    ],
)
def test_a_wrong_word_is_one_line(run, town, words, said):
    answer = run("compare", town, *words)
    assert answer.returncode == 2
    assert said in answer.stderr
    assert len(answer.stderr.strip().splitlines()) == 1
