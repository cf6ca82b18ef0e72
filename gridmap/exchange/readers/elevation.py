"""Elevation rasters as ESRI ASCII grids: a row for the middle of every cell, with its height."""

from math import ceil
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gridmap.errors import InputError
from gridmap.exchange.raw import RawFile, RawLayer, Texts
from gridmap.exchange.readers.text import MAX_BYTES
from gridmap.i18n import _

MOST = 200_000
"""Cells that are taken; of a finer raster every second, third … row and column."""
_NEEDED = ("ncols", "nrows", "cellsize")


def read(path: Path, _request: dict[str, Any]) -> RawFile:
    """One layer ``heights``; a ``.prj`` beside the file says what its numbers are. Raises InputError."""
    if path.stat().st_size > MAX_BYTES:
        raise InputError(path, _("文件超过 300 MB"), remedy=_("请裁剪到本镇范围"))
    lines = path.read_text("ascii", errors="replace").splitlines()
    header, first = _header(path, lines)
    cells = _cells(path, lines[first:], int(header["nrows"]), int(header["ncols"]))
    step = max(1, ceil((cells.size / MOST) ** 0.5))
    row, column = np.meshgrid(
        np.arange(0, cells.shape[0], step), np.arange(0, cells.shape[1], step), indexing="ij"
    )
    size = header["cellsize"]
    west = header.get("xllcenter", header.get("xllcorner", 0.0) + size / 2)
    south = header.get("yllcenter", header.get("yllcorner", 0.0) + size / 2)
    x, y = west + column * size, south + (cells.shape[0] - 1 - row) * size
    height = cells[row, column]
    known = np.isfinite(height) & (height != header.get("nodata_value", -9999.0))
    degrees = abs(west) <= 180 and abs(south) <= 90
    columns = [_texts(values[known]) for values in (x, y, height)]
    numbers = (1 + np.flatnonzero(known)).tolist()
    headings = ["lon" if degrees else "x", "lat" if degrees else "y", "height"]
    layer = RawLayer("heights", headings, columns, numbers, crs=_crs(path))
    return RawFile("ASCII grid", "ascii", layers=[layer])


def _texts(values: NDArray[np.float64]) -> Texts:
    return Texts.of([repr(value) for value in values.tolist()])


def _header(path: Path, lines: list[str]) -> tuple[dict[str, float], int]:
    """The words before the numbers, in lower case, and the line on which the numbers begin."""
    header: dict[str, float] = {}
    for at, line in enumerate(lines[:10]):
        words = line.split()
        if len(words) != 2 or not words[0][:1].isalpha():
            break
        try:
            header[words[0].lower()] = float(words[1])
        except ValueError as error:
            raise _broken(path, at + 1) from error
    sound = all(header.get(name, 0) > 0 for name in _NEEDED)
    if not sound or header["ncols"] * header["nrows"] > MAX_BYTES:
        raise _broken(path, 1)
    return header, len(header)


def _cells(path: Path, lines: list[str], rows: int, columns: int) -> NDArray[np.float64]:
    found: list[NDArray[np.float64]] = []
    for at, line in enumerate(lines):
        try:
            found.append(np.array(line.split(), np.float64))
        except ValueError as error:
            raise _broken(path, at + 7) from error
    cells = np.concatenate(found) if found else np.empty(0)
    if len(cells) != rows * columns:
        reason = _("应有 {wanted:,} 个高程，只有 {n:,} 个").format(wanted=rows * columns, n=len(cells))
        raise InputError(path, reason, remedy=_("请从原软件重新导出 ASCII Grid"))
    return cells.reshape(rows, columns)


def _broken(path: Path, line: int) -> InputError:
    place = _("第 {n} 行").format(n=line)
    remedy = _("请从原软件重新导出 ASCII Grid")
    return InputError(path, _("不是完整的 ASCII 高程栅格"), place=place, remedy=remedy)


def _crs(path: Path) -> str:
    beside = path.with_suffix(".prj")
    return beside.read_text("utf-8", errors="replace").strip() if beside.exists() else ""
