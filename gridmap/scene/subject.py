"""What every maker of marks is given: the township, its census, the look that is asked for."""

from functools import cached_property

from gridmap.scene.levels import Scales, scales, sizes_of
from gridmap.scene.palette import Palette, palette
from gridmap.scene.scene import Sizes
from gridmap.scene.view import PIXELS_PER_METRE, View
from gridmap.township.census import Census, Status
from gridmap.township.layer import LayerDefinition
from gridmap.township.scenario import statuses
from gridmap.township.snapshot import Snapshot
from gridmap.township.value import dataclass


@dataclass(frozen=True)
class Subject:
    """One township to be drawn one way. Everything derived is worked out once, when first asked."""

    snapshot: Snapshot
    census: Census
    view: View

    @cached_property
    def colours(self) -> Palette:
        """The colours of the theme."""
        return palette(self.view.theme)

    @cached_property
    def wall(self) -> bool:
        """Whether it is drawn for the wall, where quiet land is grey and the strokes are wider."""
        return self.view.theme == "wall"

    @cached_property
    def sizes(self) -> Sizes:
        """How wide villages and grids are."""
        return sizes_of(self.snapshot)

    @cached_property
    def scales(self) -> Scales:
        """From which scales the levels of detail are shown."""
        return scales(self.sizes)

    @cached_property
    def statuses(self) -> tuple[Status, ...]:
        """The cap status of every grid on the population that is coloured; over where any scenario that is
        chosen breaks the cap."""
        view = self.view
        return statuses(self.census, self.snapshot.settings, view.population, view.scenarios)

    @cached_property
    def in_scope(self) -> list[bool]:
        """Whether each grid lies in the villages being edited; all of them when none is named."""
        uuids = self.snapshot["villages"].text("uuid")
        scope = self.view.scope
        return [not scope or (row >= 0 and uuids[row] in scope) for row in self.census.village_of_grid]

    def opacity(self, layer: LayerDefinition) -> float:
        """How opaque the window wants an overlay."""
        return float(self.view.opacity.get(layer.name, layer.opacity))

    def between(
        self, layer: LayerDefinition, low: float = 0.0, high: float = float("inf")
    ) -> tuple[float, float]:
        """``low`` to ``high`` pixels per metre, narrowed by the map scales the overlay allows."""
        if layer.max_scale:
            high = min(high, PIXELS_PER_METRE / layer.max_scale)
        if layer.min_scale:
            low = max(low, PIXELS_PER_METRE / layer.min_scale)
        return low, high
