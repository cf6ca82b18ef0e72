"""The progress bar of a job, with Cancel."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from gridmap.i18n import _
from gridmap.screens.jobs import Job


class ProgressDialog(QDialog):
    """A small window with what is being done, how far it is, and Cancel (Esc)."""

    def __init__(self, title: str, job: Job, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setMinimumWidth(400)
        self._job = job
        self._words = QLabel(title)
        self._bar = QProgressBar(textVisible=False)
        self._bar.setRange(0, 0)
        stop = QPushButton(_("取消  Esc"))
        stop.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(stop)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 16, 16, 16)
        box.setSpacing(12)
        box.addWidget(self._words)
        box.addWidget(self._bar)
        box.addLayout(buttons)
        job.ticket.said.connect(self._show)
        job.finished.connect(self.accept)

    def reject(self) -> None:
        """Ask the job to stop; the dialog closes when it has."""
        self._job.ticket.cancel()
        self._words.setText(_("正在停止…"))

    def _show(self, done: int, total: int, words: str) -> None:
        if self._job.ticket.cancelled:
            return
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        if words:
            self._words.setText(words)
