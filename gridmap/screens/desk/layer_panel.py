"""The left dock: overlays, opacity of the chosen one, legend, unplaced tray."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QSlider, QWidget

from gridmap.i18n import _
from gridmap.scene.legend import count_of
from gridmap.scene.scene import LegendRow, Scene
from gridmap.scene.subject import Subject
from gridmap.scene.view import View
from gridmap.screens.desk.layer_list import LayerList
from gridmap.screens.desk.legend import Legend
from gridmap.screens.desk.parts import column, label, line, row, surface
from gridmap.screens.desk.state import DeskState
from gridmap.screens.desk.unplaced import UnplacedTray
from gridmap.township.census import POPULATION_TITLES
from gridmap.township.layer import LayerDefinition


def caps_first(rows: tuple[LegendRow, ...], grids: frozenset[str]) -> tuple[LegendRow, ...]:
    """The legend with the rows of the grid overlays, the map's subject, before all others."""
    return tuple(sorted(rows, key=lambda entry: entry.layer not in grids))


class LayerPanel(QWidget):
    """Overlays and what their colours mean; empty until the first ``refresh`` and ``show_scene``."""

    def __init__(self, state: DeskState) -> None:
        super().__init__()
        self._state = state
        self.list = LayerList(state.layers, state.hidden, state.colours)
        self._fade_title = label("", 12, tone="second")
        self._fade_value = label("", 12, tone="second")
        self.fade = QSlider(Qt.Orientation.Horizontal)
        self.fade.setRange(0, 100)
        self.fade.setPageStep(10)
        self.fade.setAccessibleName(_("不透明度"))
        self._legend_title = label("", 12, tone="second")
        self.legend = Legend()
        self.tray = UnplacedTray(state)
        self.setLayout(column(self._scroll(), self.tray))
        self.list.toggled.connect(state.show_layer)
        self.list.reordered.connect(state.order_layers)
        self.list.chosen.connect(self._choose)
        self.fade.valueChanged.connect(self._fade)
        first = next((layer.name for layer in state.layers if layer.table == "grids"), "")
        self.list.setCurrentRow(self.list.row(self.list.entry(first)) if first else 0)

    def sizeHint(self) -> QSize:  # noqa: N802 Qt's name
        """As wide as the left dock is meant to be."""
        return QSize(248, 600)

    def refresh(self) -> None:
        """The session's rows changed: count again."""
        state = self._state
        subject = Subject(state.session.snapshot, state.session.census, state.dressed(View()))
        counts = {layer.name: count_of(subject, layer) for layer in state.layers}
        self.list.set_counts({name: f"{count:,}" if count else "" for name, count in counts.items()})
        self.tray.refresh()

    def show_scene(self, scene: Scene) -> None:
        """Show what the map's colours mean now."""
        settings = self._state.session.snapshot.settings
        title = _("图例：{population} / 上限 {cap:,}")
        title = title.format(population=POPULATION_TITLES[scene.population], cap=settings.worker_cap)
        self._legend_title.setText(title + self._also())
        grids = frozenset(layer.name for layer in self._state.layers if layer.table == "grids")
        self.legend.show_rows(caps_first(scene.legend, grids), self._state.colours)
        self.list.show_hidden(self._state.hidden)
        self.list.paint(self._state.colours)

    def _also(self) -> str:
        """Which other scenarios make a grid count as over its cap."""
        _shown, *others = self._state.asked
        if len(others) > 1:
            return _(" · 并查 {n} 个口径").format(n=len(others))
        return _(" · 并查{population}").format(population=POPULATION_TITLES[others[0]]) if others else ""

    def _scroll(self) -> QScrollArea:
        fade = column(
            row(self._fade_title, None, self._fade_value), self.fade, margins=(12, 10, 12, 10), gap=4
        )
        meaning = column(row(self._legend_title, None), self.legend, margins=(12, 10, 12, 10), gap=6)
        rows = surface("panel", column(self.list, margins=(0, 4, 0, 4)))
        inside = surface("panel", column(rows, line(), fade, line(), meaning, None))
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return area

    def _definition(self, name: str) -> LayerDefinition | None:
        return next((layer for layer in self._state.layers if layer.name == name), None)

    def _choose(self, name: str) -> None:
        layer = self._definition(name)
        self.fade.setEnabled(layer is not None)
        if layer is None:
            return
        opacity = self._state.opacity.get(name, layer.opacity)
        self._fade_title.setText(_("{layer} 不透明度").format(layer=layer.title))
        self.fade.blockSignals(True)
        self.fade.setValue(round(opacity * 100))
        self.fade.blockSignals(False)
        self._fade_value.setText(f"{round(opacity * 100)} %")

    def _fade(self, percent: int) -> None:
        item = self.list.currentItem()
        self._fade_value.setText(f"{percent} %")
        if item is not None:
            self._state.fade_layer(item.data(Qt.ItemDataRole.UserRole), percent / 100)
