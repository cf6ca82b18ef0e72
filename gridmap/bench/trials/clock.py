"""Clocks: what a call takes by the wall, by the processor, and by the window's own thread."""

import time
from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")
Clock = Callable[[], float]

wall: Clock = time.perf_counter
processor: Clock = time.process_time
thread: Clock = time.thread_time


def seconds(call: Callable[[], object], clock: Clock = wall) -> float:
    """How long a call takes."""
    return timed(call, clock)[1]


def timed(call: Callable[[], Result], clock: Clock = wall) -> tuple[Result, float]:
    """What a call gives, and how long it takes."""
    begun = clock()
    result = call()
    return result, clock() - begun
