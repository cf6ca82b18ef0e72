"""What a planner can do: propose, draw, name and lock grids, publish, and carry plans in files."""

from typing import TYPE_CHECKING

from gridmap.i18n import _
from gridmap.screens.desk.command import Command
from gridmap.screens.desk.plan_files import PlanFiles
from gridmap.screens.desk.tools import MODES
from gridmap.screens.operations import OPERATIONS, Operation

if TYPE_CHECKING:
    from gridmap.screens.desk.window import DeskWindow

PLAN_MENU = " ".join([
    "propose ghost", "|", *(name for name, *_look in MODES), "|", *(one.name for one in OPERATIONS),
    "| publish name_draft look_back leave_past", "| print_sheets write_blocks take_blocks",
])  # fmt: skip


def plan_commands(window: "DeskWindow") -> list[Command]:
    """The commands of the plan menu."""
    return [
        *_propose(window),
        *(_mode(window, *shown) for shown in MODES),
        *_brush(window),
        *(_operation(window, operation) for operation in OPERATIONS),
        *_plans(window),
        *_plan_files(window),
    ]


def _propose(window: "DeskWindow") -> list[Command]:
    docks = window.docks

    def begin() -> None:  # the panel is made when it is first asked for
        docks.proposals.begin()

    def switch_ghost() -> None:
        docks.proposals.ghost.switch()

    def why_not() -> str | None:
        return None if len(window.session.snapshot["groups"]) else _("还没有村民小组（带边界）")

    return [
        Command("propose", _("提案"), "Ctrl+P", _("自动划分：不超上限、动人最少，附证明"), begin, why_not,
                held=lambda: not docks["proposals"].isHidden(), icon="shield"),
        Command("ghost", _("提示补全"), "Ctrl+Shift+G", _("画到一半时，用虚线提示其余部分怎样划最好"),
                switch_ghost, lambda: None if window.state.grid >= 0 else _("先选中一个网格"),
                held=lambda: docks.made("proposals") and docks.proposals.ghost.on),
    ]  # fmt: skip


def _mode(window: "DeskWindow", name: str, title: str, key: str, icon: str, tip: str) -> Command:
    def refusal() -> str | None:
        return window.why_read_only() or (None if len(window.session.snapshot["grids"]) else _("还没有网格"))

    return Command(
        name, title, key, tip, lambda: window.tools.start(name), refusal,
        held=lambda: window.tools.mode == name, icon=icon,
    )  # fmt: skip


def _brush(window: "DeskWindow") -> list[Command]:
    tools = window.tools

    def refusal() -> str | None:
        return None if tools.mode else _("先选一个改界工具")

    def thin() -> None:  # the pens are made when one is first taken
        tools.redraw.thin_brush()

    def broaden() -> None:
        tools.redraw.broaden_brush()

    return [
        Command("thinner", _("笔小一点"), "[", _("涂户的笔小一点"), thin, refusal),
        Command("broader", _("笔大一点"), "]", _("涂户的笔大一点"), broaden, refusal),
    ]


def _operation(window: "DeskWindow", operation: Operation) -> Command:
    def refusal() -> str | None:
        return window.why_read_only() or operation.refusal(window.session, window.state.selection)

    def run() -> None:
        window.attempt(lambda: operation.run(window.session, window.state.selection, window))

    return Command(operation.name, operation.title, operation.keys, operation.tip, run, refusal)


def _plans(window: "DeskWindow") -> list[Command]:
    plans = window.plans
    return [
        Command("publish", _("预检与发布…"), "Ctrl+Shift+U", _("预检草案，填理由，发布；大屏随即改变"),
                plans.open),
        Command("name_draft", _("命名此点…"), "Ctrl+Shift+N", _("给草案现在的样子起个名，不发布"), plans.name,
                window.why_read_only),
        Command("look_back", _("看某一天的方案…"), "Ctrl+Shift+D", _("地图上看那天的网格，不改任何东西"),
                plans.ask_day),
        Command("leave_past", _("离开旧版"), "Ctrl+Shift+L", _("从当时的方案回到草案"), plans.leave,
                lambda: None if plans.looking else _("地图上就是草案")),
    ]  # fmt: skip


def _plan_files(window: "DeskWindow") -> list[Command]:
    files = PlanFiles(window)

    def grids() -> str | None:
        return None if len(window.session.snapshot["grids"]) else _("还没有网格")

    return [
        Command("print_sheets", _("踏勘图 PDF…"), "Ctrl+Alt+P",
                _("每格一张 A3：户号、邻格、上限、登记表、名册"), files.print_sheets, grids),
        Command("write_blocks", _("导出分配表…"), "Ctrl+Shift+B", _("哪一户归哪个网格，CSV"),
                files.write_blocks, grids),
        Command("take_blocks", _("导入分配表…"), "Ctrl+B", _("按“户号、网格”的表划界：一步，可撤销"),
                files.take_blocks, lambda: window.why_read_only() or grids()),
    ]  # fmt: skip
