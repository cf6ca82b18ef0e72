"""The township's own file: the only room that touches it. Every change is one transaction with its record.

``open_store`` and ``create_store`` are the doors. What comes out satisfies ``protocol.Store``, which a
server store satisfies as well.
"""

from pathlib import Path

from gridmap.store.geopackage import GeoPackageStore
from gridmap.store.mapped import MappedColumns
from gridmap.store.protocol import Store
from gridmap.township.folders import own_folder
from gridmap.township.settings import Settings

__all__ = ["create_store", "open_store"]


def open_store(address: str | Path, *, read_only: bool = False, at_once: bool = False) -> Store:
    """The township at ``address``. Raises StoreError with one line when there is none or it is damaged.

    Where another process holds it, or the file cannot be written, it is opened for reading. A window
    opens it ``at_once``: call ``examine`` after the first map, and ``keep`` for the next opening.
    """
    mapped = MappedColumns(own_folder() / "columns") if at_once else None
    return GeoPackageStore.open(Path(address), read_only=read_only, examine_later=at_once, mapped=mapped)


def create_store(path: Path, settings: Settings) -> Store:
    """A new, empty township at ``path``, which must not exist. Raises StoreError."""
    return GeoPackageStore.create(path, settings)
