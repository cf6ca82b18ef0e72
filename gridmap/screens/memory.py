"""What the windows remember between runs: geometry, docks, theme.

Kept in one small file of the user's; nothing personal goes into it.
"""

import os
import zlib
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QByteArray, QSettings, QStandardPaths

T = TypeVar("T", str, int, QByteArray)
Value = str | int | QByteArray


class Memory:
    """Named values in an INI file."""

    def __init__(self, path: Path) -> None:
        self._values = QSettings(str(path), QSettings.Format.IniFormat)

    @classmethod
    def own(cls) -> "Memory":
        """The user's: in the configuration folder, or where ``GRIDMAP_HOME`` says."""
        home = os.environ.get("GRIDMAP_HOME")
        if home:
            return cls(Path(home) / "windows.ini")
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericConfigLocation)
        return cls(Path(folder) / "gridmap" / "windows.ini")

    def get(self, name: str, default: T) -> T:
        """The remembered value, or ``default`` when there is none of that type."""
        value = self._values.value(name, default)
        return value if isinstance(value, type(default)) else default

    @property
    def is_own(self) -> bool:
        """Whether it is the user's, which the next window will have too."""
        return self._values.fileName() == self.own()._values.fileName()

    def stamp(self) -> str:
        """What tells all that is remembered from anything else; '' while nothing is."""
        try:
            return f"{zlib.crc32(Path(self._values.fileName()).read_bytes()):08x}"
        except OSError:
            return ""

    def put(self, name: str, value: Value) -> None:
        """Remember a value; on disk at once."""
        self._values.setValue(name, value)
        self._values.sync()


class Forgetful(Memory):
    """Remembers only while it lives: for pictures, which must not depend on whose machine it is."""

    def __init__(self) -> None:
        self._held: dict[str, Value] = {}

    @property
    def is_own(self) -> bool:
        """False: nothing of it will be there again."""
        return False

    def get(self, name: str, default: T) -> T:
        """The value put earlier, or ``default``."""
        value = self._held.get(name, default)
        return value if isinstance(value, type(default)) else default

    def put(self, name: str, value: Value) -> None:
        """Hold a value."""
        self._held[name] = value
