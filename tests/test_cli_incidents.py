"""The commands of incidents on a copy of the sample township: real store, real files."""

import json
import shutil

import pytest
from typer.testing import CliRunner

from gridmap.cli import run
from gridmap.cli.words import gridmap
from gridmap.store import open_store


@pytest.fixture
def town(sample_store, tmp_path):
    path = tmp_path / "sample.gpkg"
    shutil.copy(sample_store, path)
    return str(path)


def told(*words, text=None):
    result = CliRunner().invoke(gridmap, words, input=text, standalone_mode=True)
    assert result.exit_code == 0, result.output or result.exception
    return json.loads(result.stdout) if "--json" in words else result.stdout


def state_of(town):
    store = open_store(town, read_only=True)
    try:
        return store.version, store.audit()[-1].what
    finally:
        store.close()


def refused(monkeypatch, capsys, *words):
    monkeypatch.setattr("sys.argv", ["gridmap", *words])
    code = run()
    lines = capsys.readouterr().err.strip().splitlines()
    return code, lines


def test_an_incident_from_its_report_to_its_end(town):
    number = told("incident", "report", town, "--title", "水管漏水", "--household", "0101001", "--json")[
        "incident_no"
    ]
    steps = (
        ("accept",), ("dispatch", "--handler", "张安华"), ("begin",), ("report_back", "--reason", "已换管"),
        ("verify", "--evidence", "照片", "--called-back"), ("close",), ("reopen", "--reason", "又漏了"),
    )  # fmt: skip
    for verb, *said in steps:
        told("incident", "step", town, number, verb, *said)
    report = told("incident", "list", town, "--open", "--json")
    (one,) = [one for one in report["incidents"] if one["incident_no"] == number]
    assert (one["stage"], one["handler"], one["on_map"], one["urgency"]) == ("in_hand", "张**", True, "P3")
    assert [step["verb"] for step in one["steps"]] == [verb for verb, *_said in steps]
    assert (report["reopened"], one["reopened"], one["can"][0]) == (1, 1, "report_back")
    store = open_store(town)
    assert store.verify() == []
    assert store.undo("甲") == f"事件 {number}：重新打开"
    assert "又漏了" not in "".join(row.object + row.result for row in store.audit())
    store.close()
    assert told("incident", "list", town, "--json")["reopened"] == 0


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("step", "TOWN", "nobody", "accept"), "没有编号为 nobody 的事件"),
        (("step", "TOWN", "OPEN", "close"), "不能办结；可以："),
        (("step", "TOWN", "OPEN", "dance"), "没有“dance”这个步骤；可用：accept"),
        (("step", "TOWN", "OPEN", "return"), "请写明原因"),
        (("step", "TOWN"), "应写成 [TOWNSHIP] ID VERB"),
        (("report", "TOWN"), "请写明是什么事"),
        (("report", "TOWN", "--title", "停电", "--at", "1,2", "--grid", "7"), "只给一个"),
        (("report", "TOWN", "--title", "停电", "--at", "here"), "应写成 经度,纬度"),
        (("report", "TOWN", "--title", "停电", "--household", "x"), "没有户号为 x 的住户"),
        (("report", "TOWN", "--title", "停电", "--grid", "x"), "没有编码或名称为 x 的网格"),
        (("level", "TOWN", "停电", "huge"), "应为 micro small big"),
    ],
)
def test_a_bad_step_is_one_line_code_2_and_nothing_changed(town, monkeypatch, capsys, words, line):
    waiting = next(
        one["incident_no"]
        for one in told("incident", "list", town, "--open", "--json")["incidents"]
        if one["stage"] == "reported"
    )
    before = state_of(town)
    given = [{"TOWN": town, "OPEN": waiting}.get(word, word) for word in words]
    code, lines = refused(monkeypatch, capsys, "incident", *given)
    assert (code, len(lines)) == (2, 1)
    assert line in lines[0]
    assert state_of(town) == before


def test_the_level_of_a_category_is_a_setting_that_new_incidents_get(town):
    told("incident", "level", town, "民生服务", "small")
    number = told("incident", "report", town, "--title", "停电", "--grid", "飞凤01", "--json")["incident_no"]
    found = told("incident", "list", town, "--open", "--json")["incidents"]
    (one,) = [one for one in found if one["incident_no"] == number]
    assert (one["level"], one["village"], one["on_map"]) == ("small", "飞凤社区", False)
    store = open_store(town)
    assert store.settings.levels == {"民生服务": "small"}
    store.undo("甲")
    store.undo("甲")
    assert store.settings.levels == {}
    store.close()


def test_late_incidents_come_first_and_lines_say_by_how_much(town):
    lines = told("incident", "list", town, "--open", "--at", "2026-11-23T14:32:07").splitlines()
    assert lines[0].startswith("未办结 4 · 超时 ")
    late = ["超时" in line for line in lines[1:]]
    assert late == sorted(late, reverse=True)


def test_a_chat_message_is_read_and_nothing_is_written(town):
    before = state_of(town)
    store = open_store(town, read_only=True)
    head = str(store.load(["households"])["households"]["head_name"][0])
    store.close()
    message = f"今天下午3点花坡村{head}家起火，电话13812345678"
    (draft,) = told("incident", "read", town, "--json", text=message)["drafts"]
    assert (draft["title"], draft["urgency"], draft["phone"]) == ("火情", "P1", "138****5678")
    assert draft["found"] == ["what", "where", "who", "when"]
    assert state_of(town) == before
