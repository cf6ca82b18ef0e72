"""A row of the report: what was timed, how long it took each time, and how that stands beside others."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median, quantiles
from typing import Any

Rounds = list[list[float]]
"""Seconds, grouped by the round of an alternation that they were measured in."""

PEERS: Mapping[str, tuple[str, ...]] = {
    "start": ("qgis_start", "qgis_window", "folium_shown"),
    "start_alive": ("qgis_start", "qgis_window"),
    "start_anew": ("qgis_start", "qgis_window"),
    "redraw": ("qgis_redraw",),
    "redraw_cpu": ("qgis_redraw_cpu",),
    "cap": ("sjoin_within", "sjoin_intersects"),
    "cap_moved": ("sjoin_new",),
    "import_people": ("pyogrio_write",),
    "page": ("folium_write",),
    "propose": ("recom",),
    "propose_trade": ("recom",),
}
"""The rows of others that do the same work, by our row."""
FLOORS: Mapping[str, tuple[str, ...]] = {
    "start": ("import_numpy",),
    "start_alive": ("import_numpy",),
    "start_anew": ("import_numpy",),
    "start_whole": ("import_numpy",),
    "check": ("import_numpy",),
    "snapshot": ("import_numpy",),
    "cap": ("bincount",),
    **{f"{work}_{size}": (f"memcpy_{size}",) for work in ("pan", "zoom") for size in ("1080p", "4k")},
    **{f"stop_{work}": ("stop_idle",) for work in ("gesture", "second_stage", "import", "undo", "export")},
}
"""The rows of what the machine cannot do without, by our row."""
CPU = frozenset(
    ("cap", "cap_moved", "census", "census_borders", "bincount", "sjoin_within", "sjoin_intersects",
     "sjoin_new", "drag", "drag_preview", "edit_apply", "drag_window", "redraw_cpu", "qgis_redraw_cpu",
     "switch_population", "switch_theme", "switch_theme_whole", "switch_scenario", "mask",
     "pan_1080p", "zoom_1080p", "memcpy_1080p", "pan_4k", "zoom_4k", "memcpy_4k", "area_list",
     "call_sheet_pdf", "nearest", "propose", "propose_trade", "recom", "playback", "playback_slide",
     "playback_pan")
)  # fmt: skip
"""Rows in processor seconds, so that other programs disturb them little. All others are wall clock."""


@dataclass
class Row:
    """One row: ``households`` of the township it was measured on, seconds by round, peak memory, and
    ``figures`` of what came out, where that is compared too, ``each`` of them where that says more."""

    name: str
    households: int
    rounds: Rounds = field(default_factory=list)
    peak_mb: float = 0.0
    figures: dict[str, float] = field(default_factory=dict)
    each: list[dict[str, Any]] = field(default_factory=list)

    @property
    def seconds(self) -> list[float]:
        """Every time that was measured."""
        return [second for one in self.rounds for second in one]


def as_json(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """The rows as the report has them.

    ``{name, n, runs, median_s, p95_s, peak_mb, clock}``; ours also ``peers``: how many times longer
    each of them takes, and ``floors``: how many times longer than each of them we take; those of
    others ``beside``: which rows of ours they were measured beside; ``figures`` and ``each``
    where there are any.
    """
    by_name = {row.name: row for row in rows}
    return [_as_json(by_name[name], by_name) for name in _in_order(by_name)]


def _in_order(names: Iterable[str]) -> list[str]:
    """Rows of ours as they were measured, each with its peers and floors behind it, unless named before."""
    known = list(names)
    order: dict[str, None] = {}
    for name in known:
        if not set(beside(name)).intersection(known):
            order |= dict.fromkeys((name, *PEERS.get(name, ()), *FLOORS.get(name, ())))
    return [name for name in order if name in known]


def beside(name: str) -> list[str]:
    """The rows of ours that a peer or floor belongs to; [] for a row of ours."""
    return [ours for known in (PEERS, FLOORS) for ours, others in known.items() if name in others]


def _as_json(row: Row, rows: Mapping[str, Row]) -> dict[str, Any]:
    middle, high = spread(row.seconds)
    found: dict[str, Any] = {
        "name": row.name, "n": row.households, "runs": len(row.seconds), "median_s": middle, "p95_s": high,
        "peak_mb": row.peak_mb, "clock": "cpu" if row.name in CPU else "wall",
    }  # fmt: skip
    peers = {name: times(row, rows[name]) for name in PEERS.get(row.name, ()) if name in rows}
    floors = {name: times(rows[name], row) for name in FLOORS.get(row.name, ()) if name in rows}
    belongs = [name for name in beside(row.name) if name in rows]
    return found | {
        key: value
        for key, value in (
            ("peers", peers), ("floors", floors), ("beside", belongs), ("figures", row.figures),
            ("each", row.each),
        )
        if value
    }  # fmt: skip


def spread(seconds: Sequence[float]) -> tuple[float, float]:
    """Median and 95th percentile; of fewer than twenty runs that is the slowest of them."""
    if len(seconds) < 20:
        return median(seconds), max(seconds)
    return median(seconds), quantiles(seconds, n=20, method="inclusive")[18]


def times(short: Row, long: Row) -> float:
    """How many times longer ``long`` takes: the median over the rounds that both were in, so that
    whatever else the machine did in a round slowed both."""
    pairs = zip(short.rounds, long.rounds, strict=False)
    return median(median(slow) / median(quick) for quick, slow in pairs)
