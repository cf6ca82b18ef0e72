"""The dialog that asks how large the wall is and how far its farthest seat, and what can be read there."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QLabel,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from gridmap.i18n import _
from gridmap.scene.palette import palette
from gridmap.screens.theme import dress
from gridmap.screens.wall import colours
from gridmap.screens.wall.calibration import LEAST_MM, LEAST_SEAT_M, MOST_MM, MOST_SEAT_M, Calibration
from gridmap.screens.wall.layout import Layout
from gridmap.screens.wall.painting import Legibility

BAR_MM, BAR_HEIGHT = 200, 44
TALLEST = 3.2
"""How many times wider than high a screen is at least that may be two panels of 16:9."""

Checker = Callable[[Layout], list[Legibility]]


class TapeBar(QWidget):
    """A bar that is 200 mm long when the width is right: hold a tape to it."""

    def __init__(self, parent: QWidget, screen_px: int) -> None:
        super().__init__(parent)
        self._screen_px = screen_px
        self.length = 0.0
        self.setFixedHeight(BAR_HEIGHT)

    def show_width(self, width_mm: float) -> None:
        """The picture is so wide."""
        pixels = BAR_MM * self._screen_px / width_mm if width_mm else 0.0
        self.length = pixels / self.devicePixelRatio()
        self.setMinimumWidth(int(self.length) + 4)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As long as the bar."""
        return QSize(int(self.length) + 4, BAR_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The bar with a mark every 50 mm."""
        with QPainter(self) as painter:
            painter.fillRect(QRectF(2, 12, self.length, 20), QColor(colours.TEXT))
            for at in range(5):
                x = 2 + self.length * at / 4
                painter.fillRect(QRectF(x - 1, 4, 2, 36), QColor(colours.WHITE))


class CalibrationDialog(QDialog):
    """Width, seat and panels of one screen of ``size`` device pixels. ``check`` reads every text of a
    layout."""

    def __init__(self, parent: QWidget, size: tuple[int, int], measured: Calibration, check: Checker) -> None:
        super().__init__(parent)
        self._size, self._check = size, check
        self.setWindowTitle(_("标定大屏"))
        dress(self, palette("dark"))
        self.width_mm, self.seat_m = QSpinBox(), QDoubleSpinBox()
        self.width_mm.setRange(0, MOST_MM)
        self.width_mm.setSingleStep(10)
        self.width_mm.setSpecialValueText(_("未测量"))
        self.width_mm.setSuffix(_(" 毫米"))
        self.width_mm.setValue(round(measured.width_mm))
        self.seat_m.setRange(LEAST_SEAT_M, MOST_SEAT_M)
        self.seat_m.setSingleStep(0.5)
        self.seat_m.setDecimals(1)
        self.seat_m.setSuffix(_(" 米"))
        self.seat_m.setValue(measured.seat_m)
        for field in (self.width_mm, self.seat_m):  # arrow keys and the wheel do it
            field.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.halves = QCheckBox(_("两块 16:9 屏拼接，接缝在正中"))
        self.halves.setChecked(measured.halves)
        self.halves.setVisible(size[0] >= TALLEST * size[1])
        self.bar, self.verdict = TapeBar(self, size[0]), QLabel()
        self.verdict.setWordWrap(True)
        self._lay_out()
        self.width_mm.valueChanged.connect(self._changed)
        self.seat_m.valueChanged.connect(self._changed)
        self.halves.toggled.connect(self._changed)
        self._changed()

    @property
    def measured(self) -> Calibration:
        """What the fields say; a width that no screen has counts as not measured."""
        width = self.width_mm.value()
        return Calibration(
            self.seat_m.value(), float(width) if width >= LEAST_MM else 0.0, self.halves.isChecked()
        )

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.addRow(_("画面宽度"), self.width_mm)
        form.addRow(_("最远座位"), self.seat_m)
        form.addRow("", self.halves)
        buttons = QDialogButtonBox()
        accept = buttons.addButton(_("保存  Enter"), QDialogButtonBox.ButtonRole.AcceptRole)
        accept.setDefault(True)
        buttons.addButton(_("取消  Esc"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 24, 24, 16)
        box.setSpacing(16)
        box.addLayout(form)
        box.addWidget(QLabel(_("用卷尺量下面的白条：不是 200 毫米就改画面宽度")))
        box.addWidget(self.bar, alignment=Qt.AlignmentFlag.AlignLeft)
        box.addWidget(self.verdict)
        box.addWidget(buttons)

    def _changed(self) -> None:
        now = self.measured
        layout = Layout.of(*self._size, now.seat_m, now.width_mm, now.halves)
        self.bar.show_width(now.width_mm or layout.width_mm)
        found = self._check(layout)
        bad = [text for text in found if text.faults]
        least = min(found, key=lambda text: text.px)
        words = _("最小的字 {px} 像素，最远座位看去 {minutes:.1f} 角分；查了 {n} 处文字：{verdict}")
        verdict = _("都看得清") if not bad else _("{n} 处看不清").format(n=len(bad))
        self.verdict.setText(words.format(px=least.px, minutes=least.minutes, n=len(found), verdict=verdict))
