"""Build a scene: choose the overlays, let each make its marks, gather labels and legend."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from gridmap.scene import areas, contact_rings, elders, points, routes
from gridmap.scene.detail import EMPTY_PATHS
from gridmap.scene.extent import extent
from gridmap.scene.labels import words_of
from gridmap.scene.legend import rows_of
from gridmap.scene.marks import Areas, Lines, Mark, Symbols
from gridmap.scene.scene import Scene
from gridmap.scene.subject import Subject
from gridmap.scene.view import View
from gridmap.township.census import Census
from gridmap.township.finding import Finding
from gridmap.township.layer import LayerDefinition
from gridmap.township.snapshot import Snapshot

Maker = Callable[[Subject, LayerDefinition], list[Mark]]

MAKERS: Mapping[str, Maker] = MappingProxyType(
    {
        "grids": areas.grids, "villages": areas.villages, "groups": areas.groups,
        "hazards": areas.hazards, "neighbours": areas.neighbours, "roads": routes.roads,
        "waters": routes.waters, "ridges": routes.ridges, "patrols": routes.patrols,
        "households": points.households, "residents": elders.elders, "incidents": points.incidents,
        "places": points.places,
        "visits": contact_rings.contact_rings,
    }
)  # fmt: skip
"""Who draws a table. An overlay of a table that is not here has nothing to draw."""


def build(
    snapshot: Snapshot,
    census: Census,
    layers: Sequence[LayerDefinition],
    findings: Sequence[Finding],
    view: View,
) -> Scene:
    """The scene of a township for a window.

    It depends on the view's population, theme, mask and choice of overlays, not on where it looks,
    so a pan or zoom never builds a scene.
    ``findings`` of borders are shown where they are. ``view.order`` lists overlays from the ground up.
    """
    subject = Subject(snapshot, census, view)
    shown = [layer for layer in ordered(layers, view.order) if layer.name not in view.hidden]
    marks: list[Mark] = areas.ground(subject)
    for layer in shown:
        maker = MAKERS.get(layer.table)
        if maker and len(snapshot[layer.table]):
            marks += [mark for mark in maker(subject, layer) if not draws_nothing(mark)]
    marks.sort(key=lambda mark: not isinstance(mark, Areas))  # no fill hides a line or a point
    marks += points.flaws(subject, findings)
    return Scene(
        theme=view.theme,
        population=view.population,
        background=subject.colours.outside,
        bounds=extent(snapshot),
        marks=tuple(marks),
        words=tuple(words_of(subject, shown)),
        legend=tuple(rows_of(subject, shown, findings)),
        sizes=subject.sizes,
        schematic=snapshot.settings.schematic,
        notice=snapshot.settings.notice,
        unplaced=census.unplaced,
    )


def ordered(layers: Sequence[LayerDefinition], order: Sequence[str]) -> list[LayerDefinition]:
    """The overlays from the ground up: those named in ``order`` as it says, the others where they are."""
    if not order:
        return list(layers)
    rank = {name: at for at, name in enumerate(order)}
    named = sorted((layer for layer in layers if layer.name in rank), key=lambda layer: rank[layer.name])
    moved = iter(named)
    return [next(moved) if layer.name in rank else layer for layer in layers]


def draws_nothing(mark: Mark) -> bool:
    """Whether a mark is known to be empty without its geometry being worked out."""
    if isinstance(mark, Symbols):
        return not mark.symbols
    return isinstance(mark, Lines) and mark.paths is EMPTY_PATHS
