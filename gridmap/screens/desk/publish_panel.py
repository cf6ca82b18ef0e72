"""Pre-flight and publication: what must be mended, what must be said, what holds, what it costs."""

from collections.abc import Callable, Sequence
from operator import is_

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

from gridmap.i18n import _
from gridmap.redraw.preflight import Point, Preflight
from gridmap.screens import icons
from gridmap.screens.desk.cost import Cost, Costs
from gridmap.screens.desk.parts import button, clear, column, label, line, row, set_tone, surface
from gridmap.screens.desk.plan_row import PlanRow
from gridmap.screens.desk.revision_list import RevisionList
from gridmap.screens.desk.state import DeskState
from gridmap.session import State
from gridmap.township.census import POPULATION_TITLES

WIDTH = 368
MOST = 12
"""Rows of one section; a district may have thousands of warnings."""


class PublishPanel(QWidget):
    """The right dock while a plan is published. ``published`` and ``named`` carry the typed words, ``gone``
    a point to go to."""

    published = Signal(str)
    named = Signal()
    gone = Signal(object)

    def __init__(self, state: DeskState) -> None:
        super().__init__()
        self._state = state
        self._found = Preflight()
        self._judged: tuple[object, ...] = (None, None)
        self.must, self.warned, self.held = (_Section(title) for title in (
            _("必须处理"), _("提醒，填写理由后可发布"), _("已通过"),
        ))  # fmt: skip
        self._prices = {name: label() for name in ("people", "alone", "incidents", "border")}
        self.revisions = RevisionList()
        self.reason = QLineEdit(placeholderText=_("理由：为什么这样改（写入记录，不含个人信息）"))
        self.reason.textChanged.connect(self._judge)
        self.refusal = label("", 12, wrap=True)
        self.publish: QPushButton = button(_("发布"), self._publish, "primary")
        self.name = button(_("命名此点"), self.named.emit, "", _("给草案现在的样子起个名，不发布"))
        self.setLayout(column(self._scrolled(), line("rule"), self._foot()))

    def sizeHint(self) -> QSize:  # noqa: N802 Qt's name
        """As wide as the right dock is meant to be."""
        return QSize(WIDTH, 720)

    @property
    def summary(self) -> str:
        """On which populations the plan is judged; for the dock's title."""
        return _("按{basis}").format(basis="、".join(POPULATION_TITLES[name] for name in self._basis))

    @property
    def _basis(self) -> Sequence[str]:
        return self._state.asked

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 Qt's name
        """What waited while nobody looked."""
        super().showEvent(event)
        self.refresh()

    def refresh(self) -> None:
        """Judge the draft as it stands, and show the record. Nothing is worked out while nobody looks."""
        session = self._state.session
        judged = (session.snapshot, session.public.snapshot, self._basis, self._state.theme)
        if not self.isVisible() or (
            all(map(is_, judged[:2], self._judged)) and judged[2:] == self._judged[2:]
        ):
            return
        self._judged = judged
        self._found = session.preflight(self._basis)
        self._show_cost(session.public)
        record = session.revisions()
        public = max((one.seq for one in record if one.public), default=0)
        self.revisions.show_record(record, public, session.looking_at, session.refusal)
        self._judge()

    def _judge(self) -> None:
        """Whether it may be published with the words that are typed."""
        reason, found = self.reason.text(), self._found
        blocking = found.blocking(reason)
        rest = [point for point in found.points if point not in blocking]
        self.must.show_points(blocking, self._state, self._go, blocks=True)
        self.warned.show_points(rest, self._state, self._go, blocks=False)
        self.held.show_passed(found.passed, self._state)
        why = self._state.session.refusal or found.refusal(reason)
        self.publish.setEnabled(why is None)
        self.refusal.setText(_("不能发布：{why}").format(why=why) if why else _("可以发布；大屏随即改变"))
        set_tone(self.refusal, "second" if found.same else "failed" if why else "passed")
        self.publish.setToolTip(why or _("写入一版，成为现行方案"))
        self.name.setEnabled(self._state.session.refusal is None)

    def _go(self, point: Point) -> None:
        if point.weight == "word":
            self.reason.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.gone.emit(point)

    def _publish(self) -> None:
        self.published.emit(self.reason.text())

    def _show_cost(self, public: State) -> None:
        cost = Costs(public, self._state.session.draft, self._state.population).of(None)
        for name, words in _cost_words(cost).items():
            self._prices[name].setText(words)

    def _scrolled(self) -> QScrollArea:
        titles = (_("换网格的人"), _("其中独居老人"), _("在办事件移交"), _("村内界线"))
        prices = [
            row(label(title, tone="second"), None, price)
            for title, price in zip(titles, self._prices.values(), strict=True)
        ]
        cost = column(label(_("与现行方案比"), 12, tone="second"), *prices, margins=(12, 10, 12, 10), gap=4)
        record = row(label(_("版本"), 12, tone="second"), margins=(12, 10, 12, 2))
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(surface("panel", column(
            self.must, self.warned, self.held, line("rule"), cost, line("rule"), record, self.revisions, None,
        )))  # fmt: skip
        return area

    def _foot(self) -> QWidget:
        buttons = row(self.name, self.publish, margins=(0, 4, 0, 0))
        buttons.setStretch(1, 1)
        return surface("panel", column(self.refusal, self.reason, buttons, margins=(12, 8, 12, 12), gap=8))


class _Section(QWidget):
    """A title with a count, and rows; away when it has none."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._count: QLabel = label("0", 12, 600)
        self._box = QVBoxLayout()
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)
        self.rows: list[PlanRow] = []
        head = row(label(title, 12, tone="second"), None, self._count, margins=(12, 10, 12, 2))
        self.setLayout(column(head, self._box, margins=(0, 0, 0, 6)))

    def show_points(
        self, points: Sequence[Point], state: DeskState, go: Callable[[Point], None], *, blocks: bool
    ) -> None:
        """Rows for what stands against it; made anew only when it is something else."""
        shown = list(points[:MOST])
        if [row.point for row in self.rows] != shown or not shown:
            clear(self._box)
            self.rows = [
                PlanRow(point, state.colours, blocks=blocks, verb=_verb(point, blocks),
                        act=lambda point=point: go(point))  # type: ignore[misc]  # bound at once
                for point in shown
            ]  # fmt: skip
            for made in self.rows:
                self._box.addWidget(made)
        self._count.setText(f"{len(points):,}")
        set_tone(self._count, "failed" if blocks else "warning")
        self.setVisible(bool(points))

    def show_passed(self, passed: Sequence[tuple[str, str]], state: DeskState) -> None:
        """Lines of what holds."""
        clear(self._box)
        for title, remark in passed:
            mark = label()
            mark.setPixmap(icons.pixmap("check", state.colours.passed, 14, self.devicePixelRatioF()))
            said = row(mark, label(title), None, label(remark, 12, tone="second"), margins=(12, 2, 12, 2))
            self._box.addLayout(said)
        self._count.setText(str(len(passed)))
        self.setVisible(bool(passed))


def _verb(point: Point, blocks: bool) -> str:
    if point.weight == "word" and blocks:
        return _("填写")
    return _("去落图") if point.kind == "unplaced" else _("查看")


def _cost_words(cost: Cost) -> dict[str, str]:
    sign = "+" if cost.border_m > 0 else "−" if cost.border_m < 0 else ""
    return {
        "people": _("{people:,.0f} 人 {n:,} 户").format(people=cost.people, n=cost.households),
        "alone": _("{n:,} 人").format(n=cost.living_alone),
        "incidents": _("{n:,} 件").format(n=cost.incidents),
        "border": f"{sign}{abs(cost.border_m) / 1000:,.2f} km",
    }
