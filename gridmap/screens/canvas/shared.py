"""Pictures in memory that two processes share: gone with the last array over it, whoever dies first."""

import sys
import weakref
from multiprocessing.shared_memory import SharedMemory

import numpy as np

from gridmap.screens.canvas.render import Buffer


class Shared:
    """The owner of a shared picture's memory: numpy holds it as long as an array or a view lives."""

    def __init__(self, memory: SharedMemory, height: int, width: int) -> None:
        self.name = memory.name
        self._memory = memory
        assert memory.buf is not None
        address = np.frombuffer(memory.buf, np.uint8).ctypes.data
        kind = np.dtype(np.uint32).str
        self.__array_interface__ = {
            "shape": (height, width), "typestr": kind, "data": (address, False), "version": 3,
        }  # fmt: skip


def lend(height: int, width: int) -> Buffer:
    """A new picture that another process can ``attach``. Raises OSError when there is no room.

    Nothing is left of it when its arrays are gone, or at the end of this process.
    """
    memory = SharedMemory(create=True, size=height * width * 4)
    shared = Shared(memory, height, width)
    weakref.finalize(shared, memory.unlink)
    return np.asarray(shared)


def attach(name: str, height: int, width: int) -> Buffer:
    """The picture that another process lent under this name. Raises OSError when it is gone."""
    return np.asarray(Shared(_attached(name), height, width))


def owner_of(buffer: Buffer) -> Shared | None:
    """Who holds the memory of a picture; None when it is not shared."""
    return buffer.base if isinstance(buffer.base, Shared) else None


def _attached(name: str) -> SharedMemory:
    if sys.version_info >= (3, 13):
        return SharedMemory(name, track=False)
    memory = SharedMemory(name)
    if sys.platform != "win32":  # else it would be taken away from its owner at the end of this process
        from multiprocessing import resource_tracker

        resource_tracker.unregister(f"/{memory.name}", "shared_memory")
    return memory
