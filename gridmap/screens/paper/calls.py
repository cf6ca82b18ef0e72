"""The call sheet of an area on A4: a page that sums it up, then one page for every caller's list."""

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QFontMetricsF

from gridmap.exchange.exports.calls import risks_of
from gridmap.exchange.exports.save import replacing
from gridmap.exchange.exports.stamp import Stamp
from gridmap.i18n import _
from gridmap.response.affected import Affected, total
from gridmap.response.call_sheet import MOST, Call
from gridmap.response.roll_call import RESULTS
from gridmap.response.shelters import Refuges
from gridmap.screens.paper.paper import FAINT, FINE, INK, LINE, SECOND, WARNING, Paper, face
from gridmap.screens.paper.table import Field, draw_table
from gridmap.township.census import POPULATION_TITLES
from gridmap.township.mask import mask_address, mask_name, mask_phone
from gridmap.township.snapshot import Snapshot

LEFT, TOP, WIDTH, BOTTOM = 12.0, 14.0, 186.0, 282.0
HEAD, HOME = 31.0, 15.6
"""Heights of a list's head and of one home: fifteen of them fill a page."""
COLUMNS = (9.0, 33.0, 40.0, 53.0, 34.0, 17.0)
"""Place on the list, who, where, phones, shelter, result."""


def print_calls(
    path: Path, calls: Sequence[Call], found: Affected, shelters: Refuges, snapshot: Snapshot, stamp: Stamp,
    *, hide: bool = True,
) -> None:  # fmt: skip
    """Write the sheet to ``path``, vector, fonts embedded; the old file stands until it is whole.

    Personal values are masked while ``hide`` is set. Needs a QApplication. Raises InputError when the file
    cannot be written.
    """
    lists = [list(own) for _name, own in groupby(calls, lambda call: call.listing)]
    with replacing(path) as fresh, Paper(fresh, _("呼叫名单"), stamp.line) as paper:
        page = _Page(paper, found, hide)
        page.summary(lists, shelters, snapshot, stamp)
        for own in lists:
            page.listing(own, snapshot.settings.name)


class _Page:
    """What all pages of one sheet know."""

    def __init__(self, paper: Paper, found: Affected, hide: bool) -> None:
        self._paper, self._found, self._hide = paper, found, hide
        self._basis = _(POPULATION_TITLES[found.population])

    # the first page

    def summary(
        self, lists: Sequence[Sequence[Call]], shelters: Refuges, snapshot: Snapshot, stamp: Stamp
    ) -> None:
        """How many there are, who rings whom, which shelter takes in how many, what is not known."""
        paper, found = self._paper, self._found
        y = self._turn(_("呼叫名单"), f"{snapshot.settings.name}　{stamp.moment:%Y-%m-%d %H:%M}")
        edge = int((found.edge & ~found.inside).sum())
        figures = (
            (_("住户"), f"{len(found.households):,}"), (self._basis, _shown(total(found.homes.people))),
            (_("60岁以上"), self._people(found.homes.aged_60)),
            (_("独居"), self._people(found.homes.lives_alone)),
            (_("失能"), self._people(found.homes.cannot_self_care)),
            (_("无电话（户）"), f"{int(found.homes.risks[:, -1].sum()):,}"),
        )  # fmt: skip
        for at, (title, value) in enumerate(figures):
            x = LEFT + at * WIDTH / len(figures)
            paper.text(x, y, WIDTH / len(figures), 5, title, 3.2, SECOND)
            paper.text(x, y + 5.5, WIDTH / len(figures), 9, value, 7, weight=600)
        y += 19
        notes = [*found.notes, *shelters.notes]
        if edge:
            notes.insert(0, _("其中 {n} 户在范围边缘之外 10 米内，请逐户确认").format(n=edge))
        for note in notes:
            paper.text(LEFT, y, WIDTH, 5, f"· {note}", 3.2, WARNING)
            y += 5
        y = self._shelters(shelters, snapshot, y + 3)
        self._lists(lists, y)

    def _people(self, counts: NDArray[np.int64]) -> str:
        return f"{int(counts.sum()):,}" if self._found.has_ledger else "—"

    def _shelters(self, shelters: Refuges, snapshot: Snapshot, y: float) -> float:
        used = np.unique(shelters.place[shelters.place >= 0]).tolist()
        if not used:
            return y
        places, people = snapshot["places"], np.maximum(np.nan_to_num(self._found.homes.people), 1)
        fields = (Field(_("避难场所"), 66), Field(_("容量"), 24, "right"), Field(_("本次安排"), 32, "right"),
                  Field(_("户"), 24, "right"), Field(_("余位"), 40, "right"))  # fmt: skip
        rows = []
        for place in used:
            own = shelters.place == place
            room, planned = int(places.number("capacity")[place]), int(people[own].sum())
            rows.append([
                str(places["name"][place]), f"{room:,}", f"{planned:,}", f"{int(own.sum()):,}",
                f"{room - planned:,}",
            ])  # fmt: skip
        return draw_table(self._paper, LEFT, y, BOTTOM, fields, rows, self._next, 7, 3.4) + 6

    def _lists(self, lists: Sequence[Sequence[Call]], y: float) -> None:
        fields = (
            Field(_("名单（每份最多 {n} 户）").format(n=MOST), 66), Field(_("户"), 24, "right"),
            Field(self._basis, 24, "right"), Field("", 6), Field(_("网格员"), 30), Field(_("呼叫人"), 36),
        )  # fmt: skip
        rows = [
            [own[0].listing, f"{len(own)}", _shown(total(np.array([_number(call) for call in own]))),
             "", self._name("、".join(own[0].workers)) or "—", ""]
            for own in lists
        ]  # fmt: skip
        draw_table(self._paper, LEFT, y, BOTTOM, fields, rows, self._next, 7, 3.4)

    def _next(self) -> float:
        return self._turn(_("呼叫名单（续）"), "")

    def _turn(self, title: str, aside: str) -> float:
        self._paper.page()
        self._paper.text(LEFT, TOP, WIDTH, 9, title, 6.4, weight=600)
        self._paper.text(LEFT, TOP, WIDTH, 9, aside, 3.6, SECOND, align="right")
        self._paper.line(LEFT, TOP + 11, LEFT + WIDTH, TOP + 11, INK, 0.4)
        return TOP + 15

    # a list

    def listing(self, calls: Sequence[Call], town: str) -> None:
        """One caller's page."""
        paper = self._paper
        people = _shown(total(np.array([_number(call) for call in calls])))
        y = self._turn(calls[0].listing, f"{town}　{_('呼叫名单')}")
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
        count = _("{n} 人").format(n=_shown(call.people))
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
        self._boxes(edges[5], y + 1.3)

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
        for at, title in enumerate(RESULTS.values()):
            top = y + at * 3.4
            self._paper.box(x, top + 0.3, 2.5, 2.5, rim=SECOND, stroke=0.2)
            self._paper.text(x + 3.4, top, 16, 3.2, title, 2.6)

    def _name(self, names: str) -> str:
        return mask_name(names) if self._hide else names

    def _phone(self, phones: str) -> str:
        return mask_phone(phones) if self._hide else phones


def _wide(words: str, size: float) -> float:
    """Millimetres that bold words take at a size in millimetres."""
    return QFontMetricsF(face(size, 600)).horizontalAdvance(words) / FINE


def _number(call: Call) -> float:
    return np.nan if call.people is None else float(call.people)


def _shown(count: int | None) -> str:
    return "—" if count is None else f"{count:,}"
