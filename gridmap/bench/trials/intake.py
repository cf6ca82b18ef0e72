"""Importing: all files of a township, and only its people beside pyogrio, which writes the same rows."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from gridmap.bench.trials.clock import seconds

PEOPLE = ("households", "residents")


def take(store: Path, *sources: Path) -> dict[str, Any]:
    """Make the store from its files."""
    return {"rows": {"import": [[_imported(store, sources)]]}}


def take_people(folder: Path, *sources: Path) -> dict[str, Any]:
    """Make a store of the boundaries, households and residents alone."""
    store = folder / "people.gpkg"
    try:
        return {"rows": {"import_people": [[_imported(store, people_of(sources))]]}}
    finally:
        store.unlink(missing_ok=True)


def write_people(folder: Path, store: Path) -> dict[str, Any]:
    """Write the households and residents of a store with pyogrio."""
    from gridmap.bench.peers.pyogrio import write
    from gridmap.bench.trials.tables import loaded

    snapshot = loaded(store, PEOPLE)
    crs, out = snapshot.settings.crs, folder / "pyogrio.gpkg"
    try:
        spent = write(snapshot["households"], snapshot["residents"], crs, out)
        return {"rows": {"pyogrio_write": [[spent]]}}
    finally:
        out.unlink(missing_ok=True)


def people_of(sources: Iterable[Path]) -> list[Path]:
    """The boundaries and the ledgers of people among the folders of a township."""
    found: list[Path] = []
    for source in sources:
        rooms = [source / name for name in ("shapes", "layers") if (source / name).is_dir()] or [source]
        for room in rooms:
            ledgers = [path for kind in PEOPLE for path in sorted(room.glob(f"{kind}*.csv"))]
            found += ledgers or [room]
    return found


def _imported(store: Path, sources: Iterable[Path]) -> float:
    from gridmap.app import import_files

    return seconds(lambda: import_files(str(store), list(sources)))
