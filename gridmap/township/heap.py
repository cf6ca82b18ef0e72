"""The heap of a program with a window: what a thread lets go serves every other, or goes back."""

import ctypes
import sys
from functools import cache

_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8  # names of glibc's malloc.h
LARGE_BYTES = 4 << 20
"""Blocks from this size go back to the system at once: no column of 250,000 numbers that is needed
again in a moment, but the working arrays of loading, which would leave holes behind."""
KEPT_BYTES = 8 << 20


@cache
def share_the_heap() -> None:
    """Have all threads share one heap, and large blocks return to the system; once, before threads start.

    glibc gives each thread a heap of its own, of which a window with twelve threads kept 90 MB of holes.
    Other systems have another malloc: nothing is done there.
    """
    if sys.platform.startswith("linux"):
        tell = getattr(ctypes.CDLL(None), "mallopt", None)
        for what, value in ((_ARENA_MAX, 1), (_MMAP_THRESHOLD, LARGE_BYTES), (_TRIM_THRESHOLD, KEPT_BYTES)):
            if tell is not None:
                tell(what, value)
