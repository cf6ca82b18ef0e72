"""Joins the duty officer's panels to the other rooms of the desk."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from gridmap.i18n import _
from gridmap.scene.alarms import Alarm
from gridmap.screens.desk.docks import WIDTHS
from gridmap.screens.desk.duty.levels_dialog import LevelsDialog
from gridmap.screens.desk.duty.place_tool import PlaceTool
from gridmap.screens.desk.visits.overdue import Overdue
from gridmap.session import State
from gridmap.township.change import EDITED

if TYPE_CHECKING:
    from gridmap.screens.desk.window import DeskWindow

HEIGHT = 3
"""How many times higher than the findings below it an opened dock is."""


class Duty(QObject):
    """Alarms and incidents of one desk: what opens what, what follows the map."""

    def __init__(self, window: "DeskWindow") -> None:
        super().__init__(window)
        self._window = window
        self.alarms, self.incidents = alarms, incidents = window.docks.alarms, window.docks.incidents
        window.docks.fill_next()
        self.overdue = Overdue(window)
        self._warned: frozenset[str] = frozenset()
        self._public: State | None = None
        form = incidents.form
        form.tool = PlaceTool(window.canvas, window.tools.identify, form.set_place, form.place_ended)
        alarms.opened.connect(self._open)
        alarms.counted.connect(self._say)
        window.state.renewed.connect(self._renew)
        window.state.selected.connect(self._follow)

    def show(self, name: str) -> None:
        """Open a dock and bring it to the front."""
        dock = self._window.docks[name]
        if dock.isHidden():
            self._window.switch_dock(name)
        dock.raise_()
        self._window.resizeDocks([dock], [WIDTHS.get(name, WIDTHS["card"])], Qt.Orientation.Horizontal)
        both = [dock, self._window.docks["findings"]]
        self._window.resizeDocks(both, [HEIGHT, 1], Qt.Orientation.Vertical)
        if name in ("alarms", "incidents"):  # the others follow by themselves
            (self.alarms if name == "alarms" else self.incidents).refresh()
            (self.alarms if name == "alarms" else self.incidents).list.setFocus()

    def report(self) -> None:
        """A new incident."""
        self.show("incidents")
        self.incidents.report()

    def set_levels(self) -> None:
        """Which level settles which category."""
        LevelsDialog(self._window.session, self._window).open()

    def _open(self, alarm: Alarm) -> None:
        """An incident opens its card; what is found in the plan is shown on the map."""
        if alarm.incident:
            self.show("incidents")
            self.incidents.open(alarm.all_keys[0])
        if alarm.place is not None:
            self._window.state.fly(*alarm.place)

    def _renew(self, tables: frozenset[str]) -> None:
        session, before = self._window.session, self._public
        self._public = session.public
        if tables and tables <= frozenset(EDITED) and session.public is before:
            return  # an edit of the draft, of which nothing is heard here
        if not session.complete:
            return
        refresh = self.alarms.refresh, self.incidents.refresh, self._warn
        if tables and before is not None:  # a step that was taken here is seen at once
            for show in refresh:
                show()
        else:  # anything may have changed, and the other panels have their turns first
            self._window.turns.take(*refresh)

    def _warn(self) -> None:
        """An urgent alarm is said even where the list of alarms is closed."""
        urgent = {alarm.key: alarm for alarm in self.alarms.listed.rows if alarm.urgency == "P1"}
        fresh = [alarm for key, alarm in urgent.items() if key not in self._warned and alarm.state == "new"]
        self._warned = frozenset(urgent)
        if fresh and self._window.docks["alarms"].isHidden():
            words = _("▲ P1 {title} {where}：按 F3 打开告警")
            self._window.status.say(words.format(title=fresh[0].title, where=fresh[0].where))

    def _follow(self) -> None:
        if not self._window.docks["incidents"].isHidden():
            self.incidents.follow()

    def _say(self) -> None:
        waiting = sum(alarm.state == "new" for alarm in self.alarms.listed.rows)
        self._window.docks.remark("alarms", _("{n} 未确认").format(n=waiting) if waiting else "")
        late = self.incidents.late
        self._window.docks.remark("incidents", _("{n} 超时").format(n=late) if late else "")
