"""A command of ours run for a window in a process of its own: it holds the window up for no moment, and
what it needs in memory goes with it."""

import os
import signal
import subprocess
import tempfile
import time

from gridmap.errors import GridmapError
from gridmap.i18n import _
from gridmap.screens.jobs import Ticket
from gridmap.township.child import command, environment

LOOK_S = 0.05
LEAVE_S = 20.0  # what is in the middle of one long write hears of it at its end


def run(ticket: Ticket, author: str, *words: object) -> None:
    """Run ``gridmap WORDS`` and wait for it; for a job's thread.

    Raises GridmapError with the line that the command says when it fails, Cancelled when the user
    stops it: what it was writing is then as it was.
    """
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as complaints:
        process = subprocess.Popen(
            command("gridmap", *words),
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=complaints,
            env=environment(GRIDMAP_AUTHOR=author, PYTHONIOENCODING="utf-8"),
            start_new_session=os.name == "posix",
        )  # fmt: skip
        try:
            while process.poll() is None:
                ticket.say(0, 0)
                time.sleep(LOOK_S)
        finally:
            _end(process)
        complaints.seek(0)
        said = complaints.read().strip()
    if process.returncode not in (0, 1):
        raise GridmapError(said.splitlines()[-1] if said else _("另一个进程中断了"))


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Ask a process that still runs to clear up and leave; make it when it does not."""
    if process.poll() is None:
        process.send_signal(signal.SIGINT if os.name == "posix" else signal.SIGTERM)
    try:
        process.wait(LEAVE_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
