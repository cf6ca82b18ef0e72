"""Everything the desk can do, as data: title, key, tip, what it runs and why it may refuse.

Menus and the tool bar are lists of names. A command that cannot run now is greyed and its tooltip
says why; there is no entry without a deed behind it.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from gridmap.i18n import _
from gridmap.screens.desk.command import Command, Reason
from gridmap.screens.desk.help import show_about, show_keys
from gridmap.screens.desk.mask_commands import mask_commands
from gridmap.screens.desk.others import open_wall, send_to_wall
from gridmap.screens.desk.plan_commands import PLAN_MENU, plan_commands
from gridmap.screens.desk.playback_commands import playback_commands
from gridmap.township.census import COUNTED, POPULATION_TITLES, Population

if TYPE_CHECKING:
    from gridmap.screens.desk.window import DeskWindow

MENUS: tuple[tuple[str, str], ...] = (
    (_("文件(&F)"), "open import import_folder | export_data export_page export_picture | quit"),
    (_("编辑(&E)"), "undo redo | find"),
    (_("视图(&V)"), "fit zoom_selected back forward | light_dark full_screen | mask unmask | copy_place"),
    (
        _("地图(&M)"),
        "identify measure | area roll_call nearest | resident registered at_home forecast | web_map",
    ),
    (_("方案(&P)"), PLAN_MENU),
    (
        _("窗口(&W)"),
        "layers_dock card_dock findings_dock table_dock changes_dock scenarios_dock proposals_dock "
        "publish_dock history_dock response_dock playback_dock reset_docks | play step_back step_on | wall",
    ),
    (
        _("值班(&D)"),
        "report_incident | alarms_dock incidents_dock visits_dock patrols_dock | hand_over drill | levels",
    ),
    (_("帮助(&H)"), "keys about"),
)


def commands(window: "DeskWindow") -> list[Command]:
    """The commands of one window."""
    return [
        *_file(window),
        *_edit(window),
        *_view(window),
        *mask_commands(window),
        *_map(window),
        *plan_commands(window),
        *_response(window),
        *_duty(window),
        *_windows(window),
    ]


def _file(window: "DeskWindow") -> list[Command]:
    files, read_only = window.files, window.why_read_only
    return [
        Command("open", _("打开…"), "Ctrl+O", _("打开另一个镇的 .gpkg 文件"), files.open),
        Command("import", _("导入文件…"), "Ctrl+I", _("读入名册、边界、轨迹；先预览，再写入"),
                files.import_files, read_only),
        Command("import_folder", _("导入文件夹…"), "Ctrl+Shift+I", _("读入整个文件夹；先预览，再写入"),
                files.import_folder, read_only),
        Command("export_data", _("导出数据…"), "Ctrl+E", _("工作簿、GeoJSON、Shapefile 等；个人信息已遮蔽"),
                files.export_data),
        Command("export_page", _("导出网页…"), "Ctrl+Shift+E", _("可离线打开的地图网页，姓名已遮蔽"),
                files.export_page),
        Command("export_picture", _("导出快照 PNG…"), "Ctrl+Shift+P", _("把当前地图画成图片"),
                files.export_picture),
        Command("quit", _("退出"), "Ctrl+Q", _("关闭窗口；每一步都已保存"), window.close),
    ]  # fmt: skip


def _edit(window: "DeskWindow") -> list[Command]:
    session = window.session

    def titled(verb: str, label: str | None) -> str:
        return f"{verb}：{label}" if label else verb

    def why(label: Callable[[], str | None], nothing: str) -> Reason:
        return lambda: window.why_read_only() or (None if label() else nothing)

    return [
        Command("undo", _("撤销"), "Ctrl+Z", _("撤销上一步"), lambda: window.step(session.write_undo),
                why(session.undo_label, _("没有可以撤销的步骤")), icon="undo",
                words=lambda: titled(_("撤销"), session.undo_label())),
        Command("redo", _("重做"), "Ctrl+Y", _("重做撤销的一步"), lambda: window.step(session.write_redo),
                why(session.redo_label, _("没有可以重做的步骤")), icon="redo",
                words=lambda: titled(_("重做"), session.redo_label())),
        Command("find", _("搜索"), "Ctrl+F", _("搜索姓名、拼音、户号、编码、坐标（也可按 /）"),
                window.focus_search, icon="search"),
    ]  # fmt: skip


def _view(window: "DeskWindow") -> list[Command]:
    canvas = window.canvas
    return [
        Command("fit", _("全图"), "Ctrl+Shift+F", _("显示整个镇"), canvas.fit),
        Command("zoom_selected", _("缩放至选中"), "Ctrl+J", _("显示选中的全部"), window.zoom_selected,
                lambda: None if window.state.selection else _("还没有选中任何东西")),
        Command("back", _("后退视图"), "Alt+Left", _("回到前一个视图"), canvas.back),
        Command("forward", _("前进视图"), "Alt+Right", _("到后一个视图"), canvas.forward),
        Command("light_dark", _("深色"), "Ctrl+Shift+T", _("深色 / 浅色界面"), window.switch_theme,
                held=lambda: window.state.theme == "dark"),
        Command("full_screen", _("全屏"), "F11", _("全屏 / 还原"), window.switch_full_screen,
                held=window.isFullScreen),
        Command("copy_place", _("复制坐标"), "Ctrl+Shift+C", _("复制指针所在的坐标"),
                window.status.copy_place),
    ]  # fmt: skip


def _map(window: "DeskWindow") -> list[Command]:
    state = window.state

    def population(name: Population, key: str) -> Command:
        title = POPULATION_TITLES[name]
        return Command(name, title, key, _("按{population}人口着色和检查").format(population=title),
                       lambda: state.count(name), lambda: why_unknown(name),
                       held=lambda: state.population == name)  # fmt: skip

    def why_unknown(name: Population) -> str | None:
        known = name in window.session.census.grids
        return None if known else _("台账里没有{population}人口").format(population=POPULATION_TITLES[name])

    return [
        Command("identify", _("识别"), "I", _("单击地图选中网格、住户、事件"), window.tools.identify,
                held=lambda: window.tools.browsing, icon="pointer"),
        Command("measure", _("测量"), "M", _("单击加点量长度；双击结束，Esc 取消"),
                window.tools.start_measure, held=lambda: window.tools.measure.active, icon="measure"),
        *(population(name, str(at + 1)) for at, name in enumerate(COUNTED)),
        Command("web_map", _("地图网页"), "F7", _("在窗口里打开可离线的地图网页"),
                window.files.open_page, icon="page"),
    ]  # fmt: skip


def _loaded(window: "DeskWindow") -> Reason:
    return lambda: None if window.session.complete else _("数据还在读入，请稍候")


def _response(window: "DeskWindow") -> list[Command]:
    tools, loaded = window.tools, _loaded(window)

    def entry(part: str, name: str, title: str, key: str, tip: str, icon: str) -> Command:
        def start() -> None:  # the room is made when it is first entered
            tools.response.start(part)

        return Command(name, title, key, tip, start, loaded, held=lambda: tools.at_work(part), icon=icon)

    return [
        entry("area", "area", _("受影响范围"), "E", _("圈出范围：里面是谁、先叫谁、去哪里"), "area"),
        entry(
            "roll", "roll_call", _("点名"), "Shift+E", _("逐户登记：已联系、已转移、未应答、拒绝"), "check"
        ),
        entry("helpers", "nearest", _("就近派人"), "D", _("谁最先到：走道路要几分钟；可标记断路"), "way"),
    ]


def _duty(window: "DeskWindow") -> list[Command]:
    def report() -> None:  # the rooms are made after the first map
        window.duty.report()

    def set_levels() -> None:
        window.duty.set_levels()

    def hand_over() -> None:
        from gridmap.screens.desk.duty.shift_page import ask_shift_page

        ask_shift_page(window)

    def drill() -> None:
        from gridmap.screens.desk.duty.drill import begin_drill

        begin_drill(window)

    def why_no_drill() -> str | None:
        return _("这已经是演练") if window.session.snapshot.settings.drill else None

    return [
        Command("report_incident", _("上报事件…"), "N", _("五栏表单；可以粘贴聊天消息或表格行"),
                report, window.why_read_only),
        Command("alarms_dock", _("告警"), "F3", _("告警列表：A 确认、S 搁置、D 派人、Enter 打开"),
                lambda: window.duty.show("alarms")),
        Command("incidents_dock", _("事件"), "F4", _("未办结事件、时限和步骤"),
                lambda: window.duty.show("incidents")),
        Command("visits_dock", _("走访"), "F12", _("失联雷达、到期走访、今日路线；名单里 V 登记走访"),
                lambda: window.duty.show("visits")),
        Command("hand_over", _("交接班单…"), "Shift+F3", _("一页 PDF：未办结、告警、所欠巡防和走访"),
                hand_over, _loaded(window)),
        Command("drill", _("开始演练"), "Ctrl+Alt+D", _("复制一份镇库，在另一个红框窗口里练习；实战库不变"),
                drill, why_no_drill),
        Command("levels", _("定级…"), "Shift+F4", _("哪一级解决哪一类事件"),
                set_levels, window.why_read_only),
    ]  # fmt: skip


def _windows(window: "DeskWindow") -> list[Command]:
    def dock(name: str, title: str, key: str) -> Command:
        tip = _("显示 / 隐藏{dock}").format(dock=title)
        shown = window.docks[name]
        return Command(
            f"{name}_dock",
            title,
            key,
            tip,
            lambda: window.switch_dock(name),
            held=lambda: not shown.isHidden(),
        )

    return [
        dock("layers", _("图层"), "Ctrl+1"),
        dock("card", _("网格卡片"), "Ctrl+2"),
        dock("findings", _("检查"), "Ctrl+3"),
        dock("table", _("表格"), "F6"),
        dock("scenarios", _("情景"), "Ctrl+4"),
        dock("proposals", _("提案"), "Ctrl+7"),
        dock("publish", _("预检与发布"), "Ctrl+5"),
        dock("history", _("历史"), "Ctrl+6"),
        dock("response", _("应急"), "Ctrl+8"),
        dock("changes", _("变更"), "Ctrl+D"),
        dock("patrols", _("巡防"), "Shift+F2"),
        dock("playback", _("回放"), "F5"),
        *playback_commands(window),
        Command(
            "reset_docks", _("恢复默认布局"), "Ctrl+0", _("面板回到原来的位置和大小"), window.reset_docks
        ),
        Command("wall", _("大屏"), "F8", _("打开指挥中心大屏"), lambda: open_wall(window), icon="screen"),
        Command(
            "send",
            _("发送"),
            "Shift+F8",
            _("让大屏看规划台正看的地方、选中的网格或事件"),
            lambda: send_to_wall(window),
        ),
        Command("keys", _("按键一览"), "F1", _("所有按键和手势"), lambda: show_keys(window, window.commands)),
        Command("about", _("关于"), "Shift+F1", _("版本和许可"), lambda: show_about(window)),
    ]
