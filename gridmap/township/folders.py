"""Where the two folders that make the first township are: ``shapes/`` and ``layers/``."""

from pathlib import Path

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
