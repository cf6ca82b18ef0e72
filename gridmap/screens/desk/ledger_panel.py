"""The bottom dock: grids, the households and the incidents of the selected grid, linked with the map."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QSize, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStackedWidget, QTabBar, QTableView, QWidget

from gridmap.i18n import _
from gridmap.screens.desk.ledger import Index, KeepsTone, Ledger, LedgerModel
from gridmap.screens.desk.ledgers import grid_ledger, household_ledger, incident_ledger
from gridmap.screens.desk.parts import column, label, row, surface
from gridmap.screens.desk.places import place_of
from gridmap.screens.desk.state import DeskState

GRIDS, HOUSEHOLDS, INCIDENTS = range(3)
TITLES = (_("网格"), _("住户"), _("事件"))
TABS = {"households": HOUSEHOLDS, "incidents": INCIDENTS}
"""Which tab shows a row picked on the map; a grid is shown by its card."""


class LedgerView(QTableView):
    """One table: whole rows, sortable, rows 28 px."""

    def __init__(self, ledger: Ledger, state: DeskState) -> None:
        super().__init__()
        self.ledger_model = LedgerModel(ledger, lambda tone: QColor(getattr(state.colours, tone)))
        self.setModel(self.ledger_model)
        self.setItemDelegate(KeepsTone(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(28)
        head = self.horizontalHeader()
        head.setFixedHeight(28)
        head.setHighlightSections(False)
        head.setSortIndicatorShown(True)
        head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        for at, shown in enumerate(ledger.columns):
            if shown.width:
                self.setColumnWidth(at, shown.width)
        head.setStretchLastSection(True)
        state.masked.connect(self.viewport().update)

    def dataChanged(  # noqa: N802 Qt's name
        self, first: Index, last: Index, roles: Sequence[int] = ()
    ) -> None:
        """Paint the columns that changed: Qt's own would paint all of them where it is not one cell."""
        if first.column() == 0 and last.column() == self.ledger_model.columnCount() - 1:
            super().dataChanged(first, last, roles)
        else:
            self.viewport().update(self.visualRect(first).united(self.visualRect(last)))

    def chosen(self) -> list[str]:
        """The identities of the selected rows."""
        return [self.ledger_model.uuid(index.row()) for index in self.selectionModel().selectedRows()]

    def choose(self, uuids: tuple[str, ...]) -> None:
        """Select these rows and bring the first into sight, without saying so again."""
        model = self.selectionModel()
        model.blockSignals(True)
        self.clearSelection()
        rows = self.ledger_model.rows_of(uuids) if uuids else []
        for at in rows:
            index = self.ledger_model.index(at, 0)
            model.select(index, model.SelectionFlag.Select | model.SelectionFlag.Rows)
        model.blockSignals(False)
        if rows:
            self.scrollTo(self.ledger_model.index(rows[0], 0))
        self.viewport().update()


class LedgerPanel(QWidget):
    """Three tables behind tabs with their counts."""

    def __init__(self, state: DeskState) -> None:
        super().__init__()
        self._state = state
        self._grid = state.grid
        self._snapshot = state.session.snapshot
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self._remark = label("", 12, tone="second")
        self.views = [LedgerView(self._ledger(tab), state) for tab in range(len(TITLES))]
        self._stack = QStackedWidget()
        for tab, view in enumerate(self.views):
            self.tabs.addTab(TITLES[tab])
            self._stack.addWidget(view)
            view.setAccessibleName(TITLES[tab])
            view.selectionModel().selectionChanged.connect(self._picked)
            view.activated.connect(self._fly)  # double-click or Enter
        head = surface("title", row(self.tabs, None, self._remark, margins=(4, 0, 12, 0)))
        head.setFixedHeight(32)
        self.setLayout(column(head, self._stack))
        self.tabs.currentChanged.connect(self._stack.setCurrentIndex)
        state.timed.connect(self._timed)
        self._titles()

    def sizeHint(self) -> QSize:  # noqa: N802 Qt's name
        """As high as the bottom dock is meant to be."""
        return QSize(800, 260)

    def view(self, tab: int) -> LedgerView:
        """One of the tables: ``GRIDS``, ``HOUSEHOLDS``, ``INCIDENTS``."""
        return self.views[tab]

    def refresh(self) -> None:
        """The document or the population changed: read the rows again. Only the grids' depend on it."""
        same = self._snapshot is self._state.session.snapshot and self._grid == self._state.grid
        self._snapshot, self._grid = self._state.session.snapshot, self._state.grid
        for tab, view in enumerate(self.views):
            if tab == GRIDS or not same:
                view.ledger_model.show(self._ledger(tab))
        self._titles()
        self.follow()

    def follow(self) -> None:
        """The selection changed: show the rows of its grid, select its rows."""
        if self._state.grid != self._grid and not self._listed():
            self._grid = self._state.grid
            for tab in (HOUSEHOLDS, INCIDENTS):
                self.views[tab].ledger_model.show(self._ledger(tab))
            self._titles()
        if self._state.selection.table in TABS:
            self.tabs.setCurrentIndex(TABS[self._state.selection.table])
        for view in self.views:
            same = view.ledger_model.ledger.table == self._state.selection.table
            if set(view.chosen()) != set(self._state.selection.uuids if same else ()):
                view.choose(self._state.selection.uuids if same else ())

    def show_unplaced(self) -> None:
        """List the households that are not on the map."""
        self._state.select("", ())
        self.tabs.setCurrentIndex(HOUSEHOLDS)
        view = self.views[HOUSEHOLDS]
        last = len(view.ledger_model.ledger.columns) - 1
        view.sortByColumn(last, Qt.SortOrder.AscendingOrder)  # those that are not come first
        view.scrollToTop()

    def _listed(self) -> bool:
        """Whether the selected rows stand in a table already: then it stays under the pointer."""
        chosen = self._state.selection
        for view in self.views[HOUSEHOLDS:]:
            ledger = view.ledger_model.ledger
            if ledger.table == chosen.table and chosen:
                return len(ledger.rows_of(chosen.uuids)) == len(set(chosen.uuids))
        return False

    def _ledger(self, tab: int) -> Ledger:
        session = self._state.session
        if tab == GRIDS:
            return grid_ledger(session, self._state.population, self._state.scenarios)
        if tab == HOUSEHOLDS:
            return household_ledger(session, self._state.grid)
        return incident_ledger(session, self._state.grid, self._state.period)

    def _timed(self) -> None:
        """Another stretch of time is looked at: only incidents have one."""
        self.views[INCIDENTS].ledger_model.show(self._ledger(INCIDENTS))
        self._titles()

    def _titles(self) -> None:
        for tab, view in enumerate(self.views):
            title = f"{TITLES[tab]}  {len(view.ledger_model.ledger):,}"
            if self.tabs.tabText(tab) != title:  # the same words would still be laid out, up to the window
                self.tabs.setTabText(tab, title)
        grids = self._state.session.snapshot["grids"]
        where = str(grids["name"][self._grid]) if self._grid >= 0 else _("全镇")
        when = "" if self._state.period is None else _(" · 随时间条")
        self._remark.setText(_("随地图选择：{where}").format(where=where) + when)

    def _picked(self) -> None:
        view = self._stack.currentWidget()
        if isinstance(view, LedgerView):
            self._state.select(view.ledger_model.ledger.table, view.chosen())

    def _fly(self, index: QModelIndex) -> None:
        view = self._stack.currentWidget()
        if not isinstance(view, LedgerView):
            return
        table = self._state.session.snapshot[view.ledger_model.ledger.table]
        at = table.rows_of([view.ledger_model.uuid(index.row())])
        place = place_of(table, int(at[0])) if len(at) else None
        if place is not None:
            self._state.fly(*place)
