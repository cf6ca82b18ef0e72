"""The banner on the map while an older plan is looked at: which one, and the way out."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QWidget

from gridmap.i18n import _
from gridmap.redraw.record import local_time
from gridmap.screens.canvas import MapCanvas
from gridmap.screens.desk.parts import button, label, row
from gridmap.township.revision import REVISION_TITLES, Revision

TOP = 12


class LookingBack(QWidget):
    """A bar at the top of the map; away while the map shows the draft."""

    def __init__(self, canvas: MapCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.setProperty("look", "looking")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._words = label("", 13, 600)
        self._note = label(_("网格和任职是当时的，住户和人口是现在的；只读"), 12, tone="second")
        self.leave = button(_("离开，回到草案"), lambda: None, "small")
        self.setLayout(row(self._words, self._note, self.leave, margins=(12, 6, 8, 6), gap=12))
        canvas.installEventFilter(self)
        self.hide()

    def show_revision(self, revision: Revision | None) -> None:
        """Say which revision is on the map; None: the draft is."""
        if revision is not None:
            kind, when = REVISION_TITLES[revision.kind], local_time(revision.at_utc)
            said = _("正在看第 {seq} 版：{time} {kind}").format(seq=revision.seq, time=when, kind=kind)
            self._words.setText(said)
            self._settle()
        self.setVisible(revision is not None)
        self.raise_()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 Qt's name
        """Stay in the middle of the map's top."""
        if event.type() == QEvent.Type.Resize:
            self._settle()
        return False

    def _settle(self) -> None:
        self._note.setVisible(self._canvas.width() > 720)
        self.adjustSize()
        self.move(max(0, (self._canvas.width() - self.width()) // 2), TOP)
