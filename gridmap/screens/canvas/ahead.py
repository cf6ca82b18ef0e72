"""Works out, beside the window, what nearer scales of a scene will show."""

import threading

from PySide6.QtCore import QObject, QTimer

from gridmap.scene.prepare import prepare
from gridmap.scene.scene import Scene

QUIET_MS = 250
"""How long a scene must have stood: its first picture comes before the next scales."""


class Ahead(QObject):
    """One scene at a time, in a thread of its own that gives up when another is followed."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._scene: Scene | None = None
        self._generation = 0
        self._quiet = QTimer(self, singleShot=True, interval=QUIET_MS)
        self._quiet.timeout.connect(self._begin)

    def follow(self, scene: Scene) -> None:
        """Prepare this scene soon, and the one before no further."""
        self.stop()
        self._scene = scene
        self._quiet.start()

    def stop(self) -> None:
        """Prepare nothing any more."""
        self._generation += 1
        self._quiet.stop()

    def _begin(self) -> None:
        mine, scene = self._generation, self._scene
        if scene is not None:
            threading.Thread(
                target=prepare, args=(scene, lambda: self._generation != mine), name="gridmap-ahead"
            ).start()
