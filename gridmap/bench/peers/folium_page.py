"""The township as a page that folium writes by itself: villages, grids and every household."""

import json
from importlib import import_module, resources
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.errors import GridmapError
from gridmap.i18n import _
from gridmap.township.snapshot import Snapshot
from gridmap.township.table import Table

if TYPE_CHECKING:
    import folium
    from branca.element import Element

SINGLE = 25_000
"""Households up to which each is a marker of its own; more are clustered, as folium advises."""
MOST = 300_000
"""Households from which a browser runs out of memory."""
TABLES = ("villages", "grids", "households")
CLUSTERS = Path("/usr/share/javascript/leaflet.markercluster/leaflet.markercluster.js")
"""Where Debian's ``libjs-leaflet.markercluster`` has it."""
CLUSTERS_PACKAGE = (
    "XStatic-Leaflet-MarkerCluster",
    "xstatic/pkg/leaflet_markercluster/data/leaflet.markercluster.js",
)
"""The package of PyPI that has it, and where. It is never imported."""
MARKER = "function (row) { return L.circleMarker(new L.LatLng(row[0], row[1]), {radius: 2, weight: 0}); }"
DRAWN = "requestAnimationFrame(function () { requestAnimationFrame(function () { fetch('drawn'); }); });"
"""Two frames after the last script: what was drawn in the first stands on the screen in the second."""


def refusal(households: int) -> str:
    """Why folium cannot show so many households here; '' when it can."""
    if households > MOST:
        return _("folium：超过 {n} 户，浏览器内存不够").format(n=MOST)
    if households > SINGLE and clusters() is None:
        return _("folium：超过 {n} 户要有 leaflet.markercluster").format(n=SINGLE)
    return ""


def clusters() -> Path | None:
    """The script that draws clusters, where it is installed."""
    if CLUSTERS.is_file():
        return CLUSTERS
    name, place = CLUSTERS_PACKAGE
    try:
        found = Path(str(distribution(name).locate_file(place)))
    except PackageNotFoundError:
        return None
    return found if found.is_file() else None


def write(snapshot: Snapshot, out: Path) -> None:
    """Write the page. It asks its own server for ``drawn`` when it stands on the screen."""
    import folium

    from gridmap.exchange.coordinates import to_lonlat
    from gridmap.exchange.page.document import Verbatim, figure

    crs, households = snapshot.settings.crs, snapshot["households"]
    x, y = households.number("x"), households.number("y")
    placed = np.isfinite(x)
    lon, lat = to_lonlat(x[placed], y[placed], crs)
    made = folium.Map(tiles=None, prefer_canvas=True, max_zoom=19)
    made.default_js, made.default_css = [], []
    script, style = _leaflet()
    head = figure(made).header
    head.add_child(Verbatim(f"<style>{style}</style><script>{script}</script>"))
    for name in ("grids", "villages"):
        made.add_child(folium.GeoJson(_areas(snapshot[name], crs)))
    made.fit_bounds([[lat.min(), lon.min()], [lat.max(), lon.max()]])
    places = np.column_stack([lat, lon]).tolist()
    if len(places) > SINGLE:
        _cluster(made, head, places)
    else:
        for place in places:
            made.add_child(folium.CircleMarker(place, radius=2, weight=0, fill=True))
    figure(made).script.add_child(Verbatim(DRAWN), name="zzz_drawn")
    made.save(str(out))


def _cluster(made: "folium.Map", head: "Element", places: list[list[float]]) -> None:
    from gridmap.exchange.page.document import Verbatim

    script = clusters()
    if script is None:
        raise GridmapError(refusal(len(places)))
    head.add_child(Verbatim(f"<script>{script.read_text('utf-8')}</script>"))
    plugins = import_module("folium.plugins")  # untyped
    cluster = plugins.FastMarkerCluster(places, callback=MARKER)
    cluster.default_js, cluster.default_css = [], []
    made.add_child(cluster)


def _areas(table: Table, crs: str) -> dict[str, Any]:
    from gridmap.exchange.coordinates import to_lonlat

    def degrees(points: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(to_lonlat(points[:, 0], points[:, 1], crs))

    shapes = shapely.transform(np.array(list(table["geometry"]), object), degrees)
    features = [
        {
            "type": "Feature",
            "properties": {"name": str(name)},
            "geometry": json.loads(shapely.to_geojson(shape)),
        }
        for name, shape in zip(table["name"], shapes, strict=True)
        if shape is not None
    ]
    return {"type": "FeatureCollection", "features": features}


def _leaflet() -> tuple[str, str]:
    home = resources.files("js_lib_leaflet").joinpath("static", "js_lib_leaflet")
    return home.joinpath("leaflet.js").read_text("utf-8"), home.joinpath("leaflet.css").read_text("utf-8")
