"""The program's entry: ``gridmap`` and ``python -m gridmap``."""

import gc
import os
import sys
from collections.abc import Sequence


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


def is_desk_alone(words: Sequence[str]) -> bool:
    """Whether the command is the desk, with a township or without, and nothing that needs explaining."""
    return list(words[:1]) in ([], ["desk"]) and len(words) <= 2 and not any(w.startswith("-") for w in words)


def open_desk(words: Sequence[str]) -> int:
    """The desk as its command opens it, before a command line is there to be read."""
    from gridmap.errors import GridmapError
    from gridmap.opening import open_desk

    try:
        return open_desk(words[1] if len(words) == 2 else None)
    except KeyboardInterrupt:
        return 130
    except GridmapError as failure:
        sys.stderr.write(" ".join(str(failure).split()) + "\n")
    return 2


def main() -> None:
    """Run the command line; a failure the user can mend is one line and exit code 2."""
    use_a_display_or_none()
    spare_the_second_core()
    gc.disable()  # nothing imported is garbage, and looking takes a tenth of a start; a window turns it on
    if is_desk_alone(sys.argv[1:]):
        sys.exit(open_desk(sys.argv[1:]))
    from gridmap.cli import run  # after the platform is chosen

    sys.exit(run())


if __name__ == "__main__":
    main()
