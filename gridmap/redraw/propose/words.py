"""Why there is no plan, in words: the smallest set of things that clash."""

from gridmap.i18n import _
from gridmap.redraw.propose.problem import Problem, Solution
from gridmap.redraw.propose.unions import WIDEST
from gridmap.township.table import Table


def because(solution: Solution, problem: Problem, groups: Table, held: int, counted: str = "") -> str:
    """The sentence for a clash. ``groups`` are the problem's units, ``held`` how many grids are locked,
    ``counted`` names the population that is meant where there are several."""
    names = [str(name or code) for name, code in zip(groups["name"], groups["code"], strict=True)]
    people, cap = problem.populations[solution.counted], problem.cap
    total = sum(people)
    grids = (problem.grids or 0) + held
    parts = solution.pieces or []
    if solution.clash == "group_over_cap":
        alone = "、".join(
            _("{group}一个组就有{counted} {people:,.0f} 人").format(
                group=names[unit], people=people[unit], counted=counted
            )
            for unit in parts[0]
        )
        return _("{alone}，超过上限 {cap:,.0f}").format(alone=alone, cap=cap)
    if solution.clash == "islands":
        lands = "；".join(
            _("{groups}（{people:,.0f} 人）").format(
                groups="、".join(names[unit] for unit in part),
                people=sum(people[unit] for unit in part),
            )
            for part in parts
        )
        return _("不相连的 {n} 片：{lands}。上限 {cap:,.0f}，至少要 {least} 个网格，{grids} 个不够").format(
            n=len(parts), lands=lands, cap=cap, least=solution.least + held, grids=grids
        )
    words = {
        "too_few_grids": _(
            "共{counted} {total:,.0f} 人，上限 {cap:,.0f}，至少要 {least} 个网格，{grids} 个不够"
        ),
        "too_many_grids": _("只有 {units} 个村民小组，整组分不成 {grids} 个网格"),
        "contiguity": _("整组、连片又不超过上限 {cap:,.0f}，至少要 {least} 个网格，{grids} 个不够"),
        "drawn": _("已画的部分和上限 {cap:,.0f}、连片不能同时满足"),
        "size": _(
            "{units} 个村民小组的连片组合太多，无法逐一比较（最多 {widest} 个组）：请减小上限或分村计算"
        ),
        "time": _("时间内没有找到方案：请增加 --seconds"),
    }
    return words[solution.clash].format(
        total=total,
        cap=cap,
        least=solution.least + held,
        grids=grids,
        units=len(names),
        widest=WIDEST,
        counted=counted,
    )
