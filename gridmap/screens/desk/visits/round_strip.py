"""The foot of the dock of visits: today's round as a file, and what was said on a visit."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from gridmap.i18n import _
from gridmap.response.rounds import Round
from gridmap.screens.desk.parts import button, column, label, line, row

PAD = (12, 8, 12, 8)


class RoundStrip(QWidget):
    """``printed`` asks for the round on paper, ``noted`` carries what was said on a visit of whoever is
    selected."""

    printed = Signal()
    noted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.way, self._more = label("", 13, 600), label("", 12, tone="second", wrap=True)
        self.paper = button(_("路线 PDF + GPX"), self.printed.emit, "small",
                            _("今日路线一页 A4 和同名 GPX；遮蔽时姓名也遮蔽"))  # fmt: skip
        self.content = QLineEdit()
        self.content.setPlaceholderText(_("走访内容（可不填）"))
        self.content.returnPressed.connect(self.note)
        self.done = button(_("已走访  V"), self.note, "primary",
                           _("给选中的一户登记今天的走访：一步，可撤销；在名单里按 V"))  # fmt: skip
        self.setLayout(column(
            row(column(self.way, self._more, gap=2), None, self.paper, margins=PAD), line("faint"),
            row(self.content, self.done, margins=(12, 8, 12, 12)),
        ))  # fmt: skip

    def note(self) -> None:
        """What was said is on its way; the field is empty for the next home."""
        words = self.content.text()
        self.content.clear()
        self.noted.emit(words)

    def show_round(self, one: Round | None, everywhere: bool) -> None:
        """How long the round is; without one, why."""
        self.paper.setEnabled(everywhere or one is not None)
        if one is None:
            self.way.setText(_("今日路线"))
            self._more.setText(
                _("选一位网格员，看走法；不选就打印全部") if everywhere else _("这个网格今天没有到期的走访")
            )
            return
        words = _("今日路线 {n} 户 · {km:,.1f} 公里 · 步行 {minutes:,.0f} 分")
        self.way.setText(words.format(n=len(one.stops), km=one.metres / 1000, minutes=one.minutes))
        said = [_("另有 {n} 户今天排不下").format(n=one.waiting)] if one.waiting else []
        guessed = sum(not stop.routed for stop in one.stops)
        if guessed:
            said.append(_("{n} 段没有道路，按直线估计").format(n=guessed))
        self._more.setText("；".join(said) or _("从最急的一户起，按走路先后"))
