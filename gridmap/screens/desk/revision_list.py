"""The published plans on screen, newest first: who, when, why; look at one, take one back."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from gridmap.i18n import _
from gridmap.redraw.record import local_time
from gridmap.screens.desk.parts import button, clear, column, label, line, row
from gridmap.township.revision import REVISION_TITLES, Revision

SHOWN = 8
"""Rows at first, and as many more at each press."""


class RevisionList(QWidget):
    """Rows of the record. ``looked`` and ``taken_back`` carry a revision's number."""

    looked = Signal(int)
    taken_back = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._most = SHOWN
        self._record: list[Revision] = []
        self._public = self._looking = 0
        self._refusal: str | None = None
        self._box = QVBoxLayout()
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)
        self._more = button("", self._show_more, "link")
        self.setLayout(column(self._box, self._more))
        self._said: tuple[object, ...] = ()
        self.looks: dict[int, QPushButton] = {}
        self.backs: dict[int, QPushButton] = {}

    def show_record(self, record: list[Revision], public: int, looking: int, refusal: str | None) -> None:
        """Show the record; ``public`` is the plan in force, ``looking`` the one on the map (0: the draft),
        ``refusal`` why nothing can be taken back."""
        self._record, self._public, self._looking, self._refusal = record, public, looking, refusal
        said = (len(record), public, looking, refusal, self._most)
        if said == self._said:
            return
        self._said = said
        clear(self._box)
        self.looks.clear()
        self.backs.clear()
        for revision in list(reversed(record))[: self._most]:
            self._box.addWidget(self._row(revision))
        left = len(record) - self._most
        self._more.setVisible(left > 0)
        self._more.setText(_("再显示 {n} 版，共 {all} 版").format(n=min(SHOWN, left), all=len(record)))

    def _row(self, revision: Revision) -> QWidget:
        made, seq = QWidget(), revision.seq
        now = seq == self._public
        title = label(_("第 {seq} 版").format(seq=seq), 13, 600)
        kind = _("现行") if now else REVISION_TITLES[revision.kind]
        mark = label(kind, 12, tone="passed" if now else "second")
        when = label(f"{local_time(revision.at_utc)} · {revision.author}", 12, tone="second")
        why = label("；".join(filter(None, (revision.name, revision.reason))), 12, wrap=True)
        look = button(
            _("看当时"), lambda: self.looked.emit(seq), "small", _("地图上看这一版的网格，不改任何东西")
        )
        look.setEnabled(seq != self._looking)
        back = button(
            _("撤回到此"), lambda: self.taken_back.emit(seq), "small", _("把这一版再发布一次，成为新的一版")
        )
        refusal = self._refusal or (_("这就是现行方案") if now else None)
        back.setEnabled(refusal is None)
        if refusal:
            back.setToolTip(refusal)
        self.looks[seq], self.backs[seq] = look, back
        head = row(title, mark, None, look, back, gap=6)
        for part in (title, mark):
            head.setAlignment(part, Qt.AlignmentFlag.AlignVCenter)
        made.setLayout(column(column(head, when, why, margins=(12, 8, 12, 8), gap=2), line()))
        why.setVisible(bool(why.text()))
        return made

    def _show_more(self) -> None:
        self._most += SHOWN
        self.show_record(self._record, self._public, self._looking, self._refusal)
