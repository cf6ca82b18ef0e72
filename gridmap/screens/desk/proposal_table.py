"""The grids of a proposal, one line each: people today, people then, how full."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from gridmap.i18n import _
from gridmap.scene.palette import Palette
from gridmap.screens.theme import font

ROW = 28
LIMIT = 0.95
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class ProposalTable(QTableWidget):
    """Grows with its rows, so that the panel scrolls and not the table."""

    def __init__(self) -> None:
        super().__init__(0, 4)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW)
        self.horizontalHeader().setFixedHeight(ROW)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setDefaultAlignment(RIGHT)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.hide()

    def show_grids(self, grids: Sequence[Mapping[str, Any]], colours: Palette, basis: str = "") -> None:
        """Show the grids; none hides the table. ``now`` is None for a new grid."""
        self.setVisible(bool(grids))
        heads = (_("网格"), _("{basis} 现行"), _("{basis} 提案"), _("占上限"))
        for at, head in enumerate(heads):
            item = QTableWidgetItem(head.format(basis=basis))
            item.setTextAlignment(RIGHT if at else Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
            self.setHorizontalHeaderItem(at, item)
        self.setRowCount(len(grids))
        self.setFixedHeight(ROW * (len(grids) + 1) + 2)
        for at, grid in enumerate(grids):
            self._fill(at, grid, colours)

    def _fill(self, at: int, grid: Mapping[str, Any], colours: Palette) -> None:
        cap, now, then = grid["cap"], grid["now"], grid["population"]
        share = (then or 0) / cap
        over = now is not None and now > cap
        tone = colours.failed if share > 1 else colours.warning if share > LIMIT else colours.second
        today = (colours.failed, 600) if over else (colours.second, 400)
        cells = (
            (grid["name"] + (_("（新）") if grid["new"] else ""), colours.text, 400),
            ("—" if now is None else f"{now:,.0f}", *today),
            ("—" if then is None else f"{then:,}", colours.text, 600),
            (f"{share:.0%}", tone, 400),
        )  # fmt: skip
        for column, (text, colour, weight) in enumerate(cells):
            item = QTableWidgetItem(text)
            item.setForeground(QColor(colour))
            item.setFont(font(13, weight))
            item.setTextAlignment(
                RIGHT if column else Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            )
            self.setItem(at, column, item)
