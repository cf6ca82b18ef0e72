"""The program's entry: ``gridmap`` and ``python -m gridmap``."""

import gc
import os
import sys


def use_a_display_or_none() -> None:
    """Let Qt paint off screen where there is no screen, so that every command works over ssh and in tests."""
    if sys.platform.startswith("linux") and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    ):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def spare_the_second_core() -> None:
    """Let numpy start without threads for linear algebra, of which there is none: they take the core on
    which the township is opened meanwhile."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def main() -> None:
    """Run the command line; a failure the user can mend is one line and exit code 2."""
    use_a_display_or_none()
    spare_the_second_core()
    gc.disable()  # nothing imported is garbage, and looking takes a tenth of a start; a window turns it on
    from gridmap.cli import run  # after the platform is chosen

    sys.exit(run())


if __name__ == "__main__":
    main()
