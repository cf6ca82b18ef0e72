"""Those who were sent, upon the map: a chevron where the way of each begins, with name and minutes."""

from collections.abc import Iterator
from math import hypot

import numpy as np
from PySide6.QtCore import QRectF

from gridmap.i18n import _
from gridmap.response.relief import Coming
from gridmap.scene.view import View
from gridmap.scene.wall import WallContent
from gridmap.screens.wall import colours, symbols
from gridmap.screens.wall.layout import T3
from gridmap.screens.wall.sheet import Sheet, Text

SIZE, LOOK, SIGN = 50, 70, 84
"""Units across a chevron, how far ahead of its start it looks, and what an incident's symbol takes up."""


def responders(sheet: Sheet, content: WallContent, view: View, taken: list[QRectF]) -> None:
    """Put them on the sheet of the map's corners. A chevron is hollow where the position is stale or unknown
    and the middle of the homes of the grid stands for it. Words that would cover others are left out: the
    panel says them."""
    box = sheet.zone
    for coming in content.relief.coming:
        if len(coming.way) < 2:
            continue
        x, y = view.to_pixels(coming.way[:1]).tolist()[0]
        if 0 <= x < box.width and 0 <= y < box.height:
            _chevron(sheet, coming, view)
            _words(sheet, coming, (x / sheet.layout.unit, (y + box.y) / sheet.layout.unit), taken)


def occupied(sheet: Sheet, content: WallContent, view: View) -> list[QRectF]:
    """What no word may cover: those in the corners, and the incidents."""
    return [mark.ink for mark in sheet.marks if isinstance(mark, Text)] + list(
        _incidents(sheet, content, view)
    )


def _incidents(sheet: Sheet, content: WallContent, view: View) -> Iterator[QRectF]:
    """The symbols of the incidents with the words beside them, in device pixels of the wall."""
    px, zone = sheet.layout.px, sheet.zone
    for alarm in content.alarms:
        if alarm.place is not None:
            x, y = view.to_pixels(np.array([alarm.place])).tolist()[0]
            wide = px(SIGN + sheet.measure(alarm.title, T3, True) + 24)
            high = px(SIGN)
            yield QRectF(zone.x + x - px(SIGN / 2), zone.y + y - high / 2, wide, high)


def _chevron(sheet: Sheet, coming: Coming, view: View) -> None:
    unit, way = sheet.layout.unit, view.to_pixels(coming.way)
    steps = way - way[0]
    long = np.hypot(steps[:, 0], steps[:, 1])
    dx, dy = steps[int(np.argmax(long >= min(LOOK * unit, float(long.max()))))].tolist()
    far = hypot(dx, dy) or 1.0
    ahead, aside = (dx / far, dy / far), (-dy / far, dx / far)
    outline = tuple(
        (-along * ahead[0] + across * aside[0], -along * ahead[1] + across * aside[1])
        for across, along in symbols.NORTH
    )
    x, y = way[0].tolist()
    fill, rim = (colours.WHITE, colours.GROUND) if coming.live else (colours.GROUND, colours.WHITE)
    sheet.symbol(outline, x / unit, (y + sheet.zone.y) / unit, SIZE, fill, 3, rim)


def _words(sheet: Sheet, coming: Coming, place: tuple[float, float], taken: list[QRectF]) -> None:
    """Right or left of the chevron, above or below it, wherever nothing stands yet."""
    (x, y), words = place, _("{who} 路程 {n:.0f} 分")
    said = words.format(who=coming.who, n=max(1.0, coming.minutes))
    if coming.fix_age_minutes is not None and not coming.live:
        said += _(" 定位 {n:.0f} 分前").format(n=coming.fix_age_minutes)
    wide, zone = sheet.measure(said, bold=True), sheet.zone
    inside = QRectF(zone.x, zone.y, zone.width, zone.height)
    for left, line in (
        (x + SIZE * 0.75, y + 12), (x - SIZE * 0.75 - wide, y + 12),
        (x - wide / 2, y - SIZE * 0.75), (x - wide / 2, y + SIZE * 0.75 + 26),
    ):  # fmt: skip
        sheet.text(said, left, line, bold=True, halo=4)
        own = sheet.marks.pop()
        if not isinstance(own, Text) or not inside.contains(own.ink):
            continue
        if not any(own.ink.intersects(other) for other in taken):
            sheet.marks.append(own)
            taken.append(own.ink)
            return
