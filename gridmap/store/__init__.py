"""The township's own file: the only room that touches it. Every change is one transaction with its record.

``open_store``, ``create_store`` and ``publish`` are the doors. What comes out satisfies ``protocol.Store``,
which a server store satisfies as well.
"""

from pathlib import Path

from gridmap.store.connection import settle
from gridmap.store.drill import drill_path, drills_of
from gridmap.store.geopackage import GeoPackageStore
from gridmap.store.mapped import MappedColumns
from gridmap.store.protocol import Store
from gridmap.township.folders import own_folder
from gridmap.township.settings import Settings

__all__ = ["create_store", "drill_path", "drills_of", "open_store", "publish"]


def open_store(address: str | Path, *, read_only: bool = False, at_once: bool = False) -> Store:
    """The township at ``address``. Raises StoreError with one line when there is none or it is damaged.

    Where another process holds it, or the file cannot be written, it is opened for reading. A window
    opens it ``at_once``: call ``examine`` after the first map, and ``keep`` for the next opening.
    """
    mapped = MappedColumns(own_folder() / "columns") if at_once else None
    return GeoPackageStore.open(Path(address), read_only=read_only, examine_later=at_once, mapped=mapped)


def create_store(path: Path, settings: Settings, *, draft: bool = False) -> Store:
    """A new, empty township at ``path``, which must not exist. Raises StoreError.

    A ``draft`` is one whose maker throws it away unless it is whole when it is closed, and then gives it
    its name by ``publish``: it is written faster, and lost by a power cut until then.
    """
    return GeoPackageStore.create(path, settings, draft=draft)


def publish(draft: Path, path: Path) -> None:
    """Give a draft that is closed its name, so that a power cut finds it there. Raises OSError."""
    draft.replace(path)
    settle(path.parent)
