"""What mouse and keys do to a map (SCREENS.md 2): the same in every tool."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen, QWheelEvent

from gridmap.scene.hit import hit
from gridmap.scene.palette import palette
from gridmap.scene.view import View
from gridmap.screens.canvas.tool import Tool

if TYPE_CHECKING:
    from gridmap.screens.canvas.widget import MapCanvas

STEP = 2.0  # of one wheel click
FINE = 1.15
ARROW = 96  # logical pixels
SETTLE_MS = 50  # after the last wheel step
CLICK = 4  # logical pixels a click may wander
SHIFT, CTRL, ALT = (
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)
TURNS = {Qt.Key.Key_Shift: SHIFT, Qt.Key.Key_Control: CTRL}
ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
LEFT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton


class Gestures(QObject):
    """Turns the events of a canvas into moves of its view, picks, and calls of its tool."""

    def __init__(self, canvas: "MapCanvas") -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._tool: Tool | None = None
        self._drag = ""  # pan, band, tool or nothing
        self._from = self._last = QPointF()
        self._space = self._shifted = False
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(canvas.gesture_ended)
        canvas.installEventFilter(self)

    def set_tool(self, tool: Tool | None) -> None:
        """Give the left button to a tool, or back to browsing."""
        if self._tool is not None:
            self._tool.cancel()
        self._tool, self._drag = tool, ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """The events of the canvas."""
        if isinstance(event, QWheelEvent):
            self._wheel(event)
            return True
        if isinstance(event, QMouseEvent):
            return self._mouse(event)
        if isinstance(event, QKeyEvent):
            return self._key(event)
        if event.type() == QEvent.Type.FocusOut:
            self._space = False  # its release would go elsewhere
        return False

    def paint(self, painter: QPainter, view: View) -> None:
        """The rubber band."""
        if self._drag != "band":
            return
        colours, ratio = palette(view.theme), self._canvas.devicePixelRatioF()
        box = QRectF(self._from * ratio, self._last * ratio).normalized()
        wash = QColor(colours.accent)
        wash.setAlphaF(0.12)
        painter.setPen(QPen(QColor(colours.accent), view.ratio))
        painter.setBrush(wash)
        painter.drawRect(box)

    def _wheel(self, event: QWheelEvent) -> None:
        steps = event.angleDelta().y() / 120
        if not steps:
            return
        fine = bool(event.modifiers() & CTRL)
        self._begin()
        at = event.position()
        self._canvas.zoom_at((at.x(), at.y()), (FINE if fine else STEP) ** steps)
        self._settle.start()

    def _begin(self) -> None:
        if not self._settle.isActive() and not self._drag:
            self._canvas.gesture_began()
            self._canvas.remember()

    def _mouse(self, event: QMouseEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.MouseButtonPress:
            return self._press(event)
        if kind == QEvent.Type.MouseButtonDblClick:
            return self._double(event)
        if kind == QEvent.Type.MouseMove:
            return self._move(event)
        if kind == QEvent.Type.MouseButtonRelease:
            return self._release(event)
        return False

    def _press(self, event: QMouseEvent) -> bool:
        self._from = self._last = event.position()
        self._canvas.setFocus(Qt.FocusReason.MouseFocusReason)
        button, keys = event.button(), event.modifiers()
        self._shifted = bool(keys & SHIFT)
        if button == MIDDLE or (button == LEFT and self._space):
            self._start("pan")
        elif button == LEFT and self._tool is not None and self._tool.press(*self._place(event), keys):
            self._canvas.gesture.emit()
            self._drag = "tool"
        elif button == LEFT:
            self._drag = "click"
        else:
            return False
        return True

    def _start(self, drag: str) -> None:
        self._begin()
        self._drag = drag
        if drag == "pan":
            self._canvas.setCursor(Qt.CursorShape.ClosedHandCursor)

    def _move(self, event: QMouseEvent) -> bool:
        at = event.position()
        x, y = self._place(event)
        self._canvas.pointer = (x, y)
        self._canvas.pointed.emit(x, y)
        if self._drag == "click" and (at - self._from).manhattanLength() > CLICK:
            self._drag = ""
            self._start("band" if self._shifted else "pan")
        if self._drag == "pan":
            self._canvas.pan(at.x() - self._last.x(), at.y() - self._last.y())
        elif self._tool is not None and (self._drag == "tool" or not event.buttons()):
            (self._tool.move if self._drag else self._tool.hover)(x, y, event.modifiers())
        elif self._drag == "band" or self._canvas.furniture.coordinates:
            self._canvas.update()
        self._last = at
        return True

    def _release(self, event: QMouseEvent) -> bool:
        drag, self._drag = self._drag, ""
        if drag == "pan":
            self._canvas.unsetCursor()
            self._canvas.gesture_ended()
        elif drag == "band":
            self._zoom_band(QRectF(self._from, event.position()).normalized())
        elif drag == "tool" and self._tool is not None:
            self._tool.release(*self._place(event), event.modifiers())
        elif drag == "click":
            view = self._canvas.view
            self._canvas.picked.emit(*hit(self._canvas.scene, view, *self._place(event)))
        return bool(drag)

    def _double(self, event: QMouseEvent) -> bool:
        if event.button() != LEFT:
            return False
        x, y = self._place(event)
        if self._tool is not None and self._tool.double(x, y, event.modifiers()):
            return True
        if event.modifiers() & SHIFT:
            self._canvas.drill_out(x, y)
        else:
            self._canvas.drill_in(x, y)
        return True

    def _zoom_band(self, box: QRectF) -> None:
        canvas, ratio = self._canvas, self._canvas.devicePixelRatioF()
        if box.width() > CLICK and box.height() > CLICK:
            west, north = canvas.view.to_world(box.left() * ratio, box.top() * ratio)
            east, south = canvas.view.to_world(box.right() * ratio, box.bottom() * ratio)
            canvas.set_view(canvas.view.fitted((west, south, east, north), 0.0))
        canvas.gesture_ended()

    def _place(self, event: QMouseEvent) -> tuple[float, float]:
        ratio = self._canvas.devicePixelRatioF()
        return self._canvas.view.to_world(event.position().x() * ratio, event.position().y() * ratio)

    def _key(self, event: QKeyEvent) -> bool:
        pressed = event.type() == QEvent.Type.KeyPress
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space = pressed
            return pressed
        if event.key() in TURNS:
            self._turn(event)
        if not pressed:
            return False
        if event.key() == Qt.Key.Key_Escape:
            return self._cancel()
        if event.key() in ENTERS and self._tool is not None and self._tool.enter():
            return True
        return self._history(event) or self._whole(event) or self._step(event)

    def _turn(self, event: QKeyEvent) -> None:
        """Shift or Ctrl pressed or let go in the middle of a drag: the tool moves on the spot."""
        if self._drag == "tool" and self._tool is not None and self._canvas.pointer is not None:
            key = TURNS[Qt.Key(event.key())]
            held = (
                event.modifiers() | key if event.type() == QEvent.Type.KeyPress else event.modifiers() & ~key
            )
            self._tool.move(*self._canvas.pointer, held)

    def _cancel(self) -> bool:
        """Escape ends the drag, or what the tool had begun; without either it is for the window."""
        drag, self._drag = self._drag, ""
        if drag in ("tool", "") and self._tool is not None and self._tool.cancel():
            return True
        if drag in ("band", "pan"):
            self._canvas.unsetCursor()
            self._canvas.gesture_ended()
        return drag in ("band", "pan", "tool")

    def _history(self, event: QKeyEvent) -> bool:
        if not event.modifiers() & ALT or event.key() not in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            return False
        self._canvas.gesture.emit()
        if event.key() == Qt.Key.Key_Left:
            self._canvas.back()
        else:
            self._canvas.forward()
        return True

    def _whole(self, event: QKeyEvent) -> bool:
        keys = event.modifiers()
        if event.key() == Qt.Key.Key_F and keys & CTRL and keys & SHIFT:
            self._canvas.gesture.emit()
            self._canvas.fly_to_bounds(self._canvas.scene.bounds, 0.04)
            return True
        if event.key() == Qt.Key.Key_J and keys & CTRL:
            self._canvas.gesture.emit()
            self._canvas.fit_selection()
            return True
        return False

    def _step(self, event: QKeyEvent) -> bool:
        moves = {
            Qt.Key.Key_Left: (ARROW, 0), Qt.Key.Key_Right: (-ARROW, 0),
            Qt.Key.Key_Up: (0, ARROW), Qt.Key.Key_Down: (0, -ARROW),
        }  # fmt: skip
        zooms = {Qt.Key.Key_Plus: STEP, Qt.Key.Key_Equal: STEP, Qt.Key.Key_Minus: 1 / STEP}
        key = Qt.Key(event.key())
        if event.modifiers() & (CTRL | ALT) or (key not in moves and key not in zooms):
            return False
        self._begin()
        if key in moves:
            self._canvas.pan(*moves[key])
        else:
            self._canvas.zoom_at((self._canvas.width() / 2, self._canvas.height() / 2), zooms[key])
        self._settle.start()
        return True
