"""What the proposals dock says of an option: why something must move, and what would still be over."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from gridmap.i18n import _
from gridmap.redraw.propose.report import trade_lines
from gridmap.screens.desk.proposer import Option
from gridmap.township.census import POPULATION_TITLES, Population
from gridmap.township.mask import mask_name


@dataclass(frozen=True)
class Reason:
    """Why something moves, or (``failed``) why nothing can: a title, the sentence, what else to know."""

    title: str
    words: str
    more: str
    failed: bool = False


def reason_of(option: Option) -> Reason:
    """The words below the table of grids."""
    village = option.told["villages"][0]
    because = village["infeasible_because"]
    if because:
        told = []
        if village["rules"]:
            told.append(_("不能同时满足：{rules}").format(rules="、".join(village["rules"])))
        if village["ways_out"]:
            told.append(_("出路：{ways}").format(ways=_("；或").join(village["ways_out"])))
        return Reason(_("为什么不行？"), because, "\n".join(told), failed=True)
    full = filter(None, (over(option, row) for row in range(len(option.proposal.before["grids"]))))
    told = [*leaders_over(option), *village["notes"]]
    told += trade_lines(option.told, village)
    if village["split_groups"]:
        told.append(_("最优以院落为最小单位；换一种院落划分，结果会不同。"))
    return Reason(_("为什么要动？"), "；".join(full) or _("现有网格都不超限"), "\n".join(told))


def leaders_over(option: Option) -> Iterator[str]:
    """Every leader of the villages in question who would still have too many."""
    mine = {grid["id"] for village in option.told["villages"] for grid in village["grids"]}
    for leader in option.told["leaders_over"]:
        if mine & set(leader["grids"]):
            yield _("▲ 网格长 {name} 的网格共 {people:,} 人，仍超过上限 {cap:,}").format(
                name=mask_name(leader["name"]), people=leader["population"], cap=leader["cap"]
            )


def now_words(option: Option, population: Population) -> str:
    """What the map of today says."""
    n = sum(bool(over(option, row)) for row in range(len(option.proposal.before["grids"])))
    return _("{basis}口径 · {n} 个网格超限").format(basis=POPULATION_TITLES[population], n=n)


def then_words(option: Option, population: Population) -> str:
    """What the map of the proposal says."""
    bad = sum(not village["legal"] for village in option.told["villages"])
    leaders = len(list(leaders_over(option)))
    words = _("{n} 个村没有方案").format(n=bad) if bad else _("均不超限")
    if leaders and not bad:
        words = _("{n} 名网格长仍超限").format(n=leaders)
    return _("{basis}口径 · {words}").format(basis=POPULATION_TITLES[population], words=words)


def rows_of(option: Option) -> list[dict[str, Any]]:
    """The grids of every village, with the people of today beside."""
    proposal = option.proposal
    at = {uuid: row for row, uuid in enumerate(proposal.before["grids"].text("uuid").tolist())}
    first = proposal.wish.populations[0]
    return [
        {**grid, "now": float(proposal.counted.grids[first][at[grid["id"]]]) if grid["id"] in at else None,
         "cap": proposal.cap}
        for village in option.told["villages"]
        for grid in village["grids"]
    ]  # fmt: skip


def fullness(option: Option) -> str:
    """How many people each grid would have: ``07 960  08 840``."""
    grids = option.told["villages"][0]["grids"]
    return "  ".join(f"{_tail(grid['name'])} {grid['population']:,}" for grid in grids[:3])


def _tail(name: str) -> str:
    """The number at the end of a grid's name."""
    digits = "".join(letter for letter in name if letter.isdigit())
    return digits or name


def over(option: Option, grid: int) -> str:
    """The sentence for a grid of the villages in question that is over its cap today, '' for any other."""
    proposal = option.proposal
    if not any(grid in village.units.grids for village in proposal.villages):
        return ""
    for name in proposal.wish.populations:
        people = proposal.counted.grids[name][grid]
        if people > proposal.cap:
            words = _("{grid} {basis} {people:,.0f}，上限 {cap:,}：至少移出 {n:,.0f} 人")
            return words.format(
                grid=proposal.before["grids"]["name"][grid], basis=POPULATION_TITLES[name], people=people,
                cap=proposal.cap, n=people - proposal.cap,
            )  # fmt: skip
    return ""
