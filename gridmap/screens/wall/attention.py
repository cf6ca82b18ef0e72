"""What makes the room look up: a halo around an urgent alarm that nobody has acknowledged, and a ding."""

from collections.abc import Iterator
from datetime import datetime
from typing import Protocol

import numpy as np
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from gridmap.response.attention import HALF_BEAT, Flash
from gridmap.scene.wall import WallContent
from gridmap.screens.canvas import MapCanvas
from gridmap.screens.sound import Sound
from gridmap.screens.wall import colours
from gridmap.screens.wall.face import MAPPED
from gridmap.screens.wall.glass import in_device_pixels
from gridmap.screens.wall.layout import PAD, Layout
from gridmap.screens.wall.sheet import Sheet
from gridmap.screens.wall.state import WallState

IN_LIST, ON_MAP, STROKE = 40.0, 56.0, 6.0
"""The radius of the halo in units, around a symbol of 60 in the list and of 80 on the map."""


class Wall(Protocol):
    """What is asked of the wall."""

    canvas: MapCanvas

    @property
    def content(self) -> WallContent:
        """What it says."""
        ...

    @property
    def state(self) -> WallState:
        """How it is looked at."""
        ...

    @property
    def layout_now(self) -> Layout:
        """Where everything stands."""
        ...

    def sheets(self) -> list[Sheet]:
        """The frame with the places that answer a click."""
        ...

    def mute(self, silent: bool) -> None:
        """Say whether it is silent."""
        ...


class Attention(QWidget):
    """A sheet over the wall that is there only while something flashes; the mouse goes through it."""

    def __init__(self, wall: QWidget) -> None:
        super().__init__(wall)
        self._wall: Wall = wall  # type: ignore[assignment]  # a widget that is a Wall
        self._flash, self.sound = Flash(), Sound()
        self.keys: frozenset[str] = frozenset()
        self.lit = False
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._beat = QTimer(self)
        self._beat.setInterval(int(HALF_BEAT.total_seconds() * 1000))
        self._beat.timeout.connect(self._turn)
        self.hide()

    def follow(self) -> None:
        """The alarms or the clock changed: ring, begin or stop to flash."""
        now = datetime.now()
        self.sound.hear(self._wall.content.alarms, now)
        self.keys = self._flash.flashing(self._wall.content.alarms, now)
        if bool(self.keys) != self._beat.isActive():
            self.setVisible(bool(self.keys))
            self._beat.start() if self.keys else self._beat.stop()
            self.raise_()

    def mute(self) -> None:
        """Sound off, and on again."""
        self.sound.on = not self.sound.on
        self._wall.mute(not self.sound.on)

    def halos(self) -> Iterator[tuple[QPointF, float]]:
        """Middle and radius of every halo, in device pixels of the wall."""
        layout = self._wall.layout_now
        for sheet in self._wall.sheets():
            for target in sheet.targets:
                if target.action == "alarm" and target.about in self.keys:
                    left, top = layout.px(PAD + 30), layout.px(52)
                    yield QPointF(target.box.x + left, target.box.y + top), layout.px(IN_LIST)
        if self._wall.state.scene not in MAPPED:
            return
        view, box = self._wall.canvas.view, layout.map
        for alarm in self._wall.content.alarms:
            if alarm.key in self.keys and alarm.place is not None:
                x, y = view.to_pixels(np.array([alarm.place])).tolist()[0]
                if 0 <= x < box.width and 0 <= y < box.height:
                    yield QPointF(box.x + x, box.y + y), layout.px(ON_MAP)

    def _turn(self) -> None:
        now = datetime.now()
        self.keys = self._flash.flashing(self._wall.content.alarms, now)
        if not self.keys:
            self._beat.stop()
            self.hide()
        self.lit = self._flash.lit(now)
        ratio, stroke = self.devicePixelRatio(), self._wall.layout_now.px(STROKE)
        for middle, radius in self.halos():
            reach = (radius + stroke) / ratio
            corner = QPoint(int(middle.x() / ratio - reach), int(middle.y() / ratio - reach))
            self.update(QRect(corner, QSize(int(2 * reach) + 2, int(2 * reach) + 2)))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """A white ring in every other half of the beat."""
        if not self.lit:
            return
        with QPainter(self) as painter:
            in_device_pixels(painter, self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(colours.WHITE), self._wall.layout_now.stroke(STROKE)))
            for middle, radius in self.halos():
                painter.drawEllipse(QRectF(middle.x() - radius, middle.y() - radius, 2 * radius, 2 * radius))
