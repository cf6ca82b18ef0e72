"""The call sheet of an area as a workbook or CSV: a line per home, the caller's list before it."""

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from gridmap.exchange.exports.columns import Outgoing
from gridmap.exchange.exports.save import refuse_suffix, replacing
from gridmap.exchange.exports.sheet import write_sheet
from gridmap.exchange.exports.stamp import Stamp
from gridmap.exchange.exports.workbook import write_workbook
from gridmap.i18n import _
from gridmap.response.affected import Affected
from gridmap.response.call_sheet import Call
from gridmap.township.census import POPULATION_TITLES
from gridmap.township.mask import HIDDEN, mask_address, mask_name, mask_phone

SUFFIXES = (".pdf", ".xlsx", ".csv")
"""What a call sheet can be written as; ``screens.paper.calls`` writes the PDF, which needs Qt's painter."""


def check_suffix(path: Path) -> None:
    """Refuse another format before any work. Raises UsageError."""
    refuse_suffix(path, SUFFIXES, _("不认识的名单格式 {suffix}：可用 {known}"))


def write_calls(
    path: Path, calls: Sequence[Call], found: Affected, stamp: Stamp, *, hide: bool = True
) -> None:
    """Write ``calls`` to ``path`` as a workbook or, by its suffix, as CSV; the old file stands until it is
    whole. A workbook has everybody on one sheet, then a sheet for every caller's list.

    Personal values are masked while ``hide`` is set. Raises UsageError for an unknown suffix and
    InputError when the file cannot be written.
    """
    check_suffix(path)
    title = _("呼叫名单")
    columns = _columns(calls, found, hide)
    with replacing(path) as fresh:
        if path.suffix.lower() == ".csv":
            write_sheet(fresh, columns, f"{title} · {stamp.line}")
        else:
            lists = {name: list(own) for name, own in groupby(calls, lambda call: call.listing)}
            own_sheets = {name: _columns(own, found, hide) for name, own in lists.items()}
            write_workbook(fresh, {title: columns, **own_sheets}, stamp)


def _columns(calls: Sequence[Call], found: Affected, hide: bool) -> list[Outgoing]:
    homes = found.households
    address, name, phone = (mask_address, mask_name, mask_phone) if hide else (str, str, str)

    def joined(texts: Sequence[str]) -> str:
        return "、".join(texts)

    return [
        Outgoing("list", _("名单"), [call.listing for call in calls]),
        Outgoing("place", _("序号"), [call.place for call in calls]),
        Outgoing("grid", _("网格"), [call.grid for call in calls]),
        Outgoing("household_no", _("户号"), [str(homes["household_no"][call.row]) for call in calls]),
        Outgoing("head_name", _("户主"), [name(str(homes["head_name"][call.row])) for call in calls]),
        Outgoing(
            "people",
            _("{basis}人数").format(basis=_(POPULATION_TITLES[found.population])),
            [call.people for call in calls],
        ),
        Outgoing("risks", _("风险"), [risks_of(call, hide) for call in calls]),
        Outgoing("address", _("住址"), [address(str(homes["address"][call.row])) for call in calls]),
        Outgoing("phones", _("联系电话"), [phone(joined(call.phones)) for call in calls]),
        Outgoing("carers", _("照护人"), [name(joined(call.carers)) for call in calls]),
        Outgoing("carer_phones", _("照护人电话"), [phone(joined(call.carer_phones)) for call in calls]),
        Outgoing("workers", _("网格员"), [name(joined(call.workers)) for call in calls]),
        Outgoing("shelter", _("避难场所"), [call.shelter for call in calls]),
        Outgoing("shelter_metres", _("步行米数"), [call.shelter_metres for call in calls]),
        Outgoing("free", _("余位"), [call.free for call in calls]),
        Outgoing("edge", _("边缘"), [_("请确认") if call.edge else "" for call in calls]),
        Outgoing("result", _("结果"), [""] * len(calls)),
    ]


def risks_of(call: Call, hide: bool) -> str:
    """What the risks say of health is hidden as it is in every masked table; that there are some is not."""
    if hide:
        return HIDDEN if call.risks else ""
    return "、".join(call.risks)
