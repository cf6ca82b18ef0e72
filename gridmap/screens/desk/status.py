"""The status bar: where the pointer is, CRS, scale, what is selected, what is not on the map, saved when."""

import re
from functools import cache

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QLabel, QStatusBar, QWidget

from gridmap.i18n import _
from gridmap.screens.desk.mask_note import MaskNote
from gridmap.screens.desk.parts import Figure, label, row, surface
from gridmap.screens.desk.state import DeskState
from gridmap.township.schemas import SCHEMAS

HINT_MS = 10_000


@cache
def crs_name(crs: str) -> str:
    """A short name of a working CRS. Needs pyproj, so it is asked after the first map."""
    from pyproj import CRS

    name = CRS.from_user_input(crs).name if crs else ""
    found = re.fullmatch(r"CGCS2000 / (\d)-degree Gauss-Kruger CM (\d+E)", name)
    return _("CGCS2000 / {n}° 带 {cm}").format(n=found[1], cm=found[2]) if found else name or _("坐标系未定")


class StatusBar(QStatusBar):
    """One line, 28 px."""

    def __init__(self, state: DeskState) -> None:
        super().__init__()
        self._state = state
        self._name = ""
        self.setSizeGripEnabled(False)
        self.place = Readout()
        self.place.setToolTip(_("单击复制坐标（Ctrl+Shift+C）"))
        self.place.clicked.connect(self.copy_place)
        self.place.setText("E —   N —")
        self._crs, self.scale, self.chosen = _small(), _small(), _small()
        self.unplaced, self.saved = _small("warning"), _small()
        self.hint = _small("", 600)
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(HINT_MS)
        self._quiet.timeout.connect(self.hint.clear)
        parts: list[QWidget] = [self.place]
        for shown in (self._crs, self.scale, self.chosen, self.unplaced, self.hint):
            parts += [_rule(), shown]
        offline = _small()
        offline.setText(_("离线"))
        offline.setToolTip(_("程序不连接任何网络"))
        line = row(*parts, None, MaskNote(state), self.saved, offline, margins=(12, 0, 12, 0), gap=12)
        self.addWidget(surface("status", line), 1)
        self.refresh()

    def refresh(self) -> None:
        """The document or the selection changed."""
        session = self._state.session
        self._crs.setText(self._name or session.snapshot.settings.crs or _("坐标系未定"))
        self.chosen.setText(self._chosen_words())
        unplaced = session.census.unplaced
        self.unplaced.setText(_("未落图 {n:,}").format(n=unplaced) if unplaced else "")
        if session.read_only:
            holder = session.holder
            self.saved.setText(_("只读（{who} 正在编辑）").format(who=holder) if holder else _("只读"))
        else:
            self.saved.setText(_("已自动保存 {time:%H:%M}").format(time=session.loaded_at))
            self.saved.setToolTip(_("每一步修改都立即写入文件"))

    def name_crs(self, name: str) -> None:
        """Show the CRS by name instead of by code."""
        self._name = name
        self._crs.setText(name)
        self._crs.setToolTip(self._state.session.snapshot.settings.crs)

    def show_place(self, x: float, y: float) -> None:
        """The pointer is at x, y of the working CRS."""
        self.place.setText(f"E {x:,.1f}   N {y:,.1f}".replace(",", " "))

    def show_scale(self, denominator: float) -> None:
        """The map's scale is 1:n."""
        digits = max(0, len(str(round(denominator))) - 3)
        self.scale.setText(f"1:{round(denominator / 10**digits) * 10**digits:,}")

    def say(self, words: str) -> None:
        """Say something that just happened; it leaves after a while."""
        self.hint.setText(words)
        self._quiet.start()

    def copy_place(self) -> None:
        """Put the coordinates on the clipboard."""
        numbers = re.findall(r"-?\d[\d ]*\.\d", self.place.text())
        if numbers:
            QGuiApplication.clipboard().setText(",".join(number.replace(" ", "") for number in numbers))
            self.say(_("坐标已复制"))

    def _chosen_words(self) -> str:
        state = self._state
        if not state.selection:
            return _("未选中")
        title = SCHEMAS[state.selection.table].title
        if state.grid < 0 or len(state.selection.uuids) > 1:
            return _("选中 {title} {n:,}").format(title=title, n=len(state.selection.uuids))
        session = state.session
        name = session.snapshot["grids"]["name"][state.grid]
        houses = int((session.census.grid_of_household == state.grid).sum())
        if state.selection.table == "grids":
            return _("选中 {grid}：{n:,} 户").format(grid=name, n=houses)
        return _("选中 {title} 1，在 {grid}").format(title=title, grid=name)


class Readout(Figure):
    """Coordinates that follow the pointer; a click takes them along."""

    clicked = Signal()

    def __init__(self) -> None:
        super().__init__(168, 12, tone="second", on="window")
        self.setFixedWidth(168)
        self.setProperty("look", "readout")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 Qt's name
        """Clicked."""
        if self.rect().contains(event.position().toPoint()):
            self.clicked.emit()


def _small(tone: str = "second", weight: int = 400) -> QLabel:
    return label("", 12, weight, tone)


def _rule() -> QWidget:
    made = surface("tick")
    made.setFixedSize(1, 14)
    return made
