"""The wall's window: the frame painted here, the published plan on a canvas, a look at the store a second."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QRect, QSize, Qt, QTimer
from PySide6.QtGui import (
    QCloseEvent,
    QColor,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QWidget

from gridmap.scene.wall import WallContent
from gridmap.screens import jobs
from gridmap.screens.canvas import MapCanvas
from gridmap.screens.drill import WIDTH, frame_drill
from gridmap.screens.follower import Follower
from gridmap.screens.wall import colours, frame, overlay
from gridmap.screens.wall.attention import Attention
from gridmap.screens.wall.calibration import Calibration
from gridmap.screens.wall.counting import Counting
from gridmap.screens.wall.face import MAPPED, Face
from gridmap.screens.wall.gaze import Gaze
from gridmap.screens.wall.glass import Clearing, Glass, in_device_pixels, words_on_map
from gridmap.screens.wall.ground import Ground
from gridmap.screens.wall.hand import Hand
from gridmap.screens.wall.layout import Box, Layout
from gridmap.screens.wall.muster import Muster
from gridmap.screens.wall.painting import Legibility, legibility, paint
from gridmap.screens.wall.rescue import Rescue
from gridmap.screens.wall.sheet import Mark, Sheet
from gridmap.screens.wall.state import PAGE_SECONDS, WallState
from gridmap.screens.wall.tape import Tape
from gridmap.screens.wall.tour import Tour
from gridmap.screens.wall.upon import upon_map
from gridmap.session import Session
from gridmap.township.layer import LayerDefinition
from gridmap.township.snapshot import Snapshot

TICK_MS = 1000
LOOK_MS = 250
"""How often the store is asked whether another process wrote: what happens is shown within a second."""


class WallWindow(QWidget):
    """The wall: one township for everyone in the room, always masked, readable from the farthest seat.

    ``measured`` says how large the picture is and how far that seat. ``now`` tells the civil time that
    everything is counted at; the age of the data is always that of the real clock.
    A refresh never moves the view: the map is fitted only when the set of open incidents changes,
    and not while somebody has moved it by hand.
    """

    def __init__(
        self, session: Session, layers: Sequence[LayerDefinition], measured: Calibration | None = None,
        now: Callable[[], datetime] = datetime.now,
    ) -> None:  # fmt: skip
        super().__init__()
        self._session, self._now = session, now
        self._counting = Counting(session, now)
        self.tape = Tape(self, measured)
        self._ticks = 0
        self._face = Face(self._counting.content(), WallState(clock=now()), self.tape.layout())
        self.setWindowTitle(frame.wall_name(self.content))
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(QSize(640, 360))
        self.canvas = MapCanvas(self, theme="wall")
        self._clearing = self.canvas.furniture = Clearing(wall=self)
        self.ground = Ground(self.canvas, session, layers, now)
        self._glass = Glass(self)
        self.attention = Attention(self)
        self.gaze = Gaze(self)
        self.tour = Tour(self)
        self._muster = Muster(self)
        self._rescue = Rescue(self, session, self._relieved)
        self._hand = Hand(self)
        self.ground.show()
        self._follow()
        self.resize(1920, 1080)
        self._muster.follow()
        self._rescue.follow(self.content)
        self._draw()
        frame_drill(self, session, 2 * WIDTH, word=False)

    def _follow(self) -> None:
        self._session.changed.connect(self._changed)
        self.canvas.view_changed.connect(self._glass.update)
        self._follower = Follower(self, self._session, self._failed, self._counting.ahead)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.tick)
        self._timer.start(TICK_MS)
        self._follower.follow(LOOK_MS)

    @property
    def state(self) -> WallState:
        """How the township is looked at just now."""
        return self._face.state

    @property
    def content(self) -> WallContent:
        """What the window says just now."""
        return self._face.content

    @property
    def layout_now(self) -> Layout:
        """Where everything stands on this screen."""
        return self._face.layout

    def put_on_mask(self) -> None:
        """Mask every window of the township; this one always is."""
        self._session.masking.put_on()

    def tick(self) -> None:
        """Once a second: turn the clock, and every eight seconds the page; ring when it is time."""
        self._ticks += 1
        clock = self._now()
        if (clock.hour, clock.minute) != (self.state.clock.hour, self.state.clock.minute):
            self._recount()
        turn = self._ticks // PAGE_SECONDS
        live = turn != self.state.turn or self.state.scene == "emergency"
        self.alter(clock=clock, turn=turn, parts=("header", "body") if live else ("header",))
        self.attention.follow()
        self.tour.second()

    def show_scene(self, scene: str) -> None:
        """Put another scene up; the map keeps its view, but the emergency scene has one of its own."""
        earlier = self.state.scene
        self.alter(scene=scene)
        self._place()
        self._muster.turned(earlier)
        self._draw()

    def fit(self) -> None:
        """Show the whole township and let the map follow the incidents again."""
        self._fit()
        self.gaze.free()

    def picture(self) -> QImage:
        """The window as it stands, sharp, in device pixels."""
        image = QImage(self.layout_now.width, self.layout_now.height, QImage.Format.Format_RGB32)
        box = self.layout_now.map
        with QPainter(image) as painter:
            self._paint(painter)
            if self.canvas.isVisibleTo(self):
                self.canvas.settle()
                ground = self.canvas.grab().toImage()
                ground.setDevicePixelRatio(1.0)
                painter.drawImage(box.x, box.y, ground)
                paint(painter, self.corner_sheet().marks)
        return image

    def legibility(self) -> list[Legibility]:
        """Every text of the frame, the corners and the map as the farthest seat meets it."""
        marks: list[Mark] = [mark for sheet in self.sheets() for mark in sheet.marks]
        if not self.canvas.isVisibleTo(self):
            return legibility(marks, self.layout_now)
        marks += self.corner_sheet().marks
        return [
            *legibility(marks, self.layout_now),
            *words_on_map(self.canvas, self._clearing, self.layout_now),
        ]

    def mute(self, silent: bool) -> None:
        """Say whether the wall makes no sound."""
        self.alter(silent=silent)

    def sheets(self) -> list[Sheet]:
        """The frame as it stands: header, body, footer and, on a very wide wall, two wings."""
        return self._face.sheets(self._age())

    def header_now(self) -> Sheet:
        """The header with the clock and the age of the data at this moment."""
        return self._face.header(self._age())

    def corner_sheet(self) -> Sheet:
        """What stands in the corners of the map, and who comes."""
        return upon_map(self.content, self.state, self.layout_now, self.ground, self.canvas.view)

    @property
    def plan(self) -> Snapshot:
        """The published plan."""
        return self._session.public.snapshot

    def alter(self, parts: tuple[str, ...] = (), **values: object) -> None:
        """Change how it is looked at; without ``parts`` everything is laid out and painted again."""
        lit = self.state.spot
        self._face.state = replace(self._face.state, **values)  # type: ignore[arg-type]  # its fields
        self._face.forget(*parts)
        if not parts:
            self.update()
            self._glass.update()
        for name in parts:
            self.update(self._logical(self._face.box(name)))
        if self.state.spot != lit:
            self._draw()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint header, panel, footer and wings."""
        with QPainter(self) as painter:
            in_device_pixels(painter, self)
            self._paint(painter)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """The first map comes at once; what it did without comes right after it."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self._follower.look)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Stop looking at the store; the session belongs to whoever opened it."""
        self._timer.stop()
        self._follower.stop()
        jobs.end_all(self)
        self._session.changed.disconnect(self._changed)
        super().closeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Lay everything out for the new size."""
        self.attention.setGeometry(self.rect())
        self.lay_out()

    def lay_out(self) -> None:
        """Stand everything where size and measure of the screen want it."""
        self._face.screen = self.tape.layout()
        self.alter()
        self._place()
        if not self.state.locked:
            self._fit()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """A click on a scene or an alarm."""
        self._hand.press(event)

    def _paint(self, painter: QPainter) -> None:
        painter.fillRect(0, 0, self.layout_now.width, self.layout_now.height, QColor(colours.GROUND))
        for sheet in self.sheets():
            paint(painter, sheet.marks)

    def _age(self) -> float:
        return (datetime.now() - self._session.loaded_at).total_seconds()

    def _logical(self, box: Box) -> QRect:
        ratio = self.devicePixelRatio()
        left, top = round(box.x / ratio), round(box.y / ratio)
        return QRect(left, top, round(box.right / ratio) - left, round(box.bottom / ratio) - top)

    def _place(self) -> None:
        """Put the canvas where the layout wants it, lettered for the farthest seat."""
        self.canvas.unit = self.layout_now.unit / self.devicePixelRatio()
        box = self._logical(self.layout_now.map)
        for widget in (self.canvas, self._glass):
            widget.setGeometry(box)
            widget.setVisible(self.state.scene in MAPPED)

    def _fit(self) -> None:
        self.canvas.set_view(self.canvas.view)  # a canvas that was just resized learns its size first
        if not self._muster.look():
            self.canvas.fit()

    def _failed(self, error: Exception) -> None:
        self._session.failed.emit(str(error))

    def _recount(self) -> None:
        """Count again. An alarm that is no more gives the earlier view back; the map is fitted only
        when other incidents are open and nobody has sent it somewhere."""
        self.ground.show()
        before, counted = self.content.incidents, self._counting.content()
        self._rescue.follow(counted)
        self._face.content = replace(counted, relief=self._rescue.relief(counted))
        self.gaze.recheck()
        free = not (self.state.locked or self.state.chosen or self.state.spot)
        turned = self._muster.follow()
        if free and not turned and self.content.incidents != before:
            self._fit()
        self.alter()
        self.attention.follow()
        self._draw()
        if self.content.incidents - before:
            self.tour.alert()

    def _relieved(self) -> None:
        """Help on its way was worked out."""
        self._face.content = replace(self.content, relief=self._rescue.relief(self.content))
        self.alter()
        self._draw()

    def _draw(self) -> None:
        overlay.draw(self, self.plan)

    def _changed(self, tables: frozenset[str]) -> None:
        self._recount()
