"""Python keeps what it compiled of a module's file. PySide's own support comes from no file, but from inside
of its library: four thousand lines that each start compiles again, a tenth of its time. Kept here as well.
"""

import __future__

import builtins
import marshal
import os
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib.util import MAGIC_NUMBER
from pathlib import Path
from types import CodeType
from typing import Any

Known = dict[tuple[object, ...], CodeType]
"""What was compiled of which source, under which name, with which features of later Pythons."""

_FEATURES = sum(getattr(__future__, name).compiler_flag for name in __future__.all_feature_names)


@contextmanager
def compiled_once(file: Path) -> Iterator[None]:
    """Within, code that is in memory is compiled only when ``file`` does not know the very same, and kept.

    A file that is damaged, another Python's or not the user's own is as good as none; where none can be
    written, everything is compiled.
    """
    known, used = _read(file), Known()
    compile_: Callable[..., Any] = builtins.compile

    def look_up(*asked: Any, **named: Any) -> Any:  # noqa: ANN401 as the one in its place
        if named or [*map(type, asked)] != [bytes, str, str] or asked[2] != "exec":
            return compile_(*asked, **named)
        features = sys._getframe(1).f_code.co_flags & _FEATURES  # the caller's hold for what it compiles
        key = (*asked, features)
        used[key] = known.get(key) or compile_(*asked, features, dont_inherit=True)
        return used[key]

    vars(builtins)["compile"] = look_up
    try:
        yield
    finally:
        vars(builtins)["compile"] = compile_
    if not used.keys() <= known.keys():
        _write(file, used)


def _read(file: Path) -> Known:
    try:
        with file.open("rb") as opened:
            if sys.platform != "win32" and os.fstat(opened.fileno()).st_uid != os.geteuid():
                return {}
            head, body = opened.read(len(_head(b""))), opened.read()
    except OSError:
        return {}
    return marshal.loads(body) if head == _head(body) else {}


def _write(file: Path, used: Known) -> None:
    fresh, body = file.with_suffix(".new"), marshal.dumps(used)
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh.unlink(missing_ok=True)
        fresh.touch(0o600)
        fresh.write_bytes(_head(body) + body)
        fresh.replace(file)


def _head(body: bytes) -> bytes:
    """Which Python it is for, with its assertions or without, and whether it is whole."""
    return MAGIC_NUMBER + bytes([sys.flags.optimize]) + zlib.crc32(body).to_bytes(4, "little")
