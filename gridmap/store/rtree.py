"""The spatial index of a layer built in one go: SQLite's R-tree pages written as numpy packs them.

Row by row SQLite spends 20 µs on each point, for a first import more than on the rest of it. Source of
the page format: «The SQLite R*Tree Module», section 6, and ``rtree.c``: two bytes of depth (of the
root), two of the number of cells, then cells of a 64-bit id and four 32-bit floats, all big-endian.
"""

import apsw
import numpy as np
from numpy.typing import NDArray

from gridmap.store.ddl import rtree_shadow

Boxes = NDArray[np.float64]
_CELL = np.dtype([("id", ">i8"), ("box", ">f4", 4)])
_HEADER = np.dtype([("depth", ">u2"), ("cells", ">u2")])
_ROOT = 1


def build_index(connection: apsw.Connection, table: str, fids: NDArray[np.int64], boxes: Boxes) -> None:
    """Fill the empty index of ``table``. ``boxes`` has a row of min x, max x, min y, max y for each fid."""
    if not len(fids):
        return
    nodes, rowids, parents = (rtree_shadow(table, part) for part in ("node", "rowid", "parent"))
    size = int(connection.execute(f"SELECT length(data) FROM {nodes} WHERE nodeno = {_ROOT}").get)
    capacity = (size - _HEADER.itemsize) // _CELL.itemsize
    ids, edges, depth, following = fids, _outward(boxes), 0, _ROOT + 1
    while True:
        order, starts = _packed(edges, capacity)
        ids, edges = ids[order], edges[order]
        is_root = len(starts) == 1
        numbers = np.arange(len(starts)) + (_ROOT if is_root else following)
        pages = _pages(ids, edges, starts, size, depth if is_root else 0)
        connection.executemany(
            f"INSERT OR REPLACE INTO {nodes} VALUES (?, ?)", zip(numbers.tolist(), pages, strict=True)
        )
        holders = np.repeat(numbers, np.diff(starts, append=len(ids)))
        ascending = np.argsort(ids)
        connection.executemany(
            f"INSERT INTO {parents if depth else rowids} VALUES (?, ?)",
            zip(ids[ascending].tolist(), holders[ascending].tolist(), strict=True),
        )
        if is_root:
            return
        following += len(starts)
        low, high = np.minimum.reduceat(edges, starts), np.maximum.reduceat(edges, starts)
        ids, edges = numbers, np.column_stack([low[:, 0], high[:, 1], low[:, 2], high[:, 3]])
        depth += 1


def _outward(boxes: Boxes) -> NDArray[np.float32]:
    """The boxes in the 32 bits of the index, never smaller than they are."""
    rounded = boxes.astype(np.float32)
    for column, towards in ((0, -np.inf), (1, np.inf), (2, -np.inf), (3, np.inf)):
        short = (
            rounded[:, column] > boxes[:, column] if towards < 0 else rounded[:, column] < boxes[:, column]
        )
        rounded[short, column] = np.nextafter(rounded[short, column], np.float32(towards))
    return rounded


def _packed(boxes: NDArray[np.float32], capacity: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The order in which neighbours stand together (sort-tile-recursive), and where each page starts."""
    count = len(boxes)
    pages = -(-count // capacity)
    tall = int(np.ceil(np.sqrt(pages))) * capacity
    by_x = np.argsort(boxes[:, 0], kind="stable")
    slab = np.empty(count, np.int64)
    slab[by_x] = np.arange(count) // tall
    order = np.lexsort((boxes[:, 2], slab))
    return order, np.arange(0, count, capacity)


def _pages(
    ids: NDArray[np.int64], boxes: NDArray[np.float32], starts: NDArray[np.int64], size: int, depth: int
) -> list[bytes]:
    cells = np.empty(len(ids), _CELL)
    cells["id"], cells["box"] = ids, boxes
    data = cells.tobytes()
    pages = []
    for start, end in zip(starts.tolist(), [*starts.tolist()[1:], len(ids)], strict=True):
        head = np.array([(depth, end - start)], _HEADER).tobytes()
        body = data[start * _CELL.itemsize : end * _CELL.itemsize]
        pages.append((head + body).ljust(size, b"\0"))
    return pages
