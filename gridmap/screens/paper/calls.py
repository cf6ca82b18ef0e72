"""The call sheet of an area on A4: a page that sums it up, then one page for every caller's list."""

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gridmap.exchange.exports.save import replacing
from gridmap.exchange.exports.stamp import Stamp
from gridmap.i18n import _
from gridmap.response.affected import Affected, total
from gridmap.response.call_sheet import MOST, Call
from gridmap.response.shelters import Refuges
from gridmap.screens.paper.call_page import BOTTOM, LEFT, WIDTH, CallPage, number_of, shown, turn
from gridmap.screens.paper.paper import SECOND, WARNING, Paper
from gridmap.screens.paper.table import Field, draw_table
from gridmap.township.census import POPULATION_TITLES
from gridmap.township.mask import mask_name
from gridmap.township.snapshot import Snapshot


def print_calls(
    path: Path, calls: Sequence[Call], found: Affected, shelters: Refuges, snapshot: Snapshot, stamp: Stamp,
    *, hide: bool = True,
) -> None:  # fmt: skip
    """Write the sheet to ``path``, vector, fonts embedded; the old file stands until it is whole.

    Personal values are masked while ``hide`` is set. Needs a QApplication. Raises InputError when the file
    cannot be written.
    """
    lists = [list(own) for _name, own in groupby(calls, lambda call: call.listing)]
    with replacing(path) as fresh, Paper(fresh, _("呼叫名单"), stamp) as paper:
        _Summary(paper, found, hide).draw(lists, shelters, snapshot, stamp)
        page = CallPage(paper, found, hide)
        for own in lists:
            if not found.homes.empty[own[0].row]:
                page.draw(own)
        page.draw_empty([own for own in lists if found.homes.empty[own[0].row]])


class _Summary:
    """The first page."""

    def __init__(self, paper: Paper, found: Affected, hide: bool) -> None:
        self._paper, self._found, self._hide = paper, found, hide
        self._basis = _(POPULATION_TITLES[found.population])

    def draw(
        self, lists: Sequence[Sequence[Call]], shelters: Refuges, snapshot: Snapshot, stamp: Stamp
    ) -> None:
        """How many there are, who rings whom, which shelter takes in how many, what is not known."""
        paper, found = self._paper, self._found
        y = turn(paper, _("呼叫名单"), f"{snapshot.settings.name}　{stamp.moment:%Y-%m-%d %H:%M}")
        edge = int(found.edge.sum())
        figures = (
            (_("住户"), f"{len(found.households):,}"), (self._basis, shown(total(found.homes.people))),
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
            notes.insert(0, _("其中 {n} 户在范围边缘，请逐户确认").format(n=edge))
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
            [own[0].listing, f"{len(own)}", shown(total(np.array([number_of(call) for call in own]))),
             "", self._name("、".join(own[0].workers)) or "—", ""]
            for own in lists
        ]  # fmt: skip
        draw_table(self._paper, LEFT, y, BOTTOM, fields, rows, self._next, 7, 3.4)

    def _next(self) -> float:
        return turn(self._paper, _("呼叫名单（续）"))

    def _name(self, names: str) -> str:
        return mask_name(names) if self._hide else names
