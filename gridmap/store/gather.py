"""The process that gathers everyone who can be searched for: ``python -m gridmap.store.gather STORE``.

It reads the store in small bites, so that whoever writes it meanwhile waits for one bite at most. On
standard output it says ``.`` lines while it works, then a line of JSON, then the arrays that this line
names, one after another. It stops when nobody listens any more, and is polite to everything else that runs.
"""

import gc
import json
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import apsw

from gridmap.errors import StoreError
from gridmap.i18n import _
from gridmap.store.connection import connect
from gridmap.store.ddl import quote
from gridmap.store.people import BEAT
from gridmap.township.search import TABLES, Gathering, People

BITE = 10_000
"""Rows read at once: some 20 ms."""
BEAT_SECONDS = 0.05


def gather(connection: apsw.Connection) -> People:
    """Everyone in the store."""
    gathering = Gathering()
    for fids, *said in _bites(connection, "households", "household_no", "head_name", "phone"):
        gathering.households(fids, *said)
    for _fids, *said in _bites(connection, "residents", "name", "phone", "COALESCE(household_no_fid, 0)"):
        gathering.residents(*said)
    others = [name for table in TABLES for (name,) in connection.execute(f"SELECT name FROM {quote(table)}")]
    return gathering.people(others)


def send(people: People, pipe: BinaryIO) -> None:
    """Write people as the other side reads them: wide numbers first, so that every array is aligned."""
    arrays = dict(sorted(people.arrays().items(), key=lambda item: -item[1].itemsize))
    sizes = {name: [array.dtype.str, len(array)] for name, array in arrays.items()}
    pipe.write(json.dumps({"readings": people.readings, "arrays": sizes}).encode() + b"\n")
    for array in arrays.values():
        pipe.write(array.tobytes())
    pipe.flush()


def _bites(connection: apsw.Connection, table: str, *columns: str) -> Iterator[list[list[Any]]]:
    """The fids and these columns of a table, some rows at a time, each time in a transaction of its own."""
    sql = f"SELECT fid, {', '.join(columns)} FROM {quote(table)} WHERE fid > ? ORDER BY fid LIMIT {BITE}"
    rows: list[tuple[Any, ...]] = [(-1,)]
    while rows := connection.execute(sql, (rows[-1][0],)).fetchall():
        yield [list(column) for column in zip(*rows, strict=True)]


def main() -> None:
    """Gather the people of the store that is named, and send them."""
    pipe = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # whatever a library prints goes nowhere
    if hasattr(os, "nice"):
        os.nice(10)
    gc.disable()  # a million small values and no cycle among them
    path = Path(sys.argv[1])
    try:
        with _beating(pipe):
            people = gather(connect(path, writable=False))
        send(people, pipe)
    except StoreError as error:
        _refuse(pipe, str(error))
    except apsw.Error as error:
        _refuse(pipe, _("{path}：读不了（{why}）").format(path=path, why=error))


@contextmanager
def _beating(pipe: BinaryIO) -> Iterator[None]:
    """Say all the while that the work goes on; end with the window that no longer listens."""
    over = threading.Event()

    def beat() -> None:
        try:
            while True:
                pipe.write(BEAT)
                pipe.flush()
                if over.wait(BEAT_SECONDS):
                    return
        except OSError:
            os._exit(0)

    heart = threading.Thread(target=beat)
    heart.start()
    try:
        yield
    finally:
        over.set()
        heart.join()


def _refuse(pipe: BinaryIO, reason: str) -> None:
    pipe.write(json.dumps({"reason": reason}).encode() + b"\n")
    pipe.flush()


if __name__ == "__main__":
    main()
