"""A new store: one file with every table, and nothing in it but the township's settings."""

from pathlib import Path

from gridmap.errors import StoreError
from gridmap.i18n import _
from gridmap.store import migrations
from gridmap.store.connection import CANNOT_WRITE, as_draft, connect
from gridmap.store.lock import WriterLock, try_lock
from gridmap.store.record import Clock
from gridmap.store.writing import save_settings
from gridmap.township.settings import Settings


def make_file(path: Path, settings: Settings, clock: Clock, *, draft: bool) -> WriterLock:
    """Make the file, which must not exist, and give the right to write it. Raises StoreError.

    ``settings.crs`` must name an EPSG code. A ``draft`` is on the disk for sure only once it is closed.
    """
    if path.exists():
        raise StoreError(_("{path}：已有这个文件").format(path=path))
    from pyproj import CRS  # 0.1 s, needed once in a store's life

    crs = CRS.from_user_input(settings.crs)
    srs = crs.to_epsg()
    if srs is None:
        raise StoreError(_("{crs}：不是 EPSG 坐标系，不能作工作坐标系").format(crs=settings.crs))
    lock, holder = try_lock(path)
    if lock is None:
        raise StoreError(_("{path}：建不了（{who}）").format(path=path, who=holder))
    try:
        connection = connect(path, writable=True, create=True)
        try:
            if draft:
                as_draft(connection)
            migrations.create(connection, srs, crs.name, crs.to_wkt("WKT1_GDAL"), clock)
            save_settings(connection, settings)
        finally:
            connection.close()
    except CANNOT_WRITE as error:
        lock.release()
        raise StoreError(_("{path}：写不进去，磁盘已满或出错；请腾出空间后重试").format(path=path)) from error
    except BaseException:
        lock.release()
        raise
    return lock
