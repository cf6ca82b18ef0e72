"""Whole processes, from their start: the first map of the desk, ``gridmap check``, ``gridmap snapshot``.

The caller holds the clock: to the first line for ``start`` and ``numpy``, to the end for the others.
"""

import os
import runpy
import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from gridmap.screens.canvas import MapCanvas

WIDGET, PAINT = "gridmap.screens.canvas.widget", "paintEvent"


def start(store: Path) -> None:
    """``gridmap desk``, until the map has been painted for the first time; then the process ends at once."""
    sys.meta_path.insert(0, _WhenPainted())
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


class _WhenPainted(MetaPathFinder):
    """Waits for the map's widget to be imported, whenever that is, and tells its first painted map.

    So nothing is imported earlier, or in another order, than the command does by itself.
    """

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name != WIDGET:
            return None
        sys.meta_path.remove(self)
        spec = PathFinder.find_spec(name, path, target)
        assert spec is not None
        assert spec.loader is not None
        spec.loader = _Wrapping(spec.loader)
        return spec


class _Wrapping(Loader):
    """Loads the widget's module as another loader does, and then wraps its painting."""

    def __init__(self, loader: Loader) -> None:
        self._loader = loader

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        self._loader.exec_module(module)
        canvas = module.MapCanvas
        paint = canvas.paintEvent

        def paint_and_end(self: "MapCanvas", event: "QPaintEvent") -> None:
            paint(self, event)
            if self.scene.marks:
                _say_and_end()

        setattr(canvas, PAINT, paint_and_end)


def _say_and_end() -> None:
    from gridmap.bench.trials.__main__ import say

    sys.stdout.write("\n")
    sys.stdout.flush()
    say({})
    os._exit(0)
