"""The alarms at the desk: the wall's list, with the keys that act on it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from math import ceil

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from gridmap.errors import GridmapError
from gridmap.i18n import _
from gridmap.response.alarm_states import STATES, UNDO, AlarmStep, Standing, alarm_change, why_not
from gridmap.response.attention import HALF_BEAT, Flash
from gridmap.response.incident_report import span_words
from gridmap.scene.alarms import Alarm, AlarmList, alarm_list
from gridmap.screens.desk.duty.dispatch import Dispatch
from gridmap.screens.desk.duty.duty_list import DutyList, Row
from gridmap.screens.desk.duty.shelf import ShelfForm
from gridmap.screens.desk.parts import button, clear, column, label, line, row, set_tone
from gridmap.screens.desk.state import DeskState
from gridmap.screens.sound import Sound

OLD, VERY_OLD = timedelta(seconds=60), timedelta(minutes=5)
"""Ages of the data from which it is said in colour."""


class AlarmPanel(QWidget):
    """List, keys, and what the keys ask for. ``opened`` carries the alarm that Enter was pressed on;
    ``counted`` that their number may be another."""

    opened = Signal(object)
    counted = Signal()

    def __init__(self, state: DeskState, now: Callable[[], datetime] = datetime.now) -> None:
        super().__init__()
        self._state, self._now = state, now
        self.listed = AlarmList((), (), 0, flood=False)
        self.sound, self._flash = Sound(), Flash()
        self.sound.on = state.memory.get("sound", "on") == "on"
        self._minute = f"{now():%H%M}"
        self._acknowledged: tuple[tuple[str, ...], datetime] = ((), datetime.min)
        self.list = DutyList(state, "ASDM")
        self.list.setAccessibleName(_("告警"))
        self.list.keyed.connect(self.act)
        self._count, self._meter = label("", 13, 600), label("", 12, tone="second")
        self._age, self.words = label("", 12, tone="second"), label("", 12, tone="second", wrap=True)
        self.shelf = button("", self._turn, "small", _("看搁置的告警"))
        self.shelf.setCheckable(True)
        self.undo = button("", self.take_back, "link", _("5 秒内撤回刚才的确认"))
        self._buttons = self._make_buttons()
        self._form = QVBoxLayout()
        self._form.setContentsMargins(0, 0, 0, 0)
        self._compose()
        self._second, self._beat = QTimer(self), QTimer(self)
        self._second.timeout.connect(self.tick)
        self._second.start(1000)
        self._beat.setInterval(int(HALF_BEAT.total_seconds() * 1000))
        self._beat.timeout.connect(self._show)

    def sizeHint(self) -> QSize:  # noqa: N802 Qt's name
        """As wide as the right dock is meant to be."""
        return QSize(352, 480)

    def _make_buttons(self) -> dict[str, QPushButton]:
        titles = (
            ("A", _("确认"), _("知道了：不再响铃和闪烁")),
            ("S", _("搁置"), _("写明原因，到时自动回来")),
            ("D", _("派人"), _("按路程找最近的人")),
            ("Enter", _("打开"), _("打开事件，飞到那里")),
        )
        made = {
            key: button(f"{title}  {key}", partial(self.act, key), "small", tip) for key, title, tip in titles
        }
        made["M"] = button("", partial(self.act, "M"), "small", _("响铃 / 静音"))
        return made

    def _compose(self) -> None:
        head = row(self._count, self._meter, None, self.shelf, margins=(12, 6, 12, 6))
        keys = row(
            *(self._buttons[key] for key in ("A", "S", "D", "Enter")), None, margins=(12, 8, 12, 4), gap=4
        )
        said = row(self.words, None, self.undo, margins=(12, 0, 12, 0))
        said.setStretch(0, 1)
        foot = row(self._age, None, self._buttons["M"], margins=(12, 4, 12, 8))
        box = column(head, line(), self.list, line(), keys, said, self._form, foot)
        box.setStretch(2, 1)
        self.setLayout(box)
        self.undo.hide()

    # what is shown

    def refresh(self) -> None:
        """The document changed: work the list out again."""
        public, now = self._state.session.public, self._now()
        self._minute = f"{now:%H%M}"
        self.listed = alarm_list(public.snapshot, public.findings("resident"), now)
        self.tick()

    def tick(self) -> None:
        """Clocks, the age of the data, the sound; whatever came back from the shelf comes back."""
        now = self._now()
        back = any(alarm.until is not None and alarm.until <= now for alarm in self.listed.shelved)
        if back or f"{now:%H%M}" != self._minute:  # a flood is over when ten minutes have passed
            self.refresh()
            return
        self.counted.emit()
        if not self.isVisible():
            return
        self.sound.hear(self.listed.rows, datetime.now())
        if now - self._acknowledged[1] > UNDO:
            self.undo.hide()
        left = UNDO - (now - self._acknowledged[1])
        self.undo.setText(_("撤回（{n}）").format(n=max(0, ceil(left.total_seconds()))))
        self._show()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 Qt's name
        """The rows were not kept while nobody saw them."""
        super().showEvent(event)
        self.tick()

    def _show(self) -> None:
        """The rows and the words of this moment."""
        now, real = self._now(), datetime.now()
        flashing = self._flash.flashing(self.listed.rows, real)
        if bool(flashing) != self._beat.isActive():
            self._beat.start() if flashing else self._beat.stop()
        halo = flashing if self._flash.lit(real) else frozenset()
        self.list.show_rows([self._row(alarm, now, alarm.key in halo) for alarm in self.shown])
        count = sum(len(alarm.all_keys) for alarm in self.listed.rows)
        self._count.setText((_("告警潮 {n}") if self.listed.flood else _("告警 {n}")).format(n=count))
        self._meter.setText(_("近 10 分钟 {n} 条").format(n=self.listed.meter))
        set_tone(self._meter, "warning" if self.listed.flood else "second")
        self.shelf.setText(_("搁置 {n}").format(n=len(self.listed.shelved)))
        self.shelf.setEnabled(bool(self.listed.shelved) or self.shelf.isChecked())
        age = real - self._state.session.loaded_at
        self._age.setText(_("数据 {time}前").format(time=span_words(age.total_seconds())))
        set_tone(self._age, "failed" if age > VERY_OLD else "warning" if age > OLD else "second")
        self._buttons["M"].setText((_("响铃 开") if self.sound.on else _("响铃 关")) + "  M")
        back = self.shelf.isChecked()
        self._buttons["S"].setText((_("取消搁置") if back else _("搁置")) + "  S")
        for key in ("A", "S", "D", "Enter"):
            self._buttons[key].setEnabled(self.current is not None)

    @property
    def shown(self) -> tuple[Alarm, ...]:
        """The alarms that are listed: those to act on, or those on the shelf."""
        return self.listed.shelved if self.shelf.isChecked() else self.listed.rows

    @property
    def current(self) -> Alarm | None:
        """The alarm in question."""
        key = self.list.chosen
        return next((alarm for alarm in self.shown if alarm.key == key), None)

    def _row(self, alarm: Alarm, now: datetime, halo: bool) -> Row:
        waited = span_words((now - alarm.since).total_seconds()) if alarm.since else ""
        if alarm.until is not None:
            waited = _("到 {at:%H:%M}").format(at=alarm.until)
        parts = (alarm.urgency, alarm.where)
        told = (alarm.note,) if alarm.incident and alarm.note else (alarm.note, STATES[alarm.state])
        return Row(
            alarm.key, alarm.urgency, alarm.title, waited, "second", " ".join(part for part in parts if part),
            " · ".join(part for part in told if part), alarm.state == "new", halo,
        )  # fmt: skip

    # what is done

    def act(self, key: str) -> None:
        """What a key means: A, S, D, M or Enter."""
        clear(self._form)
        self.say("")
        alarm = self.current
        if key == "M":
            self._switch_sound()
        elif alarm is None:
            self.say(_("先选中一条告警"))
        elif key == "Enter":
            self.opened.emit(alarm)
        elif refused := self._state.session.refusal:
            self.say(refused)
        else:
            {"A": self._acknowledge, "S": self._shelve, "D": self._dispatch}[key](alarm)

    def say(self, words: str) -> None:
        """One line under the keys."""
        self.words.setText(words)
        self.words.setVisible(bool(words))

    def write(self, *steps: AlarmStep) -> bool:
        """Write steps at once; False, and one line said, when they cannot be taken."""
        try:
            self._state.session.write(alarm_change(steps))
        except GridmapError as error:
            self.say(str(error))
            return False
        clear(self._form)
        return True

    def take_back(self) -> None:
        """Undo the acknowledgement of a moment ago."""
        keys, at = self._acknowledged
        now = self._now()
        if now - at <= UNDO and self.write(*(self._step(key, "new") for key in keys)):
            self._acknowledged = ((), datetime.min)
            self.say(_("已撤回"))
        self.undo.hide()

    def _step(self, key: str, state: str, until: datetime | None = None, reason: str = "") -> AlarmStep:
        return AlarmStep(key, state, self._now(), self._state.session.author, until, reason)

    def _acknowledge(self, alarm: Alarm) -> None:
        if refused := why_not("acknowledged", Standing(alarm.state), alarm.urgency, self._now()):
            self.say(refused)
            return
        at = self._now()
        if self.write(*(self._step(key, "acknowledged") for key in alarm.all_keys)):
            self._acknowledged = (alarm.all_keys, at)
            self.say(_("已确认 {n} 条").format(n=len(alarm.all_keys)))
            self.undo.show()
            self.tick()

    def _shelve(self, alarm: Alarm) -> None:
        act = "unshelved" if alarm.until is not None else "shelved"
        found = Standing(alarm.state, until=alarm.until)
        if refused := why_not(act, found, alarm.urgency, self._now()):
            self.say(refused)
        elif act == "unshelved":
            self.write(*(self._step(key, act) for key in alarm.all_keys))
        else:
            shifts = self._state.session.snapshot.settings.shifts
            form = ShelfForm(alarm.title, shifts, self._now)
            form.agreed.connect(
                lambda until, reason: self.write(
                    *(self._step(key, "shelved", until, reason) for key in alarm.all_keys)
                )
            )
            self._ask(form)

    def _dispatch(self, alarm: Alarm) -> None:
        if not alarm.incident or len(alarm.all_keys) > 1:
            self.say(_("不能派人：先打开其中一件事件") if alarm.incident else _("不能派人：这不是事件"))
            return
        try:
            form = Dispatch(self._state, alarm.key, self._now, self)
        except GridmapError as error:
            self.say(str(error))
            return
        form.ended.connect(self._dispatched)
        self._ask(form)

    def _dispatched(self, words: str) -> None:
        clear(self._form)
        self.say(words)

    def _ask(self, form: QWidget) -> None:
        clear(self._form)
        self._form.addWidget(form)
        form.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _switch_sound(self) -> None:
        self.sound.on = not self.sound.on
        self._state.memory.put("sound", "on" if self.sound.on else "off")
        self._show()

    def _turn(self) -> None:
        clear(self._form)
        self._show()
