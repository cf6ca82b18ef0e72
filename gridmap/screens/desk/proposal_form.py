"""What is asked of the planner: which village, which populations must hold, and what is best."""

from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QPushButton, QWidget

from gridmap.i18n import _
from gridmap.redraw.propose.problem import Objective
from gridmap.redraw.propose.wish import BROAD, KEEP, STEPS, Wish
from gridmap.screens.desk.parts import clear, column, label, row
from gridmap.screens.desk.state import DeskState
from gridmap.township.census import POPULATION_TITLES, Population
from gridmap.township.scenario import available

SECONDS = 10.0

GOALS: tuple[tuple[str, Objective, float, float], ...] = (
    (_("动人最少，其次界线短"), "change", 0.0, 0.0),
    (_("动人少、界线也短（1 人抵 2 米）"), "change", BROAD, 2.0),
    (_("多动不超过 5 %，界线最短"), "change", 0.05, 0.0),
    (_("多动不超过 10 %，界线最短"), "change", 0.1, 0.0),
    (_("多动不超过 25 %，界线最短"), "change", 0.25, 0.0),
    (_("界线最短，其次动人少"), "compact", 0.0, 0.0),
    (_("各网格人数最均衡"), "balance", 0.0, 0.0),
)
"""What is best: the objective, how many people more than the fewest may move, and how many metres of border
one of them is worth."""


class ProposalForm(QWidget):
    """Village, populations, goal; ``ask`` is the button that the dock gives a meaning."""

    def __init__(self, state: DeskState, ask: QPushButton) -> None:
        super().__init__()
        self._state = state
        self.village, self.goal = QComboBox(), QComboBox()
        self.populations: dict[Population, QCheckBox] = {}
        self._boxes, self._caps = QHBoxLayout(), label("", 12, tone="second")
        self._boxes.setContentsMargins(0, 0, 0, 0)
        self._boxes.setSpacing(12)
        for words, *_wish in GOALS:
            self.goal.addItem(words)
        for box in (self.village, self.goal):
            box.setFixedHeight(28)
        self.setLayout(column(
            _field(_("范围"), self.village), _field(_("口径"), self._boxes), _field(_("目标"), self.goal),
            row(self._caps, None, ask), margins=(0, 0, 0, 0), gap=8,
        ))  # fmt: skip

    def fill(self) -> None:
        """The villages and populations that there are; the village in question is chosen."""
        state, snapshot = self._state, self._state.session.snapshot
        self.village.clear()
        for code, name in zip(snapshot["villages"]["code"], snapshot["villages"]["name"], strict=True):
            self.village.addItem(str(name or code), str(code or name))
        self.village.addItem(_("全部村(社区)"), "")
        at = int(state.session.census.village_of_grid[state.grid]) if state.grid >= 0 else self._worst()
        self.village.setCurrentIndex(max(at, 0))
        clear(self._boxes)
        self.populations = {}
        for name in available(state.session.census):
            box = QCheckBox(POPULATION_TITLES[name])
            box.setChecked(name in state.asked)
            self.populations[name] = box
            self._boxes.addWidget(box)
        self._boxes.addStretch(1)

    def wish(self) -> Wish:
        """What is chosen: people moved are counted in the population that the desk shows."""
        name = self.village.currentData()
        wanted = tuple(name for name, box in self.populations.items() if box.isChecked())
        shown = self._state.population
        order = (shown, *(one for one in wanted if one != shown)) if shown in wanted else wanted
        _words, objective, leeway, worth = GOALS[self.goal.currentIndex()]
        return Wish(
            (name,) if name else (), order or (shown,), None, KEEP, objective, SECONDS,
            steps=STEPS if name else (), leeway=leeway, worth=worth,
        )  # fmt: skip

    def show_caps(self) -> None:
        """The caps that every plan keeps."""
        settings = self._state.session.snapshot.settings
        words = _("上限 {worker:,} / {leader:,}　网格数不变")
        self._caps.setText(words.format(worker=settings.worker_cap, leader=settings.leader_cap))

    def _worst(self) -> int:
        """The village whose grid is fullest on what is checked."""
        census = self._state.session.census
        full = max(
            (census.grids[name] for name in self._state.asked), key=lambda people: people.max(initial=0)
        )
        return int(census.village_of_grid[int(full.argmax())]) if len(full) else -1


def _field(name: str, content: QWidget | QHBoxLayout) -> QHBoxLayout:
    key = label(name, tone="second")
    key.setFixedWidth(44)
    made = row(key, content)
    made.setStretch(1, 1)
    return made
