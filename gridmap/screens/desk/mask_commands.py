"""What a window does about the mask: put it on with one key, lift it for a reason."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QDialog, QDockWidget, QWidget

from gridmap.i18n import _
from gridmap.screens.desk.command import Command
from gridmap.screens.drill import frame_drill
from gridmap.session import Session

if TYPE_CHECKING:
    from gridmap.screens.desk.window import DeskWindow

KEY = "F9"
DIALOG_FRAME = 3


def mask_commands(window: "DeskWindow") -> list[Command]:
    """The two commands of a desk."""
    session = window.session
    window.state.masked.connect(window.search.clear)  # a name may stand in it
    DialogKeys(window, session)

    def lift() -> None:
        from gridmap.screens.desk.unmask_dialog import UnmaskDialog

        UnmaskDialog(session, window).open()

    def mask() -> None:
        session.masking.put_on()
        window.status.say(_("个人信息已遮蔽；Shift+F9 解除"))

    def why_not() -> str | None:
        return session.masking.refusal if session.mask.on else _("个人信息已经可见")

    return [
        Command("mask", _("遮蔽"), KEY, _("立即遮蔽所有窗口里的姓名、电话、住址"), mask,
                held=lambda: session.mask.on, icon="mask"),
        Command("unmask", _("解除遮蔽…"), f"Shift+{KEY}", _("选一个事由，显示十分钟，写入审计记录"),
                lift, why_not),
    ]  # fmt: skip


class DialogKeys(QObject):
    """Gives every dialog and torn-off dock of a window the key too, for it takes all keys while the window
    stands behind it; and in a drill the frame."""

    def __init__(self, window: QWidget, session: Session) -> None:
        super().__init__(window)
        self._window, self._session = window, session
        QApplication.instance().focusChanged.connect(self._look)  # type: ignore[union-attr]  # there is one

    def _look(self, _old: QWidget | None, now: QWidget | None) -> None:
        top = now.window() if now else None
        over = top.parentWidget() if isinstance(top, QDialog | QDockWidget) else None
        if top and over and over.window() is self._window and not top.findChild(QShortcut, KEY):
            mask_key(top, self._session)
            frame_drill(top, self._session, DIALOG_FRAME)


def mask_key(window: QWidget, session: Session) -> None:
    """Let another window of the same township mask all of them."""
    shortcut = QShortcut(QKeySequence(KEY), window)
    shortcut.setObjectName(KEY)
    shortcut.activated.connect(session.masking.put_on)
