"""Tables as geodata files, written by GDAL in a process of its own.

GDAL carries its own SQLite, and one process with two of them can lose the store's locks: so it
never runs beside the store.
"""

import json
import pickle
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gridmap.errors import InputError
from gridmap.i18n import _
from gridmap.township.child import command, environment

WALL_SECONDS = 300


@dataclass(frozen=True)
class GeoLayer:
    """One layer to write. ``shapes`` are WKB or None per row; None altogether without geometry."""

    name: str
    columns: dict[str, list[Any]]
    shapes: list[bytes | None] | None
    geometry: str
    """``Point``, ``MultiLineString``, ``MultiPolygon`` or '' without geometry."""

    @property
    def rows(self) -> int:
        """How many features it has."""
        return len(next(iter(self.columns.values()))) if self.columns else len(self.shapes or ())


def write_geodata(path: Path, driver: str, crs: str, layers: Sequence[GeoLayer], note: str) -> None:
    """Write ``layers`` into the new file ``path`` and count them there. Raises InputError.

    ``crs`` is the one of the shapes and of the file; ``note`` goes into the file's metadata.
    """
    request = {
        "path": str(path.resolve()), "driver": driver, "crs": crs, "note": note,
        "layers": [vars(layer) for layer in layers],
    }  # fmt: skip
    answer = _ask(path, pickle.dumps(request))
    if "reason" in answer:
        raise InputError(path.name, _("无法导出（{why}）").format(why=answer["reason"]))
    expected = {layer.name: layer.rows for layer in layers}
    if answer["rows"] != expected:
        raise InputError(path.name, _("导出的文件与数据不符，已放弃"))


def _ask(path: Path, request: bytes) -> dict[str, Any]:
    try:
        ended = subprocess.run(
            command("gridmap.exchange.exports.geodata_worker"), input=request, capture_output=True,
            timeout=WALL_SECONDS, check=False, env=environment(),
        )  # fmt: skip
        return dict(json.loads(ended.stdout.splitlines()[-1]))
    except subprocess.TimeoutExpired as error:
        raise InputError(path.name, _("导出超过 {n} 秒").format(n=WALL_SECONDS)) from error
    except (IndexError, ValueError) as error:
        raise InputError(path.name, _("导出进程中断")) from error
