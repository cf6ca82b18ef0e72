"""Up to three things to do now, from the findings of every population; each can be looked at."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gridmap.i18n import _
from gridmap.screens.desk.layout import STRIP_HEIGHT
from gridmap.screens.desk.parts import column, surface
from gridmap.screens.desk.state import DeskState
from gridmap.screens.desk.todo_card import Calm, TodoCard
from gridmap.session import Session
from gridmap.township.census import POPULATION_TITLES, POPULATIONS, Population
from gridmap.township.finding import Finding, Severity

_UNITS = {"worker_cap": _("格"), "staffed": _("格"), "four_fixed": _("格"), "leader_cap": _("人")}
_TITLES = {
    "worker_cap": _("{population}口径网格超限"),
    "leader_cap": _("{population}口径网格长超限"),
    "staffed": _("岗位未配齐"),
    "ledger_matches_map": _("台账与地图不一致"),
    "full_cover": _("网格未全覆盖"),
    "nested": _("网格或组越界"),
    "contiguous": _("网格不连片"),
    "four_fixed": _("四定不齐"),
    "one_party_group": _("党小组不是一格一个"),
    "one_wechat_group": _("微信群不是一格一个"),
    "sponsored": _("缺包网领导"),
}
_COUNTED = ("worker_cap", "leader_cap")
_RANK: Mapping[str, int] = {"error": 0, "warning": 1, "note": 2}


@dataclass(frozen=True)
class Card:
    """One thing to do: how many, of what, where to look: at the findings, or by a deed of its own. Two that
    say the same are equal, whatever shows them."""

    rule: str
    severity: Severity
    population: Population
    number: int
    unit: str
    title: str
    detail: str
    findings: tuple[Finding, ...]
    look: Callable[[], None] | None = field(default=None, compare=False)


def cards(session: Session, populations: Iterable[Population] = POPULATIONS, limit: int = 3) -> list[Card]:
    """The gravest groups of findings: caps on each population, every other rule once."""
    made: list[Card] = []
    for population in populations:
        for rule, found in _by_rule(session.findings(population)).items():
            if rule in _COUNTED or population == "resident":
                made.append(_card(session, rule, population, found))
    acted = [card for card in made if card.severity != "note" and card.rule in _TITLES]
    acted.sort(key=lambda card: (_RANK[card.severity], list(_TITLES).index(card.rule), -card.number))
    return acted[:limit]


def with_work(found: list[Card], work: Iterable[Card], limit: int = 3) -> list[Card]:
    """The cards with what is to be done besides the plan: behind the two gravest of findings, when it is as
    grave, else behind all that are."""
    made = list(found)
    for card in work:
        graver = sum(_RANK[other.severity] <= _RANK[card.severity] for other in made)
        made.insert(min(graver, limit - 1) if card.severity == "error" else graver, card)
    return made[:limit]


def _by_rule(findings: Iterable[Finding]) -> dict[str, tuple[Finding, ...]]:
    grouped: dict[str, tuple[Finding, ...]] = {}
    for finding in findings:
        if finding.severity != "note":
            grouped[finding.rule] = (*grouped.get(finding.rule, ()), finding)
    worst = {rule: min(_RANK[item.severity] for item in found) for rule, found in grouped.items()}
    return {
        rule: tuple(item for item in found if _RANK[item.severity] == worst[rule])
        for rule, found in grouped.items()
    }


def _card(session: Session, rule: str, population: Population, found: tuple[Finding, ...]) -> Card:
    grids = session.snapshot["grids"]
    names = dict(zip(grids.text("uuid").tolist(), grids.text("name").tolist(), strict=True))
    where = list(dict.fromkeys(str(names[uuid]) for item in found for uuid in item.grids if uuid in names))
    detail = "、".join(where[:3]) + (_(" 等 {n} 格").format(n=len(where)) if len(where) > 3 else "")
    title = _TITLES.get(rule, rule).format(population=POPULATION_TITLES[population])
    detail = detail or found[0].message
    unit = _UNITS.get(rule, _("项"))
    return Card(rule, found[0].severity, population, len(found), unit, title, detail, found)


class TodoStrip(QWidget):
    """The strip above the map, 52 px. ``look`` is called with the card whose 查看 was pressed."""

    def __init__(self, state: DeskState, look: Callable[[Card], None]) -> None:
        super().__init__()
        self._state = state
        self._look = look
        self.cards: list[Card] = []
        self._work: dict[str, Card] = {}
        self._shown: tuple[list[Card], str] | None = None
        self._views: list[TodoCard] = []
        self._calm = Calm()
        self.setFixedHeight(STRIP_HEIGHT)
        self._box = QHBoxLayout()
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)
        self._box.addWidget(self._calm)
        self.setMinimumWidth(1)  # else the cards' width would push the docks together
        self.setLayout(column(surface("cards", self._box)))

    def put(self, name: str, card: Card | None) -> None:
        """Something to do that no finding says; None when it is done."""
        self._work.pop(name, None)
        if card is not None:
            self._work[name] = card
        self.refresh()

    def refresh(self) -> None:
        """Work out the cards again."""
        self.cards = with_work(cards(self._state.session), self._work.values())
        shown = self.cards, self._state.theme
        if shown == self._shown:
            return
        self._shown = shown
        for at, card in enumerate(self.cards):
            self._show(self._view(at), card, last=at == len(self.cards) - 1)
        self._calm.setVisible(not self.cards)
        self._calm.paint(self._state.colours)
        self._give_way()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 Qt's name
        """In a narrow window the graver cards stay whole and the others wait in the list of findings."""
        super().resizeEvent(event)
        self._give_way()

    def _give_way(self) -> None:
        left = self.width()
        for at, view in enumerate(self._views):
            left -= view.sizeHint().width()
            view.setVisible(at < len(self.cards) and (at == 0 or left >= 0))

    def _view(self, at: int) -> TodoCard:
        """The place of one card, made when there are so many for the first time."""
        if at == len(self._views):
            self._views.append(TodoCard(partial(self._look_at, at)))
            self._box.addWidget(self._views[at], 1)
        return self._views[at]

    def _show(self, view: TodoCard, card: Card, *, last: bool) -> None:
        tip = card.findings[0].message if card.findings else card.detail
        view.show_severity(card.severity, self._state.colours)
        view.show_words(card.number, card.unit, card.title, card.detail, tip)
        view.show_last(last)

    def _look_at(self, at: int) -> None:
        card = self.cards[at]
        card.look() if card.look else self._look(card)
