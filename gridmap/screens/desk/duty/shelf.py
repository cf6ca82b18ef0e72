"""How long an alarm is put away, and why."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from gridmap.i18n import _
from gridmap.response.alarm_states import SHELVE_MINUTES, shift_end
from gridmap.screens.desk.parts import button, column, label, row


class ShelfForm(QWidget):
    """Four times and a reason. ``agreed`` carries until when, and why."""

    agreed = Signal(object, str)

    def __init__(self, title: str, shifts: Sequence[str], now: Callable[[], datetime]) -> None:
        super().__init__()
        self._now, self._shifts = now, shifts
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(_("原因（必填）"))
        self.reason.setAccessibleName(_("搁置原因"))
        self._missing = label("", 12, tone="failed")
        self.choices = [
            button(_("{n} 分").format(n=minutes), partial(self._agree, timedelta(minutes=minutes)), "small")
            for minutes in SHELVE_MINUTES
        ]
        end = shift_end(now(), shifts)
        self.choices.append(
            button(_("本班 {end:%H:%M}").format(end=end), self._to_the_end, "small", _("搁置到本班结束"))
        )
        self.setFocusProxy(self.reason)
        head = label(_("搁置“{title}”").format(title=title), 12, tone="second")
        self.setLayout(
            column(
                head,
                self.reason,
                row(*self.choices, None, gap=4),
                self._missing,
                margins=(12, 4, 12, 4),
                gap=6,
            )
        )
        self.reason.returnPressed.connect(lambda: self.choices[0].setFocus(Qt.FocusReason.TabFocusReason))

    def _to_the_end(self) -> None:
        self._agree(shift_end(self._now(), self._shifts) - self._now())

    def _agree(self, span: timedelta) -> None:
        if not self.reason.text().strip():
            self._missing.setText(_("请先写明原因"))
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.agreed.emit(self._now() + span, self.reason.text().strip())
