"""The tool bar, 48 px: search, undo, tools, population, wall."""

from collections.abc import Callable, Sequence
from functools import cache

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QColor, QFontMetrics, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolBar, QToolButton, QWidget

from gridmap.i18n import _
from gridmap.scene.palette import Palette
from gridmap.screens.desk.actions import Actions
from gridmap.screens.desk.parts import label, row, surface
from gridmap.screens.desk.search_box import SearchBox
from gridmap.screens.desk.tools import IN_BAR
from gridmap.screens.theme import font
from gridmap.township.census import COUNTED

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
HEIGHT, PAD, GAP, ICON = 32, 10, 6, 18


@cache
def _wide(text: str, size: int, weight: int) -> int:
    """How wide a text is."""
    return QFontMetrics(font(size, weight)).horizontalAdvance(text)


class Tool(QToolButton):
    """An action as icon, name and key, 32 px high.

    ``look``: ``tool`` lies flat, ``button`` has a rim, ``first middle last`` are pieces of one rim. Where
    it is to be brief, an icon stands alone; its tip has the words.
    """

    def __init__(
        self, action: QAction, colours: Callable[[], Palette], look: str = "tool", *, named: bool = True,
        keyed: bool = True,
    ) -> None:  # fmt: skip
        super().__init__()
        self.setDefaultAction(action)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(action.text())
        self._colours, self._look = colours, look
        self._name = action.text() if named else ""
        self._brief = False
        self._key = action.shortcut().toString() if named and keyed else ""
        self._size = self._measure()

    def say_briefly(self, brief: bool) -> None:
        """Show the icon alone, or the words too."""
        brief = brief and not self.defaultAction().icon().isNull()
        if brief != self._brief:
            self._brief = brief
            self._size = self._measure()
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 Qt's name
        """Exactly what stands in it, measured before: a layout of the bar asks a thousand times."""
        return self._size

    def minimumSizeHint(self) -> QSize:  # noqa: N802 Qt's name
        """It never shrinks."""
        return self._size

    def _measure(self) -> QSize:
        parts = [ICON] if not self.defaultAction().icon().isNull() else []
        words = () if self._brief else ((self._name, 13), (self._key, 12))
        parts += [_wide(text, size, 600) for text, size in words if text]
        return QSize(2 * PAD + sum(parts) + GAP * (len(parts) - 1), HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 Qt's name
        """Ground, icon, name, key."""
        colours, action = self._colours(), self.defaultAction()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter, colours)
        ink = colours.accent if action.isChecked() else colours.text if self.isEnabled() else colours.disabled
        x = float(PAD)
        if not action.icon().isNull():
            state = action.icon().State.On if action.isChecked() else action.icon().State.Off
            mode = action.icon().Mode.Normal if self.isEnabled() else action.icon().Mode.Disabled
            box = QRectF(x, (self.height() - ICON) / 2, ICON, ICON).toRect()
            action.icon().paint(painter, box, Qt.AlignmentFlag.AlignCenter, mode, state)
            x += ICON + GAP
        for text, size, weight, colour in self._words(ink, colours):
            painter.setFont(font(size, weight))
            painter.setPen(QColor(colour))
            painter.drawText(QRectF(x, 0, 400, self.height()), _LEFT, text)
            x += _wide(text, size, 600) + GAP
        painter.end()

    def _words(self, ink: str, colours: Palette) -> list[tuple[str, int, int, str]]:
        held = self.defaultAction().isChecked()
        key = (
            ink if held or not self.isEnabled() else colours.third if self._look == "tool" else colours.second
        )
        words = (
            (self._name, 13, 600 if held and self._look != "tool" else 400, ink),
            (self._key, 12, 400, key),
        )
        return [entry for entry in words if entry[0] and not self._brief]

    def _ground(self, painter: QPainter, colours: Palette) -> None:
        held, flat = self.defaultAction().isChecked(), self._look == "tool"
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        fill = colours.selected_row if held or self.isDown() else "" if flat else colours.button
        rim = colours.accent if (held and flat) or self.hasFocus() else "" if flat else colours.line
        if self.underMouse() and self.isEnabled() and not held:
            fill = colours.selected_row if flat else fill
            rim = rim if flat else colours.third
        painter.setBrush(QColor(fill) if fill else Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(rim), 1) if rim else Qt.PenStyle.NoPen)
        painter.drawPath(_piece(box, self._look))


def _piece(box: QRectF, look: str) -> QPainterPath:
    """A rounded box; the pieces of one rim are rounded only at its ends."""
    path = QPainterPath()
    if look in ("first", "middle", "last"):
        path.setFillRule(Qt.FillRule.WindingFill)
        wide = box.adjusted(0, 0, 8 if look == "first" else 0, 0)
        wide = wide.adjusted(-8 if look == "last" else 0, 0, 0, 0)
        rounded, cut = QPainterPath(), QPainterPath()
        radius = 0 if look == "middle" else 4
        rounded.addRoundedRect(wide, radius, radius)
        cut.addRect(box)
        return rounded.intersected(cut)
    path.addRoundedRect(box, 4, 4)
    return path


class Room(QObject):
    """Takes the words from the icons of a bar that has no room for all, as on a screen 1366 wide."""

    def __init__(self, bar: QToolBar) -> None:
        super().__init__(bar)
        self._bar, self._wanted = bar, bar.sizeHint().width()
        bar.installEventFilter(self)
        self._share_out()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 Qt's name
        """The bar became wider or narrower."""
        if event.type() == QEvent.Type.Resize:
            self._share_out()
        return super().eventFilter(watched, event)

    def _share_out(self) -> None:
        for tool in self._bar.findChildren(Tool):
            tool.say_briefly(self._bar.width() < self._wanted)


def fill(bar: QToolBar, actions: Actions, search: SearchBox, colours: Callable[[], Palette]) -> None:
    """Put everything into the bar of one desk window."""
    bar.addWidget(search)
    bar.addWidget(_separator())
    for name in ("undo", "redo"):
        bar.addWidget(Tool(actions[name], colours, named=False))
    bar.addWidget(_separator())
    for name in ("identify", "measure", "area", "nearest"):
        bar.addWidget(Tool(actions[name], colours))
    bar.addWidget(_separator())
    for name in IN_BAR:
        bar.addWidget(Tool(actions[name], colours))
    space = QWidget()
    space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    bar.addWidget(space)
    title = label(_("人口"), tone="second")
    title.setContentsMargins(0, 0, 8, 0)
    bar.addWidget(title)
    bar.addWidget(_joined(actions, colours, COUNTED))  # a forecast that nobody made is greyed
    bar.addWidget(_separator())
    bar.addWidget(Tool(actions["web_map"], colours, "button"))
    bar.addWidget(_joined(actions, colours, ("wall", "send")))
    bar.addWidget(Tool(actions["mask"], colours, "button"))
    Room(bar)


def _separator() -> QWidget:
    tick = surface("tick")
    tick.setFixedSize(1, 24)
    made = QWidget()
    made.setLayout(row(tick, margins=(8, 0, 8, 0)))
    return made


def _joined(actions: Actions, colours: Callable[[], Palette], names: Sequence[str]) -> QWidget:
    """Actions side by side as pieces of one rim."""
    made = QWidget()
    box = QHBoxLayout(made)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(0)
    for look, name in zip(("first", *["middle"] * (len(names) - 2), "last"), names, strict=True):
        keyed = "+" not in actions[name].shortcut().toString()  # a long key stands in the tip alone
        box.addWidget(Tool(actions[name], colours, look, keyed=keyed))
    return made
