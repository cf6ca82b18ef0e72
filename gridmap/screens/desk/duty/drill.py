"""Beginning a drill from the desk: the copy in the background, then a desk of its own beside this one."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QProcess, QProcessEnvironment

from gridmap.i18n import _
from gridmap.screens import jobs
from gridmap.store import drill_path
from gridmap.township.child import command, environment

if TYPE_CHECKING:
    from gridmap.screens.desk.window import DeskWindow


def open_desk(path: Path) -> None:
    """Another desk, in a process of its own: nothing that is practised holds the real one up."""
    process, known = QProcess(), QProcessEnvironment()
    for name, value in environment().items():
        known.insert(name, value)
    process.setProcessEnvironment(known)
    program, *words = command("gridmap", "desk", path)
    process.setProgram(program)
    process.setArguments(words)
    process.startDetached()


def begin_drill(window: "DeskWindow", show: Callable[[Path], None] = open_desk) -> None:
    """Copy the township to practise on, and show the copy."""
    session, path = window.session, drill_path(Path(window.session.address), datetime.now())

    def work(_ticket: jobs.Ticket) -> None:
        session.begin_drill(path)

    def done(_nothing: object) -> None:
        window.status.say(_("演练在另一个红框窗口里打开：{path}").format(path=path.name))
        show(path)

    jobs.start(window, work, done, window.fail, _("正在准备演练…"))
