"""The commands of the desk as Qt actions, and the menus they stand in."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from gridmap.i18n import _
from gridmap.scene.palette import Palette
from gridmap.screens import icons
from gridmap.screens.desk.command import Command
from gridmap.screens.desk.commands import MENUS, commands

if TYPE_CHECKING:
    from gridmap.screens.desk.window import DeskWindow


NEVER = "never asked"


class Actions:
    """The commands as Qt actions of one window, kept true by ``refresh``."""

    def __init__(self, window: "DeskWindow") -> None:
        self.commands = {command.name: command for command in commands(window)}
        self._actions: dict[str, QAction] = {}
        self._reasons: dict[str, str | None] = {}
        for name, command in self.commands.items():
            action = QAction(command.title, window)
            action.setObjectName(name)
            action.setShortcut(QKeySequence(command.key))
            action.setCheckable(command.held is not None)
            action.triggered.connect(self._runner(command))
            self._actions[name] = action
        window.addActions(list(self._actions.values()))

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def refresh(self) -> None:
        """Ask every command whether it may run and whether it is on; word the tooltips."""
        for name, command in self.commands.items():
            reason, action = command.refusal(), self._actions[name]
            if command.words is not None:
                action.setText(command.words())
            if command.held is not None:
                action.setChecked(command.held())
            if self._reasons.get(name, NEVER) != reason:  # most stay as they are
                self._reasons[name] = reason
                action.setEnabled(reason is None)
                action.setToolTip(_tip(command, reason))

    def paint(self, colours: Palette) -> None:
        """Give every action its icon in the theme's colours."""
        for name, command in self.commands.items():
            if command.icon:
                self._actions[name].setIcon(icons.icon(command.icon, colours))

    def fill(self, bar: QMenuBar) -> None:
        """The menus."""
        for title, names in MENUS:
            menu: QMenu = bar.addMenu(title)
            menu.setToolTipsVisible(True)
            menu.aboutToShow.connect(self.refresh)
            for name in names.split():
                if name == "|":
                    menu.addSeparator()
                else:
                    menu.addAction(self._actions[name])

    def _runner(self, command: Command) -> Callable[[], None]:
        def run() -> None:
            if command.refusal() is None:
                command.run()
            self.refresh()

        return run


def _tip(command: Command, reason: str | None) -> str:
    if reason is None:
        return f"{command.tip}（{command.key}）"
    return _("{tip}\n现在不能：{reason}").format(tip=command.tip, reason=reason)
