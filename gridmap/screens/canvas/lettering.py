"""The type of the map: size, weight and colour of every role, by theme."""

from collections.abc import Mapping

from PySide6.QtGui import QFont

from gridmap.scene.palette import Palette
from gridmap.township.value import dataclass

FAMILIES = [
    "Noto Sans CJK SC", "Microsoft YaHei UI", "PingFang SC", "WenQuanYi Micro Hei", "sans-serif",
]  # fmt: skip


@dataclass(frozen=True)
class Type:
    """How one role is lettered. Lengths are logical pixels."""

    size: float
    height: float
    weight: int
    colour: str
    halo: float
    halo_colour: str
    spacing: float = 0.0


def font(size: float, weight: int, spacing: float = 0.0) -> QFont:
    """The face of every map text at ``size`` device pixels."""
    face = QFont()
    face.setFamilies(FAMILIES)
    face.setPixelSize(max(1, round(size)))
    face.setWeight(QFont.Weight(weight))
    if spacing:
        face.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, spacing)
    return face


def types(colours: Palette, sizes: Mapping[str, float] | None = None) -> dict[str, Type]:
    """The lettering of a theme by role. ``sizes`` changes the size of some roles (a calibrated wall)."""
    made = _wall_types(colours) if colours.theme == "wall" else _desk_types(colours)
    for role, size in (sizes or {}).items():
        old = made[role]
        made[role] = Type(
            size, old.height * size / old.size, old.weight, old.colour, old.halo, old.halo_colour, old.spacing
        )
    return made


def _desk_types(colours: Palette) -> dict[str, Type]:
    ink, halo = colours.label, colours.halo
    return {
        "name": Type(12, 16, 500, ink, 1.75, halo),
        "locked": Type(12, 16, 500, ink, 1.75, halo),
        "count": Type(15, 19, 700, ink, 2.0, halo),
        "note": Type(12, 16, 400, colours.label_second, 1.75, halo),
        "village": Type(14, 19, 600, ink, 2.0, halo),
        "group": Type(13, 17, 500, ink, 1.75, halo),
        "neighbour": Type(13, 17, 500, colours.neighbour_name, 1.5, colours.outside, 3),
        "water": Type(12, 16, 500, colours.water_name, 1.5, halo, 3),
        "incident": Type(13, 17, 600, ink, 2.0, halo),
        "incident2": Type(13, 17, 600, ink, 2.0, halo),
        "place": Type(12, 16, 500, ink, 1.75, halo),
        "badge": Type(12, 20, 700, colours.badge_text, 0, colours.badge),
        "tag": Type(12, 18, 600, colours.tag_text, 0, colours.tag),
    }


def _wall_types(colours: Palette) -> dict[str, Type]:
    ink, halo, land = colours.label, colours.halo, colours.ground
    quiet = Type(34, 48, 400, colours.label_second, 4, land)
    return {
        "name": quiet,
        "locked": quiet,
        "count": Type(42, 54, 700, ink, 5, land),
        "note": quiet,
        "village": quiet,
        "group": Type(42, 54, 700, ink, 5, land),
        "neighbour": Type(34, 48, 400, colours.neighbour_name, 4, colours.outside, 6),
        "water": Type(34, 48, 400, colours.water_name, 4, halo, 6),
        "incident": Type(42, 54, 700, ink, 5, halo),
        "incident2": Type(34, 48, 700, ink, 4, halo),
        "place": Type(34, 48, 700, ink, 4, halo),
        "badge": Type(34, 52, 700, colours.badge_text, 0, colours.badge),
        "tag": Type(34, 48, 700, colours.tag_text, 0, colours.tag),
    }
