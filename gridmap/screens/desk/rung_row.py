"""One rung of the ladder in the proposals dock: what splitting so many groups would save."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

from gridmap.i18n import _
from gridmap.redraw.propose.report import proof_of
from gridmap.scene.palette import Palette
from gridmap.screens import icons
from gridmap.screens.desk.parts import column, label, row, set_tone

HEIGHT, NUMBER = 80, 44


class Bar(QWidget):
    """A share of the most that moves, 6 px high."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(6)
        self._share, self._colours = 0.0, ("", "")

    def show_share(self, share: float, track: str, bar: str) -> None:
        """Show a share of the whole width in two colours."""
        self._share, self._colours = share, (track, bar)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 Qt's name
        """Track and bar."""
        painter = QPainter(self)
        box = QRectF(self.rect())
        painter.fillRect(box, QColor(self._colours[0]))
        painter.fillRect(QRectF(0, 0, box.width() * self._share, box.height()), QColor(self._colours[1]))
        painter.end()


class RungRow(QWidget):
    """Number, people and households moved, proof, bar, which groups, how full the grids are. A click or
    Enter chooses it."""

    chosen = Signal(int)

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most
        self.selected = False
        self._colours: Palette | None = None
        self.setFixedHeight(HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._number, self._caption = label("", 24, 600), label("", 12, tone="second")
        self._moved, self._homes = label("", 15, 600), label("", 12, tone="second")
        self._proof, self._sign = label("", 12), QLabel()
        self._bar, self._split, self._grids = Bar(), label("", 12, tone="second"), label("", 12)
        for part in (self._number, self._caption):
            part.setFixedWidth(NUMBER)
            part.setAlignment(Qt.AlignmentFlag.AlignCenter)
        left = column(None, self._number, self._caption, None)
        right = column(
            None, row(self._moved, self._homes, None, self._sign, self._proof, gap=5), self._bar,
            row(self._split, None, self._grids), None, gap=7,
        )  # fmt: skip
        self.setLayout(row(left, right, margins=(8, 0, 12, 0), gap=12))

    def show_step(self, step: Mapping[str, Any], most: float, numbers: str, colours: Palette) -> None:
        """Show one rung; ``most`` people move on the lowest, ``numbers`` are the grids' people."""
        self._colours = colours
        none = step["infeasible_because"]
        self._number.setText(str(step["splits"]))
        self._caption.setText(_("组拆分"))
        self._moved.setText(_("没有方案") if none else _("移动 {n:,} 人").format(n=step["moved_population"]))
        homes = step["moved_households"]
        self._homes.setText("" if none or homes is None else _("{n:,} 户").format(n=homes))
        self._prove(step, colours)
        share = 0.0 if none else step["moved_population"] / max(most, 1.0)
        self._bar.show_share(share, colours.track, colours.accent if self.selected else colours.bar)
        words = none or (
            _("拆{groups}").format(groups="、".join(step["split_groups"]))
            if step["split_groups"]
            else _("整组移动")
            if step["moved_population"]
            else _("不用移动")
        )
        metrics = self._split.fontMetrics()
        self._split.setText(metrics.elidedText(words, Qt.TextElideMode.ElideRight, 300 if none else 140))
        self._split.setToolTip(words)
        self._grids.setText("" if none else numbers)
        self.setAccessibleName(f"{step['splits']} {self._caption.text()} {self._moved.text()}")
        self.setEnabled(not none)
        self.update()

    def _prove(self, step: Mapping[str, Any], colours: Palette) -> None:
        none = step["infeasible_because"]
        proved = step["optimal"]
        words = _("已证明最优") if proved else _("距下界 ≤ {gap:.0%}").format(gap=step["gap"])
        self._proof.setText("" if none else words)
        self._proof.setToolTip(proof_of(step))
        set_tone(self._proof, "passed" if proved else "warning")
        sign, colour = ("shield", colours.passed) if proved else ("warning", colours.warning)
        self._sign.setVisible(not none)
        self._sign.setPixmap(icons.pixmap(sign, colour, 14, self.devicePixelRatioF()))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 Qt's name
        """The ground of the chosen row, its mark, the line below, the rim of the focus."""
        if self._colours is None:
            return
        painter, colours = QPainter(self), self._colours
        if self.selected:
            painter.fillRect(self.rect(), QColor(colours.selected_row))
            painter.fillRect(QRectF(0, 0, 3, self.height()), QColor(colours.accent))
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), QColor(colours.faint))
        if self.hasFocus() and not self.selected:
            painter.setPen(QColor(colours.accent))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -2))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 Qt's name
        """A click chooses."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit(self.most)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 Qt's name
        """Enter and Space choose."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit(self.most)
        else:
            super().keyPressEvent(event)
