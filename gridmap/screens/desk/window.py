"""The desk: what must I change before tonight? One window over one session."""

from collections.abc import Callable, Sequence
from functools import cached_property
from math import isnan
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QMainWindow, QToolBar, QWidget

from gridmap.errors import GridmapError
from gridmap.i18n import _
from gridmap.scene.build import build
from gridmap.screens import jobs, trouble
from gridmap.screens.canvas import MapCanvas
from gridmap.screens.desk.docks import arrange, make_docks
from gridmap.screens.desk.layout import assemble, remember, restore
from gridmap.screens.desk.opening import Opening
from gridmap.screens.desk.places import bounds_of
from gridmap.screens.desk.showing import Showing
from gridmap.screens.desk.state import DeskState
from gridmap.screens.memory import Memory
from gridmap.screens.selection import rows_of
from gridmap.screens.turns import Turns
from gridmap.session import Session, State
from gridmap.township.census import Population
from gridmap.township.layer import LayerDefinition

if TYPE_CHECKING:
    from gridmap.screens.desk.actions import Actions
    from gridmap.screens.desk.duty import Duty
    from gridmap.screens.desk.files import Files
    from gridmap.screens.desk.finder import Finder
    from gridmap.screens.desk.locator import Locator
    from gridmap.screens.desk.plans import Plans
    from gridmap.screens.desk.search_box import SearchBox
    from gridmap.screens.desk.status import StatusBar
    from gridmap.screens.desk.todo import Card, TodoStrip
    from gridmap.screens.desk.tools import Tools
    from gridmap.screens.follower import Follower
    from gridmap.screens.wall import WallWindow
    from gridmap.township.search import Hit

REFRESH_MS = 5000
"""How often the store is asked whether another process wrote."""


class DeskWindow(QMainWindow):
    """Menus, tools, to-do strip, map, docks and status bar, joined by one ``DeskState``.

    ``opened`` carries the address of another township that was opened from here. With ``map_first`` what
    surrounds the map is made after the map has been painted (``furnished``), in its room.
    """

    opened = Signal(str)
    tools: "Tools"
    plans: "Plans"
    locator: "Locator"
    status: "StatusBar"
    todo: "TodoStrip"
    files: "Files"
    finder: "Finder"
    follower: "Follower"
    search: "SearchBox"
    commands: "Actions"

    def __init__(
        self,
        session: Session,
        layers: Sequence[LayerDefinition],
        memory: Memory | None = None,
        *,
        map_first: bool = False,
    ) -> None:
        super().__init__()
        self.session = session
        self.memory = memory or Memory.own()
        self.state = DeskState(session, layers, self.memory, self)
        self.canvas = MapCanvas(theme=self.state.theme)
        self._opened: list[str] = []
        self._ended = self.furnished = self._undressed = False
        self._later, self.watch = QTimer(self), QTimer(self)
        self.turns, self.showing = Turns(self, lambda: not self.canvas.at_rest), Showing(self)
        self.canvas.aside = lambda: self.turns.under_way or not (self.furnished or self._ended)
        self.successor: DeskWindow | None = None
        self.ends_session = False  # whether the session ends with this window
        self.web: QWidget | None = None
        self.wall: WallWindow | None = None
        self.docks = make_docks(self)
        self.tool_bar = QToolBar(_("工具栏"))
        assemble(self)
        self._connect()
        self.showing.dress()
        self.draw()
        restore(self)
        self._opening = Opening(self)
        self._opening.begin(map_first)

    # what other rooms and tests ask of the window

    @property
    def starting(self) -> bool:
        """Whether what comes after the first map has not begun yet."""
        return self._opening.waits

    @cached_property
    def duty(self) -> "Duty":
        """Alarms and incidents; made after the first map, which does not wait for them."""
        from gridmap.screens.desk.duty import Duty

        return Duty(self)

    def finish_opening(self) -> None:
        """Do at once what would follow the first map: for a picture of the window."""
        self._opening.name_crs()

    def set_population(self, population: Population) -> None:
        """Colour and count on one population."""
        self.state.count(population)
        self._rebuild()

    def attempt(self, run: Callable[[], object]) -> None:
        """Run something that may fail with one line for the user."""
        try:
            run()
        except GridmapError as error:
            trouble.say(self, error)

    def step(self, write: Callable[[], object]) -> None:
        """Undo or redo in the background: everything is read again, which takes a while."""

        def work(_ticket: jobs.Ticket) -> State:
            write()
            return self.session.read_again()

        jobs.start(self, work, self.session.show, self.fail, writes=True)

    def fail(self, error: Exception) -> None:
        """Show a failure of background work; a bug goes on to the event loop's handler."""
        if isinstance(error, GridmapError):
            trouble.say(self, error)
        else:
            raise error

    def why_read_only(self) -> str | None:
        """Why nothing may be changed; None when it may."""
        return self.session.refusal

    # commands

    def focus_search(self) -> None:
        """Type into the search box."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def zoom_selected(self) -> None:
        """Show all that is selected."""
        table = self.session.snapshot[self.state.selection.table]
        bounds = bounds_of(table, rows_of(self.session, self.state.selection))
        if bounds is not None:
            self.canvas.fly_to_bounds(bounds)

    def switch_theme(self) -> None:
        """Light to dark, dark to light."""
        self.state.paint("light" if self.state.theme == "dark" else "dark")

    def switch_full_screen(self) -> None:
        """Full screen, and back."""
        self.showNormal() if self.isFullScreen() else self.showFullScreen()

    def switch_dock(self, name: str) -> None:
        """Open or close one dock; an opened one is the first that Esc closes."""
        dock = self.docks[name]
        dock.setVisible(dock.isHidden())
        if not dock.isHidden():
            dock.raise_()  # it may be one of several tabs
            self._opened.append(name)

    def reset_docks(self) -> None:
        """The docks as they are at first."""
        arrange(self, self.docks)

    def go_to_hit(self, hit: "Hit") -> None:
        """Select what was found and fly there."""
        if hit.uuid:
            self.state.select(hit.table, [hit.uuid])
            self.zoom_selected()
        elif not isnan(hit.x):
            self.state.fly(hit.x, hit.y)

    # building

    def _connect(self) -> None:
        state, canvas = self.state, self.canvas
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._rebuild)
        self.watch.setInterval(REFRESH_MS)
        self.watch.timeout.connect(self._look_again)
        state.shown.connect(self._later.start)
        state.masked.connect(self._rebuild)
        state.flown.connect(self._fly)
        canvas.picked.connect(self._pick)
        canvas.renewed.connect(self._dress_panels)

    # following

    def _rebuild(self) -> None:
        """Make the scene again: colours, numbers and overlays may differ, the place does not."""
        self.draw()
        if self.furnished and not self._undressed:
            self.showing.tell()

    def draw(self) -> None:
        """Make the scene of the map again."""
        self._later.stop()
        state = self.state
        view = state.dressed(self.canvas.view)
        if view.theme != self.canvas.scene.theme:
            self._undressed = True  # the map first: the panels take longer to dress than it takes to draw
        scene = build(self.session.snapshot, self.session.census, state.layers, state.findings, view)
        self.canvas.set_view(view)
        self.canvas.set_scene(state.laid_over(scene))
        if not self.canvas.isVisible():
            self._dress_panels()

    def _dress_panels(self) -> None:
        """Once the map stands there in its new colours the rest follows, after it has been painted."""
        if self._undressed and not self._ended:
            self._undressed = False
            self.turns.take(self.showing.dress)

    def follow(self) -> None:
        """Something else is selected."""
        self.canvas.set_selected(self.state.selection.uuids)
        self.docks.card.refresh()
        self.docks.table.follow()
        self.status.refresh()
        self.commands.refresh()

    def _look_again(self) -> None:
        self.follower.look()
        self.status.refresh()

    def dock_changed(self, _on: bool) -> None:
        """A dock was opened or closed."""
        if not self._ended:
            self.commands.refresh()

    def _pick(self, table: str, uuid: str) -> None:
        self.state.select(table, [uuid] if uuid else [])

    def _fly(self, x: float, y: float, scale: float) -> None:
        ratio = self.canvas.view.ratio
        self.canvas.fly_to(x, y, scale * ratio if scale else None)

    def look_at(self, card: "Card") -> None:
        """Show what one of the things to do is about."""
        self.state.count(card.population)
        uuids = dict.fromkeys(uuid for finding in card.findings for uuid in finding.grids)
        self.state.select("grids", list(uuids))
        self.zoom_selected()

    # keys and end

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 Qt's name
        """Esc, one step a press: tool, selection, panel, full screen. The map had its drag already."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif not self.furnished or self.tools.leave():
            pass
        elif self.state.selection:
            self.state.select("", [])
        elif self._opened:
            self.docks[self._opened.pop()].close()
        elif self.isFullScreen():
            self.showNormal()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 Qt's name
        """Remember the layout; end what runs in the background."""
        if self.furnished:
            remember(self)
        self._ended = True
        self._later.stop()
        self.watch.stop()
        self._opening.end()
        self.turns.end()
        jobs.end_all(self)
        if self.furnished:
            self.plans.end()
            self.files.close()
        self.state.close()
        if self.ends_session:
            from gridmap.screens.desk.first_map import close_session
            from gridmap.screens.desk.others import close_others

            close_others(self)
            close_session(self)
        super().closeEvent(event)
