"""Whole processes, from their start: the first map of the desk, ``gridmap check``, ``gridmap snapshot``.

The caller holds the clock: to the first line for ``start``, ``start_whole`` and ``numpy``, to the end for the
others.
"""

import os
import runpy
import sys
from collections.abc import Callable, Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from types import ModuleType
from typing import Any

Over = Callable[[Any], bool]


def start(store: Path) -> None:
    """``gridmap desk``, until the first map is on the screen, kept or the desk's own; then the process
    ends at once."""
    sys.meta_path.insert(0, _Watching("gridmap.screens.kept_map", "KeptMap", "show", lambda _kept: True))
    start_alive(store)


def start_alive(store: Path) -> None:
    """``gridmap desk``, until the map that answers to a hand has been painted for the first time."""
    _desk(
        store, "gridmap.screens.canvas.widget", "MapCanvas", "paintEvent", lambda map_: bool(map_.scene.marks)
    )


start_anew = start
"""The same where no map has been kept."""


def start_whole(store: Path) -> None:
    """``gridmap desk``, until the bars, tools and panels around the map have been made and painted too."""
    _desk(store, "gridmap.screens.desk.opening", "Opening", "_go_through", _is_whole)


def _is_whole(opening: Any) -> bool:  # noqa: ANN401 its type would import Qt before the command does
    from PySide6.QtCore import QCoreApplication

    if opening.parent().furnished:
        QCoreApplication.processEvents()
    return bool(opening.parent().furnished)


def _desk(store: Path, module: str, name: str, method: str, over: Over) -> None:
    sys.meta_path.insert(0, _Watching(module, name, method, over))
    sys.argv = ["gridmap", "desk", str(store)]
    runpy.run_module("gridmap", run_name="__main__")


def numpy() -> None:
    """The floor of every process of ours: ``import numpy`` in a fresh interpreter."""
    __import__("numpy")
    _say_and_end()


def check(store: Path) -> dict[str, Any]:
    """``gridmap check --json``: every rule on the resident population."""
    return _command("check", str(store), "--json")


def snapshot(store: Path, folder: Path) -> dict[str, Any]:
    """``gridmap snapshot``: the desk as a picture of 1920 × 1080."""
    return _command("snapshot", str(store), "--out", str(folder / "desk.png"))


def _command(*words: str) -> dict[str, Any]:
    """The command line itself; what it prints stands before the trial's own line."""
    sys.argv = ["gridmap", *words]
    try:
        runpy.run_module("gridmap", run_name="__main__")
    except SystemExit as end:
        return {"code": end.code}
    return {}


class _Watching(MetaPathFinder):
    """Waits for a module to be imported, whenever that is, and ends the process when a method of a class in
    it has done what is waited for.

    So nothing is imported earlier, or in another order, than the command does by itself.
    """

    def __init__(self, module: str, name: str, method: str, over: Over) -> None:
        self._module, self._name, self._method, self._over = module, name, method, over

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name != self._module:
            return None
        sys.meta_path.remove(self)
        spec = PathFinder.find_spec(name, path, target)
        assert spec is not None
        assert spec.loader is not None
        spec.loader = _Wrapping(spec.loader, self.wrap)
        return spec

    def wrap(self, module: ModuleType) -> None:
        """Have the method end the process."""
        kind = getattr(module, self._name)
        method, over = getattr(kind, self._method), self._over

        def do_and_end(self: object, *words: object) -> None:
            method(self, *words)
            if over(self):
                _say_and_end()

        setattr(kind, self._method, do_and_end)


class _Wrapping(Loader):
    """Loads a module as another loader does, and then changes it."""

    def __init__(self, loader: Loader, wrap: Callable[[ModuleType], None]) -> None:
        self._loader, self._wrap = loader, wrap

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        self._loader.exec_module(module)
        self._wrap(module)


def _say_and_end() -> None:
    from gridmap.bench.trials.__main__ import say

    sys.stdout.write("\n")
    sys.stdout.flush()
    say({})
    os._exit(0)
