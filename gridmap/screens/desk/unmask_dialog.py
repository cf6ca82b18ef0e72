"""Lifting the mask: for one reason of four, for ten minutes, on the record."""

from PySide6.QtWidgets import QButtonGroup, QDialog, QRadioButton, QWidget

from gridmap.errors import GridmapError
from gridmap.i18n import _
from gridmap.screens.desk.parts import button, column, label, row
from gridmap.session import Session
from gridmap.session.masking import MINUTES, REASONS


class UnmaskDialog(QDialog):
    """Asks for the reason. Nothing is chosen beforehand: nobody lifts the mask by pressing Enter."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self.setWindowTitle(_("解除遮蔽"))
        self.setMinimumWidth(440)
        self._group = QButtonGroup(self)
        self.reasons = {name: QRadioButton(title) for name, title in REASONS.items()}
        for choice in self.reasons.values():
            self._group.addButton(choice)
        self._group.buttonClicked.connect(self._chosen)
        title = _("姓名、电话、住址将在规划台上显示 {n} 分钟，到时自动遮蔽").format(n=MINUTES)
        rest = _("大屏、网页、图片和导出的数据仍然遮蔽。是谁、何时、为什么，会写入审计记录。")
        self.words = label("", 12, tone="failed", wrap=True)
        self.words.hide()
        self.agree = button(_("显示 {n} 分钟").format(n=MINUTES), self.lift, "primary")
        self.agree.setEnabled(False)
        foot = row(None, button(_("取消"), self.reject), self.agree)
        self.setLayout(column(
            label(title, 15, 600, wrap=True), label(rest, 12, tone="second", wrap=True),
            column(label(_("事由"), 12, tone="second"), *self.reasons.values(), gap=8),
            self.words, foot, margins=(20, 16, 20, 16), gap=16,
        ))  # fmt: skip

    def lift(self) -> None:
        """Record it, then show; says why when it cannot be recorded."""
        reason = next(name for name, choice in self.reasons.items() if choice.isChecked())
        try:
            self._session.masking.lift(reason, self._session.author)
        except GridmapError as error:
            self.words.setText(str(error))
            self.words.show()
            return
        self.accept()

    def _chosen(self, _choice: object) -> None:
        self.agree.setEnabled(True)
