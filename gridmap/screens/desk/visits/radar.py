"""The silence radar, and what every tier is owed: figures that open their rows."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from gridmap.i18n import _
from gridmap.response.owed import Owed, TierSum
from gridmap.response.visits import TIER_TITLES, TIERS
from gridmap.screens import icons
from gridmap.screens.desk.parts import button, column, label, line, row, set_tone
from gridmap.screens.desk.state import DeskState

PAD = (12, 8, 12, 8)


class Radar(QWidget):
    """How many of high risk are silent, red when there is one; below, each tier. ``asked`` says that the
    silent are to be listed."""

    asked = Signal()

    def __init__(self, state: DeskState) -> None:
        super().__init__()
        self._state = state
        self._mark, self.count = label(), label("", 24, 600)
        self.title, self._why = label("", 13, 600), label("", 12, tone="second", wrap=True)
        self._list = button(_("列出"), self.asked.emit, "link", _("只列出失联的高风险户"))
        words = column(None, self.title, self._why, None)
        head = row(self._mark, self.count, words, None, self._list, margins=PAD, gap=10)
        self.tiers = {tier: _Tile(TIER_TITLES[tier]) for tier in TIERS}
        self.setLayout(column(head, line("faint"), row(*self.tiers.values(), margins=PAD, gap=12)))

    def show_owed(self, owed: Owed) -> None:
        """Other figures."""
        days, colours = self._state.session.snapshot.settings.silent_days, self._state.colours
        broken = owed.silent > 0
        sums = owed.tiers
        tone = "failed" if broken else "passed"
        icon = icons.pixmap(
            "error" if broken else "shield", getattr(colours, tone), 20, self.devicePixelRatioF()
        )
        self._mark.setPixmap(icon)
        self.count.setText(f"{owed.silent:,}")
        self.title.setText(_("户高风险失联") if broken else _("没有失联的高风险户"))
        why = _("超过 {days} 天没有联系（共 {n:,} 户高风险）")
        calm = _("{n:,} 户高风险，{days} 天内都联系过") if sums[0].homes else _("名册里没有高风险户")
        self._why.setText((why if broken else calm).format(days=days, n=sums[0].homes))
        for part in (self.count, self.title):
            set_tone(part, tone)
        self._list.setVisible(broken)
        for found in sums:
            self.tiers[found.tier].show_sum(found)


class _Tile(QWidget):
    """One tier: how many are due, how many of them overdue, how many there are."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.due, self.late, self.homes = label("", 20, 600), label("", 12), label("", 12, tone="second")
        figure = row(self.due, label(_("到期"), 12, tone="second"), None, gap=4)
        self.setLayout(
            column(label(title, 12, tone="second"), figure, row(self.late, self.homes, None, gap=6))
        )

    def show_sum(self, found: TierSum) -> None:
        """Other figures."""
        self.due.setText(f"{found.due:,}")
        self.late.setText(_("逾期 {n:,}").format(n=found.late))
        set_tone(self.late, "failed" if found.late else "second")
        self.homes.setText(_("共 {n:,}").format(n=found.homes))
