"""Where folders are: ``shapes/`` and ``layers/``, which make the first township, and the user's own."""

import os
from pathlib import Path

import platformdirs

_PACKAGE = Path(__file__).resolve().parent.parent


def _folder(name: str) -> Path:
    installed = _PACKAGE / "data" / name
    return installed if installed.is_dir() else _PACKAGE.parent / name


def shapes_folder() -> Path:
    """The boundaries and ``township.toml`` that the program carries: a checkout's or the wheel's."""
    return _folder("shapes")


def layers_folder() -> Path:
    """The overlay definitions and ledgers that the program carries: a checkout's or the wheel's."""
    return _folder("layers")


def own_folder() -> Path:
    """The user's own gridmap folder: the sample's store, which township was opened last, kept columns.

    ``GRIDMAP_HOME`` moves it, for a shared seat or a test.
    """
    folder = os.environ.get("GRIDMAP_HOME")
    return Path(folder) if folder else platformdirs.user_data_path("gridmap", appauthor=False)
