"""How much memory a process had at most: what the system itself kept count of."""

import contextlib
import os
import sys
from pathlib import Path

PROC = Path("/proc")


def peak_mb() -> float:
    """The most memory that this process ever had, in MB; 0 where the system does not say."""
    found = _high_water(os.getpid())
    if found:
        return found
    with contextlib.suppress(ImportError):
        import resource

        unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
    return 0.0


def ended_children_mb() -> float:
    """The most memory that any one process had which this one started and saw end; 0 if unknown."""
    with contextlib.suppress(ImportError):
        import resource

        unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
        return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / unit
    return 0.0


def family_mb() -> float:
    """The peaks of this process and of all that descend from it and live, added up."""
    return sum(map(_high_water, _descendants(os.getpid()))) or peak_mb()


def session_mb(session: int) -> float:
    """What all processes of a POSIX session have now, shared pages counted once among those that
    share them; 0 where the system does not say."""
    return sum(_share(pid) for pid in _pids() if _parent_and_session(pid)[1] == session)


def _pids() -> list[int]:
    return [int(path.name) for path in PROC.iterdir() if path.name.isdigit()] if PROC.is_dir() else []


def _descendants(root: int) -> list[int]:
    parents = {pid: _parent_and_session(pid)[0] for pid in _pids()}
    found = [root]
    for pid in found:  # grows while it is read
        found += [child for child, parent in parents.items() if parent == pid]
    return found


def _parent_and_session(pid: int) -> tuple[int, int]:
    """(0, 0) for a process that has gone meanwhile."""
    with contextlib.suppress(OSError):
        fields = (PROC / str(pid) / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
        return int(fields[1]), int(fields[3])
    return 0, 0


def _high_water(pid: int) -> float:
    return _kilobytes(PROC / str(pid) / "status", "VmHWM:") / 1024


def _share(pid: int) -> float:
    return _kilobytes(PROC / str(pid) / "smaps_rollup", "Pss:") / 1024


def _kilobytes(path: Path, word: str) -> int:
    with contextlib.suppress(OSError):
        for line in path.read_text("utf-8", "replace").splitlines():
            if line.startswith(word):
                return int(line.split()[1])
    return 0
