"""What the proposals dock has asked the planner for, and what came of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from gridmap.errors import GridmapError
from gridmap.redraw.propose.process import SolveCancelled, Solver
from gridmap.redraw.propose.propose import propose
from gridmap.redraw.propose.report import report
from gridmap.redraw.propose.wish import Proposal, VillageProposal, Wish
from gridmap.screens import jobs
from gridmap.session import Session


@dataclass(frozen=True)
class Option:
    """One plan that can be taken: ``most`` groups split at most; ``told`` is what ``report`` says of it."""

    most: int
    proposal: Proposal
    told: Mapping[str, Any]


class Proposer(QObject):
    """Solves in the background. ``planned`` brings every village as it is done (done, of how many, the
    village), ``found`` the options of all of them, ``failed`` one line; ``ended`` comes in any case."""

    planned = Signal(int, int, object)
    found = Signal(object)
    failed = Signal(str)
    ended = Signal()

    def __init__(self, parent: QWidget, session: Session) -> None:
        super().__init__(parent)
        self._parent, self._session = parent, session
        self._job: jobs.Job | None = None

    @property
    def busy(self) -> bool:
        """Whether something is being solved."""
        return self._job is not None

    def ask(self, wish: Wish) -> None:
        """Propose anew; what is being solved is cancelled first."""
        self.cancel()
        session = self._session
        snapshot, census = session.snapshot, session.census

        def work(ticket: jobs.Ticket) -> list[Option]:
            def hear(done: int, every: int, village: VillageProposal) -> None:
                ticket.say(done, every)
                self.planned.emit(done, every, village)

            with Solver(lambda: ticket.cancelled) as solver:
                return options(propose(snapshot, census, wish, solver, hear))

        self._job = job = jobs.start(self._parent, work, self._if(lambda: job, self._show), self._fail)
        job.finished.connect(lambda: self._end(job))

    def cancel(self) -> None:
        """Stop solving; nothing comes of it any more."""
        if self._job is not None:
            self._job.ticket.cancel()

    def _if(self, job: Callable[[], jobs.Job], show: Callable[[Any], None]) -> Callable[[Any], None]:
        """Only while the job is the newest."""
        return lambda result: show(result) if self._job is job() else None

    def _show(self, result: list[Option]) -> None:
        self.found.emit(result)

    def _fail(self, error: Exception) -> None:
        if isinstance(error, SolveCancelled):
            return
        if not isinstance(error, GridmapError):
            raise error
        self.failed.emit(str(error))

    def _end(self, job: jobs.Job) -> None:
        if self._job is job:
            self._job = None
            self.ended.emit()


def options(proposal: Proposal) -> list[Option]:
    """Every plan that can be taken, the one that splits nothing first; for several villages only that."""
    found = [Option(0, proposal, report(proposal))]
    if len(proposal.villages) == 1:
        (village,) = proposal.villages
        for step in village.steps:
            if step.drawn is not None and not step.again:
                taken = replace(proposal, villages=(replace(village, chosen=step.rung.most),))
                found.append(Option(step.rung.most, taken, report(taken)))
    return found
