"""A scene's marks on their way to another process: worked out, without names, over a pipe.

Every array goes once, whatever marks and scenes it serves, and is one array there too: what is
remembered of it (``once``) serves the next colours. It is written straight from its memory, so that
no step keeps the interpreter long.
"""

import io
import pickle
from collections.abc import Iterable
from typing import Any, Protocol
from weakref import WeakValueDictionary

import numpy as np
from numpy.typing import NDArray

from gridmap.scene.cells import Spots
from gridmap.scene.detail import Handle, Paths, Rings, Runs
from gridmap.scene.marks import Mark, Names
from gridmap.scene.scene import Scene

Array = NDArray[Any]
Message = tuple[Any, ...]
"""What to do, then the values it needs."""


class Pipe(Protocol):
    """What a parcel is written to; a part of it may be taken at a time."""

    def write(self, data: bytes | memoryview, /) -> int | None:
        """Take some bytes and say how many."""


class Outbox:
    """Writes messages, and before a picture the marks that the other side does not know yet."""

    def __init__(self, pipe: Pipe) -> None:
        self._pipe = pipe
        self._scene: Scene | None = None
        self._marks: set[int] = set()
        self._arrays: WeakValueDictionary[int, Array] = WeakValueDictionary()

    def say(self, *message: object) -> None:
        """Write one message of plain values. Raises OSError when nobody reads."""
        self._write(pickle.dumps(message))

    def busy_with_another(self, scene: Scene) -> bool:
        """Whether the other side was last told of another scene."""
        return self._scene is not None and self._scene is not scene

    def bring(self, scene: Scene, rows: Iterable[int]) -> None:
        """Have the other side know these marks of a scene, by their places in it.

        Another scene than the last one replaces it there. Raises OSError when nobody reads.
        """
        if self._scene is not scene:
            self._scene, self._marks = scene, set()
            self.say("scene", scene.background, scene.bounds, set(self._arrays))
        for row in rows:
            if row not in self._marks:
                self._bring(row, scene.marks[row])
                self._marks.add(row)

    def _bring(self, row: int, mark: Mark) -> None:
        packed = io.BytesIO()
        packer = _Packer(packed)
        packer.dump(mark)
        for array in packer.arrays:
            if id(array) not in self._arrays:
                self._arrays[id(array)] = array
                self.say("array", id(array), array.dtype.str, array.shape)
                self._write(np.ascontiguousarray(array).reshape(-1).view(np.uint8).data)
        self.say("mark", row, packed.getvalue())

    def _write(self, data: bytes | memoryview) -> None:
        rest = memoryview(data)
        while rest:
            rest = rest[self._pipe.write(rest) or 0 :]


class Inbox:
    """Reads messages; keeps the marks of the present scene in ``marks`` and ``scene`` without them."""

    def __init__(self, pipe: io.BufferedReader) -> None:
        self.scene = Scene()
        self.marks: dict[int, Mark] = {}
        self._pipe = pipe
        self._arrays: dict[int, Array] = {}

    def next(self) -> Message:
        """The next message that is not for the inbox itself. Raises EOFError when nobody writes any more."""
        while True:
            message: Message = pickle.load(self._pipe)
            match message:
                case ("scene", background, bounds, alive):
                    self.scene, self.marks = Scene(background=background, bounds=bounds), {}
                    self._arrays = {key: array for key, array in self._arrays.items() if key in alive}
                case ("array", key, kind, shape):
                    self._arrays[key] = self._array(kind, shape)
                case ("mark", row, packed):
                    self.marks[row] = _Unpacker(packed, self._arrays).load()
                case _:
                    return message

    def _array(self, kind: str, shape: tuple[int, ...]) -> Array:
        array = np.empty(shape, kind)
        rest = array.reshape(-1).view(np.uint8).data
        while rest:
            taken = self._pipe.readinto(rest)
            if not taken:
                raise EOFError
            rest = rest[taken:]
        return array


def _kept(kind: type[Handle], runs: Runs) -> Handle:
    """A promise that is kept already."""
    return kind(lambda: runs)


def _promise(handle: Handle) -> tuple[Any, ...]:
    return _kept, (type(handle), handle.runs)


class _Packer(pickle.Pickler):
    """Promises are packed as what they promise, arrays as their names, and who is who not at all."""

    def __init__(self, file: io.BytesIO) -> None:
        super().__init__(file, pickle.HIGHEST_PROTOCOL)
        self.arrays: list[Array] = []
        self.dispatch_table = {
            Rings: _promise,
            Paths: _promise,
            Spots: lambda spots: (Spots.of, (spots.x, spots.y)),
            Names: lambda _names: (Names, ()),
        }

    def persistent_id(self, value: object) -> int | None:
        """The name of an array; None for anything else."""
        if not isinstance(value, np.ndarray):
            return None
        self.arrays.append(value)
        return id(value)


class _Unpacker(pickle.Unpickler):
    def __init__(self, packed: bytes, arrays: dict[int, Array]) -> None:
        super().__init__(io.BytesIO(packed))
        self._arrays = arrays

    def persistent_load(self, name: int) -> Array:
        """The array of a name."""
        return self._arrays[name]
