"""Every colour by role and theme: the desk by day and by night, the wall, and paper.

Colours are ``#RRGGBB``; where a role is translucent its share stands beside it as ``…_alpha``.
The four cap fills differ by at least 22 (ΔE2000) in normal sight and three colour blindnesses.
"""

from dataclasses import replace
from types import MappingProxyType
from typing import Literal

from gridmap.township.value import dataclass

Theme = Literal["light", "dark", "wall", "paper"]

CAP_FILLS = MappingProxyType({"ok": "#3E6C9A", "near": "#A9D3EE", "limit": "#F5D547", "over": "#E2491B"})
PAPER_FILLS = MappingProxyType({"ok": "#6B8AA8", "near": "#1F4E8C", "limit": "#B88A00", "over": "#A32A06"})
URGENCY = MappingProxyType({"P1": "#E6194B", "P2": "#FF9500", "P3": "#FFF3B0", "": "#5AA9E6"})
"""Alarms are shapes first; never tell them from caps by hue."""


@dataclass(frozen=True)
class Palette:
    """The colours of one theme. The first block dresses windows, the second draws maps."""

    theme: Theme
    window: str
    panel: str
    base: str
    button: str
    title: str
    line: str
    faint: str
    text: str
    second: str
    third: str
    disabled: str
    accent: str
    selected_row: str
    on_accent: str
    failed: str
    warning: str
    passed: str
    track: str
    bar: str
    # map
    outside: str
    ground: str
    land: tuple[str, ...]
    incident_land: str
    neighbour_name: str
    neighbour_line: str
    out_of_scope: str
    no_data: str
    hatch: str
    limit_outline: str
    town: str
    village: str
    grid: str
    group: str
    road: str
    road_alpha: float
    main_road: str
    casing: str
    casing_alpha: float
    water: str
    water_name: str
    swath: str
    patrol: str
    household: str
    household_near: str
    label: str
    label_second: str
    halo: str
    select_casing: str
    select_line: str
    hazard: str
    badge: str = "#A32A06"
    badge_text: str = "#FFFFFF"
    tag: str = "#FFFFFF"
    tag_text: str = "#A32A06"


_LIGHT = Palette(
    theme="light", window="#EEF0F2", panel="#F8F9FA", base="#FFFFFF", button="#FFFFFF", title="#E2E5E9",
    line="#D2D7DD", faint="#E3E7EB", text="#1A2026", second="#525D68", third="#616C77", disabled="#87919B",
    accent="#1F5FA8", selected_row="#E1EBF6", on_accent="#FFFFFF", failed="#A32A06", warning="#7A5B00",
    passed="#3F5A49", track="#DFE3E8", bar="#6B7A89",
    outside="#E6E9EC", ground="#F6F7F8", land=("#F6F7F8",), incident_land="#F6F7F8",
    neighbour_name="#5C6873", neighbour_line="#C3CAD1", out_of_scope="#DDE1E5", no_data="#E1E5E9",
    hatch="#7E1D00", limit_outline="#7A5B00", town="#161C22", village="#161C22", grid="#2A3440",
    group="#2A3440", road="#FFFFFF", road_alpha=1.0, main_road="#FFFFFF", casing="#8C97A2",
    casing_alpha=0.55, water="#7FA8C9", water_name="#2F6690", swath="#5A6B7B", patrol="#0F5B57",
    household="#141A20", household_near="#141A20", label="#12181E", label_second="#3A4550", halo="#FFFFFF",
    select_casing="#FFFFFF", select_line="#0B0F13", hazard="#A32A06",
)  # fmt: skip
_DARK = Palette(
    theme="dark", window="#171B21", panel="#1E242B", base="#1A1F25", button="#2A323B", title="#12161A",
    line="#363F49", faint="#2B333C", text="#E6EAEE", second="#B8C0C8", third="#8D97A1", disabled="#66707A",
    accent="#6FB1EA", selected_row="#24384B", on_accent="#0E141A", failed="#FF8A66", warning="#F5D547",
    passed="#9CC7AD", track="#333C46", bar="#8E9AA6",
    outside="#14181D", ground="#1B2026", land=("#1B2026",), incident_land="#1B2026",
    neighbour_name="#828D98", neighbour_line="#2C343C", out_of_scope="#232A31", no_data="#2F3740",
    hatch="#2A0A02", limit_outline="#F5D547", town="#A9B3BD", village="#A9B3BD", grid="#E6EAEE",
    group="#E6EAEE", road="#8D99A4", road_alpha=0.6, main_road="#8D99A4", casing="#11151A",
    casing_alpha=0.55, water="#3F6F96", water_name="#8DB2CF", swath="#4A5866", patrol="#7FD1C7",
    household="#C6CED5", household_near="#C6CED5", label="#FFFFFF", label_second="#D5DBE1", halo="#14181D",
    select_casing="#0B0F13", select_line="#FFFFFF", hazard="#FF8A66",
)  # fmt: skip
_WALL = replace(
    _DARK, theme="wall", window="#14181D", panel="#1E242B", base="#1E242B", title="#14181D", line="#2F3740",
    faint="#2F3740", text="#E6EAEE", second="#B8C0C8", third="#8C96A0", disabled="#8C96A0",
    track="#2F3740", bar="#8C96A0", outside="#14181D", ground="#20272E",
    land=("#20272E", "#232B32", "#262E36", "#292F38"), incident_land="#323C46", neighbour_name="#8C96A0",
    neighbour_line="#2F3740", no_data="#2F3740", town="#8B96A0", village="#6E7983", grid="#4A545E",
    group="#39424A", road="#39424A", road_alpha=1.0, main_road="#46505A", casing_alpha=0.0,
    water="#263C4C", water_name="#8DB2CF", swath="#3D4B57", patrol="#3D4B57", household="#75808A",
    household_near="#75808A", label="#E6EAEE", label_second="#B8C0C8", halo="#14181D",
)  # fmt: skip
_PAPER = replace(
    _LIGHT, theme="paper", outside="#FFFFFF", ground="#FFFFFF", land=("#FFFFFF",), neighbour_line="#B8C0C8",
)  # fmt: skip

PALETTES = MappingProxyType({"light": _LIGHT, "dark": _DARK, "wall": _WALL, "paper": _PAPER})


def palette(theme: str) -> Palette:
    """The colours of a theme. Raises KeyError for a theme that does not exist."""
    return PALETTES[theme]


def cap_colour(status: str, theme: str) -> str:
    """The fill of a grid by its cap status; '' where the land stays as it is (a quiet wall)."""
    if status == "unknown":
        return "" if theme == "wall" else palette(theme).no_data
    if theme == "wall" and status in ("ok", "near"):
        return ""
    return (PAPER_FILLS if theme == "paper" else CAP_FILLS)[status]


def rgb(colour: str) -> tuple[int, int, int]:
    """Red, green, blue of ``#RRGGBB``."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def blend(over: str, under: str, alpha: float) -> str:
    """``over`` at ``alpha`` upon ``under``, as one opaque colour."""
    mixed = (round(a * alpha + b * (1 - alpha)) for a, b in zip(rgb(over), rgb(under), strict=True))
    return "#{:02X}{:02X}{:02X}".format(*mixed)
