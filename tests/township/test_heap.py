import subprocess
import sys

import pytest

HEAPS = """
import ctypes, sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

if sys.argv[1] == "shared":
    from gridmap.township.heap import share_the_heap
    share_the_heap()
libc = ctypes.CDLL(None)
libc.malloc.restype, libc.malloc.argtypes = ctypes.c_void_p, [ctypes.c_size_t]
libc.fopen.restype, libc.fopen.argtypes = ctypes.c_void_p, [ctypes.c_char_p, ctypes.c_char_p]
libc.malloc_info.argtypes, libc.fclose.argtypes = [ctypes.c_int, ctypes.c_void_p], [ctypes.c_void_p]
together = Barrier(4)

def work(_number):
    together.wait()
    return [libc.malloc(1000) for _time in range(100)]

with ThreadPoolExecutor(4) as threads:
    list(threads.map(work, range(4)))
out = libc.fopen(b"/dev/stdout", b"w")
libc.malloc_info(0, out)
libc.fclose(out)
"""


def heaps(word):
    done = subprocess.run(
        [sys.executable, "-c", HEAPS, word], capture_output=True, text=True, timeout=60, check=True
    )
    return done.stdout.count("<heap nr=")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only glibc has heaps of threads")
def test_all_threads_share_one_heap():
    assert heaps("of its own") > 1
    assert heaps("shared") == 1
