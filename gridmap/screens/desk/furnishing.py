"""What a desk gets around its map: bars, tools, panels, a piece at a time.

The first map waits for none of it. Each piece takes some hundredths of a second, so that a hand that is at
the map already is not held up.
"""

from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QListView

from gridmap.screens.desk.docks import OPEN
from gridmap.screens.desk.layout import put_status, put_strip

if TYPE_CHECKING:
    from gridmap.screens.desk.window import DeskWindow

ROOMS = (
    "dock_title", "status", "todo", "layer_panel", "grid_card", "findings_panel", "ledger_panel", "files",
    "finder", "locator", "tools", "plans", "search_box", "actions", "tool_bar",
)  # fmt: skip

TITLES = 4
"""How many docks get their title in one step."""


def load_rooms(names: Iterable[str] = ROOMS) -> None:
    """Import what the pieces are made of. Any thread may do it, so that no window waits."""
    for name in names:
        import_module(f"gridmap.screens.desk.{name}")


def furnish(window: "DeskWindow") -> Iterator[None]:
    """Make what surrounds the map of a window, a piece at each step."""
    QListView().viewport()  # a widget of no kind that is known: all kinds are made known to Python now
    yield
    for at, name in enumerate(window.docks.by_name):
        window.docks.entitle(name)
        if at % TITLES == TITLES - 1:
            yield
    yield from _bars(window)
    for name in OPEN:
        panel = getattr(window.docks, name)
        yield
        panel.refresh()
        yield
        window.docks.fill_next()
        yield
    yield from _tools(window)
    told = window.canvas.scene
    for show in window.showing.tellings():
        show()
        yield
    window.furnished = True
    window.docks.ask_open()
    if window.canvas.scene is not told:  # it changed meanwhile
        window.showing.tell()


def _bars(window: "DeskWindow") -> Iterator[None]:
    from gridmap.screens.desk.status import StatusBar
    from gridmap.screens.desk.todo import TodoStrip

    window.status = StatusBar(window.state)
    put_status(window)
    yield
    window.todo = TodoStrip(window.state, window.look_at)
    window.todo.refresh()
    put_strip(window)
    yield


def _tools(window: "DeskWindow") -> Iterator[None]:
    from gridmap.screens.desk.actions import Actions
    from gridmap.screens.desk.files import Files
    from gridmap.screens.desk.finder import Finder
    from gridmap.screens.desk.locator import Locator
    from gridmap.screens.desk.plans import Plans
    from gridmap.screens.desk.search_box import SearchBox
    from gridmap.screens.desk.tool_bar import fill
    from gridmap.screens.desk.tools import Tools
    from gridmap.screens.follower import Follower

    session, state = window.session, window.state
    window.locator = Locator(state, window.canvas)
    window.tools, window.plans, window.files = Tools(window), Plans(window), Files(window)
    window.follower = Follower(window, session, window.fail)
    window.finder = Finder(window, session, window.fail)
    window.search = SearchBox(window, window.finder, window.go_to_hit, state.colours)
    yield
    window.commands = Actions(window)
    yield
    window.commands.paint(state.colours)
    yield
    fill(window.tool_bar, window.commands, window.search, lambda: state.colours)
    yield
    window.commands.fill(window.menuBar())
    _join(window)
    yield


def _join(window: "DeskWindow") -> None:
    """Join the rooms to each other, now that all of them are there."""
    state, canvas, status = window.state, window.canvas, window.status
    QShortcut(QKeySequence("/"), window).activated.connect(window.focus_search)
    state.selected.connect(window.follow)
    state.renewed.connect(window.showing.renew)
    state.failed.connect(status.say)
    canvas.pointed.connect(status.show_place)
    canvas.view_changed.connect(lambda: status.show_scale(canvas.view.denominator))
    status.show_scale(canvas.view.denominator)
    window.tools.join()
    window.plans.join()
    window.docks.layers.tray.asked.connect(lambda _uuids: window.docks.table.show_unplaced())
    for dock in window.docks.values():
        dock.visibilityChanged.connect(window.dock_changed)
