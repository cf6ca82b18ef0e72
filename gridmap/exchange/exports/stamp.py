"""Who made an export, when and what for: the watermark that every file carries."""

from dataclasses import dataclass
from datetime import datetime

from gridmap.i18n import _


@dataclass(frozen=True)
class Stamp:
    """The watermark of an export. ``moment`` is local civil time."""

    author: str
    moment: datetime
    purpose: str = ""

    @property
    def lines(self) -> list[tuple[str, str]]:
        """Heading and value, as the 说明 sheet lists them."""
        return [
            (_("导出人"), self.author or _("未登记")),
            (_("导出时间"), f"{self.moment:%Y-%m-%d %H:%M:%S}"),
            (_("用途"), self.purpose or _("未填写")),
        ]

    @property
    def line(self) -> str:
        """All of it in one line."""
        return " · ".join(f"{heading} {value}" for heading, value in self.lines)
