"""The right dock: everything about the one grid in question."""

import math

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from gridmap.i18n import _
from gridmap.screens import icons
from gridmap.screens.desk.cap_bar import CapBar
from gridmap.screens.desk.duties import OVER, leader_load, organisations_of, people_of
from gridmap.screens.desk.finding_row import FindingRow
from gridmap.screens.desk.parts import clear, column, label, line, row, set_tone, surface
from gridmap.screens.desk.state import DeskState
from gridmap.screens.desk.township_card import TownshipCard
from gridmap.township.census import COUNTED, POPULATION_TITLES, Population

FOUR_FIXED = (
    ("boundary_fixed", "界"),
    ("people_fixed", "人"),
    ("duties_fixed", "责"),
    ("charter_fixed", "章"),
)


class PopulationRow(QWidget):
    """One population of the grid: name, people, cap, what is left, bar."""

    def __init__(self, state: DeskState, population: Population) -> None:
        super().__init__()
        self._state, self._population = state, population
        name = label(POPULATION_TITLES[population])
        name.setFixedWidth(32)
        self._people = label("", 20, 600)
        self._cap = label("", 12, tone="second")
        self._cap.setContentsMargins(0, 0, 0, 4)
        self._left = label("", 12, tone="second")
        self._bar = CapBar(state.colours)
        head = row(name, self._people, self._cap, None, self._left)
        head.setAlignment(self._cap, Qt.AlignmentFlag.AlignBottom)
        self.setLayout(column(head, self._bar, margins=(0, 0, 0, 6)))

    def show_grid(self, grid: int) -> None:
        """Show the numbers of one grid row."""
        session = self._state.session
        cap = session.snapshot.settings.worker_cap
        people = float(session.census.grids[self._population][grid])
        over = people > cap
        self._people.setText("—" if math.isnan(people) else f"{people:,.0f}")
        self._cap.setText(f"/ {cap:,}")
        set_tone(self._people, "failed" if over else "")
        if math.isnan(people):
            self._left.setText(_("无数据"))
        else:
            words = _("▲ 超 {n:,.0f}") if over else _("余 {n:,.0f}")
            self._left.setText(words.format(n=abs(cap - people)))
        set_tone(self._left, "failed" if over else "second")
        self._bar.show_share(people / cap, self._state.colours)


class GridCard(QWidget):
    """Title, every population, people on duty, four fixed marks, findings of one grid; empty until the first
    ``refresh``."""

    def __init__(self, state: DeskState) -> None:
        super().__init__()
        self._state = state
        self.title = label("", 20, 600)
        self._village = label("", 15)
        self._code = label("", 12, tone="second")
        self._cap = label("", 12, tone="second")
        self._bars = {population: PopulationRow(state, population) for population in COUNTED}
        self._team, self._fixed, self._found = QVBoxLayout(), QHBoxLayout(), QVBoxLayout()
        self._found_title, self._found_count = label(_("检查"), 12, tone="second"), label("", 12, 600)
        self.township = TownshipCard(state)
        self._body = self._content()
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(surface("panel", column(self.township, self._body, None)))
        self.setLayout(column(area))

    def sizeHint(self) -> QSize:  # noqa: N802 Qt's name
        """As wide as the right dock is meant to be."""
        return QSize(352, 560)

    def refresh(self) -> None:
        """Show the grid in question, or the whole township."""
        grid = self._state.grid
        self._body.setVisible(grid >= 0)
        self.township.setVisible(grid < 0)
        if grid < 0:
            self.township.refresh()
        else:
            self._head(grid)
            for population, bar in self._bars.items():
                known = population in self._state.session.census.grids
                bar.setVisible(known)
                if known:
                    bar.show_grid(grid)
            self._people(grid)
            self._marks(grid)
            self._findings(grid)

    def _content(self) -> QWidget:
        for box, gap in ((self._team, 4), (self._fixed, 12), (self._found, 0)):
            box.setContentsMargins(0, 0, 0, 0)
            box.setSpacing(gap)
        head = column(row(self.title, self._village, None), self._code, margins=(12, 10, 12, 10))
        bars = column(row(self._cap, None), *self._bars.values(), margins=(12, 10, 12, 2), gap=6)
        team = column(
            row(label(_("队伍"), 12, tone="second"), None), self._team, margins=(12, 10, 12, 10), gap=8
        )
        name = label(_("四定"), tone="second")
        name.setFixedWidth(64)
        fixed = row(name, self._fixed, None, margins=(12, 10, 12, 10), gap=0)
        found = column(
            row(self._found_title, None, self._found_count), self._found, margins=(12, 10, 12, 10), gap=4
        )
        return surface("panel", column(head, line(), bars, line(), team, line(), fixed, line(), found))

    def _head(self, grid: int) -> None:
        snapshot, census = self._state.session.snapshot, self._state.session.census
        grids, at = snapshot["grids"], int(census.village_of_grid[grid])
        self.title.setText(str(grids["name"][grid]) or str(grids["code"][grid]))
        self._village.setText(str(snapshot["villages"]["name"][at]) if at >= 0 else "")
        houses = int((census.grid_of_household == grid).sum())
        groups = int((census.grid_of_group == grid).sum())
        shape = grids["geometry"][grid]
        area = f"{shape.area / 1e6:,.2f} km²" if shape is not None else _("无边界")
        facts = (str(grids["code"][grid]), _("{n} 组").format(n=groups), _("{n:,} 户").format(n=houses), area)
        self._code.setText(" · ".join(fact for fact in facts if fact))
        self._cap.setText(_("各口径 / 网格员上限 {cap:,}").format(cap=snapshot.settings.worker_cap))

    def _people(self, grid: int) -> None:
        clear(self._team)
        session = self._state.session
        for role, title in session.snapshot.settings.roles.items():
            load = leader_load(session, grid, self._state.population) if role == "grid_leader" else ""
            self._duty(title, people_of(session, grid, role), load, missing=True)
        self._duty(_("包网领导"), people_of(session, grid, "sponsor"))
        self._duty(_("组织"), organisations_of(session, grid))

    def _duty(self, title: str, words: str, remark: str = "", *, missing: bool = False) -> None:
        """One line of the team; without anybody it is left out, or called missing."""
        if not words and not missing:
            return
        key = label(title, tone="second")
        key.setFixedWidth(64)
        value = label(words) if words else label(_("◆ 未配"), tone="warning")
        self._team.addLayout(
            row(
                key,
                value,
                None,
                label(remark, 12, tone="failed" if remark.startswith(OVER) else "second"),
                gap=0,
            )
        )

    def _marks(self, grid: int) -> None:
        clear(self._fixed)
        colours, grids = self._state.colours, self._state.session.snapshot["grids"]
        for name, title in FOUR_FIXED:
            held = int(grids[name][grid])
            sign, colour, words = {
                1: ("check", colours.passed, _("已定")), 0: ("close", colours.failed, _("未定")),
            }.get(held, ("note", colours.third, _("未填")))  # fmt: skip
            mark = QLabel()
            mark.setPixmap(icons.pixmap(sign, colour, 14, self.devicePixelRatioF()))
            pair = QWidget()
            pair.setToolTip(_("定{what}：{words}").format(what=title, words=words))
            pair.setLayout(row(mark, label(title), gap=4))
            self._fixed.addWidget(pair)

    def _findings(self, grid: int) -> None:
        clear(self._found)
        uuid = str(self._state.session.snapshot["grids"]["uuid"][grid])
        found = [item for item in self._state.findings if uuid in item.grids]
        errors = sum(item.severity == "error" for item in found)
        warnings = sum(item.severity == "warning" for item in found)
        parts = [_("{n} 未过").format(n=errors)] if errors else []
        parts += [_("{n} 提醒").format(n=warnings)] if warnings else []
        self._found_count.setText(" · ".join(parts) or _("通过"))
        set_tone(self._found_count, "failed" if errors else "warning" if warnings else "passed")
        for item in found:
            self._found.addWidget(FindingRow(item, self._state))
