"""A snapshot with what follows from it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from gridmap.rules import check, measuring, quick
from gridmap.township.census import Census, take_census
from gridmap.township.finding import SEVERITIES, Finding
from gridmap.township.revision import Standing
from gridmap.township.snapshot import Snapshot


@dataclass(frozen=True)
class State:
    """A snapshot with what follows from it. Made in any thread, of tables that no other thread has.

    ``standing`` says how its plan stands to the published one, ``public`` is the state with that one
    where it has been made already. ``seq`` is the revision that it is of, 0 for the draft. While a
    ``hurried`` one has not been measured, its findings are those of the rules that answer at once.
    """

    snapshot: Snapshot
    census: Census
    found: dict[str, list[Finding]] = field(default_factory=dict)
    shared: dict[str, list[Finding]] = field(default_factory=dict)
    standing: Standing = field(default_factory=Standing)
    public: "State | None" = None
    seq: int = 0
    hurried: bool = False
    found_at_once: dict[str, list[Finding]] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        snapshot: Snapshot,
        asked: Iterable[str] = (),
        standing: Standing | None = None,
        seq: int = 0,
        known: NDArray[np.int64] | None = None,
    ) -> "State":
        """The state of a snapshot; ``asked`` are populations whose findings will be wanted, ``known`` is the
        grid of every household where that was found before."""
        state = cls(snapshot, take_census(snapshot, known), standing=standing or Standing(), seq=seq)
        for population in asked:
            if population in state.census.grids:  # a forecast may be gone
                state.findings(population)
        return state

    @property
    def moment(self) -> tuple[int, int]:
        """Which of two states of one store is the newer."""
        return self.snapshot.version, self.standing.newest

    @property
    def asked(self) -> frozenset[str]:
        """The populations whose findings have been asked for."""
        return frozenset(self.found.keys() | self.found_at_once.keys())

    def findings(self, *populations: str) -> list[Finding]:
        """What the rules say on a population, or on several, the gravest first; worked out once for each."""
        found = [self._findings(population) for population in populations]
        if len(found) == 1 or not len(self.snapshot["grids"]):
            return found[0]
        once = {id(finding) for shared in self.shared.values() for finding in shared}
        more = [finding for others in found[1:] for finding in others if id(finding) not in once]
        return sorted(found[0] + more, key=lambda finding: SEVERITIES.index(finding.severity))

    def measure(self) -> list[Finding]:
        """What the rules that measure the ground find; from now on it is among the findings. Any thread may
        ask."""
        return check(self.snapshot, rules=measuring(), census=self.census, shared=self.shared)

    def _findings(self, population: str) -> list[Finding]:
        waits = self.hurried and not self.shared.keys() >= set(measuring())
        found, rules = (self.found_at_once, quick()) if waits else (self.found, ())
        if population not in found:
            found[population] = check(self.snapshot, population, rules, self.census, self.shared)
        return found[population]
