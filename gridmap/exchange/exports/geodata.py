"""Tables as geodata files, written by GDAL in a process of its own.

GDAL carries its own SQLite, and one process with two of them can lose the store's locks: so it
never runs beside the store. What is written goes there piece by piece, so that neither process holds all of a
district at once.
"""

import json
import pickle
import subprocess
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Timer
from typing import Any

from gridmap.errors import InputError
from gridmap.i18n import _
from gridmap.township.child import command, environment

WALL_SECONDS = 300


@dataclass(frozen=True)
class GeoLayer:
    """A layer to write, or some rows of it: layers of one name are one layer.

    ``shapes`` are WKB or None per row; None altogether without geometry. ``kinds`` says which columns are
    ``integer`` or ``real``, all others hold texts.
    """

    name: str
    columns: dict[str, list[Any]]
    shapes: list[bytes | None] | None
    geometry: str
    """``Point``, ``MultiLineString``, ``MultiPolygon`` or '' without geometry."""
    kinds: dict[str, str] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """How many features it has."""
        return len(next(iter(self.columns.values()))) if self.columns else len(self.shapes or ())


def write_geodata(path: Path, driver: str, crs: str, layers: Iterable[GeoLayer], note: str) -> None:
    """Write ``layers`` into the new file ``path`` and count them there. Raises InputError.

    ``crs`` is the one of the shapes and of the file; ``note`` goes into the file's metadata. Only a driver
    that can write to a layer again takes a layer in several pieces.
    """
    expected: Counter[str] = Counter()

    def messages() -> Iterable[object]:
        yield {"path": str(path.resolve()), "driver": driver, "crs": crs, "note": note}
        for layer in layers:
            expected[layer.name] += layer.rows
            yield vars(layer)
        yield None

    answer = _ask(path, messages())
    if "reason" in answer:
        raise InputError(path.name, _("无法导出（{why}）").format(why=answer["reason"]))
    if answer["rows"] != expected:
        raise InputError(path.name, _("导出的文件与数据不符，已放弃"))


def _ask(path: Path, messages: Iterable[object]) -> dict[str, Any]:
    with subprocess.Popen(
        command("gridmap.exchange.exports.geodata_worker"), env=environment(),
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    ) as worker:  # fmt: skip
        late = Timer(WALL_SECONDS, worker.kill)
        late.start()
        try:
            said = _answer(worker, messages)
        except BaseException:
            worker.kill()
            raise
        finally:
            in_time = late.is_alive()
            late.cancel()
    if not in_time:
        raise InputError(path.name, _("导出超过 {n} 秒").format(n=WALL_SECONDS))
    try:
        return dict(json.loads(said.splitlines()[-1]))
    except (IndexError, ValueError) as error:
        raise InputError(path.name, _("导出进程中断")) from error


def _answer(worker: "subprocess.Popen[bytes]", messages: Iterable[object]) -> bytes:
    assert worker.stdin is not None
    assert worker.stdout is not None
    try:
        with suppress(BrokenPipeError):  # it has ended early, and says why
            for message in messages:
                pickle.dump(message, worker.stdin)
    finally:
        with suppress(BrokenPipeError):
            worker.stdin.close()
    return worker.stdout.read()
