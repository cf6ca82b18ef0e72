"""The planner's hands: a mode's gestures on the map, previewed at every move, saved as one step each."""

from dataclasses import replace

from PySide6.QtCore import QObject, Qt, Signal

from gridmap.errors import GridmapError
from gridmap.i18n import _
from gridmap.redraw.edits.lock_grids import LockGrids
from gridmap.redraw.ground import Ground
from gridmap.redraw.plan import Edit, GridPlan
from gridmap.redraw.preview import Preview
from gridmap.screens.canvas import MapCanvas
from gridmap.screens.canvas.gestures import ALT, CTRL, SHIFT
from gridmap.screens.desk.foresight import Foreseen, Moment, foresee
from gridmap.screens.desk.live_view import LiveView
from gridmap.screens.desk.state import DeskState
from gridmap.screens.desk.telling import Telling
from gridmap.screens.mode import Choices, Draft, Field, Gesture, Kind, Mode, Pointer
from gridmap.screens.modes import MODES
from gridmap.screens.newest import Newest

REACH = 8.0
"""Logical pixels within which something is taken hold of."""
BRUSH, THINNEST, BROADEST, STEP = 28.0, 6.0, 160.0, 1.25
"""The brush in logical pixels."""

Keys = Qt.KeyboardModifier


class Redraw(QObject):
    """The left button of the map while the plan is redrawn: a ``Tool`` that runs the gestures of a mode.

    ``changed`` says that the mode or a choice is another, ``held`` whether a gesture goes on, ``said`` is a
    line for the status bar; ``telling`` tells the panels.
    """

    changed = Signal()
    held = Signal(bool)
    said = Signal(str)

    def __init__(self, state: DeskState, canvas: MapCanvas) -> None:
        super().__init__(canvas)
        self._state, self._canvas = state, canvas
        self.view = LiveView(state, canvas)
        self.mode: Mode | None = None
        self.choices = Choices()
        self.brush = BRUSH
        self.preview: Preview | None = None
        self._gesture: Gesture | None = None
        self._at = Pointer("hover", 0.0, 0.0)
        self.foresight = Newest(self, foresee, "gridmap-foresight")
        self.telling = Telling(self, state)
        self.foresight.answered.connect(self._show)
        self._known: tuple[Draft, Foreseen] | None = None
        self._ground: Ground | None = None
        state.renewed.connect(self._renew)

    # what the window asks

    @property
    def busy(self) -> bool:
        """Whether a gesture is going on."""
        return self._gesture is not None

    @property
    def settled(self) -> bool:
        """Whether what is shown is what the hand did last."""
        return not self.foresight.waiting

    @property
    def ground(self) -> Ground:
        """The document as it is now, under the pens."""
        session = self._state.session
        if self._ground is None or self._ground.snapshot is not session.snapshot:
            self._ground = Ground.of(session.snapshot, session.census)
        return self._ground

    def start(self, name: str) -> None:
        """Take the mode of this name; the village in question alone stays coloured."""
        self.cancel()
        self.mode = mode = MODES[name]
        self._canvas.set_tool(self)
        self._canvas.setCursor(Qt.CursorShape.CrossCursor)
        self.view.say_hint(mode.hint)
        self._limit(self._state.grid if self._state.grid >= 0 else self.ground.grid_at(*self._middle()))
        self.changed.emit()

    def stop(self) -> None:
        """Give the left button back."""
        if self.mode is None:
            return
        self.mode = None
        self._canvas.set_tool(None)
        self._canvas.unsetCursor()
        self.view.say_hint("")
        self.view.clear()
        self._state.limit(frozenset())
        self._rest()
        self.changed.emit()

    def choose(self, choices: Choices) -> None:
        """Keep other choices, for the gestures to come."""
        self.choices = choices
        self.changed.emit()

    def thin_brush(self) -> None:
        """A thinner brush."""
        self.brush = max(self.brush / STEP, THINNEST)
        self._look(replace(self._at, kind="hover"))

    def broaden_brush(self) -> None:
        """A broader brush."""
        self.brush = min(self.brush * STEP, BROADEST)
        self._look(replace(self._at, kind="hover"))

    def accept(self) -> None:
        """End a gesture of several clicks as it stands."""
        self.enter()

    def perform(self, edit: Edit, after: GridPlan | None = None) -> None:
        """Save one edit as one step; a refusal is one line and changes nothing."""
        try:
            self._state.session.perform(edit, after)
        except GridmapError as error:
            self.said.emit(str(error))
        else:
            self.said.emit(_("已保存：{label}　Ctrl+Z 撤销").format(label=edit.label))

    def unlock(self, grids: tuple[str, ...]) -> None:
        """Let locked grids (uuids) be changed again, as one step."""
        self.perform(LockGrids(grids, False))

    # the tool of the map

    def press(self, x: float, y: float, modifiers: Keys) -> bool:
        """Begin a gesture, or go on with one of several clicks."""
        at = _pointer("press", x, y, modifiers)
        if self._gesture is not None:
            self._send(at)
            return True
        if self.mode is None or (at.alt and self._choose_target(at)):
            return self.mode is not None
        return self._begin(self.mode, at)

    def move(self, x: float, y: float, modifiers: Keys) -> None:
        """The pointer moved with the button down."""
        self._send(_pointer("move", x, y, modifiers))

    def release(self, x: float, y: float, modifiers: Keys) -> None:
        """The button came up: most gestures end."""
        self._send(_pointer("release", x, y, modifiers))

    def hover(self, x: float, y: float, modifiers: Keys) -> None:
        """The pointer moved with no button down."""
        at = _pointer("hover", x, y, modifiers)
        if self._gesture is not None:
            self._send(at)
        else:
            self._look(at)

    def double(self, x: float, y: float, modifiers: Keys) -> bool:
        """Ends a line."""
        if self._gesture is None:
            return False
        self._send(_pointer("double", x, y, modifiers))
        return True

    def enter(self) -> bool:
        """Ends a line too."""
        if self._gesture is None:
            return False
        self._send(replace(self._at, kind="enter"))
        return True

    def cancel(self) -> bool:
        """Everything as it was before the gesture."""
        gesture, self._gesture = self._gesture, None
        if gesture is None:
            return False
        gesture.close()
        self.foresight.forget()
        self.held.emit(False)
        self.view.clear()
        self._rest()
        return True

    # a gesture

    def _begin(self, mode: Mode, at: Pointer) -> bool:
        if why := self._state.session.refusal:
            self.said.emit(why)
            return False
        self._gesture = mode.begin(self._field(), at)
        if self._gesture is None:
            return False
        self.held.emit(True)
        self._canvas.under_overlay()
        self._limit(self.ground.grid_at(at.x, at.y))
        self._ask(next(self._gesture), at)
        return True

    def _send(self, at: Pointer) -> None:
        if self._gesture is None:
            return
        self._at = at
        try:
            self._ask(self._gesture.send(at), at)
        except StopIteration as end:
            self._gesture = None
            self.held.emit(False)
            self._finish(end.value, at)

    def _ask(self, draft: Draft, at: Pointer) -> None:
        """Have it worked out beside the window's thread, and shown."""
        self._at = at
        self.foresight.ask(Moment(self.ground, draft, at, self.view.look))

    def _show(self, asked: Moment, seen: Foreseen) -> None:
        self._known = asked.draft, seen
        self.preview = seen.preview
        self.view.show(seen)
        self.telling.follow(seen.preview)

    def _finish(self, draft: Draft, at: Pointer) -> None:
        """The gesture is over: save what it came to."""
        self.foresight.forget()
        self._at, self.preview = at, None
        if self._known is not None and self._known[0] is draft:
            seen = self._known[1]
        else:
            seen = foresee(Moment(self.ground, draft, at, self.view.look))
        if seen.preview is None or draft.edit is None:
            if seen.refusal:
                self.said.emit(seen.refusal)
            self.view.clear()
            self._rest()
            return
        self.view.show(seen)
        self.view.keep()
        version = self._state.session.snapshot.version
        same = seen.preview.before.snapshot is self._state.session.snapshot
        self.perform(draft.edit, seen.preview.plan if same else None)
        if self._state.session.snapshot.version == version:
            self.view.clear()
            self._rest()
        else:
            self._rest(seen.preview)

    def _rest(self, made: Preview | None = None) -> None:
        """Nothing is being made; the panels go on to show a stroke that was saved."""
        self.preview = self._known = None
        self.telling.end(made)

    def _look(self, at: Pointer) -> None:
        """What a press here would take hold of."""
        self._at = at
        if self.mode is not None:
            self.view.show_hand(self.mode.look(self._field(), at))

    # the rest

    def _field(self) -> Field:
        scale, row = self._canvas.view.logical_scale, self._state.grid
        target = self.ground.uuid(row) if row >= 0 else ""
        choices = replace(self.choices, target=target, radius=self.brush / scale)
        return Field(self.ground, REACH / scale, choices)

    def _choose_target(self, at: Pointer) -> bool:
        """Alt and a click: this is the grid to fill."""
        row = self.ground.grid_at(at.x, at.y)
        if row < 0 or self.mode is None:
            return False
        self._state.select("grids", [self.ground.uuid(row)])
        self._limit(row)
        return True

    def _limit(self, row: int) -> None:
        villages = self._state.session.snapshot["villages"]
        village = int(self.ground.plan.village_of_grid[row]) if row >= 0 else -1
        if village >= 0:
            self._state.limit(frozenset({str(villages["uuid"][village])}))

    def _middle(self) -> tuple[float, float]:
        return self._canvas.view.x, self._canvas.view.y

    def _renew(self, _tables: frozenset[str]) -> None:
        """The document is another one: what was begun upon the old one ends."""
        if self.cancel():
            self.said.emit(_("数据已改变，这一笔已取消"))
        else:
            self._rest()


def _pointer(kind: Kind, x: float, y: float, keys: Keys) -> Pointer:
    return Pointer(kind, x, y, bool(keys & SHIFT), bool(keys & CTRL), bool(keys & ALT))
