"""The right dock while no grid is in question: the township as a whole, village by village."""

import numpy as np
from PySide6.QtWidgets import QHeaderView, QWidget

from gridmap.i18n import _
from gridmap.screens.desk.ledger_panel import LedgerView
from gridmap.screens.desk.ledgers import village_ledger
from gridmap.screens.desk.parts import column, label, line, row, set_tone
from gridmap.screens.desk.state import DeskState
from gridmap.township.census import COUNTED, POPULATION_TITLES, Population, load_statuses
from gridmap.township.snapshot import Snapshot

ROW = 28
SHOWN = 12
"""Villages seen at once; those of a district scroll."""


class TotalRow(QWidget):
    """One population of the township: everybody, those not on the map included, and the grids over cap."""

    def __init__(self, state: DeskState, population: Population) -> None:
        super().__init__()
        self._state, self._population = state, population
        name = label(POPULATION_TITLES[population])
        name.setFixedWidth(32)
        self._people = label("", 20, 600)
        self._over = label("", 12, tone="second")
        self.setLayout(row(name, self._people, None, self._over, margins=(0, 2, 0, 2)))

    def refresh(self) -> None:
        """Count again."""
        session = self._state.session
        snapshot, census = session.snapshot, session.census
        counted = snapshot["groups" if census.source == "groups" else "households"].number(self._population)
        known = np.isfinite(counted).any()
        self._people.setText(f"{np.nansum(counted):,.0f}" if known else "—")
        over = load_statuses(census, self._population, snapshot.settings).count("over")
        self._over.setText(
            _("▲ {n} 格超限").format(n=over) if over else _("没有网格超限") if known else _("无数据")
        )
        set_tone(self._over, "failed" if over else "second")


class TownshipCard(QWidget):
    """The township's name, its populations, and what lives in each of its villages."""

    def __init__(self, state: DeskState) -> None:
        super().__init__()
        self._state = state
        self._shown: Snapshot | None = None
        self.title = label("", 20, 600)
        self._facts = label("", 12, tone="second")
        self._totals = {population: TotalRow(state, population) for population in COUNTED}
        self.villages = LedgerView(village_ledger(state.session), state)
        heads = self.villages.horizontalHeader()
        heads.setStretchLastSection(False)
        heads.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.villages.selectionModel().selectionChanged.connect(self._picked)
        head = column(self.title, self._facts, margins=(12, 10, 12, 10))
        totals = column(
            row(label(_("各口径 / 全镇"), 12, tone="second"), None),
            *self._totals.values(),
            margins=(12, 10, 12, 6),
            gap=4,
        )
        hint = label(_("点一个网格，看它的人口、队伍和检查结果。"), 12, tone="second", wrap=True)
        foot = column(hint, margins=(12, 10, 12, 10))
        self.setLayout(column(head, line(), totals, line(), self.villages, line(), foot))

    def refresh(self) -> None:
        """Show the township as it is now."""
        session = self._state.session
        snapshot = session.snapshot
        if snapshot is self._shown:
            return
        self._shown = snapshot
        self.title.setText(snapshot.settings.name or _("全镇"))
        self._facts.setText(
            _("{v} 村 · {g} 网格 · {n} 组 · {h:,} 户").format(
                v=len(snapshot["villages"]),
                g=len(snapshot["grids"]),
                n=len(snapshot["groups"]),
                h=len(snapshot["households"]),
            )
        )
        for population, total in self._totals.items():
            known = population in session.census.grids
            total.setVisible(known)
            if known:
                total.refresh()
        self.villages.ledger_model.show(village_ledger(session))
        shown = min(len(snapshot["villages"]), SHOWN)
        self.villages.setFixedHeight((shown + 1) * ROW)
        self.villages.setVisible(bool(shown))

    def _picked(self) -> None:
        self._state.select("villages", self.villages.chosen())
