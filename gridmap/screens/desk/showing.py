"""What a desk's panels show of its map and its document, at once or each in a turn of its own, and in which
colours."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from gridmap.i18n import _
from gridmap.screens.theme import dress
from gridmap.session import FIRST_TABLES
from gridmap.township.schemas import SCHEMAS

if TYPE_CHECKING:
    from gridmap.screens.desk.window import DeskWindow

LATER = frozenset(SCHEMAS) - set(FIRST_TABLES)
"""The tables that come after the first map, all in one."""


class Showing:
    """The panels of one window that are always there."""

    def __init__(self, window: "DeskWindow") -> None:
        self._window = window

    def tell(self) -> None:
        """Show in the panels what the map's scene shows."""
        for show in self.tellings():
            show()

    def tellings(self) -> tuple[Callable[[], object], ...]:
        """What ``tell`` does, panel by panel."""
        docks = self._window.docks
        return self._mean, docks.table.refresh, docks.card.refresh, docks.findings.refresh, self._name

    def renew(self, tables: frozenset[str]) -> None:
        """The document changed: at once what may be done now, for the next key, and the map. What was written
        here is at once in the panels too; where anything may be another, each has a turn. Then what else
        counts it, and last the search, whose thread would hold the others up."""
        window = self._window
        window.commands.refresh()
        window.draw()
        window.finder.hear(tables)
        counts = window.todo.refresh, window.docks.layers.refresh, window.status.refresh
        if tables and tables != LATER:
            self.tell()
            window.finder.refresh()
            window.turns.take(*counts)
        else:
            window.turns.take(*self.tellings(), *counts, self._search)

    def dress(self) -> None:
        """Give window and panels the colours of the theme, and let them show what they did not without."""
        window, colours = self._window, self._window.state.colours
        dress(window, colours)
        window.docks.paint()
        if window.furnished:
            window.commands.paint(colours)
            window.search.paint(colours)
            window.todo.refresh()
            window.docks.layers.refresh()
            self.tell()

    def _mean(self) -> None:
        """What the colours mean."""
        self._window.docks.layers.show_scene(self._window.canvas.scene)

    def _search(self) -> None:
        """After all others, those too that heard of the change after this window."""
        self._window.turns.take(self._window.finder.refresh)

    def _name(self) -> None:
        """The titles, and what may be done."""
        window, name = self._window, self._window.session.snapshot.settings.name
        window.setWindowTitle(_("{name} — 网格治理 · 规划台").format(name=name or window.session.address))
        window.docks.remark("findings", window.docks.findings.summary)
        window.commands.refresh()
