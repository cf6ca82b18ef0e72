"""Everyone who can be searched for, gathered from a store by a process of its own (``gather``).

In the window's process a million rows would be Python objects for seconds, and every window stand still.
"""

import json
import subprocess
from collections.abc import Callable
from mmap import mmap
from pathlib import Path
from typing import IO

import numpy as np

from gridmap.errors import StoreError
from gridmap.i18n import _
from gridmap.township.child import command, environment
from gridmap.township.search import People

PROCESS = "gridmap.store.gather"
BEAT = b".\n"
"""What the process says while it works."""
CHUNK = 1 << 20


def read_people(path: Path, beat: Callable[[], None]) -> People:
    """The people of the store at ``path``. ``beat`` is called all the while; what it raises ends the process.

    Raises StoreError with one line when the store cannot be read or the process breaks off.
    """
    process = _start(path)
    pipe = process.stdout
    assert pipe is not None
    try:
        while (line := pipe.readline()) == BEAT:
            beat()
        return _received(line, pipe)
    except ValueError as error:
        why = _("{path}：搜索用的居民名单没有编成（读取进程中断）")
        raise StoreError(why.format(path=path)) from error
    finally:
        process.kill()
        process.wait()
        pipe.close()


def _received(line: bytes, pipe: IO[bytes]) -> People:
    """What the process sent after its beats. Raises ValueError when it broke off."""
    said = json.loads(line)
    if "reason" in said:
        raise StoreError(said["reason"])
    sizes = {name: (np.dtype(kind), count) for name, (kind, count) in said["arrays"].items()}
    # one mapping, because it goes back to the system as a whole when these people are outdated
    memory = mmap(-1, sum(dtype.itemsize * count for dtype, count in sizes.values()))
    while chunk := pipe.read(CHUNK):
        memory.write(chunk)
    if memory.tell() < len(memory):
        raise ValueError("cut short")
    arrays, at = {}, 0
    for name, (dtype, count) in sizes.items():
        arrays[name] = np.frombuffer(memory, dtype, count, at)
        at += dtype.itemsize * count
    return People.of(arrays, said["readings"])


def _start(path: Path) -> "subprocess.Popen[bytes]":
    # single characters are read, so pypinyin's dictionary of phrases need not be loaded
    return subprocess.Popen(
        command(PROCESS, path),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment(PYPINYIN_NO_PHRASES="1"),
    )
