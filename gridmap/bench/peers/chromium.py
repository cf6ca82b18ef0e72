"""A page in Chromium without a screen: from the browser's start until the page says that it is drawn."""

import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from gridmap.bench.memory import session_mb
from gridmap.errors import GridmapError
from gridmap.i18n import _

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
WORDS = (
    "--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-default-apps", "--window-size=1920,1080",
)  # fmt: skip
LONGEST_S = 300
NOBODY = 65534


def browser() -> str:
    """The browser's program; '' when there is none."""
    return next(filter(None, map(shutil.which, BROWSERS)), "")


def show(page: Path) -> tuple[float, float]:
    """Seconds until the page is drawn, and the MB that all processes of the browser have then.

    The page is served on the loopback only and says that it is drawn by asking for ``drawn``.
    Raises GridmapError when it never does.
    """
    drawn = threading.Event()
    server = _serve(page.read_bytes(), drawn)
    address = f"http://127.0.0.1:{server.server_port}/"
    with tempfile.TemporaryDirectory(prefix="gridmap-browser-", ignore_cleanup_errors=True) as profile:
        begun = time.perf_counter()
        process = subprocess.Popen(
            [browser(), *WORDS, f"--user-data-dir={profile}", "--remote-debugging-port=0", address],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True, cwd=profile,
            env={**os.environ, "HOME": profile}, **_as_anybody(profile),
        )  # fmt: skip
        try:
            if not drawn.wait(LONGEST_S):
                raise GridmapError(_("浏览器 {n} 秒内没有画完").format(n=LONGEST_S))
            return time.perf_counter() - begun, session_mb(process.pid)
        finally:
            _end(process)
            server.shutdown()
            server.server_close()


def _as_anybody(profile: str) -> dict[str, Any]:
    """Chromium does not guard itself for root, so root runs it as nobody, who owns the profile."""
    if os.name != "posix" or os.geteuid() != 0:
        return {}
    os.chown(profile, NOBODY, NOBODY)
    return {"user": NOBODY, "group": NOBODY, "extra_groups": ()}


def _serve(page: bytes, drawn: threading.Event) -> ThreadingHTTPServer:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/drawn":
                drawn.set()
            known = self.path == "/"
            body = page if known else b""
            self.send_response(200 if known else 204)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End the browser and the processes that it started: they are a session of their own."""
    if os.name == "posix":
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()
