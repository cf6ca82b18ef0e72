"""Who made an export, when and what for: the watermark that every file carries; a drill says so first."""

from dataclasses import dataclass, field
from datetime import datetime

from gridmap.i18n import _
from gridmap.township.settings import DRILL


@dataclass(frozen=True)
class Stamp:
    """The watermark of an export. ``moment`` is local civil time; ``drill`` is the township's setting, and
    whoever makes a stamp has to say it."""

    author: str
    moment: datetime
    purpose: str = ""
    drill: str = field(kw_only=True)

    @property
    def lines(self) -> list[tuple[str, str]]:
        """Heading and value, as the 说明 sheet lists them."""
        return [
            *([(DRILL, self.drill)] if self.drill else []),
            (_("导出人"), self.author or _("未登记")),
            (_("导出时间"), f"{self.moment:%Y-%m-%d %H:%M:%S}"),
            (_("用途"), self.purpose or _("未填写")),
        ]

    @property
    def line(self) -> str:
        """All of it in one line."""
        return " · ".join(f"{heading} {value}" for heading, value in self.lines)
