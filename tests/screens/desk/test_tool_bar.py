"""The bar: words where there is room, icons alone where there is none."""

import pytest

from gridmap.screens.desk.tool_bar import ICON, PAD, Tool


@pytest.fixture(name="tools")
def _tools(desk):
    return {tool.accessibleName(): tool for tool in desk.tool_bar.findChildren(Tool)}


def test_every_tool_is_seen_on_a_narrow_screen(desk, tools, qtbot):
    desk.resize(1366, 768)
    qtbot.waitUntil(lambda: tools["遮蔽"].width() == ICON + 2 * PAD)
    qtbot.waitUntil(lambda: not any(tool.isHidden() for tool in tools.values()))
    assert tools["常住"].width() > ICON + 2 * PAD  # it has no icon that could stand alone
    bar = desk.tool_bar
    assert all(bar.rect().contains(tool.mapTo(bar, tool.rect().bottomRight())) for tool in tools.values())


def test_words_come_back_with_the_room(desk, tools, qtbot):
    desk.resize(1366, 768)
    qtbot.waitUntil(lambda: tools["遮蔽"].width() == ICON + 2 * PAD)
    desk.resize(2200, 1080)
    qtbot.waitUntil(lambda: tools["遮蔽"].width() > 2 * (ICON + 2 * PAD) - PAD)
    assert tools["遮蔽"].width() == tools["遮蔽"].sizeHint().width()
