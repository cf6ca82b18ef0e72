"""One place where a bug inside a slot surfaces: said to the user, never swallowed, never a crash.

A ``GridmapError`` is not a bug; it has one line for the user and is shown as such.
"""

import logging
import sys
import traceback
from types import TracebackType
from typing import TYPE_CHECKING

from gridmap.errors import GridmapError
from gridmap.i18n import _

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

log = logging.getLogger(__name__)


def say(parent: "QWidget | None", error: BaseException) -> None:
    """Show one failure; window-modal, so that the event loop goes on."""
    from PySide6.QtWidgets import QMessageBox

    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Warning)
    if isinstance(error, GridmapError):
        box.setWindowTitle(_("未完成"))
        box.setText(str(error))
    else:
        box.setWindowTitle(_("程序出错"))
        box.setText(_("程序遇到错误，刚才的操作没有完成；已保存的数据不受影响。"))
        box.setDetailedText("".join(traceback.format_exception(error)))
    box.setStandardButtons(QMessageBox.StandardButton.Ok)
    box.button(QMessageBox.StandardButton.Ok).setText(_("知道了"))
    box.open()


def install() -> None:
    """Send every exception that reaches the event loop to ``say``; the log gets where it happened."""

    def handle(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        # the trace only: an exception's text may hold a row of somebody's ledger
        log.error("%s\n%s", kind.__name__, "".join(traceback.format_tb(trace)))
        say(None, error)

    sys.excepthook = handle
