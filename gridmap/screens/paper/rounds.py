"""Today's round on one A4 page: whom to visit in which order, what was found, and the way on the map."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import shapely
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from gridmap.exchange.exports.save import replacing
from gridmap.exchange.exports.stamp import Stamp
from gridmap.i18n import _
from gridmap.redraw.compare.side import Side
from gridmap.response.risk import can_be_rung
from gridmap.response.rounds import Round, Stop
from gridmap.response.visits import TIER_TITLES, TIERS, Contacts
from gridmap.screens.paper.call_page import LEFT, WIDTH, turn
from gridmap.screens.paper.ground_plan import Frame, draw_ground
from gridmap.screens.paper.paper import FAILED, FAINT, FINE, INK, LINE, SECOND, Paper, face
from gridmap.township.census import Census
from gridmap.township.mask import mask_address, mask_name, mask_phone
from gridmap.township.snapshot import Snapshot

ROW, HEAD = 8.6, 5.0
"""Heights of a home's row and of the heads above: twelve of them leave the lower half to the map."""
COLUMNS = (8.0, 27.0, 47.0, 30.0, 24.0, 22.0, 28.0)
"""Place, who, where, phone, since the last visit, from the home before, what was found."""
BOTTOM = 284.0
ROOM = 120.0
"""Metres of ground around the homes on the map."""
DISC = 4.6
NO_HOUSES = np.empty(0, np.int64)


def print_rounds(
    path: Path, made: Sequence[Round], found: Contacts, snapshot: Snapshot, census: Census, stamp: Stamp,
    *, hide: bool = True,
) -> None:  # fmt: skip
    """Write a page for every round to ``path``, vector, fonts embedded; the old file stands till it is whole.

    Personal values are masked while ``hide`` is set. Needs a QApplication. Raises InputError when the file
    cannot be written.
    """
    side = Side.of("", snapshot, census)
    with replacing(path) as fresh, Paper(fresh, _("今日走访"), stamp) as paper:
        for one in made:
            _Page(paper, side, found, hide).draw(one, stamp)
        if not made:
            y = turn(paper, _("今日走访"), f"{stamp.moment:%Y-%m-%d}")
            paper.text(LEFT, y, WIDTH, 8, _("今天没有到期的走访"), 4.2)


class _Page:
    """One round."""

    def __init__(self, paper: Paper, side: Side, found: Contacts, hide: bool) -> None:
        self._paper, self._side, self._found, self._hide = paper, side, found, hide

    def draw(self, one: Round, stamp: Stamp) -> None:
        """Title and sums, a row for every home, the map below."""
        paper, town = self._paper, self._side.snapshot.settings.name
        title = _("今日走访　{grid}").format(grid=one.title)
        y = turn(paper, title, f"{town}　{stamp.moment:%Y-%m-%d}")
        workers = "、".join(mask_name(name) if self._hide else name for name in one.workers)
        words = _("网格员 {who}　{n} 户　步行约 {km:,.1f} 公里 {minutes:,.0f} 分").format(
            who=workers or "—", n=len(one.stops), km=one.metres / 1000, minutes=one.minutes
        )
        paper.text(LEFT, y - 3, WIDTH, 6, words, 3.8, weight=500)
        if one.waiting:
            more = _("另有 {n} 户今天排不下").format(n=one.waiting)
            paper.text(LEFT, y - 3, WIDTH, 6, more, 3.4, FAILED, align="right")
        y = self._heads(y + 4)
        for place, stop in enumerate(one.stops, 1):
            self._home(place, stop, y)
            y += ROW
            paper.line(LEFT, y, LEFT + WIDTH, y, FAINT, 0.2)
        self._map(one, y + 4)

    def _heads(self, y: float) -> float:
        x = LEFT
        heads = (
            "", _("户主 · 等级"), _("住址"), _("电话"), _("距上次走访"), _("从上一户"), _("走访结果"),
        )  # fmt: skip
        for title, width in zip(heads, COLUMNS, strict=True):
            self._paper.text(x, y, width, HEAD, title, 2.8, SECOND)
            x += width
        self._paper.line(LEFT, y + HEAD, LEFT + WIDTH, y + HEAD, LINE, 0.25)
        return y + HEAD

    def _home(self, place: int, stop: Stop, y: float) -> None:
        paper, homes, found = self._paper, self._side.snapshot["households"], self._found
        row = int(found.household[stop.contact])
        edges = [LEFT + sum(COLUMNS[:at]) for at in range(len(COLUMNS))]
        first, second = y + 0.4, y + 4.5
        name, address, phone = (str(homes[column][row]) for column in ("head_name", "address", "phone"))
        if self._hide:
            name, address, phone = mask_name(name), mask_address(address), mask_phone(phone)
        rings = can_be_rung(np.array([str(homes["phone"][row])], object))[0]
        paper.text(edges[0], y, 7, ROW, str(place), 4.6, weight=600)
        paper.text(edges[1], first, 26, 4.4, name or "—", 3.8, weight=600)
        number = str(homes["household_no"][row])
        tier = TIER_TITLES[TIERS[int(found.tier[stop.contact])]]
        paper.text(edges[1], second, 26, 3.6, f"{tier}　{number}", 2.7, SECOND)
        self._where(address or "—", edges[2], y, COLUMNS[2] - 2)
        paper.text(edges[3], y, 29, ROW, phone if rings else _("无电话"), 3.4, INK if rings else SECOND)
        days, every = float(found.days[stop.contact]), int(found.every[stop.contact])
        late = np.isnan(days) or days > every
        since = _("从未走访") if np.isnan(days) else _("{n} 天").format(n=int(days))
        paper.text(edges[4], first, 23, 4.4, since, 3.6, FAILED if late else INK, weight=600 if late else 400)
        words = _("逾期") if late else _("今天到期")
        paper.text(edges[4], second, 23, 3.6, words, 2.7, FAILED if late else SECOND)
        self._way(stop, edges[5], first, second)
        for at, result in enumerate((_("见到"), _("不在"))):
            paper.box(edges[6] + at * 14, y + 2.9, 2.8, 2.8, rim=SECOND, stroke=0.2)
            paper.text(edges[6] + at * 14 + 3.6, y, 10, ROW, result, 3.0)

    def _where(self, address: str, x: float, y: float, width: float) -> None:
        """In the middle of the row; on two lines where one has no room for it."""
        wraps = QFontMetricsF(face(3.2)).horizontalAdvance(address) / FINE > width
        with self._paper.within(x, y, width, ROW):
            self._paper.text(x, y + (0.4 if wraps else 0), width, ROW, address, 3.2, wrap=wraps)

    def _way(self, stop: Stop, x: float, first: float, second: float) -> None:
        if np.isnan(stop.metres):
            self._paper.text(x, first, 21, 4.4, _("起点"), 3.4, SECOND)
            return
        self._paper.text(x, first, 21, 4.4, _("{n:,.0f} 米").format(n=stop.metres), 3.4)
        words = _("{n:,.0f} 分").format(n=max(1, stop.minutes))
        guess = "" if stop.routed else _(" 估计")
        self._paper.text(x, second, 21, 3.6, words + guess, 2.7, SECOND)

    def _map(self, one: Round, y: float) -> None:
        ground = shapely.MultiPoint([(stop.x, stop.y) for stop in one.stops])
        ways = [shapely.LineString(stop.way) for stop in one.stops if len(stop.way) > 1]
        shown = shapely.buffer(shapely.union_all([ground, *ways]), ROOM)
        frame = Frame.around(shown, LEFT, y, WIDTH, BOTTOM - y)
        draw_ground(self._paper, frame, self._side, one.grid, NO_HOUSES)
        with self._paper.within(frame.x, frame.y, frame.width, frame.height) as painter:
            for stop in one.stops:
                _draw_way(painter, frame, stop)
            for place, stop in reversed(list(enumerate(one.stops, 1))):
                _draw_disc(painter, frame, place, stop)


def _draw_way(painter: QPainter, frame: Frame, stop: Stop) -> None:
    if len(stop.way) < 2:
        return
    line = QPolygonF([QPointF(x, y) for x, y in frame.places(stop.way).tolist()])
    for colour, width, dash in (("#FFFFFF", 1.5, ()), (INK, 0.7, (3.0, 1.6) if stop.routed else (1.0, 2.5))):
        pen = QPen(QColor(colour), width * FINE)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        if dash:
            pen.setDashPattern(list(dash))
        painter.setPen(pen)
        painter.drawPolyline(line)


def _draw_disc(painter: QPainter, frame: Frame, place: int, stop: Stop) -> None:
    x, y = frame.places(np.array([[stop.x, stop.y]]))[0].tolist()
    side = DISC * FINE
    box = QRectF(x - side / 2, y - side / 2, side, side)
    painter.setPen(QPen(QColor("#FFFFFF"), 0.4 * FINE))
    painter.setBrush(QColor(INK))
    painter.drawEllipse(box)
    painter.setFont(face(3.0, 600))
    painter.setPen(QColor("#FFFFFF"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(place))
