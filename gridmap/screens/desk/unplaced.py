"""The tray of households that have no place on the map yet: nothing lands at 0,0 in silence."""

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from gridmap.i18n import _
from gridmap.screens import icons
from gridmap.screens.desk.ledgers import linked_names
from gridmap.screens.desk.parts import button, clear, column, label, line, row, surface
from gridmap.screens.desk.state import DeskState
from gridmap.township.table import Table

SHOWN = 3


class UnplacedTray(QWidget):
    """How many households are not on the map, the first few of them, and a way to see all."""

    asked = Signal(list)

    def __init__(self, state: DeskState) -> None:
        super().__init__()
        self._state = state
        self._count = label("", 12, tone="second")
        self._all = button(
            _("全部"), lambda: self.asked.emit(self.uuids), "link", _("在住户表中列出未落图的户")
        )
        title = surface(
            "title", row(label(_("未落图"), 13, 600), self._count, None, self._all, margins=(12, 0, 8, 0))
        )
        title.setFixedHeight(32)
        self._rows = QVBoxLayout()
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        self.setLayout(column(line("rule"), title, self._rows))
        self.uuids: list[str] = []
        state.masked.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Look at the session again."""
        session = self._state.session
        table = session.snapshot["households"]
        rows = np.flatnonzero(session.census.grid_of_household < 0) if len(table) else np.empty(0, np.int64)
        self.uuids = table.take(rows).text("uuid").tolist()
        self._count.setText(_("{n:,} 户").format(n=len(rows)))
        self._all.setVisible(bool(len(rows)))
        clear(self._rows)
        first = table.take(rows[:SHOWN]).bring("uuid", "village", "group", "head_name")
        wheres = zip(
            *(linked_names(session.snapshot, first, name) for name in ("village", "group")), strict=True
        )
        for at, where in enumerate(wheres):
            self._rows.addWidget(self._row(first, at, " ".join(where).strip()))

    def _row(self, table: Table, at: int, where: str) -> QWidget:
        made = QPushButton()
        made.setProperty("look", "tray")
        made.setFixedHeight(28)
        made.setToolTip(_("选中这一户"))
        uuid = str(table["uuid"][at])
        made.clicked.connect(lambda: self._state.select("households", [uuid]))
        pin = label()
        pin.setPixmap(icons.pixmap("pin", self._state.colours.third, 16, self.devicePixelRatioF()))
        who = label(self._state.session.mask.name(str(table["head_name"][at])) or _("（无户主）"))
        placed = not np.isnan(table.number("x")[at])
        reason = label(_("在网格外") if placed else _("缺坐标"), 12, tone="second")
        made.setLayout(row(pin, who, label(where), None, reason, margins=(12, 0, 12, 0)))
        return made
