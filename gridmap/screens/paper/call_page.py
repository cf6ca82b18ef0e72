"""One caller's list on A4: fifteen homes with all that is needed to reach them and to bring them away."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtGui import QFontMetricsF

from gridmap.exchange.exports.calls import risks_of
from gridmap.i18n import _
from gridmap.response.affected import Affected, total
from gridmap.response.call_sheet import Call
from gridmap.response.roll_call import RESULTS
from gridmap.screens.paper.paper import FAINT, FINE, INK, LINE, SECOND, WARNING, Paper, face
from gridmap.screens.paper.table import Field, draw_table
from gridmap.township.census import POPULATION_TITLES
from gridmap.township.mask import mask_address, mask_name, mask_phone

LEFT, TOP, WIDTH, BOTTOM = 12.0, 14.0, 186.0, 282.0
HEAD, HOME = 31.0, 15.6
"""Heights of a list's head and of one home: fifteen of them fill a page."""
COLUMNS = (9.0, 33.0, 40.0, 53.0, 34.0, 17.0)
"""Place on the list, who, where, phones, shelter, result."""
TICK, SHORT = 2.6, 6.0
"""Size of the words beside the boxes; height of a home where nobody is."""


def turn(paper: Paper, title: str, aside: str = "") -> float:
    """The next page with its title; where it goes on."""
    paper.page()
    paper.text(LEFT, TOP, WIDTH, 9, title, 6.4, weight=600)
    paper.text(LEFT, TOP, WIDTH, 9, aside, 3.6, SECOND, align="right")
    paper.line(LEFT, TOP + 11, LEFT + WIDTH, TOP + 11, INK, 0.4)
    return TOP + 15


def number_of(call: Call) -> float:
    """The people of a home, NaN where nobody knows."""
    return np.nan if call.people is None else float(call.people)


def shown(count: int | None) -> str:
    """A count, a dash for one that nobody knows."""
    return "—" if count is None else f"{count:,}"


class CallPage:
    """The pages of the callers. Personal values are masked while ``hide`` is set."""

    def __init__(self, paper: Paper, found: Affected, hide: bool) -> None:
        self._paper, self._found, self._hide = paper, found, hide
        self._basis = _(POPULATION_TITLES[found.population])

    def draw(self, calls: Sequence[Call]) -> None:
        """One caller's page: a home each, in the order in which they are called."""
        paper = self._paper
        people = shown(total(np.array([number_of(call) for call in calls])))
        y = turn(paper, calls[0].listing, _("呼叫名单"))
        words = _("{n} 户　{basis} {people} 人　网格员 {workers}").format(
            n=len(calls), basis=self._basis, people=people,
            workers=self._name("、".join(calls[0].workers)) or "—",
        )  # fmt: skip
        paper.text(LEFT, y - 2, WIDTH, 6, words, 3.6)
        paper.text(LEFT + 110, y - 2, 40, 6, _("呼叫人"), 3.6, SECOND, align="right")
        paper.line(LEFT + 152, y + 4, LEFT + WIDTH, y + 4, LINE, 0.25)
        heads = ("", _("户主 · 人数"), _("住址"), _("电话 · 照护人"), _("避难场所"), _("结果"))
        x = LEFT
        for title, width in zip(heads, COLUMNS, strict=True):
            paper.text(x, y + 7, width, 5, title, 3.0, SECOND)
            x += width
        y = TOP + HEAD - 3
        paper.line(LEFT, y, LEFT + WIDTH, y, LINE, 0.25)
        for call in calls:
            self._home(call, y)
            y += HOME
            paper.line(LEFT, y, LEFT + WIDTH, y, FAINT, 0.2)

    def _home(self, call: Call, y: float) -> None:
        paper, homes = self._paper, self._found.households
        first, second, third = y + 1.1, y + 5.9, y + 10.3
        edges = [LEFT + sum(COLUMNS[:at]) for at in range(len(COLUMNS))]
        room = [width - 2 for width in COLUMNS]
        paper.text(edges[0], first, room[0], 5, str(call.place), 4.4, weight=600)
        head = self._name(str(homes["head_name"][call.row]))
        paper.text(edges[1], first, room[1], 5, head or "—", 4.0, weight=600)
        count = _("{n} 人").format(n=shown(call.people))
        risks = risks_of(call, self._hide)
        marks = _("有风险") if self._hide and risks else risks
        paper.text(edges[1], second, room[1], 4.4, f"{count} {marks}".strip(), 3.2, weight=500)
        number = str(homes["household_no"][call.row])
        paper.text(edges[1], third, room[1], 4, _("户号 {n}").format(n=number), 2.8, SECOND)
        address = str(homes["address"][call.row])
        self._two_lines(edges[2], first, room[2], mask_address(address) if self._hide else address)
        workers = _("责任人 {who}").format(who=self._name("、".join(call.workers)) or "—")
        paper.text(edges[2], third, room[2], 4, workers, 2.8, SECOND)
        if call.edge:
            paper.text(
                edges[2], third, room[2], 4, _("边缘，请确认"), 2.8, WARNING, weight=600, align="right"
            )
        self._numbers(call, edges[3], first, third, room[3])
        self._refuge(call, edges[4], first, third, room[4])
        self._boxes(edges[5], y + 0.5)

    def _numbers(self, call: Call, x: float, first: float, third: float, width: float) -> None:
        """Every number, as large as it finds room for: on two lines where one would be too small."""
        phones = self._phone("、".join(call.phones)) or _("无电话")
        if _wide(phones, 3.0) <= width:
            size = next(size for size in (3.8, 3.4, 3.0) if _wide(phones, size) <= width)
            self._paper.text(x, first, width, 5, phones, size, weight=600)
        else:
            half = -(-len(call.phones) // 2)
            parts = [self._phone("、".join(call.phones[:half])), self._phone("、".join(call.phones[half:]))]
            sizes = (size for size in (3.2, 2.8, 2.4) if _wide(max(parts, key=len), size) <= width)
            size = next(sizes, 2.0)
            for at, part in enumerate(parts):
                self._paper.text(x, first + at * 4.4, width, 4.4, part, size, weight=500)
        who = self._name("、".join(call.carers))
        carer = f"{who} {self._phone('、'.join(call.carer_phones))}".strip()
        words = _("照护人 {who}").format(who=carer or "—")
        size = next((size for size in (3.0, 2.8, 2.6) if _wide(words, size) <= width), 2.4)
        self._paper.text(x, third, width, 4, words, size)

    def _refuge(self, call: Call, x: float, first: float, third: float, width: float) -> None:
        if not call.shelter:
            self._paper.text(x, first, width, 5, "—", 3.4, SECOND)
            return
        self._two_lines(x, first, width, call.shelter, 3.2)
        words = _("步行 {metres:,} 米　余 {free:,}").format(metres=call.shelter_metres, free=call.free)
        self._paper.text(x, third, width, 4, words, 2.8, SECOND)

    def _two_lines(self, x: float, y: float, width: float, words: str, size: float = 3.4) -> None:
        with self._paper.within(x, y, width, 9.2):
            self._paper.text(x, y, width, 9.2, words, size, wrap=True)

    def _boxes(self, x: float, y: float) -> None:
        pitch = QFontMetricsF(face(TICK)).lineSpacing() / FINE
        for at in range(len(RESULTS)):
            self._paper.box(x, y + at * pitch + (pitch - 2.5) / 2, 2.5, 2.5, rim=SECOND, stroke=0.2)
        titles = "\n".join(RESULTS.values())
        self._paper.text(x + 3.4, y, 16, pitch * len(RESULTS), titles, TICK, wrap=True)

    def _name(self, names: str) -> str:
        return mask_name(names) if self._hide else names

    def _phone(self, phones: str) -> str:
        return mask_phone(phones) if self._hide else phones

    def draw_empty(self, lists: Sequence[Sequence[Call]]) -> None:
        """The lists of homes where nobody is, a line each: somebody looks in, several lists a page."""
        fields = (
            Field("", 8), Field(_("户主"), 24), Field(_("户号"), 24), Field(_("住址"), 46),
            Field(_("电话"), 52), Field(_("责任人"), 18), Field(_("无人"), 14, "right"),
        )  # fmt: skip
        y = BOTTOM
        for calls in lists:
            if y + 16 + SHORT * (len(calls) + 1) > BOTTOM:
                y = turn(self._paper, _("无人在家"), _("呼叫名单")) - 2
            self._paper.text(LEFT, y, WIDTH, 8, calls[0].listing, 4.2, weight=600)
            rows = [self._line(call) for call in calls]
            y = draw_table(self._paper, LEFT, y + 8, BOTTOM, fields, rows, self._next_empty, SHORT, 3.0) + 4

    def _line(self, call: Call) -> tuple[str, ...]:
        homes = self._found.households
        address = str(homes["address"][call.row])
        return (
            str(call.place), self._name(str(homes["head_name"][call.row])) or "—",
            str(homes["household_no"][call.row]), mask_address(address) if self._hide else address,
            self._phone("、".join(call.phones)) or _("无电话"),
            self._name("、".join(call.workers)) or "—", "□",
        )  # fmt: skip

    def _next_empty(self) -> float:
        return turn(self._paper, _("无人在家"), _("呼叫名单"))


def _wide(words: str, size: float) -> float:
    """Millimetres that bold words take at a size in millimetres."""
    return QFontMetricsF(face(size, 600)).horizontalAdvance(words) / FINE
