"""The work behind the dock: plans are compared and legal ones drawn in threads, the newest wish wins."""

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from gridmap.errors import GridmapError
from gridmap.redraw.compare.bands import Bands, Sampler, SamplingCancelled, bands_of
from gridmap.redraw.compare.comparison import Comparison, compare
from gridmap.redraw.compare.notices import notices_of
from gridmap.screens import jobs
from gridmap.screens.desk.changes.ledgers import flow_ledger, household_changes, rule_ledger
from gridmap.screens.desk.ledger import Ledger
from gridmap.session import Session


@dataclass(frozen=True)
class Wish:
    """Two plans by their words (``gridmap.plans``), and the population that is counted."""

    before: str
    after: str
    population: str


@dataclass(frozen=True)
class Answer:
    """A comparison with its tables ready for the screen."""

    wish: Wish
    found: Comparison
    households: Ledger
    flows: Ledger
    rules: Ledger


class Comparer(QObject):
    """``compared`` carries an Answer, ``banded`` the Bands of the one before, ``failed`` one line."""

    compared = Signal(object)
    banded = Signal(object)
    failed = Signal(str)

    def __init__(self, parent: QWidget, session: Session) -> None:
        super().__init__(parent)
        self._widget, self._session = parent, session
        self._wish: Wish | None = None
        self._running: jobs.Job | None = None
        self._sampling: jobs.Job | None = None

    @property
    def busy(self) -> bool:
        """Whether anything is being worked out."""
        return self._running is not None or self._sampling is not None

    def ask(self, wish: Wish) -> None:
        """Compare these; what was asked before is forgotten."""
        self._wish = wish
        self.stop_sampling()
        if self._running is None:
            self._start()

    def sample(self, found: Comparison) -> None:
        """Draw legal plans for the bands of a comparison."""
        self.stop_sampling()

        def work(ticket: jobs.Ticket) -> tuple[jobs.Ticket, Bands]:
            with Sampler() as sampler:
                return ticket, bands_of(found, sampler, say=ticket.say)

        self._sampling = jobs.start(self._widget, work, self._drawn, self._broken)
        self._sampling.finished.connect(self._sampled)

    def stop_sampling(self) -> None:
        """Draw no more; its process ends within a moment."""
        if self._sampling is not None:
            self._sampling.ticket.cancel()
            self._sampling = None

    def _start(self) -> None:
        wish, session = self._wish, self._session
        if wish is None:
            return

        def work(_ticket: jobs.Ticket) -> Answer:
            from gridmap.plans import plan_named

            before, after = plan_named(session, wish.before), plan_named(session, wish.after)
            found = compare(before, after, wish.population, date.today())
            households = household_changes(found, notices_of(found))
            return Answer(wish, found, households, flow_ledger(found), rule_ledger(found))

        self._running = jobs.start(self._widget, work, self._found, self._broken)
        self._running.finished.connect(self._ended)

    def _found(self, answer: Answer) -> None:
        if answer.wish == self._wish:
            self._wish = None
            self.compared.emit(answer)

    def _drawn(self, result: tuple[jobs.Ticket, Bands]) -> None:
        ticket, bands = result
        if not ticket.cancelled:
            self.banded.emit(bands)

    def _broken(self, error: Exception) -> None:
        if isinstance(error, SamplingCancelled):
            return
        if not isinstance(error, GridmapError):
            raise error
        self._wish = None
        self.failed.emit(str(error))

    def _ended(self) -> None:
        self._running = None
        if self._wish is not None:
            self._start()

    def _sampled(self) -> None:
        if self._sampling is not None and self._sampling is self.sender():
            self._sampling = None
