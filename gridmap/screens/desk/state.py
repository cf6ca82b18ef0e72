"""What one desk window looks at: population, theme, overlays, selection. Never part of the document.

Panels read it and the session's snapshot, change it by its verbs, and redraw on its three signals.
"""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from gridmap.scene.layers import hidden_at_start
from gridmap.scene.marks import Mark
from gridmap.scene.palette import Palette, palette
from gridmap.scene.scene import LegendRow, Scene
from gridmap.scene.view import View
from gridmap.screens.memory import Memory
from gridmap.screens.selection import Selection, grid_of
from gridmap.session import Session
from gridmap.township.census import Population
from gridmap.township.finding import Finding
from gridmap.township.layer import LayerDefinition
from gridmap.township.scenario import available

Laid = tuple[tuple[Mark, ...], tuple[LegendRow, ...]]
NOTHING: Laid = ((), ())


class DeskState(QObject):
    """One window's view of a session.

    ``shown`` says that the map's content looks different now, ``masked`` that more or less may be seen of
    persons, ``selected`` that the selection changed, ``timed`` that another stretch of time is looked at,
    ``previewed`` brings what an edit would make of the plan while it is drawn (a ``Preview``, None at its
    end), ``renewed`` that the document changed (heard in the window's own thread, whichever thread wrote),
    ``flown`` asks the map to go to x, y and the logical pixels per metre (0: as near as it is).
    """

    shown = Signal()
    masked = Signal()
    selected = Signal()
    timed = Signal()
    previewed = Signal(object)
    renewed = Signal(frozenset)
    flown = Signal(float, float, float)
    failed = Signal(str)

    def __init__(
        self,
        session: Session,
        layers: Sequence[LayerDefinition],
        memory: Memory,
        window: QObject | None = None,
    ) -> None:
        super().__init__(window)  # whoever listens to it ends with the window
        self.session = session
        self.layers = list(layers)
        self.memory = memory
        self._population: Population = "resident"
        self._chosen = frozenset(memory.get(self._own("scenarios"), "resident").split(","))
        self.theme = memory.get("theme", "light")
        self.hidden = hidden_at_start(self.layers, snapshot=session.snapshot)
        self.opacity: dict[str, float] = {}
        self.order: tuple[str, ...] = ()
        self.selection = Selection()
        self.period: tuple[str, str] | None = None
        self.scope: frozenset[str] = frozenset()
        self._laid: dict[str, Laid] = {}
        session.changed.connect(self._renew)
        session.failed.connect(self.failed.emit)
        session.masking.changed.connect(self.masked.emit)

    @property
    def colours(self) -> Palette:
        """The colours of the current theme."""
        return palette(self.theme)

    @property
    def grid(self) -> int:
        """The row of the grid in question: selected, or around what is selected; -1 for none."""
        return grid_of(self.session, self.selection)

    @property
    def population(self) -> Population:
        """What the map is coloured by; residents while what was asked for is not known."""
        return self._population if self._population in self.session.census.grids else "resident"

    @property
    def scenarios(self) -> tuple[Population, ...]:
        """The scenarios that the plan is checked against, at least one; remembered for each township."""
        known = available(self.session.census)
        return tuple(name for name in known if name in self._chosen) or ("resident",)

    @property
    def asked(self) -> tuple[Population, ...]:
        """What must keep its cap on this screen: the coloured population first, then the chosen ones."""
        shown = self.population
        return (shown, *(name for name in self.scenarios if name != shown))

    @property
    def findings(self) -> list[Finding]:
        """What the rules say on all of ``asked``, the gravest first."""
        return self.session.findings(*self.asked)

    def dressed(self, view: View) -> View:
        """``view`` with this window's population, theme, overlays and selection."""
        return replace(
            view,
            population=self.population,
            scenarios=self.scenarios,
            theme=self.theme,
            hidden=self.hidden,
            opacity=dict(self.opacity),
            order=self.order,
            selected=frozenset(self.selection.uuids),
            scope=self.scope,
            masked=self.session.mask.on,
        )

    def select(self, table: str, uuids: Sequence[str]) -> None:
        """Select rows of one table; an empty list clears."""
        wanted = Selection(table, tuple(uuids)) if uuids else Selection()
        if wanted != self.selection:
            self.selection = wanted
            self.selected.emit()

    def look_at_time(self, period: tuple[str, str] | None) -> None:
        """Look at what happened from one moment to another (as they are written); None for all of time."""
        if period != self.period:
            self.period = period
            self.timed.emit()

    def count(self, population: Population) -> None:
        """Colour and count on another population."""
        if population != self.population and population in self.session.census.grids:
            self._population = population
            self.shown.emit()

    def choose_scenario(self, name: Population, on: bool) -> None:
        """Check the plan against a scenario, or no longer; one at least stays."""
        chosen = {*self.scenarios, name} if on else {*self.scenarios} - {name}
        if chosen and chosen != {*self.scenarios}:
            self._chosen = frozenset(chosen)
            self.memory.put(self._own("scenarios"), ",".join(self.scenarios))
        self.shown.emit()

    def limit(self, villages: frozenset[str]) -> None:
        """Colour the grids of these villages (uuids) only: those being edited; none for all."""
        if villages != self.scope:
            self.scope = villages
            self.shown.emit()

    def lay(self, owner: str, marks: tuple[Mark, ...] = (), legend: tuple[LegendRow, ...] = ()) -> None:
        """Lay marks of one dock over everything the map shows, with rows for the legend; none takes its own
        away."""
        before = self.laid_by(owner)
        if marks is before or not (marks or before):
            return
        self._laid = {**self._laid, owner: (marks, legend)}
        self.shown.emit()

    def laid_by(self, owner: str) -> tuple[Mark, ...]:
        """What a dock has laid over the map."""
        return self._laid.get(owner, NOTHING)[0]

    def laid_over(self, scene: Scene) -> Scene:
        """A scene with what is laid over it."""
        marks = tuple(mark for laid, _legend in self._laid.values() for mark in laid)
        legend = tuple(row for _marks, rows in self._laid.values() for row in rows)
        return replace(scene, marks=scene.marks + marks, legend=scene.legend + legend) if marks else scene

    def paint(self, theme: str) -> None:
        """Change the theme, and remember it."""
        self.theme = theme
        self.memory.put("theme", theme)
        self.shown.emit()

    def show_layer(self, name: str, on: bool) -> None:
        """Switch one overlay on or off."""
        self.hidden = self.hidden - {name} if on else self.hidden | {name}
        self.shown.emit()

    def fade_layer(self, name: str, opacity: float) -> None:
        """Set one overlay's opacity, 0–1."""
        self.opacity[name] = opacity
        self.shown.emit()

    def opacity_of(self, table: str) -> float:
        """How opaque the overlay of a table is, 0–1."""
        layers = [layer for layer in self.layers if layer.table == table]
        return max((self.opacity.get(layer.name, layer.opacity) for layer in layers), default=1.0)

    def order_layers(self, names: Sequence[str]) -> None:
        """Draw the overlays in this order, from the ground up."""
        self.order = tuple(names)
        self.shown.emit()

    def fly(self, x: float, y: float, scale: float = 0.0) -> None:
        """Ask the map to go to a place of the working CRS."""
        self.flown.emit(x, y, scale)

    def close(self) -> None:
        """Stop listening to the session."""
        self.session.changed.disconnect(self._renew)
        self.session.failed.disconnect(self.failed.emit)
        self.session.masking.changed.disconnect(self.masked.emit)

    def _own(self, name: str) -> str:
        """The name under which something is remembered for this township alone."""
        return f"{name}/{self.session.snapshot.settings.name}"

    def _renew(self, tables: frozenset[str]) -> None:
        self.renewed.emit(tables)
