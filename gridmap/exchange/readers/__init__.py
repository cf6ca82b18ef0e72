"""One file per format that comes in. These run in the worker process only.

A reader takes the path and the words of the request (``layer``, ``sheet``, ``encoding``,
``headings``) and gives a ``RawFile``. It interprets nothing; it raises InputError with the place.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from gridmap.errors import InputError
from gridmap.exchange.raw import RawFile
from gridmap.exchange.readers.drill import refuse_drill
from gridmap.i18n import _

Reader = Callable[[Path, dict[str, Any]], RawFile]
SUFFIXES = (".geojson", ".json", ".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".et", ".gpx", ".gpkg",
            ".shp", ".zip", ".asc", ".parquet", ".geoparquet")  # fmt: skip


def open_file(path: Path, request: dict[str, Any]) -> RawFile:
    """The foreign file at ``path``, by the reader that its suffix names. Raises InputError."""
    from gridmap.exchange.readers.track_points import gather, wanted

    if path.stat().st_size == 0:
        raise InputError(path, _("文件是空的"), remedy=_("请重新导出"))
    refuse_drill(path)
    found = _reader(path)(path, request)
    if wanted(path, request.get("kind")):
        found = gather(found)
    found.digest = _digest(path)
    return found


def _reader(path: Path) -> Reader:
    from gridmap.exchange.readers import (
        delimited,
        elevation,
        geojson,
        geopackage,
        geoparquet,
        shapefile,
        tracks,
        workbook,
    )

    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise InputError(path, _("不支持 {suffix} 格式").format(suffix=suffix or "?"),
                         remedy=_("可用：{names}").format(names=" ".join(SUFFIXES)))  # fmt: skip
    readers: dict[str, Reader] = {
        ".geojson": geojson.read, ".json": geojson.read, ".gpx": tracks.read, ".gpkg": geopackage.read,
        ".shp": shapefile.read, ".zip": shapefile.read_zip, ".asc": elevation.read,
        ".parquet": geoparquet.read, ".geoparquet": geoparquet.read,
        ".xlsx": workbook.read, ".xlsm": workbook.read, ".xls": workbook.read, ".et": workbook.read,
    }  # fmt: skip
    return readers.get(suffix, delimited.read)


def _digest(path: Path) -> str:
    """SHA-256 of the file; of a shapefile, of its parts one after the other."""
    total = hashlib.sha256()
    parts = [path]
    if path.suffix.lower() == ".shp":
        parts += sorted(part for part in path.parent.iterdir() if part.stem == path.stem and part != path)
    for part in parts:
        total.update(part.read_bytes())
    return total.hexdigest()
