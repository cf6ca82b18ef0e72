from datetime import datetime

import pytest

from gridmap.errors import UsageError
from gridmap.exchange.pasted import draft_lines, draft_report, drafts

NOW = datetime(2026, 11, 23, 16, 10)


@pytest.fixture
def town(square_town):
    return square_town


def test_rows_of_a_spreadsheet_are_one_report_each(town):
    text = "标题\t发生时间\t发生地点\t紧急程度\n停电\t2026.11.22 9:30\t花坡村2组\tP2\n路灯\t\t飞凤社区\t\n"
    first, second = (draft.report for draft in drafts(text, town, NOW))
    assert (first.title, first.category, first.urgency) == ("停电", "民生服务", "P2")
    assert (first.happened_at, first.where.place, first.where.village) == (
        datetime(2026, 11, 22, 9, 30), "花坡村2组", 0,
    )  # fmt: skip
    assert (second.title, second.where.village, second.urgency) == ("路灯", 1, "P3")
    assert first.content == "标题：停电\n发生时间：2026.11.22 9:30\n发生地点：花坡村2组\n紧急程度：P2"


def test_rows_without_headings_are_read_as_words(town):
    (draft,) = drafts("停电\t花坡村\t昨天上午", town, NOW)
    assert (draft.report.title, draft.report.where.village) == ("停电", 0)
    assert draft.report.happened_at == datetime(2026, 11, 22, 9)
    assert draft.report.content == "停电\t花坡村\t昨天上午"


def test_a_chat_message_of_several_lines_is_one_report(town):
    (draft,) = drafts("李华 14:02\n花坡村有人摔倒\n快来", town, NOW)
    assert (draft.report.title, draft.report.urgency, draft.report.happened_at) == (
        "老人跌倒", "P1", datetime(2026, 11, 23, 14, 2),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (" \n", "没有文字"),
        ("标题\t发生时间\n", "只有表头"),
        ("a\tb\n" * 501, "501 行太多"),
        ("长" * 100_001, "太长"),
    ],
)
def test_what_cannot_be_pasted_is_said(town, text, words):
    with pytest.raises(UsageError, match=words):
        drafts(text, town, NOW)


def test_what_is_said_of_proposals_is_masked(town):
    report = draft_report(drafts("当事人：张三，花坡村张三跌倒 13812345678", town, NOW), town)
    line = " ".join(draft_lines(report))
    assert "张*" in line
    assert "138****5678" in line
    assert "张三" not in line + repr(report)
    assert "没有说：时间" in line
