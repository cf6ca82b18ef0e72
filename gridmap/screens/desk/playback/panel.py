"""The strip of 44 px under the map: steps, speed, the bar of time, as it happened or as it was known."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from gridmap.i18n import _
from gridmap.response.timeline import NOUN_TITLES, NOUNS, Noun, Timeline, reported_at, timeline, words
from gridmap.scene.trail import Trail
from gridmap.scene.view import Bounds
from gridmap.screens import icons
from gridmap.screens.desk.parts import button, label, row
from gridmap.screens.desk.playback.bar import TimeBar, day_of
from gridmap.screens.desk.playback.layer import TrailLayer, trails_of
from gridmap.screens.desk.playback.player import SPEEDS, Player
from gridmap.screens.desk.segments import Segments
from gridmap.screens.response.latest import Latest
from gridmap.township.settings import DEFAULT_TRACK
from gridmap.township.track import civil

if TYPE_CHECKING:
    from gridmap.screens.desk.window import DeskWindow

HEIGHT = 44
AROUND_S = 240.0
"""What the bar shows on both sides of seconds that somebody wants to look at."""
ROOM = {"nouns": 820, "ways": 660, "speeds": 500}
"""Logical pixels from which a part of the strip is shown."""
REST_MS = 200
"""How long the stretch must have been still before the tables follow it."""
HIDDEN = ("incidents", "patrols")
"""Tables whose own layers give way: the map shows those of the moment."""


class PlaybackPanel(QWidget):
    """Plays back only while it is seen; then the map shows what was instead of what is."""

    def __init__(self, window: "DeskWindow") -> None:
        super().__init__()
        self._window, self._state = window, window.state
        self.line: Timeline | None = None
        self.player = Player(self)
        self.layer = TrailLayer(window, window.state, window.canvas)
        self.bar = TimeBar(window.state)
        self._away: frozenset[str] = frozenset()
        self._wanted: tuple[float, float, float, float] | None = None
        self._colours = ""
        self._latest = Latest(window, self.take, window.fail)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._tell)
        self._build()
        self.player.moved.connect(self._follow)
        self.player.changed.connect(self._paint)
        self.bar.moved.connect(self._drawn)
        self._state.renewed.connect(self._renew)
        self._state.shown.connect(self._dressed)

    def sizeHint(self) -> QSize:  # noqa: N802 Qt's name
        """As wide as the map."""
        return QSize(900, HEIGHT)

    @property
    def nouns(self) -> tuple[Noun, ...]:
        """What is played back."""
        return tuple(NOUNS[at] for at in self._nouns.on)

    def toggle(self) -> None:
        """Play, or stand still."""
        self.player.pause() if self.player.playing else self.player.play()

    def step(self, forward: bool) -> None:
        """To the next event, or the one before."""
        if self.line is None:
            return
        find = self.line.next if forward else self.line.last
        event = find(self.player.moment, self.nouns)
        if event < 0:
            self._window.status.say(_("后面没有事件了") if forward else _("前面没有事件了"))
            return
        at = float(self.line.at[event])
        self.player.pause()
        self.player.go(min(self.player.since, at), at)
        told = words(self.line, event, self._state.session.snapshot)
        self._window.status.say(f"{civil(at)[5:].replace('T', ' ')}  {told}")

    def open_seconds(self, since: float, until: float, bounds: Bounds) -> None:
        """Show these seconds, as soon as the timeline is there, and fly to what they saw."""
        self.player.pause()
        self._wanted = (since - AROUND_S, until + AROUND_S, since, until)
        self._window.canvas.fly_to_bounds(bounds)
        self._show_wanted()

    def take(self, found: tuple[Timeline, dict[Noun, Trail]]) -> None:
        """Play this back from now on; the first one opens at its last day."""
        first, (self.line, trails) = self.line is None, found
        low, high = self.line.span
        self.player.until = high
        if not self.isVisible():
            return
        self.layer.show_line(self.line, trails)
        self.layer.show()
        if first:
            begin, end = day_of(high)
            self.bar.look(begin, end)
            self.player.go(max(begin, low), high)
            for note in self.line.notes[:1]:
                self._window.status.say(note)
        self._filter()
        self._follow()
        self._show_wanted()

    # what is seen

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 Qt's name
        """The map's own incidents and patrols give way; the timeline is made in the background."""
        super().showEvent(event)
        tables = {layer.name for layer in self._state.layers if layer.table in HIDDEN}
        self._away = frozenset(tables - self._state.hidden)
        for name in self._away:
            self._state.show_layer(name, False)
        self._paint()
        self._make()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 Qt's name
        """The map is that of now again."""
        super().hideEvent(event)
        self.player.pause()
        self.layer.hide()
        self._rest.stop()
        self._state.look_at_time(None)
        for name in self._away:
            self._state.show_layer(name, True)
        self._away = frozenset()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 Qt's name
        """What has no room is not shown."""
        super().resizeEvent(event)
        for name, made in (("nouns", self._nouns), ("ways", self._ways), ("speeds", self._speeds)):
            made.setVisible(self.width() >= ROOM[name])

    def _build(self) -> None:
        self._back = button("", lambda: self.step(False), "icon", _("上一个事件  ,"))
        self._play = button("", self.toggle, "icon", _("播放 / 暂停  Ctrl+K"))
        self._on = button("", lambda: self.step(True), "icon", _("下一个事件  ."))
        for small in (self._back, self._play, self._on):
            small.setFixedSize(28, 28)
            small.setIconSize(QSize(18, 18))
            small.setAccessibleName(small.toolTip())
        state = self._state
        self._speeds = Segments(
            [f"{speed}×" for speed in SPEEDS], (2,), lambda: state.colours, _("播放速度"),
            [_("一秒播放 {n} 秒").format(n=speed) for speed in SPEEDS],
        )  # fmt: skip
        self._ways = Segments(
            [_("发生时"), _("得知时")], (0,), lambda: state.colours, _("按哪个时间"),
            [_("按发生的时间回放"), _("按当时知道的回放：事件从登记或受理起，巡防从返回起，走访从登记起")],
        )  # fmt: skip
        self._nouns = Segments(
            [_(NOUN_TITLES[noun]) for noun in NOUNS], (0, 1, 2), lambda: state.colours, _("回放什么"),
            several=True,
        )  # fmt: skip
        self.low, self.said = label("", 12, tone="second"), label("", 13, 600)
        body = row(
            self._back, self._play, self._on, self._speeds, self.low, self.bar, self.said,
            self._ways, self._nouns,
            margins=(8, 0, 12, 0), gap=8,
        )  # fmt: skip
        body.setStretchFactor(self.bar, 1)
        self.setLayout(body)
        self.setFixedHeight(HEIGHT)
        self._speeds.chosen.connect(self._set_speed)
        self._ways.chosen.connect(lambda _on: self._make())
        self._nouns.chosen.connect(lambda _on: self._filter())

    def _make(self) -> None:
        """Work the timeline out in the background."""
        session, known = self._state.session, self._ways.on == (1,)
        snapshot = session.snapshot
        gap = {**DEFAULT_TRACK, **snapshot.settings.track}["gap_s"]
        if not session.complete:
            self.said.setText(_("数据还在读入…"))
            return

        def work() -> tuple[Timeline, dict[Noun, Trail]]:
            line = timeline(snapshot, known, reported_at(session.steps()) if known else {})
            return line, trails_of(line, gap)

        self._latest.ask(work)

    def _show_wanted(self) -> None:
        if self._wanted is not None and self.line is not None:
            (low, high, since, until), self._wanted = self._wanted, None
            self.player.until = max(self.player.until, until)
            self.bar.look(low, high)
            self.player.go(since, until)
            self._follow()

    def _filter(self) -> None:
        if self.line is not None:
            self.bar.show_line(self.line, self.nouns)
            self.layer.show_nouns(self.nouns)

    def _drawn(self, since: float, moment: float) -> None:
        self.player.pause()
        self.player.go(since, moment)

    def _follow(self) -> None:
        since, moment = self.player.since, self.player.moment
        self.bar.show_stretch(since, moment)
        self.layer.show_stretch(since, moment)
        self._rest.start()
        self.low.setText(civil(self.bar.low)[5:16].replace("T", " "))
        self.said.setText(stretch_words(since, moment, seconds=self.bar.high - self.bar.low < 3600))

    def _tell(self) -> None:
        """Tables show the same stretch of time as the map."""
        if self.isVisible() and self.line is not None:
            self._state.look_at_time((civil(self.player.since), civil(self.player.moment)))

    def _set_speed(self, on: tuple[int, ...]) -> None:
        self.player.speed = SPEEDS[on[0]]

    def _renew(self, tables: frozenset[str]) -> None:
        if self.isVisible() and (not tables or tables & {"incidents", "incident_steps", "patrols", "visits"}):
            self._make()

    def _dressed(self) -> None:
        if self.isVisible() and self._colours != self._state.theme:
            self._paint()
            if self.line is not None:
                self.layer.dress()

    def _paint(self) -> None:
        """Icons in the theme's colours; the one in the middle says what a click would do."""
        colours, self._colours = self._state.colours, self._state.theme
        names = ("to_start", "pause" if self.player.playing else "play", "to_end")
        for made, name in zip((self._back, self._play, self._on), names, strict=True):
            made.setIcon(icons.icon(name, colours))
        for widget in (self.bar, self._speeds, self._ways, self._nouns):
            widget.update()


def stretch_words(since: float, moment: float, *, seconds: bool = False) -> str:
    """From when until when, with the day where it is another one."""
    end = 19 if seconds else 16
    low, high = (civil(at)[5:end].replace("T", " ") for at in (since, moment))
    return f"{low} – {high[6:] if low[:5] == high[:5] else high}"
