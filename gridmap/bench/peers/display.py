"""A screen for a peer whose window needs one: the one that is there, else one in memory (Xvfb)."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from gridmap.errors import GridmapError
from gridmap.i18n import _

SCREEN = "1920x1080x24"


def refusal() -> str:
    """Why there can be none; '' when there is one."""
    there = not sys.platform.startswith("linux") or _names() or shutil.which("Xvfb")
    return "" if there else _("没有屏幕，也没有 Xvfb")


@contextmanager
def ready() -> Iterator[dict[str, str]]:
    """What a process must have in its environment to show a window. Raises GridmapError."""
    if not sys.platform.startswith("linux") or _names():
        yield {}
        return
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", SCREEN, "-nolisten", "tcp"],
        pass_fds=(writing,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(writing)
    try:
        with os.fdopen(reading) as said:
            number = said.readline().strip()
        if not number:
            raise GridmapError(_("Xvfb 起不来"))
        yield {"DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb"}
    finally:
        server.terminate()
        server.wait()


def _names() -> str:
    return os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or ""
