"""Who is in the area that was drawn: sums, the list, what can be done with it."""

from functools import partial

import numpy as np
from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QDoubleSpinBox, QGridLayout, QLayout, QWidget

from gridmap.i18n import _
from gridmap.response.affected import Affected, total
from gridmap.response.drawn import Drawn, Kind
from gridmap.screens.desk.choice import Choice
from gridmap.screens.desk.ledger_panel import LedgerView
from gridmap.screens.desk.parts import button, column, label, line, row
from gridmap.screens.desk.state import DeskState
from gridmap.screens.response.lists import area_list

SHAPES: tuple[tuple[Kind, str, str], ...] = (
    ("corners", _("多边形"), "area"), ("circle", _("圆"), "circle"), ("strip", _("沿道路、河流"), "stream"),
)  # fmt: skip
WIDEST_M = 5000.0
PAD = (12, 8, 12, 8)


class AreaPanel(QWidget):
    """``shaped`` carries the kind of shape to draw, ``widened`` metres, ``toggled`` the uuid of a home that
    is taken out or in, ``printed`` what to write ("pdf" or "xlsx"), ``called`` that a roll-call begins,
    ``cleared`` that nothing is drawn any more."""

    shaped = Signal(str)
    widened = Signal(float)
    toggled = Signal(str)
    printed = Signal(str)
    called = Signal()
    cleared = Signal()

    def __init__(self, state: DeskState) -> None:
        super().__init__()
        self._state = state
        self.found: Affected | None = None
        self.left_out: frozenset[str] = frozenset()
        self.shapes = {kind: Choice(title, icon, "", lambda: state.colours) for kind, title, icon in SHAPES}
        for kind, choice in self.shapes.items():
            choice.clicked.connect(partial(self._shape, kind))
        self.metres = QDoubleSpinBox(decimals=0, minimum=1.0, maximum=WIDEST_M, singleStep=10.0)
        self.metres.setSuffix(_(" 米"))
        self.metres.setFixedHeight(30)
        self.metres.valueChanged.connect(self.widened)
        self._metres_title = label(_("半径"), tone="second")
        self._clear = button(_("清除重画"), self.cleared.emit, "link")
        self.said = label("", tone="warning", wrap=True)
        self._sums = {name: label("—", 20, 600) for name in _SUMS}
        self.edge, self.notes = label("", tone="warning", wrap=True), label("", 12, tone="second", wrap=True)
        self.table = LedgerView(area_list(state.session, None, ()), state)
        self.table.setAccessibleName(_("范围内住户"))
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.clicked.connect(self._toggle)
        self.table.activated.connect(self._fly)
        self.table.selectionModel().selectionChanged.connect(self._picked)
        self._pdf = button(_("名单 PDF"), lambda: self.printed.emit("pdf"))
        self._xlsx = button(_("名单表格"), lambda: self.printed.emit("xlsx"))
        self._call = button(_("开始点名"), self.called.emit, "primary")
        self.setLayout(self._laid_out())
        self.show_drawn(Drawn(), "")
        self.show_found(None, frozenset())

    def show_drawn(self, drawn: Drawn, refusal: str) -> None:
        """What is drawn, or why it is no area yet."""
        self.shapes[drawn.kind].setChecked(True)
        wide = drawn.kind != "corners"
        self._metres_title.setText(_("两侧") if drawn.kind == "strip" else _("半径"))
        for part in (self.metres, self._metres_title):
            part.setVisible(wide)
        self.metres.blockSignals(True)
        self.metres.setValue(drawn.radius)
        self.metres.blockSignals(False)
        self.said.setText(refusal)
        self.said.setVisible(bool(refusal))

    def show_found(self, found: Affected | None, left_out: frozenset[str]) -> None:
        """Who is in it; None while nobody knows."""
        self.found, self.left_out = found, left_out
        self.table.ledger_model.show(area_list(self._state.session, found, left_out))
        self._show_sums()
        for part in (self._pdf, self._xlsx):
            part.setEnabled(found is not None and len(found.households) > 0)
        writable = not self._state.session.read_only
        self._call.setEnabled(self._pdf.isEnabled() and writable)
        self._call.setToolTip("" if writable else _("文件只读，不能登记"))

    @property
    def called_for(self) -> Affected | None:
        """The homes that are not left out."""
        if self.found is None:
            return None
        uuids = self.found.households.text("uuid").tolist()
        return self.found.confirmed(np.array([uuid not in self.left_out for uuid in uuids], bool))

    def _show_sums(self) -> None:
        found = self.called_for
        values = dict.fromkeys(_SUMS, "—")
        if found is not None:
            sums = {
                "homes": len(found.households), "people": total(found.homes.people),
                "aged_60": found.aged_60, "lives_alone": found.lives_alone,
                "cannot_self_care": found.cannot_self_care, "no_phone": found.no_phone,
            }  # fmt: skip
            values = {name: "—" if count is None else f"{count:,}" for name, count in sums.items()}
        for name, words in values.items():
            self._sums[name].setText(words)
        on_edge = int(self.found.edge.sum()) if self.found is not None else 0
        words = _("◇ 边缘 {n} 户，请确认：单击第一列取舍（已舍 {out} 户）")
        self.edge.setText(words.format(n=on_edge, out=len(self.left_out)) if on_edge else "")
        self.edge.setVisible(bool(on_edge))
        notes = "\n".join(f"· {note}" for note in self.found.notes) if self.found is not None else ""
        self.notes.setText(notes)
        self.notes.setVisible(bool(notes))

    def _shape(self, kind: str, _on: bool = True) -> None:
        self.shaped.emit(kind)

    def _laid_out(self) -> QLayout:
        sums = QGridLayout()
        sums.setContentsMargins(12, 4, 12, 8)
        sums.setHorizontalSpacing(8)
        sums.setVerticalSpacing(0)
        for at, (name, title) in enumerate(_SUMS.items()):
            sums.addWidget(label(title, 12, tone="second"), at // 3 * 2, at % 3)
            sums.addWidget(self._sums[name], at // 3 * 2 + 1, at % 3)
        metres = row(self._metres_title, self.metres, None, self._clear)
        return column(
            column(*self.shapes.values(), metres, self.said, margins=PAD),
            line(), sums, column(self.edge, self.notes, margins=(12, 0, 12, 6), gap=4), line(), self.table,
            line(), row(self._pdf, self._xlsx, None, self._call, margins=(12, 12, 12, 12)),
        )  # fmt: skip

    def _toggle(self, index: QModelIndex) -> None:
        if index.column() == 0:
            self.toggled.emit(self.table.ledger_model.uuid(index.row()))

    def _picked(self) -> None:
        self._state.select("households", self.table.chosen())

    def _fly(self, index: QModelIndex) -> None:
        found, uuid = self.found, self.table.ledger_model.uuid(index.row())
        if found is None:
            return
        at = found.households.rows_of([uuid])
        if len(at):
            self._state.fly(*(float(found.households.number(axis)[at[0]]) for axis in ("x", "y")))


_SUMS = {
    "homes": _("住户"), "people": _("在家人数"), "aged_60": _("60岁以上"), "lives_alone": _("独居"),
    "cannot_self_care": _("失能"), "no_phone": _("无电话（户）"),
}  # fmt: skip
