"""What holds and what breaks after a stroke, as rows with the repair at hand. Nothing is mended unasked."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gridmap.i18n import _
from gridmap.redraw.plan import Edit
from gridmap.redraw.preview import Preview
from gridmap.scene.palette import Palette
from gridmap.screens import icons
from gridmap.screens.desk.parts import Figure, button, column, label, row, set_tone
from gridmap.screens.theme import font
from gridmap.township.census import POPULATION_TITLES, POPULATIONS

SIGNS = {"failed": "error", "warning": "warning", "passed": "check"}
MOST = 7
LINE = 24
ROOM = 6 * LINE


@dataclass(frozen=True)
class Check:
    """One line: ``tone`` is failed, warning or passed; a repair that can be done at a click, or None."""

    tone: str
    words: str
    repair: Edit | None = None
    repair_words: str = ""


def checks_of(made: Preview, asked: Sequence[str]) -> list[Check]:
    """What breaks, gravest first, with repairs, then what holds. Repairs take a while to find.

    A cap that is broken on one of the scenarios ``asked`` is an error, on any other a warning.
    """
    tones = {"error": "failed", "warning": "warning", "note": "warning"}
    broken = [
        Check(_tone(problem.population, asked) if problem.population else tones[problem.severity],
              problem.words, problem.repair, problem.repair_words)
        for problem in made.problems
    ]  # fmt: skip
    broken.sort(key=lambda check: check.tone != "failed")
    kinds = {problem.kind for problem in made.problems}
    whole = [] if kinds & {"pieces", "empty"} else [Check("passed", _("各网格连片"))]
    return [*broken, *whole, *_holding(made, asked)]


def counts_of(made: Preview, asked: Sequence[str]) -> list[Check]:
    """The same of what is counted at every move anyway."""
    broken = []
    for basis in _bases(asked):
        over = [count for count in made.grids if count.after.get(basis, 0.0) > count.cap]
        title = POPULATION_TITLES[basis]
        words = _("{grid}：{basis} {people:,.0f} 人，超 {n:,.0f} 人")
        broken += [
            Check(_tone(basis, asked), words.format(grid=count.name, basis=title, people=count.after[basis],
                                          n=count.after[basis] - count.cap))
            for count in over
        ]  # fmt: skip
    broken.sort(key=lambda check: check.tone != "failed")
    return [*broken, *_holding(made, asked)]


def _tone(population: str, asked: Sequence[str]) -> str:
    return "failed" if population in asked else "warning"


def _bases(asked: Sequence[str]) -> list[str]:
    return [*asked, *(other for other in POPULATIONS if other not in asked)]


def _holding(made: Preview, asked: Sequence[str]) -> Iterator[Check]:
    """What holds, of what is counted."""
    if not made.split_groups:
        yield Check("passed", _("没有拆开村民小组"))
    for name in _bases(asked):
        if made.grids and not any(count.after.get(name, 0.0) > count.cap for count in made.grids):
            words = _("{basis}口径不超 {cap:,}")
            yield Check("passed", words.format(basis=POPULATION_TITLES[name], cap=made.grids[0].cap))
    if made.leaders and all(
        leader.after.get(name, 0.0) <= leader.cap for leader in made.leaders for name in asked
    ):
        yield Check("passed", _("网格长不超 {cap:,}").format(cap=made.leaders[0].cap))


class CheckRow(QWidget):
    """One line; given another check it only changes its words."""

    def __init__(self, repair: Callable[[Edit], object]) -> None:
        super().__init__()
        self._sign, self._words = label(), label(wrap=True)
        self._sign.setFixedSize(16, 20)
        self._check = Check("passed", "")
        self._colours: Palette | None = None
        self.mend = button("", lambda: self._check.repair is not None and repair(self._check.repair), "small")
        self.mend.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        line = row(self._sign, self._words)
        line.setStretch(1, 1)
        line.setAlignment(self._sign, Qt.AlignmentFlag.AlignTop)
        self._below = row(self.mend, None, margins=(24, 2, 0, 4))
        self.setLayout(column(line, self._below, margins=(0, 2, 0, 2)))

    def say(self, check: Check, colours: Palette) -> None:
        """Show this check in the colours of now."""
        if (check, colours) == (self._check, self._colours):
            return
        self._check, self._colours = check, colours
        ratio, colour = self.devicePixelRatioF(), getattr(colours, check.tone)
        self._sign.setPixmap(icons.pixmap(SIGNS[check.tone], colour, 16, ratio))
        self._words.setText(check.words)
        set_tone(self._words, "" if check.tone != "passed" else "second")
        offered = check.repair is not None
        self.mend.setVisible(offered)
        self._below.setContentsMargins(*((24, 2, 0, 4) if offered else (0, 0, 0, 0)))
        self.mend.setText(check.repair_words or _("修复"))


class LiveChecks(QWidget):
    """The same while a hand moves: painted in one go over the rows, which stay as they are laid out and are
    not painted below it.

    It is never hidden, for that would lay them out again; without checks it is not there.
    """

    def __init__(self, room: QWidget) -> None:
        super().__init__(room)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._checks: list[Check] = []
        self._colours: Palette | None = None
        self._signs: dict[tuple[str, str, float], QPixmap] = {}

    def say(self, checks: list[Check], colours: Palette) -> None:
        """Show these, as many as there is room for."""
        if (checks, colours) != (self._checks, self._colours):
            self._checks, self._colours = checks, colours
            self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent, bool(checks))
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 Qt's name
        """A sign and a line each."""
        if self._colours is None or not self._checks:
            return
        painter, ratio = QPainter(self), self.devicePixelRatioF()
        painter.fillRect(self.rect(), QColor(self._colours.panel))
        painter.setFont(font(13))
        for at, check in enumerate(self._checks[: self.height() // LINE]):
            look = (SIGNS[check.tone], getattr(self._colours, check.tone), ratio)
            if look not in self._signs:
                self._signs[look] = icons.pixmap(look[0], look[1], 16, ratio)
            painter.drawPixmap(QPoint(0, at * LINE + 4), self._signs[look])
            ink = self._colours.second if check.tone == "passed" else self._colours.text
            painter.setPen(QColor(ink))
            box = QRect(24, at * LINE, self.width() - 24, LINE)
            words = painter.fontMetrics().elidedText(check.words, Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, words)
        painter.end()


class Checks(QWidget):
    """The rows, and how many failed or want a reason."""

    def __init__(self, repair: Callable[[Edit], object]) -> None:
        super().__init__()
        self._failed, self._warned = (Figure(64, 12, 600, tone, True) for tone in ("failed", "warning"))
        self.rows = [CheckRow(repair) for _row in range(MOST)]
        self._empty = label(_("推一下边界，这里就显示结果"), 12, tone="third")
        box = QVBoxLayout()
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        for one in self.rows:
            one.hide()
            box.addWidget(one)
        head = row(label(_("这一笔之后"), 12, tone="second"), None, self._failed, self._warned)
        box.addStretch(1)
        self._room = QWidget()  # always as high: what stands below must not jump while a border moves
        self._room.setMinimumHeight(ROOM)
        self._room.setLayout(column(self._empty, box))
        self.live = LiveChecks(self._room)
        self.setLayout(column(head, self._room, gap=4))

    def show_live(self, checks: list[Check], colours: Palette) -> None:
        """Show these while the hand moves; repairs come when it rests."""
        self._count(checks)
        self.live.say(checks, colours)
        self.live.setGeometry(self._room.rect())

    def show_checks(self, checks: list[Check], colours: Palette) -> None:
        """Show these, the gravest of them when there are too many."""
        self._count(checks)
        self.live.say([], colours)
        self._empty.setVisible(not checks)
        for at, one in enumerate(self.rows):
            if at < len(checks):
                one.say(checks[at], colours)
            one.setVisible(at < len(checks))

    def _count(self, checks: list[Check]) -> None:
        failed = sum(check.tone == "failed" for check in checks)
        warned = sum(check.tone == "warning" for check in checks)
        self._failed.setText(_("{n} 未过").format(n=failed) if failed else "")
        self._warned.setText(_("{n} 需确认").format(n=warned) if warned else "")
