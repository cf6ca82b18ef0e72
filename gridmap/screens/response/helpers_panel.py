"""Who is there first: three helpers by the time of the way, how they travel, which roads are cut."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from gridmap.i18n import _
from gridmap.response.reach import Nearest
from gridmap.screens.desk.choice import Choice
from gridmap.screens.desk.parts import button, clear, column, label, line, row
from gridmap.screens.desk.state import DeskState
from gridmap.township.mask import mask_name

BY = {"foot": (_("步行"), "person"), "motorbike": (_("摩托车"), "way"), "car": (_("汽车"), "car")}
PAD = (12, 8, 12, 8)


class HelpersPanel(QWidget):
    """``travelled`` carries how they come, ``opened`` the number of a road that is open again."""

    travelled = Signal(str)
    opened = Signal(str)

    def __init__(self, state: DeskState) -> None:
        super().__init__()
        self._state = state
        self.where = label(_("单击地图上的地点，或先选中一个事件、一户"), 15, 600, wrap=True)
        self.by = {name: Choice(title, icon, "", lambda: state.colours) for name, (title, icon) in BY.items()}
        self.by["motorbike"].setChecked(True)
        for name, choice in self.by.items():
            choice.clicked.connect(partial(self._travel, name))
        self.cards, self.cuts = QVBoxLayout(), QVBoxLayout()
        self.cards.setSpacing(0)
        self.cuts.setSpacing(2)
        self.notes = label("", 12, tone="second", wrap=True)
        self.cut = Choice(_("标记断路：单击道路"), "cut", "", lambda: state.colours, one_of=False)
        self.setLayout(self._laid_out())

    def show_place(self, words: str) -> None:
        """To which place they come."""
        self.where.setText(words)

    def show_found(self, found: Nearest | None) -> None:
        """The helpers; None while they are looked for."""
        clear(self.cards)
        if found is None:
            return
        roles = self._state.session.snapshot.settings.roles
        for at, helper in enumerate(found.helpers, 1):
            head = row(
                label(f"{at}", 20, 600), label(mask_name(helper.name), 15, 600),
                label(roles.get(helper.role, helper.role), tone="second"), None,
                label(_("{minutes:,.0f} 分").format(minutes=max(1, helper.minutes)), 20, 600),
            )  # fmt: skip
            metres = _("{metres:,.0f} 米").format(metres=helper.metres)
            why = label(f"{metres} · {helper.reason}", 12, tone="second", wrap=True)
            self.cards.addLayout(column(head, why, margins=PAD, gap=2))
            self.cards.addWidget(line())
        if not found.helpers:
            self.cards.addLayout(column(label(_("没有可派的人"), tone="warning"), margins=PAD))
        self.notes.setText("\n".join(f"· {note}" for note in found.notes))

    def show_cuts(self, roads: Sequence[tuple[str, str]]) -> None:
        """The roads that are cut, as number and name."""
        clear(self.cuts)
        for number, name in roads:
            words = label(_("✕ {name}").format(name=name or number), tone="failed")
            reopen = button(_("恢复通行"), partial(self.opened.emit, number), "link")
            self.cuts.addLayout(row(words, None, reopen))

    def _travel(self, name: str, _on: bool = True) -> None:
        self.travelled.emit(name)

    def _laid_out(self) -> QLayout:
        return column(
            column(self.where, *self.by.values(), margins=PAD), line(), self.cards,
            column(self.notes, margins=PAD), line(),
            column(self.cut, self.cuts, margins=PAD), None,
        )  # fmt: skip
