"""The whole page, from the township to the text of the file."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import folium
import numpy as np
import shapely
from branca.element import MacroElement
from folium.template import Template
from folium.utilities import JsCode

from gridmap.errors import UsageError
from gridmap.exchange.escape import escape
from gridmap.exchange.ground import Ground
from gridmap.exchange.page import furniture, overlays
from gridmap.exchange.page.document import Bounds, Verbatim, blank_map, figure, seal
from gridmap.i18n import _
from gridmap.township.census import Census
from gridmap.township.layer import LayerDefinition
from gridmap.township.settings import DRILL
from gridmap.township.snapshot import Snapshot

Z_GROUND, Z_LAYERS, Z_OUTLINE, Z_DOTS, Z_LABELS, Z_MARKS = 300, 400, 560, 570, 610, 620


def make_page(
    snapshot: Snapshot,
    census: Census,
    layers: Sequence[LayerDefinition],
    *,
    author: str,
    moment: datetime,
    purpose: str = "",
    theme: str = "light",
) -> str:
    """The township as one HTML text that asks for nothing from anywhere.

    ``layers`` are drawn from the ground up as in the windows; those off at first can be switched
    on. Names of people, phones, addresses, health and free text are never in it; ``author``,
    ``moment`` (local time) and ``purpose`` are its watermark. Raises UsageError without any area.
    """
    west, south, east, north = _extent(snapshot)
    subject = overlays.Subject(snapshot, census, Ground(snapshot.settings.crs, east - west))
    corners = subject.ground.degrees(np.array([[west, south], [west, north], [east, south], [east, north]]))
    bounds = (*corners.min(axis=0).tolist(), *corners.max(axis=0).tolist())
    made = blank_map(escape(furniture.page_title(snapshot.settings)), bounds, furniture.theme_css(theme))
    _draw(made, subject, sorted(layers, key=lambda layer: (layer.order, layer.name)))
    _surround(
        made, snapshot, census, furniture.watermark(author, moment, purpose, snapshot.settings.attribution)
    )
    return seal(made, moment)


def _draw(made: folium.Map, subject: overlays.Subject, layers: Sequence[LayerDefinition]) -> None:
    for name, order in (("dots", Z_DOTS), ("labels", Z_LABELS)):
        made.add_child(folium.map.CustomPane(name, z_index=order))
    made.add_child(folium.map.CustomPane("marks", z_index=Z_MARKS, pointer_events=True))
    _add(made, "town-ground", overlays.township(subject), Z_GROUND, interactive=False)
    for place, layer in enumerate(layers):
        found = overlays.features(subject, layer)
        if found:
            clicks = any("t" in feature["properties"] for feature in found)
            _add(
                made, layer.name, found, Z_LAYERS + place, interactive=clicks,
                name=escape(_(layer.title)), show=layer.on,
            )  # fmt: skip
    _add(made, "town", overlays.outline(subject), Z_OUTLINE, interactive=False)
    made.add_child(folium.LayerControl(collapsed=False))


def _add(
    made: folium.Map, pane: str, found: list[overlays.Feature], order: int, *, interactive: bool,
    name: str = "", show: bool = True,
) -> None:  # fmt: skip
    pane = f"pane-{pane}" if name else pane
    made.add_child(folium.map.CustomPane(escape(pane), z_index=order, pointer_events=interactive))
    data = {"type": "FeatureCollection", "features": found}
    options: dict[str, Any] = {"pane": escape(pane), "interactive": interactive}
    layer = folium.GeoJson(
        data, name=name, control=bool(name), show=show, style=JsCode("gridmap.style"),
        point_to_layer=JsCode("gridmap.mark"), on_each_feature=JsCode("gridmap.each"), **options,
    )  # fmt: skip
    made.add_child(layer)


def _surround(made: folium.Map, snapshot: Snapshot, census: Census, watermark: str) -> None:
    body = figure(made).html
    body.add_child(Verbatim(furniture.HATCH))
    body.add_child(Verbatim(furniture.title(snapshot.settings)))
    body.add_child(Verbatim(furniture.legend(snapshot, census)))
    body.add_child(Verbatim(watermark))
    if snapshot.settings.drill:
        body.add_child(Verbatim(f"<div id='drill'><b>{escape(DRILL)}</b></div>"))
    basis = furniture.basis_of(census)
    made.add_child(_Start(basis))


class _Start(MacroElement):
    """The call that furnishes the map when everything is on it."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "document.body.dataset.basis = {{ this.basis|tojson }};"
        "gridmap.furnish({{ this._parent.get_name() }});"
        "{% endmacro %}"
    )

    def __init__(self, basis: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # branca types this class in part
        self._name = "Start"
        self.basis = basis


def _extent(snapshot: Snapshot) -> Bounds:
    """West, south, east, north of the town in its working CRS."""
    for name in ("township", "villages", "grids", "groups"):
        shapes = snapshot[name].text("geometry")
        drawn = shapes[~shapely.is_missing(shapes) & ~shapely.is_empty(shapes)]
        if len(drawn):
            west, south, east, north = shapely.total_bounds(drawn).tolist()
            return west, south, east, north
    raise UsageError(_("还没有边界：先导入镇界、村界或网格"))
