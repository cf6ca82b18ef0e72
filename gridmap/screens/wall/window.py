"""The wall's window: the frame painted here, the published plan on a canvas, a look at the store a second."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, QSize, Qt, QTimer
from PySide6.QtGui import (
    QCloseEvent,
    QColor,
    QImage,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import QWidget

from gridmap.scene.build import build
from gridmap.scene.layers import on_wall
from gridmap.scene.legend import legend
from gridmap.scene.view import View
from gridmap.scene.wall import WallContent, at_moment, wall_content
from gridmap.screens import jobs
from gridmap.screens.canvas import MapCanvas
from gridmap.screens.drill import WIDTH, frame_drill
from gridmap.screens.follower import Follower
from gridmap.screens.wall import colours, corners, frame
from gridmap.screens.wall.attention import Attention
from gridmap.screens.wall.face import MAPPED, Face
from gridmap.screens.wall.glass import Clearing, Glass, in_device_pixels, words_on_map
from gridmap.screens.wall.layout import Box, Layout
from gridmap.screens.wall.muster import Muster
from gridmap.screens.wall.painting import Legibility, legibility, paint
from gridmap.screens.wall.sheet import Mark, Sheet, Target
from gridmap.screens.wall.state import PAGE_SECONDS, WallState, scenes
from gridmap.session import Session
from gridmap.township.layer import LayerDefinition

TICK_MS = 1000
LOOK_MS = 250
"""How often the store is asked whether another process wrote: what happens is shown within a second."""
CLOSE_UP = 3.0
"""How many times nearer than the whole township an alarm is looked at."""
FILLS = 1.3
"""How many times nearer the map fills its pane, so that the corners need a ground of their own."""


class WallWindow(QWidget):
    """The wall: one township for everyone in the room, always masked, readable from ``seat_m`` metres.

    ``width_mm`` is the measured width of the picture, 0 when nobody measured it. ``now`` tells the
    civil time that everything is counted at; the age of the data is always that of the real clock.
    A refresh never moves the view: the map is fitted only when the set of open incidents changes,
    and not while somebody has moved it by hand.
    """

    def __init__(
        self, session: Session, layers: Sequence[LayerDefinition], seat_m: float = 5.0, width_mm: float = 0.0,
        now: Callable[[], datetime] = datetime.now,
    ) -> None:  # fmt: skip
        super().__init__()
        self._session, self._layers, self._now = session, tuple(layers), now
        self._seat_m, self._width_mm = seat_m, width_mm
        self._ticks = 0
        self._before: View | None = None
        self._drawn: tuple[object, tuple[str, ...]] = (None, ())
        layout = Layout.of(1920, 1080, seat_m, width_mm)
        self._face = Face(self._count(), WallState(clock=now()), layout)
        self.setWindowTitle(frame.wall_name(self.content))
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(QSize(640, 360))
        self.canvas = MapCanvas(self, theme="wall")
        self._clearing = self.canvas.furniture = Clearing(wall=self)
        self._glass = Glass(self)
        self.attention = Attention(self)
        self._muster = Muster(self)
        self._show_scene()
        self._connect()
        self.resize(1920, 1080)
        self._muster.follow()
        frame_drill(self, session, 2 * WIDTH, word=False)

    def _connect(self) -> None:
        self._session.changed.connect(self._changed)
        self.canvas.gesture.connect(self._gesture)
        self.canvas.picked.connect(self._picked)
        self.canvas.view_changed.connect(self._glass.update)
        self.canvas.installEventFilter(self)
        self._follower = Follower(self, self._session, lambda error: self._session.failed.emit(str(error)))
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.tick)
        self._timer.start(TICK_MS)
        self._follower.follow(LOOK_MS)
        keys: dict[str, Callable[[], object]] = {
            "Esc": self._leave, "F11": self.toggle_full_screen,
            "Home": self.fit, "Ctrl+Shift+F": self.fit, "*": self.fit, "M": self.attention.mute,
            "F9": self._session.masking.put_on,
        }  # fmt: skip
        for at, (scene, _title) in enumerate(scenes(), 1):
            keys[str(at)] = lambda scene=scene: self.show_scene(scene)  # type: ignore[misc]  # bound at once
        for key, act in keys.items():
            QShortcut(QKeySequence(key), self).activated.connect(act)

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

    def tick(self) -> None:
        """Once a second: turn the clock, and every eight seconds the page; ring when it is time."""
        self._ticks += 1
        clock = self._now()
        if (clock.hour, clock.minute) != (self.state.clock.hour, self.state.clock.minute):
            self._recount()
        turn = self._ticks // PAGE_SECONDS
        live = turn != self.state.turn or self.state.scene == "emergency"
        self._set(clock=clock, turn=turn, parts=("header", "body") if live else ("header",))
        self.attention.follow()

    def show_scene(self, scene: str) -> None:
        """Put another scene up; the map keeps its view."""
        self._set(scene=scene)
        self._place()

    def fit(self) -> None:
        """Show the whole township and let the map follow the incidents again."""
        self._fit()
        self._set(locked=False, chosen="")
        self._before = None

    def choose(self, key: str) -> None:
        """Fly to an alarm; the second time, back to exactly the view before."""
        if key == self.state.chosen and self._before is not None:
            before, self._before = self._before, None
            self.canvas.stop_flight()
            self.canvas.set_view(before)
            self._set(chosen="")
            return
        alarm = next((alarm for alarm in self.content.alarms if alarm.key == key), None)
        if alarm is None or alarm.place is None:
            return
        self._before = self._before or self.canvas.view
        whole = self.canvas.view.fitted(self._scene.bounds)
        self.canvas.fly_to(*alarm.place, whole.scale * CLOSE_UP)
        self._set(chosen=key)

    def toggle_full_screen(self) -> None:
        """F11."""
        if self.isFullScreen():
            self.showNormal()
        else:
            self.showFullScreen()

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
            *words_on_map(self.canvas, self._clearing, self.layout_now.least),
        ]

    def mute(self, silent: bool) -> None:
        """Say whether the wall makes no sound."""
        self._set(silent=silent)

    def corner_sheet(self) -> Sheet:
        """What stands in the corners of the map."""
        rows = corners.shown_rows(legend(self._scene))
        view = self.canvas.view
        close = view.scale > FILLS * view.fitted(self._scene.bounds).scale
        return corners.corners(self.content, self.state, self.layout_now, rows, view.scale, close)

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
        self._session.changed.disconnect(self._changed, missing_ok=True)
        super().closeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Lay everything out for the new size."""
        self.attention.setGeometry(self.rect())
        ratio = self.devicePixelRatio()
        size = (round(self.width() * ratio), round(self.height() * ratio))
        self._face.screen = Layout.of(*size, self._seat_m, self._width_mm)
        self._set()
        self._place()
        if not self.state.locked:
            self._fit()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """A click on a scene or an alarm."""
        targets = [target for sheet in self.sheets() for target in sheet.targets]
        self._click(targets, event.position())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """A click on the star in the map's corner is no gesture of the map; a double click is one."""
        if event.type() == QEvent.Type.MouseButtonDblClick:
            self._gesture()
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonPress:
            place = event.position() + QPointF(self.canvas.pos())
            return self._click(self.corner_sheet().targets, place)
        return super().eventFilter(watched, event)

    def _click(self, targets: Sequence[Target], place: QPointF) -> bool:
        ratio = self.devicePixelRatio()
        x, y = place.x() * ratio, place.y() * ratio
        target = next((target for target in targets if target.box.holds(x, y)), None)
        if target is None:
            return False
        if target.action == "scene":
            self.show_scene(target.about)
        elif target.action == "alarm":
            self.choose(target.about)
        else:
            self.fit()
        return True

    def _paint(self, painter: QPainter) -> None:
        painter.fillRect(0, 0, self.layout_now.width, self.layout_now.height, QColor(colours.GROUND))
        for sheet in self.sheets():
            paint(painter, sheet.marks)

    def sheets(self) -> list[Sheet]:
        """The frame as it stands: header, body, footer and, on a very wide wall, two wings."""
        return self._face.sheets(self._age())

    def header_now(self) -> Sheet:
        """The header with the clock and the age of the data at this moment."""
        return self._face.header(self._age())

    def _age(self) -> float:
        return (datetime.now() - self._session.loaded_at).total_seconds()

    def _set(self, parts: tuple[str, ...] = (), **values: object) -> None:
        """Change what is shown; without ``parts`` everything is laid out and painted again."""
        self._face.state = replace(self._face.state, **values)  # type: ignore[arg-type]  # its fields
        self._face.forget(*parts)
        if not parts:
            self.update()
            self._glass.update()
        for name in parts:
            self.update(self._logical(self._face.box(name)))

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

    def _count(self) -> WallContent:
        public = self._session.public
        return wall_content(public.snapshot, public.census, public.findings("resident"), self._now())

    def _recount(self) -> None:
        """Count again. An alarm that is no more gives the earlier view back; the map is fitted only
        when other incidents are open and nobody has sent it somewhere."""
        self._show_scene()
        before, self._face.content = self.content.incidents, self._count()
        keys = {alarm.key for alarm in self.content.alarms}
        if self.state.chosen and self.state.chosen not in keys:
            self.choose(self.state.chosen)
        free = not self.state.locked and not self.state.chosen
        if free and self.content.incidents != before:
            self._fit()
        self._set()
        self.attention.follow()
        self._muster.follow()

    def _changed(self, tables: frozenset[str]) -> None:
        self._recount()

    def _show_scene(self) -> None:
        """Build the map again if it would show anything else than it does."""
        public, now = self._session.public, at_moment(self._session.public.snapshot, self._now())
        marks = tuple((*now["incidents"]["uuid"], *now["patrols"]["uuid"]))
        if self._drawn[0] is public.snapshot and self._drawn[1] == marks:
            return
        self._drawn = (public.snapshot, marks)
        needed = "" if len(now["grids"]) else "groups"  # all the ground there is without grids
        hidden = frozenset(
            layer.name for layer in self._layers if not on_wall(layer) and layer.table != needed
        )
        view = replace(self.canvas.view, theme="wall", population="resident", masked=True, hidden=hidden)
        self._scene = build(now, public.census, self._layers, public.findings("resident"), view)
        self.canvas.set_scene(self._scene)

    def _gesture(self) -> None:
        if not self.state.locked or self._before is not None:
            self._before = None
            self._set(locked=True, chosen="")

    def _picked(self, table: str, uuid: str) -> None:
        """A click on an incident's symbol is a click on its row."""
        if table == "incidents":
            self.choose(uuid)

    def _leave(self) -> None:
        """Esc: back from an alarm first, then out of full screen."""
        if self.state.chosen:
            self.choose(self.state.chosen)
        elif self.isFullScreen():
            self.showNormal()
