"""The area on the desk: drawn by hand, previewed at every step, listed, printed, called."""

from datetime import date, datetime
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from gridmap.errors import GridmapError, UsageError
from gridmap.i18n import _
from gridmap.response.affected import EDGE_M, Affected, affected
from gridmap.response.area import Area
from gridmap.response.drawn import Kind, ground_of
from gridmap.response.roll_call import begin
from gridmap.scene.danger import chosen_mark, ground_marks, home_marks, sketch
from gridmap.scene.marks import Mark
from gridmap.screens import jobs
from gridmap.screens.canvas import MapCanvas
from gridmap.screens.desk.state import DeskState
from gridmap.screens.response.area_panel import AreaPanel
from gridmap.screens.response.area_tool import HINTS, AreaTool
from gridmap.screens.response.latest import Latest
from gridmap.township.places import Places

LIST_MS = 60
"""How often the list is asked for while a hand draws; the map follows at once."""


class AreaDesk(QObject):
    """Joins tool, map and panel. ``said`` is a line for the status bar, ``failed`` an exception, ``begun``
    that a roll-call of the area was written."""

    said = Signal(str)
    failed = Signal(Exception)
    begun = Signal()

    def __init__(self, window: QWidget, state: DeskState, canvas: MapCanvas, panel: AreaPanel) -> None:
        super().__init__(canvas)
        self._window, self._state, self._canvas, self._panel = window, state, canvas, panel
        self.tool = AreaTool(canvas)
        self.active = False
        self._area: Area | None = None
        self._left_out: frozenset[str] = frozenset()
        self._latest = Latest(window, self._show_found, self.failed.emit)
        self._ask = QTimer(self)
        self._ask.setSingleShot(True)
        self._ask.setInterval(LIST_MS)
        self._ask.timeout.connect(self._ask_who)
        self.tool.changed.connect(self._drawn)
        self.tool.said.connect(self.said)
        panel.shaped.connect(self.shape)
        panel.widened.connect(self.tool.widen)
        panel.cleared.connect(self.tool.clear)
        panel.toggled.connect(self.toggle)
        panel.printed.connect(self.print)
        panel.called.connect(self.call)
        state.selected.connect(lambda: self._draw(panel.found))
        state.renewed.connect(lambda _tables: self._ask.start() if self._area is not None else None)

    def start(self) -> None:
        """Take the left button of the map."""
        snapshot = self._state.session.snapshot
        shapes = [*snapshot["roads"]["geometry"], *snapshot["waters"]["geometry"]]
        self.tool.lines = [shape for shape in shapes if shape is not None]
        self.active = True
        self._canvas.set_tool(self.tool)
        self.said.emit(HINTS[self.tool.drawn.kind])
        self._panel.show_drawn(self.tool.drawn, "")
        self._draw(self._panel.found)

    def stop(self) -> None:
        """Give the left button back; a finished area is kept for the next time."""
        if self.active:
            self._canvas.set_tool(None)
            self.active = False
            self._canvas.set_overlay(())

    def shape(self, kind: Kind) -> None:
        """Draw another kind of shape."""
        self.tool.choose(kind)
        self.said.emit(HINTS[kind])

    def toggle(self, uuid: str) -> None:
        """Take a home out of the list, or in again. Only one on the edge can be meant not to be there."""
        found = self._panel.found
        if found is None:
            return
        row = found.households.rows_of([uuid])
        if not len(row) or not found.edge[row[0]]:
            self.said.emit(_("这一户整户在范围里：只有边缘户可以取舍"))
            return
        self._left_out ^= {uuid}
        self._panel.show_found(found, self._left_out)
        self._draw(found)

    def print(self, form: str) -> None:
        """Ask for a file and write the call sheet there."""
        kinds = {"pdf": _("PDF (*.pdf)"), "xlsx": _("工作簿 (*.xlsx);;CSV (*.csv)")}
        name = _("呼叫名单.{form}").format(form=form)
        path, _kind = QFileDialog.getSaveFileName(self._window, _("呼叫名单"), name, kinds[form])
        if path:
            self.write(Path(path))

    def write(self, path: Path) -> None:
        """Write the call sheet in the background, in the format of the file's suffix: masked, unless
        the mask is lifted, which is then recorded with it."""
        found, area, session = self._panel.called_for, self._area, self._state.session
        if found is None or area is None:
            return
        from gridmap.exchange.exports.stamp import Stamp  # the first map needs no format
        from gridmap.screens.paper.save import save_calls

        try:
            hide, purpose = session.masking.for_file(_("呼叫名单"), _("应急呼叫"))
        except GridmapError as error:
            self.failed.emit(error)
            return
        snapshot = session.snapshot
        stamp = Stamp(session.author, datetime.now(), purpose, drill=snapshot.settings.drill)

        def work(_ticket: jobs.Ticket) -> None:
            session.spare(path)
            save_calls(path, snapshot, area, found, stamp, hide=hide)

        def done(_nothing: object) -> None:
            self.said.emit(_("已写入 {path}").format(path=path))

        jobs.start(self._window, work, done, self.failed.emit, _("正在生成 {name}…").format(name=path.name))

    def call(self) -> None:
        """Begin a roll-call of everybody on the list who is there. Says why when it cannot."""
        found, area, session = self._panel.called_for, self._area, self._state.session
        if found is None or area is None:
            return
        there = found.households.text("uuid")[~found.homes.empty].tolist()
        try:
            session.write(begin(session.snapshot, there, ground_of(area), session.author, datetime.now()))
        except GridmapError as error:
            self.failed.emit(error)
            return
        self.begun.emit()

    # inside

    def _drawn(self) -> None:
        """The shape is another one: the map at once, the list a moment later."""
        refusal, area = "", None
        try:
            area = self.tool.seen.area()
        except UsageError as error:
            refusal = str(error) if self.tool.drawn else ""
        self._area = area
        self._panel.show_drawn(self.tool.drawn, refusal)
        self._draw(None)
        if area is None:
            self._ask.stop()
            self._latest.forget()
            self._left_out = frozenset()
            self._panel.show_found(None, self._left_out)
        elif not self._ask.isActive():
            self._ask.start()

    def _ask_who(self) -> None:
        area, snapshot = self._area, self._state.session.snapshot
        if area is not None:
            self._latest.ask(lambda: (area, affected(snapshot, area, date.today())))

    def _show_found(self, answer: tuple[Area, Affected]) -> None:
        area, found = answer
        if area is not self._area:
            return
        self._left_out &= set(found.households.text("uuid")[found.edge].tolist())
        self._panel.show_found(found, self._left_out)
        self._draw(found)

    def _draw(self, found: Affected | None) -> None:
        if not self.active:
            return
        colours, area, seen = self._state.colours, self._area, self.tool.seen
        marks: list[Mark] = []
        if area is not None:
            marks += ground_marks(ground_of(area), colours)
            marks += self._homes(area, found)
            marks.append(self._chosen())
        if seen.kind == "corners":
            closed = self.tool.done or area is not None
            marks += sketch(seen.corners, closed, colours)
        self._canvas.set_overlay(marks)

    def _chosen(self) -> Mark:
        selection, homes = self._state.selection, self._state.session.snapshot["households"]
        rows = homes.rows_of(selection.uuids) if selection.table == "households" else np.empty(0, np.int64)
        return chosen_mark(homes.number("x")[rows], homes.number("y")[rows], self._state.colours)

    def _homes(self, area: Area, found: Affected | None) -> list[Mark]:
        """Everybody inside as the map shows it, known before the list is."""
        homes = self._state.session.snapshot["households"]
        if found is not None:
            homes, inside, edge = found.households, found.inside, found.edge
            x, y = homes.number("x"), homes.number("y")
            out = np.array([uuid in self._left_out for uuid in homes.text("uuid").tolist()], bool)
            return home_marks(x, y, inside, edge, ~out, self._state.colours)
        places = Places.of(homes.number("x"), homes.number("y"))
        near = places.within(*area.window(EDGE_M))
        x, y = places.x[near], places.y[near]
        inside, edge = area.holds(x, y), area.on_edge(x, y, EDGE_M)
        found_here = inside | edge
        x, y, inside, edge = x[found_here], y[found_here], inside[found_here], edge[found_here]
        return home_marks(x, y, inside, edge, np.ones(len(x), bool), self._state.colours)
