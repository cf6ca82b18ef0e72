"""A command of ours run for a window in a process of its own: it holds the window up for no moment, and
what it needs in memory goes with it."""

import os
import signal
import subprocess
import time

from gridmap.errors import GridmapError
from gridmap.i18n import _
from gridmap.screens.jobs import Ticket
from gridmap.township.child import command, environment

LOOK_S = 0.05
LEAVE_S = 5.0


def run(ticket: Ticket, author: str, *words: object) -> None:
    """Run ``gridmap WORDS`` and wait for it; for a job's thread.

    Raises GridmapError with the line that the command says when it fails, Cancelled when the user
    stops it: what it was writing is then as it was.
    """
    process = subprocess.Popen(
        command("gridmap", *words),
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        env=environment(GRIDMAP_AUTHOR=author, PYTHONIOENCODING="utf-8"), encoding="utf-8",
        start_new_session=os.name == "posix",
    )  # fmt: skip
    try:
        while process.poll() is None:
            ticket.say(0, 0)
            time.sleep(LOOK_S)
    finally:
        said = _ended(process)
    if process.returncode not in (0, 1):
        raise GridmapError(said.splitlines()[-1] if said else _("另一个进程中断了"))


def _ended(process: "subprocess.Popen[str]") -> str:
    """What the process said at its end. One that still runs is asked to clear up and leave."""
    if process.poll() is None:
        process.send_signal(signal.SIGINT if os.name == "posix" else signal.SIGTERM)
    try:
        return process.communicate(timeout=LEAVE_S)[1].strip()
    except subprocess.TimeoutExpired:
        process.kill()
        return process.communicate()[1].strip()
