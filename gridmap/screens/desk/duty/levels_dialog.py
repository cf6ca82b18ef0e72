"""The library of levels: which level settles incidents of which category."""

from PySide6.QtWidgets import QComboBox, QDialog, QGridLayout, QWidget

from gridmap.errors import GridmapError
from gridmap.i18n import _
from gridmap.response.cases import levels_change
from gridmap.response.incidents import LEVELS
from gridmap.response.titles import KINDS
from gridmap.screens import trouble
from gridmap.screens.desk.parts import button, column, label, row
from gridmap.session import Session

CHOICES = (
    ("", _("未定")),
    *((level, _("{level} 级").format(level=title)) for level, title in LEVELS.items()),
)


class LevelsDialog(QDialog):
    """One line for each category that is known; all of them are one change."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self.setWindowTitle(_("定级"))
        known = session.snapshot.settings.levels
        used = set(session.snapshot["incidents"].text("category").tolist())
        names = sorted({*known, *used, *(kind.category for kind in KINDS)} - {""})
        self.levels = {name: QComboBox() for name in names}
        grid = QGridLayout()
        grid.setVerticalSpacing(4)
        for at, (name, box) in enumerate(self.levels.items()):
            for level, title in CHOICES:
                box.addItem(title, level)
            box.setCurrentIndex([level for level, _title in CHOICES].index(known.get(name, "")))
            box.setAccessibleName(name)
            grid.addWidget(label(name), at, 0)
            grid.addWidget(box, at, 1)
        head = label(_("微：网格解决；小：村(社区)解决；大：镇解决。新事件按类别定级。"), 12, tone="second")
        foot = row(None, button(_("取消"), self.reject), button(_("保存"), self.save, "primary"))
        self.setLayout(column(head, grid, foot, margins=(20, 16, 20, 16), gap=16))

    def save(self) -> None:
        """Write what differs."""
        chosen = {name: str(box.currentData()) for name, box in self.levels.items()}
        try:
            if {
                name: level for name, level in chosen.items() if level
            } != self._session.snapshot.settings.levels:
                self._session.write(levels_change(self._session.snapshot, chosen))
        except GridmapError as error:
            trouble.say(self, error)
            return
        self.accept()
