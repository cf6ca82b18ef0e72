"""A ``RawFile`` on the pipe from the worker: a line of JSON, then the bytes that it announces.

No pickle: what a hostile file made of the worker is data. No giant line either: to parse one would hold
every other thread of the program up, the window's too, so columns come as numbers and as texts by the
ten thousand.
"""

import json
from collections.abc import Iterator
from itertools import accumulate, pairwise
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from gridmap.exchange.raw import RawFile, RawLayer, Texts

_BETWEEN = "\x1f"  # in no text: ``as_text`` takes it out
TEXTS_AT_ONCE = 16_384
SHAPES_AT_ONCE = 512


def send(file: RawFile, pipe: IO[bytes]) -> None:
    """Write ``file``."""
    blobs = [blob for layer in file.layers for blob in _blobs(layer)]
    layers = [
        {"name": layer.name, "headings": layer.headings, "crs": layer.crs, "failed": layer.failed,
         "count": len(layer.rows), "texts": [len(column.texts) for column in layer.columns],
         "shapes": layer.geometries is not None}
        for layer in file.layers
    ]  # fmt: skip
    said = {"format": file.format, "encoding": file.encoding, "digest": file.digest, "layers": layers}
    pipe.write(json.dumps({**said, "blobs": [len(blob) for blob in blobs]}).encode() + b"\n")
    for blob in blobs:
        pipe.write(blob)


def _blobs(layer: RawLayer) -> Iterator[bytes]:
    yield np.array(layer.rows, np.int32).tobytes()
    yield np.array(layer.numbers, np.int32).tobytes()
    for column in layer.columns:
        yield column.codes.tobytes()
        for start in range(0, len(column.texts), TEXTS_AT_ONCE):
            yield _BETWEEN.join(column.texts[start : start + TEXTS_AT_ONCE]).encode()
    shapes = layer.geometries or []
    yield np.array([len(shape) for shape in shapes], np.int32).tobytes()
    for start in range(0, len(shapes), SHAPES_AT_ONCE):
        yield b"".join(shapes[start : start + SHAPES_AT_ONCE])


def receive(said: dict[str, Any], pipe: IO[bytes]) -> RawFile:
    """The file whose first line said ``said``. Raises ValueError when the rest is not as announced."""
    blobs = (_exactly(pipe, size) for size in said["blobs"])
    layers = [_layer(layer, blobs) for layer in said["layers"]]
    return RawFile(said["format"], said["encoding"], said["digest"], layers)


def _exactly(pipe: IO[bytes], size: int) -> bytes:
    blob = pipe.read(size)
    if len(blob) != size:
        raise ValueError("the pipe ended")
    return blob


def _layer(said: dict[str, Any], blobs: Iterator[bytes]) -> RawLayer:
    rows: list[int] = _numbers(blobs, said["count"]).tolist()
    numbers: list[list[int]] = np.frombuffer(next(blobs), np.int32).reshape(-1, 2).tolist()
    columns = [_column(said["count"], texts, blobs) for texts in said["texts"]]
    shapes = _shapes(_numbers(blobs, said["count"] if said["shapes"] else 0).tolist(), blobs)
    return RawLayer(
        said["name"],
        [" ".join(heading.split()) for heading in said["headings"]],  # wrapped in its cell; messages are not
        columns,
        rows,
        shapes if said["shapes"] else None,
        said["crs"],
        [(row, column) for row, column in numbers],
        [(row, reason) for row, reason in said["failed"]],
    )


def _numbers(blobs: Iterator[bytes], count: int) -> NDArray[np.int32]:
    found = np.frombuffer(next(blobs), np.int32)
    if len(found) != count:
        raise ValueError("not as many numbers as rows")
    return found


def _column(count: int, size: int, blobs: Iterator[bytes]) -> Texts:
    codes = _numbers(blobs, count)
    texts: list[str] = []
    for _part in range(0, size, TEXTS_AT_ONCE):
        texts += next(blobs).decode().split(_BETWEEN)
    if len(texts) != size or (count and not 0 <= codes.min() <= codes.max() < size):
        raise ValueError("not as many texts as announced")
    return Texts(texts, codes)


def _shapes(lengths: list[int], blobs: Iterator[bytes]) -> list[bytes]:
    shapes: list[bytes] = []
    for start in range(0, len(lengths), SHAPES_AT_ONCE):
        blob = next(blobs)
        ends = accumulate(lengths[start : start + SHAPES_AT_ONCE], initial=0)
        shapes += [blob[begin:end] for begin, end in pairwise(ends)]
    return shapes
