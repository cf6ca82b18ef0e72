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

Said = tuple[str, str, str, str]
"""What a row says of a household: its uuid, who and where it is, why it is not on the map."""


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
        self._unplaced = state.session.snapshot["households"].take([])
        self._shown: tuple[str, list[Said]] | None = None
        state.masked.connect(self.refresh)

    @property
    def uuids(self) -> list[str]:
        """Every household that is not on the map."""
        return [str(uuid) for uuid in self._unplaced.text("uuid").tolist()]

    def refresh(self) -> None:
        """Look at the session again; the rows are made again where they say something else."""
        session = self._state.session
        table = session.snapshot["households"]
        rows = np.flatnonzero(session.census.grid_of_household < 0) if len(table) else np.empty(0, np.int64)
        self._unplaced = table.take(rows)
        self._count.setText(_("{n:,} 户").format(n=len(rows)))
        self._all.setVisible(bool(len(rows)))
        shown = self._first(table.take(rows[:SHOWN]).bring("uuid", "village", "group", "head_name"))
        if self._shown != (self._state.theme, shown):
            self._shown = self._state.theme, shown
            clear(self._rows)
            for said in shown:
                self._rows.addWidget(self._row(*said))

    def _first(self, first: Table) -> list[Said]:
        """What is said of these households."""
        snapshot, mask = self._state.session.snapshot, self._state.session.mask
        where = zip(*(linked_names(snapshot, first, name) for name in ("village", "group")), strict=True)
        heads = first.text("head_name").tolist()
        who = [mask.name(str(name)) or _("（无户主）") for name in heads]
        why = [_("缺坐标") if np.isnan(x) else _("在网格外") for x in first.number("x").tolist()]
        uuids = [str(uuid) for uuid in first.text("uuid").tolist()]
        return list(zip(uuids, who, (" ".join(names).strip() for names in where), why, strict=True))

    def _row(self, uuid: str, who: str, where: str, why: str) -> QWidget:
        made = QPushButton()
        made.setProperty("look", "tray")
        made.setFixedHeight(28)
        made.setToolTip(_("选中这一户"))
        made.clicked.connect(lambda: self._state.select("households", [uuid]))
        pin = label()
        pin.setPixmap(icons.pixmap("pin", self._state.colours.third, 16, self.devicePixelRatioF()))
        reason = label(why, 12, tone="second")
        made.setLayout(row(pin, label(who), label(where), None, reason, margins=(12, 0, 12, 0)))
        return made
