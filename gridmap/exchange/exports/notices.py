"""The change notices of a comparison as a workbook: households, handovers, flows, figures, rules."""

from collections.abc import Sequence
from pathlib import Path

from gridmap.errors import UsageError
from gridmap.exchange.exports.columns import Outgoing
from gridmap.exchange.exports.save import replacing
from gridmap.exchange.exports.stamp import Stamp
from gridmap.exchange.exports.workbook import write_workbook
from gridmap.i18n import _
from gridmap.redraw.compare.bands import Bands
from gridmap.redraw.compare.comparison import Comparison
from gridmap.redraw.compare.measures import show
from gridmap.redraw.compare.notices import Handover, Notice, handovers, notices_of
from gridmap.redraw.compare.side import Person, names_of
from gridmap.redraw.compare.words import STATES
from gridmap.township.census import POPULATION_TITLES
from gridmap.township.mask import mask_address, mask_name

CHANGES = {"grid": _("网格"), "worker": _("网格员"), "leader": _("网格长")}
_POPULATIONS = ("registered", "resident", "at_home")


def write_notices(
    path: Path, found: Comparison, bands: Bands | None, stamp: Stamp, *, hide: bool = True
) -> None:
    """Write everything that follows from a comparison to ``path`` (.xlsx); the old file stands until it
    is whole. Personal values are masked while ``hide`` is set.

    Raises UsageError for another suffix and InputError when the file cannot be written.
    """
    if path.suffix.lower() != ".xlsx":
        words = _("不认识的通知格式 {suffix}：可用 .pdf .xlsx")
        raise UsageError(words.format(suffix=path.suffix or path.name))
    notices = notices_of(found)
    sheets = {
        _("变更名单"): _households(notices, hide),
        _("交接清单"): _handovers(handovers(notices), hide),
        _("人口流向"): _flows(found),
        _("指标对比"): _measures(found, bands),
        _("规则变化"): _rules(found),
    }
    with replacing(path) as fresh:
        write_workbook(fresh, sheets, stamp)


def _people(people: tuple[Person, ...], hide: bool) -> str:
    return mask_name(names_of(people)) if hide else names_of(people)


def _households(notices: Sequence[Notice], hide: bool) -> list[Outgoing]:
    name, address = (mask_name, mask_address) if hide else (str, str)
    care = ["、".join(one.care) if not hide else _("有") if one.care else "" for one in notices]
    return [
        Outgoing("number", _("户号"), [one.number for one in notices]),
        Outgoing("head_name", _("户主"), [name(one.head_name) for one in notices]),
        Outgoing("group", _("村民小组"), [one.group for one in notices]),
        *(
            Outgoing(basis, _(POPULATION_TITLES[basis]), [one.people[basis] for one in notices])
            for basis in _POPULATIONS
        ),
        Outgoing("from", _("原网格"), [one.came_from for one in notices]),
        Outgoing("to", _("新网格"), [one.goes_to for one in notices]),
        Outgoing("worker_from", _("原网格员"), [_people(one.worker_from, hide) for one in notices]),
        Outgoing("worker_to", _("新网格员"), [_people(one.worker_to, hide) for one in notices]),
        Outgoing("leader_from", _("原网格长"), [_people(one.leader_from, hide) for one in notices]),
        Outgoing("leader_to", _("新网格长"), [_people(one.leader_to, hide) for one in notices]),
        Outgoing("changes", _("变更"), ["、".join(CHANGES[name] for name in one.changes) for one in notices]),
        Outgoing("far_from", _("离原网格中心(米)"), [one.far_from for one in notices]),
        Outgoing("far_to", _("离新网格中心(米)"), [one.far_to for one in notices]),
        Outgoing("incidents", _("在办事件"), [one.incidents for one in notices]),
        Outgoing("own_home", _("网格员本人住家"), [_("是") if one.own_home else "" for one in notices]),
        Outgoing("care", _("重点照护"), care),
        Outgoing("address", _("住址"), [address(one.address) for one in notices]),
        Outgoing("told", _("已通知"), [""] * len(notices)),
    ]


def _handovers(made: Sequence[Handover], hide: bool) -> list[Outgoing]:
    return [
        Outgoing("from", _("原网格"), [one.came_from for one in made]),
        Outgoing("worker_from", _("移交人"), [_people(one.worker_from, hide) for one in made]),
        Outgoing("to", _("新网格"), [one.goes_to for one in made]),
        Outgoing("worker_to", _("接收人"), [_people(one.worker_to, hide) for one in made]),
        Outgoing("households", _("户数"), [len(one.notices) for one in made]),
        *(
            Outgoing(basis, _(POPULATION_TITLES[basis]), [one.people(basis) for one in made])
            for basis in _POPULATIONS
        ),
        Outgoing("careful", _("重点照护户"), [one.careful for one in made]),
        Outgoing("numbers", _("户号"), ["、".join(n.number for n in one.notices) for one in made]),
        Outgoing("signed", _("签字"), [""] * len(made)),
    ]


def _flows(found: Comparison) -> list[Outgoing]:
    outside = _("网格外")
    return [
        Outgoing("from", _("原网格"), [found.before.grid_title(f.came_from) or outside for f in found.flows]),
        Outgoing("to", _("新网格"), [found.after.grid_title(f.goes_to) or outside for f in found.flows]),
        Outgoing("households", _("户数"), [flow.households for flow in found.flows]),
        *(
            Outgoing(basis, _(POPULATION_TITLES[basis]), [int(flow.people[basis]) for flow in found.flows])
            for basis in _POPULATIONS
        ),
    ]


def _measures(found: Comparison, bands: Bands | None) -> list[Outgoing]:
    def band(name: str) -> str:
        if bands is None or name not in bands.ranges:
            return ""
        low, _middle, high = bands.ranges[name]
        return f"{show(name, low)} – {show(name, high)}"

    return [
        Outgoing("measure", _("指标"), [one.title for one in found.measures]),
        Outgoing("from", found.before.title, [show(one.name, one.before) for one in found.measures]),
        Outgoing("to", found.after.title, [show(one.name, one.after) for one in found.measures]),
        Outgoing("band", _("随机合法方案 5–95 %"), [band(one.name) for one in found.measures]),
    ]


def _rules(found: Comparison) -> list[Outgoing]:
    return [
        Outgoing("rule", _("规则"), [change.title for change in found.rules]),
        Outgoing("from", _("原状态"), [STATES[change.before or "passed"] for change in found.rules]),
        Outgoing("to", _("新状态"), [STATES[change.after or "passed"] for change in found.rules]),
        Outgoing("message", _("说明"), [change.finding.message for change in found.rules]),
    ]
