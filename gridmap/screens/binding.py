"""Loading PySide, the binding to Qt, without what it works out again in every process."""

import linecache
import sys
from importlib import import_module

from gridmap.screens.compiled import compiled_once
from gridmap.township.folders import own_folder


def load() -> None:
    """Load PySide, which keeps its own code compiled in the user's folder and leaves all other unread."""
    with compiled_once(own_folder() / "pyside.compiled"):
        import_module("PySide6.QtCore")
    leave_sources_unread()


def leave_sources_unread() -> None:
    """Have PySide take every module imported from now on for one without its features, and let go of the
    sources that it has read.

    It looks for its snake_case features in the source of every module that is imported after it. None of
    ours asks for them; reading five hundred sources costs a start 0.1 s, and 16 MB that stay. A PySide that
    has no such search, or calls it otherwise, goes on as it does.
    """
    feature = sys.modules.get("PySide6.support.feature")
    if feature is not None and "_mod_uses_pyside" in vars(feature):
        vars(feature)["_mod_uses_pyside"] = lambda _module: False
    linecache.clearcache()
