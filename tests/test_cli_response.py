"""The commands of the command centre, as processes on the sample."""

import csv
import json
import os
import shutil
import subprocess
import sys
from datetime import datetime

import openpyxl
import pyogrio
import pytest

CENTRE = "105.96,30.12"


def run(home, store, command, *words):
    return subprocess.run(
        [sys.executable, "-m", "gridmap", command, str(store), *map(str, words)],
        capture_output=True, text=True, timeout=60, check=False,
        env={**os.environ, "GRIDMAP_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip


@pytest.fixture(name="gridmap")
def _gridmap(sample_store, tmp_path):
    return lambda command, *words: run(tmp_path, sample_store, command, *words)


def test_area_lists_who_is_inside(gridmap):
    run = gridmap("area", "--circle", f"{CENTRE},500", "--json")
    assert (run.returncode, run.stderr) == (0, "")
    told = json.loads(run.stdout)
    assert {"households", "people", "aged_60", "lives_alone", "cannot_self_care", "no_phone", "by_grid",
            "edge"} <= set(told)  # fmt: skip
    assert told["people"] == sum(home["people"] for home in told["households"]) > 0
    assert all(home["address"].endswith("***") for home in told["households"])


def test_area_around_the_whole_township_lists_everybody_who_is_at_home(gridmap):
    told = json.loads(gridmap("area", "--circle", f"{CENTRE},20000", "--json").stdout)
    grids = json.loads(gridmap("check", "--json").stdout)["grids"]
    assert told["people"] == sum(grid["population"]["at_home"] for grid in grids)


def test_area_writes_a_masked_call_sheet(gridmap, tmp_path):
    out = tmp_path / "calls.csv"
    assert gridmap("area", "--circle", f"{CENTRE},500", "--out", out).returncode == 0
    with out.open(encoding="utf-8-sig") as file:
        watermark, headings, *rows = csv.reader(file)
    assert "导出人" in watermark[0]
    lists = [row[headings.index("名单")] for row in rows]
    assert max(map(lists.count, lists)) <= 15
    assert all("*" in row[headings.index("户主")] for row in rows)
    assert all("*" in row[headings.index("联系电话")] for row in rows if row[headings.index("联系电话")])
    book = openpyxl.load_workbook(_xlsx(gridmap, tmp_path))
    sheet = book["呼叫名单"]
    assert [cell.value for cell in sheet[1]] == headings
    assert sheet.max_row == len(rows) + 1
    own = [book[name] for name in book.sheetnames if name not in ("说明", "呼叫名单")]
    assert [page.title for page in own] == list(dict.fromkeys(lists))
    assert {page.max_row - 1 for page in own} <= set(range(1, 16))
    assert sum(page.max_row - 1 for page in own) == len(rows)
    shown = {"住址", "联系电话", "照护人", "网格员", "避难场所", "余位", "边缘"}
    assert all(shown <= {cell.value for cell in page[1]} for page in own)


def _xlsx(gridmap, folder):
    out = folder / "calls.xlsx"
    assert gridmap("area", "--circle", f"{CENTRE},500", "--out", out).returncode == 0
    return out


@pytest.mark.parametrize(
    "words",
    [
        ["--circle", "105.96,30.12"],
        ["--circle", "a,b,c"],
        ["--circle", "105.96,30.12,-1"],
        ["--circle", "105.96,30.12,nan"],
        ["--circle", "500,30.12,10"],
        ["--circle", f"{CENTRE},10", "--polygon", "x.geojson"],
        ["--polygon", "none.geojson"],
        ["--circle", f"{CENTRE},10", "--out", "calls.docx"],
        [],
    ],
)
def test_wrong_use_of_area_is_one_line(gridmap, words):
    run = gridmap("area", *words, "--json")
    assert run.returncode == 2
    assert run.stdout == ""
    assert len(run.stderr.splitlines()) == 1


def test_a_phone_list_with_blanks_loses_nobody_and_says_so(tmp_path, sample_store):
    path = tmp_path / "town.gpkg"
    shutil.copy(sample_store, path)
    ledger = tmp_path / "住户.csv"
    before = json.loads(run(tmp_path, path, "area", "--circle", f"{CENTRE},300", "--json").stdout)
    numbers = [home["household_no"] for home in before["households"]][:4]
    phones = ("", "无电话", "138****1234", "13812345678")
    rows = "".join(f"{number},{phone}\n" for number, phone in zip(numbers, phones, strict=True))
    ledger.write_text(f"户号,联系电话\n{rows}", "utf-8")
    assert run(tmp_path, path, "import", ledger).returncode == 0
    out = tmp_path / "calls.csv"
    after = json.loads(
        run(tmp_path, path, "area", "--circle", f"{CENTRE},300", "--out", out, "--json").stdout
    )
    assert len(after["households"]) == len(before["households"])
    with out.open(encoding="utf-8-sig") as file:
        _watermark, headings, *listed = csv.reader(file)
    at = headings.index("户号")
    assert set(numbers) <= {row[at] for row in listed}


def test_an_area_elsewhere_is_an_honest_empty_list(gridmap):
    run = gridmap("area", "--circle", "5,5,100", "--json")
    told = json.loads(run.stdout)
    assert (run.returncode, told["households"], told["people"]) == (0, [], 0)
    assert "范围在镇界以外" in told["notes"]


def test_a_polygon_that_crosses_itself_is_mended_and_said(gridmap, tmp_path):
    x, y = 105.96, 30.12
    ring = [[x, y], [x + 0.01, y + 0.01], [x + 0.01, y], [x, y + 0.01], [x, y]]
    path = tmp_path / "bow.geojson"
    path.write_text(json.dumps({"type": "Polygon", "coordinates": [ring]}))
    told = json.loads(gridmap("area", "--polygon", path, "--json").stdout)
    assert told["households"]
    assert any("自相交" in note for note in told["notes"])


def test_nearest_names_three_masked_helpers(gridmap):
    run = gridmap("nearest", "--at", CENTRE, "--json")
    helpers = json.loads(run.stdout)["helpers"]
    assert len(helpers) == 3
    assert {"name", "role", "minutes", "metres", "fix_age_minutes", "reason"} <= set(helpers[0])
    assert all("*" in helper["name"] and helper["fix_age_minutes"] is None for helper in helpers)


def test_nearest_answers_for_an_incident_of_the_sample(gridmap):
    run = gridmap("nearest", "--incident", "SJ202608260001", "--by", "foot")
    assert (run.returncode, len(run.stdout.splitlines())) == (0, 3)


@pytest.mark.parametrize(
    "words",
    [[], ["--at", "1"], ["--at", CENTRE, "--cut", "no road"], ["--incident", "none"], ["--by", "boat"]],
)
def test_wrong_use_of_nearest_is_one_line(gridmap, words):
    run = gridmap("nearest", *words, "--json")
    assert (run.returncode, run.stdout, len(run.stderr.splitlines())) == (2, "", 1)


def test_patrols_compares_every_group_of_a_week(gridmap):
    told = json.loads(gridmap("patrols", "--week", "2026-W47", "--json").stdout)
    assert told["week"] == "2026-W47"
    assert len(told["groups"]) == 57
    assert {"id", "name", "village", "planned", "count", "members", "coverage", "short"} <= set(
        told["groups"][0]
    )
    assert 0 < told["short"] == sum(group["short"] for group in told["groups"]) < 57


def test_patrols_left_to_itself_is_this_week(gridmap):
    run = gridmap("patrols")
    assert run.returncode == 0
    assert run.stdout.startswith(datetime.now().strftime("%G-W%V"))


def test_a_week_that_is_none_is_one_line(gridmap):
    run = gridmap("patrols", "--week", "2026-W60", "--json")
    assert (run.returncode, run.stdout, len(run.stderr.splitlines())) == (2, "", 1)


def test_visits_says_who_is_due_and_silent_and_how_to_walk(gridmap):
    run = gridmap("visits", "--at", "2026-11-23T14:18:00", "--json")
    assert (run.returncode, run.stderr) == (0, "")
    told = json.loads(run.stdout)
    assert sum(tier["due"] for tier in told["tiers"]) == sum(
        len(one["stops"]) + one["waiting"] for one in told["rounds"]
    )
    assert all(one["tier"] == "high" and one["days"] > 7 for one in told["silent"])
    assert all("*" in name for one in told["rounds"] for name in one["workers"])
    assert any("高风险" in line for line in gridmap("visits", "--at", "2026-11-23").stdout.splitlines())


def test_visits_writes_the_rounds_to_walk_after(gridmap, tmp_path):
    told = json.loads(gridmap("visits", "--at", "2026-11-23", "--json").stdout)
    grid = max(told["rounds"], key=lambda one: len(one["stops"]))
    gpx, sheet = tmp_path / "round.gpx", tmp_path / "round.csv"
    for out in (gpx.with_suffix(".pdf"), sheet, tmp_path / "round.xlsx"):
        run = gridmap("visits", "--at", "2026-11-23", "--grid", grid["grid"], "--out", out)
        assert (run.returncode, run.stderr) == (0, "")
        assert "没有排进路线" not in run.stdout  # those of the other grids are no lost homes
    assert gpx.with_suffix(".pdf").read_bytes().startswith(b"%PDF")  # with its GPX beside it
    route = pyogrio.read_dataframe(gpx, layer="route_points")
    assert route["name"].tolist() == [stop["household_no"] for stop in grid["stops"]]
    with sheet.open(encoding="utf-8-sig") as file:
        watermark, headings, *rows = csv.reader(file)
    assert "导出人" in watermark[0]
    assert [row[headings.index("户号")] for row in rows] == route["name"].tolist()
    assert all("*" in row[headings.index("户主")] for row in rows)


@pytest.mark.parametrize("words", [["--grid", "没有"], ["--out", "round.docx"], ["--at", "昨天"]])
def test_wrong_use_of_visits_is_one_line(gridmap, words):
    run = gridmap("visits", *words)
    assert run.returncode == 2
    assert len(run.stderr.splitlines()) == 1


def test_area_prints_the_call_sheet_as_a_pdf(gridmap, tmp_path):
    out = tmp_path / "calls.pdf"
    run = gridmap("area", "--circle", f"{CENTRE},500", "--out", out)
    assert (run.returncode, run.stderr) == (0, "")
    assert out.read_bytes().startswith(b"%PDF")
    assert list(tmp_path.glob(".calls*")) == []
