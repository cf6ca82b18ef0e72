"""What the system says of a process and its family."""

import os
import subprocess
import sys

import pytest

from gridmap.bench import memory

HOLD = "held = bytearray(60 << 20); print(flush=True); input()"


@pytest.mark.skipif(not memory.PROC.is_dir(), reason="no /proc")
def test_a_child_counts_for_the_family_and_not_for_its_parent():
    own = memory.peak_mb()
    with subprocess.Popen(
        [sys.executable, "-c", HOLD], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as child:
        child.stdout.readline()
        family = memory.family_mb()
        held = memory.session_mb(os.getsid(child.pid))
        child.communicate(b"\n")
    assert family > memory.peak_mb() + 60
    assert memory.peak_mb() < own + 60
    assert held > 60
    assert memory.ended_children_mb() > 60


def test_a_process_that_is_gone_has_nothing():
    assert memory._high_water(2**22 + 1) == 0
    assert memory._parent_and_session(2**22 + 1) == (0, 0)
