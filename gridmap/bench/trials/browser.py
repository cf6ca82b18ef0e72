"""The web page as folium writes it, and how long a browser takes to show it."""

from pathlib import Path
from typing import Any

from gridmap.bench.peers import chromium, folium_page
from gridmap.bench.trials.clock import seconds
from gridmap.bench.trials.tables import loaded


def folium_write(store: Path, page: Path) -> dict[str, Any]:
    """Write the page of villages, grids and households with folium."""
    snapshot = loaded(store, folium_page.TABLES)
    return {"rows": {"folium_write": [[seconds(lambda: folium_page.write(snapshot, page))]]}}


def folium_show(page: Path) -> dict[str, Any]:
    """Open it in a browser; the memory is that of the browser's processes."""
    second, megabytes = chromium.show(page)
    return {"rows": {"folium_shown": [[second]]}, "peak_mb": megabytes}
