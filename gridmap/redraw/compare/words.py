"""A comparison in words: the lines of ``gridmap compare`` for a person."""

from collections.abc import Mapping
from typing import Any

from gridmap.i18n import _
from gridmap.redraw.compare.measures import show
from gridmap.township.census import POPULATION_TITLES

Plain = Mapping[str, Any]

CARE: Mapping[str, str] = {
    "aged_60": _("60岁以上"),
    "aged_80": _("80岁以上"),
    "lives_alone": _("独居"),
    "cannot_self_care": _("失能"),
}
"""Who must not be lost on the way, with the words for them."""

STATES = {"passed": _("通过"), "error": _("未过"), "warning": _("提醒"), "note": _("说明")}
"""What a rule may say."""
MARKS = {"error": "▲", "warning": "◇", "note": "·", "passed": "✓"}


def lines(told: Plain) -> list[str]:
    """What ``report`` tells, for a person."""
    said = [_("{one} → {other} · 按{basis}").format(
        one=told["from"]["plan"], other=told["to"]["plan"], basis=_basis(told["population"])
    )]  # fmt: skip
    if told["same"]:
        return [*said, _("两个方案没有差别")]
    said += [*_moved_lines(told), *_grid_lines(told), *_leader_lines(told)]
    said += [
        _("  {n:>5} 户 {people:>6,} 人  {one} → {other}").format(
            n=flow["households"], people=flow["population"][told["population"]],
            one=flow["from"] or _("网格外"), other=flow["to"] or _("网格外"),
        )
        for flow in told["flows"]
    ]  # fmt: skip
    said += _measure_lines(told)
    for rule in told["rules"]:
        words = _("{mark} {title}：{one} → {other}  {message}")
        said.append(words.format(
            mark=MARKS[rule["to"]], title=rule["title"], one=STATES[rule["from"]],
            other=STATES[rule["to"]], message=rule["message"],
        ))  # fmt: skip
    return said + [f"· {note}" for note in (told["bands"] or {"notes": []})["notes"]]


def _moved_lines(told: Plain) -> list[str]:
    moved = told["moved"]
    people = " · ".join(f"{_basis(name)} {people:,}" for name, people in moved["population"].items())
    said = [_("换网格 {n:,} 户（{people} 人）").format(n=moved["households"], people=people)]
    if moved["aged_60"] is not None:
        said.append("  " + " · ".join(_("{title} {n:,} 人").format(title=title, n=moved[name])
                                      for name, title in CARE.items()))  # fmt: skip
    words = _("  在办事件 {incidents} 件随地移交 · 换网格员 {workers:,} 户 · 换网格长 {leaders:,} 户")
    said.append(words.format(
        incidents=moved["open_incidents"], workers=moved["worker_changes"], leaders=moved["leader_changes"]
    ))  # fmt: skip
    way = moved["way_to_worker_m"]
    if way["from"] is not None:
        words = _("  离网格员的片区中心平均 {one:,.0f} → {other:,.0f} 米")
        said.append(words.format(one=way["from"], other=way["to"]))
    if moved["own_homes"]:
        said.append(_("  {n} 名网格员自己的家换了网格").format(n=moved["own_homes"]))
    if moved["own_homes_unknown"]:
        said.append(_("  {n} 名网格员住在哪里，台账里查不到").format(n=moved["own_homes_unknown"]))
    return said


def _grid_lines(told: Plain) -> list[str]:
    said = []
    for pair in told["grids"]:
        one, other = pair["from"], pair["to"]
        if one and other and one["population"] == other["population"] and one["name"] == other["name"]:
            continue
        counts = [side["population"][told["population"]] if side else None for side in (one, other)]
        words = _("  {one:>6} → {other:>6} /{cap:,}  {name}")
        name = (other or one)["name"]
        if one and other and one["name"] != other["name"]:
            name = f"{one['name']} → {name}"
        elif not one:
            name += _("（新）")
        elif not other:
            name += _("（撤销）")
        shown = ["—" if count is None else f"{count:,}" for count in counts]
        said.append(words.format(one=shown[0], other=shown[1], cap=pair["cap"], name=name))
    return said


def _leader_lines(told: Plain) -> list[str]:
    words = _("  {one:>6} → {other:>6} /{cap:,}  网格长 {name}")
    said = []
    for leader in told["leaders"]:
        counts = [leader[side][told["population"]] if leader[side] else None for side in ("from", "to")]
        if leader["from"] != leader["to"]:
            shown = ["—" if count is None else f"{count:,}" for count in counts]
            said.append(words.format(one=shown[0], other=shown[1], cap=leader["cap"], name=leader["name"]))
    return said


def _measure_lines(told: Plain) -> list[str]:
    said = []
    for name, measure in told["measures"].items():
        one, other = (_known(measure[side]) for side in ("from", "to"))
        line = _("  {title}：{one} → {other}").format(
            title=measure["title"], one=show(name, one), other=show(name, other)
        )
        if measure["band"]:
            low, high = measure["band"]
            line += _("（随机合法方案 {low} – {high}）").format(low=show(name, low), high=show(name, high))
        said.append(line)
    border = told["border_km"]
    words = _("  界线新增 {added:,.2f} km，撤去 {removed:,.2f} km")
    return [*said, words.format(added=border["added"], removed=border["removed"])]


def _known(number: float | None) -> float:
    return float("nan") if number is None else float(number)


def _basis(population: str) -> str:
    return _(POPULATION_TITLES[population])
