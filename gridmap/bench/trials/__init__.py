"""The work of ours that is timed, each in its own process: ``python -m gridmap.bench.trials NAME WORDS…``.

A trial is a function that gives ``{"rows": {name: rounds of seconds}}``, and if it must ``{"peaks":
{name: MB}}`` where that is not the peak of its process. Rows in ``rows.CPU`` are processor seconds.
"""

from collections.abc import Mapping

ROOMS: Mapping[str, str] = {
    "size": "tables", "take": "intake", "take_people": "intake", "write_people": "intake",
    "start": "commands", "start_alive": "commands", "start_anew": "commands", "start_whole": "commands",
    "numpy": "commands", "check": "commands", "snapshot": "commands",
    "opening": "tables", "cap": "counting", "drag": "dragging", "drag_preview": "redrawing",
    "area": "tables", "calls": "tables", "search": "tables",
    "page": "tables", "folium_write": "browser", "folium_show": "browser",
    "frames": "frames", "redraw": "frames", "settle": "desk", "leave": "desk",
    "switch": "desk", "memory": "desk",
    "stops": "stops", "incident_to_wall": "arriving", "mask": "masking", "redrawing": "hand",
    "playback": "playing",
    "propose": "planning", "ladder": "planning", "recom": "planning",
}  # fmt: skip
"""The file that each trial is in. It alone is imported, so that no trial pays for another's libraries."""
