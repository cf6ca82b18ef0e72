"""Which groups have not answered, said around the area of a roll-call: no number of a home, no name."""

import re

import numpy as np
import shapely
from PySide6.QtCore import QRectF

from gridmap.i18n import _
from gridmap.scene.roll_progress import GroupSilence, RollProgress
from gridmap.scene.view import View
from gridmap.screens.wall.layout import T3
from gridmap.screens.wall.sheet import Sheet, Text
from gridmap.township.mask import small_count

GAP = 30
"""Units between the border of the area and the words."""
_AFTER_DIGITS = re.compile(r"(?<=\d)(?=[\u4e00-\u9fff])")


def silence(sheet: Sheet, roll: RollProgress, view: View, taken: list[QRectF]) -> None:
    """Beside the area, where each group's homes are nearest to its border. Words that find no room are left
    out: the bars count everybody."""
    if roll.ground is None:
        return
    several = len({group.village for group in roll.groups}) > 1
    middle = roll.ground.centroid
    for group in roll.groups:
        x, y = view.to_pixels(np.array([_border(roll.ground, middle, group)])).tolist()[0]
        name = _AFTER_DIGITS.sub(" ", group.name)
        words = _("{group} 未应答 {n}").format(
            group=f"{group.village} {name}" if several else name, n=small_count(group.silent)
        )
        unit, right = sheet.layout.unit, group.place[0] >= middle.x
        _write(sheet, words, (x / unit, (y + sheet.zone.y) / unit), right, taken)


def _border(ground: shapely.Geometry, middle: shapely.Point, group: GroupSilence) -> tuple[float, float]:
    """Where the line from the middle of the area through a group's homes leaves it."""
    west, south, east, north = shapely.bounds(ground).tolist()
    reach = np.array(group.place) - (middle.x, middle.y)
    far = (east - west + north - south) / max(1.0, float(np.hypot(*reach)))
    ray = shapely.LineString([(middle.x, middle.y), (middle.x + far * reach[0], middle.y + far * reach[1])])
    cuts = shapely.get_coordinates(shapely.intersection(ray, shapely.boundary(ground)))
    if not len(cuts):
        return group.place
    last = cuts[np.argmax(np.hypot(*(cuts - (middle.x, middle.y)).T))]
    return float(last[0]), float(last[1])


def _write(sheet: Sheet, words: str, place: tuple[float, float], right: bool, taken: list[QRectF]) -> None:
    (x, y), wide, zone = place, sheet.measure(words, T3, True), sheet.zone
    inside = QRectF(zone.x, zone.y, zone.width, zone.height)
    for step in (0, 54, -54, 108, -108):
        sheet.text(words, x + GAP if right else x - GAP - wide, y + 15 + step, T3, bold=True, halo=5)
        own = sheet.marks.pop()
        if not isinstance(own, Text) or not inside.contains(own.ink):
            continue
        if not any(own.ink.intersects(other) for other in taken):
            sheet.marks.append(own)
            taken.append(own.ink)
            return
