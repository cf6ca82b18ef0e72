"""One writer for each store: a lock file beside it, held by the operating system.

The lock goes with its process, so a crash leaves nothing to clear up. What the file says (process,
host, since when) is only for the sentence that a second program shows.
"""

import contextlib
import os
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from gridmap.i18n import _

if sys.platform == "win32":
    import msvcrt

    def _hold(file: IO[str]) -> bool:
        try:
            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _hold(file: IO[str]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True


class WriterLock:
    """The right to write one store. ``holder`` names who has it when we do not."""

    def __init__(self, store: Path) -> None:
        self.path = store.with_name(store.name + ".lock")
        self.holder = ""
        self._file: IO[str] | None = None

    def acquire(self) -> bool:
        """Take the lock if nobody has it. False with ``holder`` set otherwise.

        Raises OSError where the folder cannot be written.
        """
        while True:
            file = self.path.open("a+", encoding="utf-8")
            if not _hold(file):
                self.holder = self._read(file)
                file.close()
                return False
            if self._is_current(file):
                break
            file.close()  # its last holder removed it between our open and our lock
        self._file = file
        try:
            file.seek(0)
            file.truncate()
            file.write(f"{os.getpid()}@{platform.node()} {datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}")
            file.flush()
        except OSError:  # a full disk: then nothing could be written to the store either
            self.release()
            raise
        return True

    def release(self) -> None:
        """Let the next writer in, leaving no file behind."""
        if self._file is not None:
            self.path.unlink(missing_ok=True)
            with contextlib.suppress(OSError):
                self._file.close()
            self._file = None

    def _is_current(self, file: IO[str]) -> bool:
        try:
            return os.path.samestat(os.fstat(file.fileno()), self.path.stat())
        except FileNotFoundError:
            return False

    @staticmethod
    def _read(file: IO[str]) -> str:
        try:
            file.seek(0)
            return file.read().strip() or "?"
        except OSError:  # Windows does not let us read a locked file
            return "?"


def try_lock(path: Path) -> tuple[WriterLock | None, str]:
    """The lock, or None and why not. The store itself is not opened for it, see ``checks``."""
    if path.exists() and not os.access(path, os.W_OK):
        return None, _("文件只读")
    lock = WriterLock(path)
    try:
        return (lock, "") if lock.acquire() else (None, lock.holder)
    except OSError as error:
        return None, error.strerror or _("文件夹只读")
