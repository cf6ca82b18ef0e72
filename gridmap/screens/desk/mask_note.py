"""The note in the status bar that personal values can be read, and for how long still."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel

from gridmap.i18n import _
from gridmap.screens.desk.parts import set_tone
from gridmap.screens.desk.state import DeskState
from gridmap.screens.theme import font

SECOND_MS = 1000


class MaskNote(QLabel):
    """Empty while masked; else it counts down, and sees to it that the windows hear when the time is over."""

    def __init__(self, state: DeskState) -> None:
        super().__init__()
        self._masking = state.session.masking
        self.setFont(font(12, 600))
        set_tone(self, "failed")
        self.hide()
        self._second = QTimer(self)
        self._second.setInterval(SECOND_MS)
        self._second.timeout.connect(self._tick)
        state.masked.connect(self.refresh)

    def refresh(self) -> None:
        """The mask was lifted or is on again."""
        left = round(self._masking.left)
        self.setVisible(left > 0)
        if left > 0:
            words = _("▲ 个人信息可见，{m}:{s:02d} 后遮蔽（F9 立即遮蔽）")
            self.setText(words.format(m=left // 60, s=left % 60))
            self._second.start()
        else:
            self.clear()
            self._second.stop()

    def _tick(self) -> None:
        self._masking.look()
        self.refresh()
