"""The two windows of the help menu: every key, and what this program is."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QGridLayout, QMessageBox, QWidget

from gridmap import __version__
from gridmap.i18n import _
from gridmap.screens.desk.parts import button, column, label, row

if TYPE_CHECKING:
    from gridmap.screens.desk.actions import Actions

GESTURES = (
    (_("滚轮 / Ctrl+滚轮"), _("在指针处放大缩小 / 微调")),
    (_("拖动、中键拖动、空格+拖动、方向键"), _("平移，任何工具中都可用")),
    (_("Shift+拖动"), _("框选放大")),
    (_("双击 / Shift+双击"), _("进入下一级 / 退回上一级")),
    ("Esc", _("逐步：取消拖动 → 清除选中 → 关面板 → 退出全屏")),
    ("/", _("搜索")),
)


def show_keys(parent: QWidget, actions: "Actions") -> None:
    """A table of every command with its key, and the gestures of the map."""
    dialog = QDialog(parent)
    dialog.setWindowTitle(_("按键一览"))
    grid = QGridLayout()
    grid.setHorizontalSpacing(24)
    grid.setVerticalSpacing(4)
    entries = [
        *GESTURES,
        *((command.key, command.title.rstrip("…")) for command in actions.commands.values()),
    ]
    half = (len(entries) + 1) // 2
    for at, (key, title) in enumerate(entries):
        side = 2 * (at // half)
        grid.addWidget(label(key, 12, 600, "second"), at % half, side)
        grid.addWidget(label(title), at % half, side + 1)
    close = button(_("关闭"), dialog.accept)
    dialog.setLayout(column(grid, row(None, close), margins=(20, 16, 20, 16), gap=16))
    dialog.open()


def show_about(parent: QWidget) -> None:
    """Name, version, licence."""
    box = QMessageBox(parent)
    box.setWindowTitle(_("关于"))
    box.setText(_("网格治理地图 gridmap {version}").format(version=__version__))
    box.setInformativeText(_("乡镇指挥中心的网格地图。MIT 许可。\n数据只存在本机文件里，程序不连接网络。"))
    box.setStandardButtons(QMessageBox.StandardButton.Ok)
    box.button(QMessageBox.StandardButton.Ok).setText(_("关闭"))
    box.open()
