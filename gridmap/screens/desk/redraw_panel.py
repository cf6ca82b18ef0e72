"""The right dock while the plan is redrawn: the way, what the last stroke does, its price, who moves."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLayout, QScrollArea, QSizePolicy, QWidget

from gridmap.i18n import _
from gridmap.redraw.pens import Unit
from gridmap.redraw.preview import Preview
from gridmap.scene.badge import short_grid
from gridmap.scene.palette import Palette
from gridmap.screens.desk.checks import Checks, checks_of, counts_of
from gridmap.screens.desk.choice import Choice
from gridmap.screens.desk.cost import Cost, Costs
from gridmap.screens.desk.moved import MovedTable
from gridmap.screens.desk.parts import Figure, button, column, label, line, row, surface
from gridmap.screens.desk.state import DeskState
from gridmap.screens.desk.tool_bar import Tool
from gridmap.screens.mode import Choices
from gridmap.screens.newest import Newest

PAD = (12, 10, 12, 10)


class RedrawPanel(QWidget):
    """``chosen`` carries other Choices, ``repaired`` an edit to perform, ``unlocked`` uuids of grids,
    ``accepted`` and ``cancelled`` end the gesture."""

    chosen = Signal(object)
    repaired = Signal(object)
    unlocked = Signal(object)
    accepted = Signal()
    cancelled = Signal()

    def __init__(self, state: DeskState) -> None:
        super().__init__()
        self._state = state
        self._choices = Choices()
        self._costs: tuple[tuple[object, ...], Costs] | None = None
        self._made: Preview | None = None
        self._pricing = Newest(self, lambda asked: asked[0].of(asked[1]), "gridmap-cost")
        self._pricing.answered.connect(self._show_cost)
        self.title = ""
        self.more = QGridLayout()
        self.whole, self.single, self.along = (
            Choice(_("只移整组"), "group", "", self._colours),
            Choice(_("逐户"), "house", "", self._colours),
            Choice(_("沿溪、路吸附"), "stream", "Ctrl", self._colours, one_of=False),
        )
        self._locked = label("", tone="second", wrap=True)
        self._unlock = button(_("解锁"), self._unlock_all, "link")
        self.checks = Checks(self.repaired.emit)
        self._prices = {name: Figure(160, right=True) for name in ("people", "alone", "incidents", "border")}
        self._moved_title, self._moved_count = (
            Figure(180, 12, tone="second"),
            Figure(90, 12, tone="second", right=True),
        )
        self.table = MovedTable()
        self._cancel = button(_("取消  Esc"), self.cancelled.emit)
        self._accept = button(_("接受  ↵"), self.accepted.emit, "primary")
        for choice in (self.whole, self.single, self.along):
            choice.clicked.connect(self._choose)
        self.setLayout(self._laid_out())
        self.show_choices(self._choices)
        self.show_stroke(None)
        self.show_busy(False)

    def sizeHint(self) -> QSize:  # noqa: N802 Qt's name
        """As wide as the right dock is meant to be."""
        return QSize(344, 800)

    def fill(self, tools: Sequence[QAction]) -> None:
        """The tools that the tool bar has no room for, two in a row."""
        for at, action in enumerate(tools):
            tool = Tool(action, self._colours)
            self.more.addWidget(tool, at // 2, at % 2, Qt.AlignmentFlag.AlignLeft)

    def show_choices(self, choices: Choices) -> None:
        """What is chosen."""
        self._choices = choices
        kept, other = (self.whole, self.single) if choices.unit == "group" else (self.single, self.whole)
        kept.setChecked(True)
        kept.show_key("")
        other.show_key("Shift")
        self.along.setChecked(choices.along)

    def show_busy(self, busy: bool) -> None:
        """Whether a gesture goes on that can be accepted or cancelled."""
        for one in (self._cancel, self._accept):
            one.setEnabled(busy)

    def refresh(self) -> None:
        """The document is another one."""
        grids = self._state.session.snapshot["grids"]
        locked = [str(name) for name, on in zip(grids.text("name"), grids["locked"], strict=True) if on == 1]
        words = "、".join(short_grid(name) for name in locked[:4]) + ("…" if len(locked) > 4 else "")
        self._locked.setText(
            _("已锁定 网格 {grids}").format(grids=words) if locked else _("没有锁定的网格（K 锁定）")
        )
        self._unlock.setVisible(bool(locked))
        self._unlock.setText(_("解锁") if len(locked) < 2 else _("全部解锁"))

    def show_stroke(self, made: Preview | None, resting: bool = True) -> None:
        """What a stroke does, or the draft as it stands. Repairs and names wait until the hand rests."""
        state = self._state
        self.title = "" if made is None else " | ".join(short_grid(count.name) for count in made.grids[:3])
        if made is not None and not resting:
            self.checks.show_live(counts_of(made, state.asked), state.colours)
        else:
            self.checks.show_checks([] if made is None else checks_of(made, state.asked), state.colours)
        self._made = made
        self._ask_cost()
        if resting:
            self.table.moved.show_moved(state.session, made)
        count = 0 if made is None else len(made.households)
        self._moved_title.setText(_moved_words(made))
        self._moved_count.setText(_("{n:,} 户").format(n=count) if count else "")

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 Qt's name
        """Costs were not worked out while nobody saw them."""
        super().showEvent(event)
        self._ask_cost()

    def _ask_cost(self) -> None:
        """Have the cost worked out beside the window's thread."""
        if not self.isVisible():
            return
        session, population = self._state.session, self._state.population
        now, then = session.draft, session.public
        key = (now.snapshot, then.snapshot, population)
        if self._costs is None or any(one is not two for one, two in zip(self._costs[0], key, strict=True)):
            self._costs = key, Costs(then, now, population)
        self._pricing.ask((self._costs[1], self._made))

    def _show_cost(self, _asked: object, cost: Cost) -> None:
        sign = "+" if cost.border_m > 0 else "−" if cost.border_m < 0 else ""
        words = {
            "people": _("{people:,.0f} 人 {n:,} 户").format(people=cost.people, n=cost.households),
            "alone": _("{n:,} 人").format(n=cost.living_alone),
            "incidents": _("{n:,} 件").format(n=cost.incidents),
            "border": f"{sign}{abs(cost.border_m) / 1000:,.2f} km",
        }
        for name, text in words.items():
            self._prices[name].setText(text)

    def _laid_out(self) -> QLayout:
        self.more.setContentsMargins(0, 0, 0, 0)
        self.more.setSpacing(0)
        ways = column(
            label(_("方式"), 12, tone="second"), self.whole, self.single, self.along,
            row(self._locked, None, self._unlock), margins=PAD,
        )  # fmt: skip
        titles = {
            "people": _("换网格的人"), "alone": _("其中独居在家"), "incidents": _("在办事件移交"),
            "border": _("村内界线"),
        }  # fmt: skip
        prices = [row(label(title), None, self._prices[name]) for name, title in titles.items()]
        head = row(label(_("代价"), 12, tone="second"), None, label(_("与已发布方案比"), 12, tone="second"))
        checks = column(self.checks, margins=PAD)
        cost = column(head, *prices, margins=PAD, gap=6)
        body = column(
            column(self.more, margins=(4, 4, 4, 4)), line(), ways, line(), checks, line(), cost, line()
        )
        moved = row(self._moved_title, None, self._moved_count, margins=(12, 8, 12, 8))
        foot = row(self._cancel, self._accept, margins=(12, 12, 12, 12))
        return column(Upper(surface("panel", body)), moved, self.table, line(), foot)

    def _colours(self) -> Palette:
        return self._state.colours

    def _choose(self) -> None:
        unit: Unit = "group" if self.whole.isChecked() else "household"
        self.chosen.emit(replace(self._choices, unit=unit, along=self.along.isChecked()))

    def _unlock_all(self) -> None:
        grids = self._state.session.snapshot["grids"]
        self.unlocked.emit(tuple(str(uuid) for uuid in grids["uuid"][grids["locked"] == 1]))


class Upper(QScrollArea):
    """What stands above the table: as high as it needs, scrolled where the window is too low."""

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._content = content
        self.setWidget(content)
        content.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 Qt's name
        """Another height of the content is another height of this."""
        if watched is self._content and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def sizeHint(self) -> QSize:  # noqa: N802 Qt's name
        """The content's."""
        return self._content.sizeHint()


def _moved_words(made: Preview | None) -> str:
    if made is None or not len(made.households):
        return _("换网格的住户")
    came = {int(one) for one in made.came_to}
    names = [count.name for count in made.grids if count.row in came]
    return _("换到 {grid} 的住户").format(grid=short_grid(names[0])) if len(names) == 1 else _("换网格的住户")
