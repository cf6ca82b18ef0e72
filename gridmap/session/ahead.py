"""What every window asks of a fresh state, worked out by the thread that read it: no window waits for it."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from gridmap.session.state import State
from gridmap.township.snapshot import Snapshot
from gridmap.township.table import SMALL

BROUGHT: Mapping[str, tuple[str, ...]] = {
    "residents": (
        "household_no_fid", "at_home", "resident", "birth_date", "age", "lives_alone", "cannot_self_care",
        "left_behind", "disabled", "aged_80",
    ),
    "visits": ("household_no_fid", "visited_at", "tier"),
    "patrols": ("uuid", "started_at", "village_fid", "group_fid", "member_count"),
}  # fmt: skip
"""What the windows show of the large tables: brought with the rest, so that no window waits for it."""


def bring(snapshot: Snapshot) -> None:
    """Read small tables whole, of large ones what is shown."""
    for name, table in snapshot.tables.items():
        table.bring(*(BROUGHT.get(name, ()) if len(table) > SMALL else table.schema.columns))


def look_ahead(state: State, populations: Iterable[str]) -> State:
    """The state with the findings on these populations, and with what is counted of its people and visits,
    remembered for as long as their columns stay (``once``)."""
    from gridmap.response.visits import contacts  # the first map waits for none of these
    from gridmap.scene.elders import at_home
    from gridmap.scene.routes import in_latest_week
    from gridmap.township import load

    snapshot = state.snapshot
    for population in tuple(populations):
        if population in state.census.grids:  # a forecast may be gone
            state.findings(population)
    load.prepare(snapshot["households"], snapshot["residents"])
    at_home(snapshot["residents"])
    contacts(snapshot, datetime.now())
    in_latest_week(snapshot["patrols"].text("started_at"))
    return state
