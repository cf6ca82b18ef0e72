"""The legend: what each colour and shape means, and how many there are of it."""

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from gridmap.i18n import _
from gridmap.scene.elders import at_home
from gridmap.scene.palette import CAP_FILLS, PAPER_FILLS, URGENCY, blend
from gridmap.scene.points import PLACE_CHARACTERS, border_errors, visible_incidents
from gridmap.scene.routes import in_latest_week
from gridmap.scene.scene import LegendRow, Scene
from gridmap.scene.subject import Subject
from gridmap.township.census import POPULATION_TITLES
from gridmap.township.finding import Finding
from gridmap.township.layer import LayerDefinition

CAP_SWATCHES = {"ok": "fill", "near": "fill", "limit": "outline", "over": "hatch", "unknown": "dotted"}
SWATCHES = {
    "villages": "line", "groups": "dash", "roads": "casing", "waters": "line", "ridges": "line",
    "patrols": "line", "households": "square", "residents": "circle", "hazards": "hatch",
    "neighbours": "line", "visits": "ring",
}  # fmt: skip


def legend(scene: Scene) -> tuple[LegendRow, ...]:
    """The rows of a scene's legend, from the caps to the overlays."""
    return scene.legend


def rows_of(
    subject: Subject, layers: Sequence[LayerDefinition], findings: Sequence[Finding]
) -> Iterator[LegendRow]:
    """The legend of the overlays that are shown."""
    for layer in layers:
        if not len(subject.snapshot[layer.table]):
            continue
        if layer.table == "grids":
            yield from _caps(subject, layer)
        elif layer.table == "incidents":
            yield from _incidents(subject, layer)
        elif layer.table == "places":
            yield from _places(subject, layer)
        elif layer.table in SWATCHES:
            yield _row(subject, layer)
    flaws = border_errors(findings)
    if flaws and not subject.wall:
        yield LegendRow("diamond", subject.colours.badge, _("界线问题"), len(flaws))


def count_of(subject: Subject, layer: LayerDefinition) -> int | None:
    """How many things an overlay has to show; None where that takes a while to find out."""
    table = subject.snapshot[layer.table]
    if layer.table == "visits":
        return None
    if layer.table == "residents":
        return len(at_home(table))
    if layer.table == "patrols":
        return int(np.count_nonzero(in_latest_week(table.text("started_at"))))
    if layer.table == "incidents":
        return len(visible_incidents(subject))
    return len(table)


def _caps(subject: Subject, layer: LayerDefinition) -> Iterator[LegendRow]:
    settings, colours = subject.snapshot.settings, subject.colours
    near, limit = round(settings.near_share * 100), round(settings.limit_share * 100)
    titles = {
        "ok": _("低于 {n} %").format(n=near),
        "near": _("{low}–{high} %").format(low=near, high=limit),
        "limit": _("{low}–100 %").format(low=limit),
        "over": _("超过上限"),
        "unknown": _("无数据"),
    }
    fills = {**(PAPER_FILLS if colours.theme == "paper" else CAP_FILLS), "unknown": colours.no_data}
    alpha = subject.opacity(layer)
    inside = zip(subject.statuses, subject.in_scope, strict=True)
    counts: Counter[str] = Counter(status for status, here in inside if here)
    for status, title in titles.items():
        if subject.wall and status in ("ok", "near", "unknown"):
            continue
        second = {"over": colours.hatch, "limit": colours.limit_outline}.get(status, colours.grid)
        yield LegendRow(
            CAP_SWATCHES[status], blend(fills[status], colours.ground, alpha), title,
            counts[status],
            layer.name, second,
        )  # fmt: skip
    if not all(subject.in_scope):
        yield LegendRow(
            "fill", colours.out_of_scope, _("范围外（只读）"), subject.in_scope.count(False), layer.name
        )
    yield from _other_caps(subject, layer)


def _other_caps(subject: Subject, layer: LayerDefinition) -> Iterator[LegendRow]:
    """Grids that break the cap on a population that is neither coloured nor chosen; registered is always
    told."""
    cap, view = subject.snapshot.settings.worker_cap, subject.view
    for population, people in subject.census.grids.items():
        over = int(np.count_nonzero(people > cap))
        if population in (view.population, *view.scenarios):
            continue
        if over or population == "registered":
            title = _("{basis}口径超限").format(basis=_(POPULATION_TITLES[population]))
            yield LegendRow("tag", subject.colours.tag_text, title, over, layer.name)


def _incidents(subject: Subject, layer: LayerDefinition) -> Iterator[LegendRow]:
    urgency = visible_incidents(subject).text("urgency")
    for name, shape in (("P1", "triangle"), ("P2", "diamond"), ("P3", "pentagon")):
        title = _("{urgency} 事件").format(urgency=name)
        yield LegendRow(shape, URGENCY[name], title, int((urgency == name).sum()), layer.name)


def _places(subject: Subject, layer: LayerDefinition) -> Iterator[LegendRow]:
    titles = {"shelter": _("安置点"), "clinic": _("卫生室"), "school": _("学校"), "office": _("村委会")}
    kinds = subject.snapshot["places"].text("kind")
    for kind, title in titles.items():
        if (kinds == kind).any():
            words = f"{PLACE_CHARACTERS[kind]} {title}"
            yield LegendRow("place", "#E6EAEE", words, int((kinds == kind).sum()), layer.name)


def _row(subject: Subject, layer: LayerDefinition) -> LegendRow:
    colours = subject.colours
    colour = {
        "villages": colours.village, "groups": colours.group, "roads": colours.road,
        "waters": colours.water, "ridges": colours.group,
        "patrols": colours.swath if subject.wall else colours.patrol,
        "households": colours.household, "residents": colours.patrol, "hazards": colours.hazard,
        "neighbours": colours.neighbour_line, "visits": colours.third,
    }[layer.table]  # fmt: skip
    swatch = "swath" if subject.wall and layer.table == "patrols" else SWATCHES[layer.table]
    title = _("本周巡防") if layer.table == "patrols" else _(layer.title)
    count = None if layer.table in ("roads", "waters", "ridges", "neighbours") else count_of(subject, layer)
    return LegendRow(swatch, colour, title, count, layer.name, colours.casing)
