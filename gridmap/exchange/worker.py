"""Foreign files are opened here: a limited process for all files of an import, and one for the largest.

``Worker`` is the side of the program, ``main`` the side of the process. A request is one line of
JSON on standard input, the answer on standard output is what ``wire`` says. A file that kills the process, or
holds it longer than it may, is an InputError, and a fresh process serves the next file. Limits: 2 GB of
address space; of processor and of wall time 60 s for each file and 2 s for each of its megabytes.
"""

import contextlib
import gc
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import IO, Any

from gridmap.errors import InputError
from gridmap.exchange import wire
from gridmap.exchange.raw import RawFile
from gridmap.i18n import _
from gridmap.township.child import command, environment

WALL_SECONDS = 60
SECONDS_PER_MB = 2
"""A tenth of a second is usual; a slow disk or a busy machine may take ten times as long."""
MEMORY_BYTES = 2 << 30


class Worker:
    """The process that opens foreign files, started with the first file. Use as a context."""

    def __init__(self, wall_seconds: float = WALL_SECONDS, memory_bytes: int = MEMORY_BYTES) -> None:
        self._memory_bytes = memory_bytes
        self._wall_seconds = wall_seconds
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Worker":
        return self

    def __exit__(self, *_exception: object) -> None:
        self._stop()

    def read(self, path: Path, wanted: dict[str, Any]) -> RawFile:
        """The file at ``path``. ``wanted`` are the words for the reader. Raises InputError."""
        self.ask(path, wanted)
        return self.answer(path)

    def ask(self, path: Path, wanted: dict[str, Any]) -> None:
        """Have the file at ``path`` opened meanwhile; ``answer`` is to be called next."""
        process = self._started()
        assert process.stdin is not None
        with contextlib.suppress(OSError):  # a process that has just died has no answer either
            process.stdin.write(json.dumps({"path": str(path.resolve()), **wanted}).encode() + b"\n")
            process.stdin.flush()

    def answer(self, path: Path) -> RawFile:
        """The file that was asked for, waited for no longer than its size allows. Raises InputError."""
        process = self._process
        assert process is not None
        assert process.stdout is not None
        late, seconds = threading.Event(), self._wall_seconds + _size(path) / 1e6 * SECONDS_PER_MB

        def give_up() -> None:
            late.set()
            process.kill()

        watch = threading.Timer(seconds, give_up)
        watch.start()
        try:
            said = json.loads(process.stdout.readline())
            if "reason" in said:
                raise InputError(path, said["reason"], place=said["place"], remedy=said["remedy"])
            return wire.receive(said, process.stdout)
        except (OSError, ValueError, LookupError, TypeError, StopIteration) as error:
            self._stop()
            reason = _("读取超过 {n} 秒").format(n=round(seconds))
            reason = reason if late.is_set() else _("读取进程中断")
            raise InputError(path, reason, remedy=_("文件可能已损坏或过大，请另存一份再导入")) from error
        finally:
            watch.cancel()

    def _started(self) -> "subprocess.Popen[bytes]":
        if self._process is not None and self._process.poll() is not None:
            self._stop()
        if self._process is None:
            self._process = subprocess.Popen(
                command("gridmap.exchange.worker", self._memory_bytes),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment(GDAL_NUM_THREADS="1"),
            )
        return self._process

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


def read_all(paths: Sequence[Path], wanted: dict[str, Any]) -> Generator[tuple[Path, RawFile], None, None]:
    """Each file in turn, opened while the caller is busy with the one before.

    The largest has a process of its own, so that it does not wait for the others. Raises InputError.
    """
    largest = max(paths, key=_size, default=None)
    others = [path for path in paths if path != largest]
    following = iter([*others[1:], None])
    with Worker() as worker, Worker() as beside:
        if largest is not None:
            beside.ask(largest, wanted)
        if others:
            worker.ask(others[0], wanted)
        for path in paths:
            if path == largest:
                yield path, beside.answer(path)
                continue
            file = worker.answer(path)
            after = next(following)
            if after is not None:
                worker.ask(after, wanted)
            yield path, file


def _size(path: Path) -> int:
    with contextlib.suppress(OSError):  # its reader will say so
        return path.stat().st_size
    return 0


def answer(request: dict[str, Any], pipe: IO[bytes]) -> None:
    """Write the answer to one request: the file, or why it cannot be read."""
    from gridmap.exchange.readers import open_file

    path = Path(request["path"])
    try:
        wire.send(open_file(path, request), pipe)
    except InputError as error:
        _refuse(pipe, error.reason, error.place, error.remedy)
    except MemoryError:
        _refuse(pipe, _("文件太大，内存不够"), "", _("请分成几个文件导入"))
    except RecursionError:
        _refuse(pipe, _("文件嵌套过深"), "", _("请从原软件重新导出"))
    except PermissionError:
        _refuse(pipe, _("没有读取权限"), "", _("请检查文件权限，或是否正被别的程序占用"))
    except Exception as error:  # any reader of any broken file: a message, never a traceback
        _refuse(pipe, _("无法读取（{kind}）").format(kind=type(error).__name__), "", _("请从原软件重新导出"))


def _refuse(pipe: IO[bytes], reason: str, place: str, remedy: str) -> None:
    said = {"reason": " ".join(reason.split()), "place": place, "remedy": remedy}
    pipe.write(json.dumps(said).encode() + b"\n")


def _limit_memory(limit: int) -> None:
    with contextlib.suppress(ImportError):  # Windows has no such limits
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_time(path: Path) -> None:
    with contextlib.suppress(ImportError):
        import resource

        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        soft = int(time.process_time() + WALL_SECONDS + _size(path) / 1e6 * SECONDS_PER_MB)
        resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


def _own_output() -> IO[bytes]:
    """The pipe to the program; whatever a library prints goes nowhere."""
    pipe = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    return pipe


def main() -> None:
    """Serve requests until standard input ends. The first word is the limit of memory in bytes."""
    pipe = _own_output()
    gc.disable()  # millions of cells and no cycles among them: looking for some took half of the time
    _limit_memory(int(sys.argv[1]))
    for line in sys.stdin:
        request = json.loads(line)
        _limit_time(Path(request["path"]))
        answer(request, pipe)
        pipe.flush()


if __name__ == "__main__":
    main()
