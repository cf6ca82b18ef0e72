"""What the windows remember between runs: geometry, docks, theme, the store opened last.

Kept in one small file of the user's; nothing personal goes into it.
"""

from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QByteArray, QSettings, QStandardPaths

T = TypeVar("T", str, int, QByteArray)


class Memory:
    """Named values in an INI file. ``path`` None is the user's own configuration folder."""

    def __init__(self, path: Path | None = None) -> None:
        if path is None:
            folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericConfigLocation)
            path = Path(folder) / "gridmap" / "windows.ini"
        self._values = QSettings(str(path), QSettings.Format.IniFormat)

    def get(self, name: str, default: T) -> T:
        """The remembered value, or ``default`` when there is none of that type."""
        value = self._values.value(name, default)
        return value if isinstance(value, type(default)) else default

    def put(self, name: str, value: str | int | QByteArray) -> None:
        """Remember a value; on disk at once."""
        self._values.setValue(name, value)
        self._values.sync()
