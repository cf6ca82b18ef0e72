"""The day's rounds as a workbook or CSV, a line per home, or as GPX to walk after."""

from collections.abc import Callable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import numpy as np

from gridmap.exchange.exports.columns import Outgoing
from gridmap.exchange.exports.save import refuse_suffix, replacing
from gridmap.exchange.exports.sheet import write_sheet
from gridmap.exchange.exports.stamp import Stamp
from gridmap.exchange.exports.workbook import write_workbook
from gridmap.exchange.ground import Ground
from gridmap.i18n import _
from gridmap.response.rounds import Round, Stop
from gridmap.response.visits import TIER_TITLES, TIERS, Contacts
from gridmap.township.mask import mask_address, mask_name, mask_phone
from gridmap.township.snapshot import Snapshot

SUFFIXES = (".gpx", ".xlsx", ".csv")
PAPER = ".pdf"
"""What a floor above draws."""


def check_suffix(path: Path) -> None:
    """Refuse another format before any work. Raises UsageError."""
    refuse_suffix(path, (PAPER, *SUFFIXES), _("不认识的走访路线格式 {suffix}：可用 {known}"))


def write_rounds(
    path: Path, made: Sequence[Round], found: Contacts, snapshot: Snapshot, stamp: Stamp, *, hide: bool = True
) -> None:
    """Write the rounds in the format of the suffix; the old file stands until the new one is whole.

    Personal values are masked while ``hide`` is set. Raises UsageError for an unknown suffix and
    InputError when the file cannot be written.
    """
    refuse_suffix(path, SUFFIXES, _("不认识的走访路线格式 {suffix}：可用 {known}"))
    with replacing(path) as fresh:
        if path.suffix.lower() == ".gpx":
            fresh.write_text(_gpx(made, found, snapshot, stamp, hide), "utf-8", newline="\n")
            return
        title = _("今日走访")
        columns = _columns(made, found, snapshot, hide)
        if path.suffix.lower() == ".csv":
            write_sheet(fresh, columns, f"{title} · {stamp.line}")
        else:
            write_workbook(fresh, {title: columns}, stamp)


def _columns(made: Sequence[Round], found: Contacts, snapshot: Snapshot, hide: bool) -> list[Outgoing]:
    homes = snapshot["households"]
    stops = [(one, place, stop) for one in made for place, stop in enumerate(one.stops, 1)]
    address, name, phone = (mask_address, mask_name, mask_phone) if hide else (str, str, str)

    def of_home(column: str, shown: Callable[[str], str] = str) -> list[str]:
        return [shown(str(homes[column][found.household[stop.contact]])) for _one, _place, stop in stops]

    return [
        Outgoing("grid", _("网格"), [one.title for one, _place, _stop in stops]),
        Outgoing("workers", _("网格员"), [name("、".join(one.workers)) for one, _place, _stop in stops]),
        Outgoing("place", _("序号"), [place for _one, place, _stop in stops]),
        Outgoing("household_no", _("户号"), of_home("household_no")),
        Outgoing("head_name", _("户主"), of_home("head_name", name)),
        Outgoing("address", _("住址"), of_home("address", address)),
        Outgoing("phone", _("联系电话"), of_home("phone", phone)),
        Outgoing("tier", _("走访等级"), [_tier(found, stop) for _one, _place, stop in stops]),
        Outgoing("days", _("距上次走访天数"), [_whole(found.days[stop.contact]) for *_at, stop in stops]),
        Outgoing("metres", _("从上一户步行米数"), [_whole(stop.metres) for *_at, stop in stops]),
        Outgoing("minutes", _("步行分钟"), [_whole(stop.minutes) for *_at, stop in stops]),
        Outgoing("result", _("走访结果"), [""] * len(stops)),
    ]


def _gpx(made: Sequence[Round], found: Contacts, snapshot: Snapshot, stamp: Stamp, hide: bool) -> str:
    """GPX 1.1: a route for each grid, whose points bear the number of the household and no name."""
    ground, homes = Ground(snapshot.settings.crs), snapshot["households"]
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<gpx version="1.1" creator="gridmap" xmlns="http://www.topografix.com/GPX/1/1">',
        f"<metadata><desc>{escape(stamp.line)}</desc></metadata>",
    ]
    for one in made:
        workers = "、".join(map(mask_name, one.workers) if hide else one.workers)
        parts.append(f"<rte><name>{escape(one.title)}</name><desc>{escape(workers)}</desc>")
        degrees = ground.degrees(np.array([(stop.x, stop.y) for stop in one.stops]))
        for (lon, lat), stop in zip(degrees.tolist(), one.stops, strict=True):
            number = str(homes["household_no"][found.household[stop.contact]])
            parts.append(f'<rtept lat="{lat:.6f}" lon="{lon:.6f}"><name>{escape(number)}</name></rtept>')
        parts.append("</rte>")
    return "\n".join([*parts, "</gpx>", ""])


def _tier(found: Contacts, stop: Stop) -> str:
    return TIER_TITLES[TIERS[int(found.tier[stop.contact])]]


def _whole(number: float) -> int | None:
    return None if np.isnan(number) else round(float(number))
