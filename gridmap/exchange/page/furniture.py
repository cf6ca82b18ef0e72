"""What stands around the map: title, 示意 mark, legend, watermark, the line at the foot."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import numpy as np

from gridmap.exchange.escape import escape
from gridmap.i18n import _
from gridmap.scene.palette import URGENCY, cap_colour, palette
from gridmap.township.census import POPULATION_TITLES, POPULATIONS, STATUSES, Census, load_statuses
from gridmap.township.settings import Settings
from gridmap.township.snapshot import Snapshot


def theme_css(theme: str) -> str:
    """The colours of a theme as CSS: variables, and the fill of every grid state on every basis."""
    colours = palette(theme)
    values = {
        "outside": colours.outside, "ground": colours.ground, "panel": colours.panel,
        "button": colours.button,
        "line": colours.line, "faint": colours.faint, "text": colours.text, "second": colours.second,
        "third": colours.third, "accent": colours.accent, "failed": colours.failed,
        "warning": colours.warning, "track": colours.track, "bar": colours.bar, "town": colours.town,
        "village": colours.village, "grid": colours.grid, "group": colours.group, "road": colours.road,
        "road-alpha": colours.road_alpha, "casing": colours.casing, "water": colours.water,
        "patrol": colours.patrol, "household": colours.household, "label": colours.label,
        "halo": colours.halo, "select": colours.select_line, "hazard": colours.hazard, "hatch": colours.hatch,
        "badge": colours.badge, "badge-text": colours.badge_text, "neighbour": colours.neighbour_line,
        "neighbour-name": colours.neighbour_name,
    }  # fmt: skip
    lines = [":root{", *(f"--{name}:{value};" for name, value in values.items())]
    lines += [f"--{state}:{cap_colour(state, theme) or 'transparent'};" for state in STATUSES]
    lines.append("}")
    lines += [f".{urgency or 'note'}{{fill:{colour}}}" for urgency, colour in URGENCY.items()]
    for state in STATUSES:
        fill = "url(#hatch)" if state == "over" else f"var(--{state})"
        lines.append(f".swatch-{state}{{fill:{fill}}}")
        lines += [f"[data-basis={basis}] .{basis}-{state}{{fill:{fill}}}" for basis in POPULATIONS]
    return "".join(lines)


def basis_of(census: Census) -> str:
    """The population that the page shows first: residents, or the first that is known."""
    known = (basis for basis in POPULATIONS if not np.isnan(census.grids[basis]).all())
    return next(known, POPULATIONS[0])


def title(settings: Settings) -> str:
    """The name of the town and of the map, with the mark that says it is schematic."""
    mark = f"<span class='schematic'>{_('示意')}</span>" if settings.schematic else ""
    notice = f"<p>{escape(settings.notice)}</p>" if settings.notice else ""
    heading = escape(page_title(settings))
    return f"<header id='title' class='panel'><h1>{heading}{mark}</h1>{notice}</header>"


def page_title(settings: Settings) -> str:
    """The words of the title, not yet escaped."""
    return _("{town} 网格图").format(town=settings.name).strip()


def legend(snapshot: Snapshot, census: Census) -> str:
    """The basis that is coloured, to be chosen, and the cap states with how many grids are in each."""
    basis = basis_of(census)
    choices = "".join(
        f"<label><input type='radio' name='basis' value='{name}'{' checked' if name == basis else ''}>"
        f"{_(POPULATION_TITLES[name])}</label>"
        for name in POPULATIONS
    )
    states: dict[str, Sequence[str]] = {
        name: load_statuses(census, name, snapshot.settings) for name in POPULATIONS
    }
    titles = _status_titles(snapshot.settings)
    rows = "".join(_legend_row(state, titles[state], states) for state in STATUSES)
    asked = _("网格人口（上限 {cap} 人）按").format(cap=f"{snapshot.settings.worker_cap:,}")
    return (
        f"<aside id='legend' class='panel'><fieldset><legend>{asked}</legend>{choices}</fieldset>"
        f"<ul>{rows}</ul></aside>"
    )


def _status_titles(settings: Settings) -> dict[str, str]:
    near, limit = round(settings.near_share * 100), round(settings.limit_share * 100)
    return {
        "ok": _("低于 {n} %").format(n=near),
        "near": _("{low}–{high} %").format(low=near, high=limit),
        "limit": _("{low}–100 %").format(low=limit),
        "over": _("超过上限"),
        "unknown": _("无数据"),
    }


def _legend_row(state: str, title: str, states: Mapping[str, Sequence[str]]) -> str:
    counts = "".join(f"<b class='by {basis}'>{found.count(state)}</b>" for basis, found in states.items())
    swatch = (
        f"<svg viewBox='0 0 22 14'><rect class='swatch-{state}' x='.5' y='.5' width='21' height='13'/></svg>"
    )
    return f"<li>{swatch}{title}{counts}</li>"


def watermark(author: str, moment: datetime, purpose: str, sources: str = "") -> str:
    """Who made the page, when and what for: across the map, barely seen, and at its foot.

    ``sources`` are the credits that the township's data asks for.
    """
    stamp = f"{moment:%Y-%m-%d %H:%M}"
    across = escape(" ".join(filter(None, (author, stamp))))
    words = [_("导出人 {author}").format(author=author or _("未登记")), stamp]
    words += [_("用途 {purpose}").format(purpose=purpose)] if purpose else []
    words += [_("个人信息已隐去，仅供工作使用")]
    words += [*filter(None, [sources]), "Leaflet 1.9.4 · folium"]
    return (
        "<svg id='watermark' aria-hidden='true'><pattern id='stamp' width='340' height='190' "
        "patternUnits='userSpaceOnUse' patternTransform='rotate(-24)'>"
        f"<text x='10' y='90'>{across}</text></pattern>"
        "<rect width='100%' height='100%' fill='url(#stamp)'/></svg>"
        f"<footer id='foot' class='panel'>{' · '.join(escape(word) for word in words)}</footer>"
    )


HATCH = (
    "<svg id='patterns' aria-hidden='true'><pattern id='hatch' width='8' height='8' "
    "patternUnits='userSpaceOnUse' patternTransform='rotate(45)'>"
    "<rect width='8' height='8'/><path d='M0 0V8'/></pattern></svg>"
)
"""The 45° lines over a grid above its cap."""
