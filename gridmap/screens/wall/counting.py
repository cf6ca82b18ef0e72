"""What the wall says of a township, counted by the thread that reads it where there is one."""

from collections.abc import Callable
from datetime import datetime

from gridmap.scene.wall import WallContent, wall_content
from gridmap.session import Session, State
from gridmap.township.snapshot import Snapshot


class Counting:
    """Counts the published plan of a session, as of ``now``."""

    def __init__(self, session: Session, now: Callable[[], datetime]) -> None:
        self._session, self._now = session, now
        self._ahead: tuple[Snapshot, WallContent] | None = None

    def content(self) -> WallContent:
        """What was counted ahead of the plan that is published, the first time; else it is counted now."""
        public, ahead = self._session.public, self._ahead
        self._ahead = None
        if ahead is not None and ahead[0] is public.snapshot:
            return ahead[1]
        return self._of(public)

    def ahead(self, fresh: State) -> None:
        """Count a state before it is shown; any thread may."""
        public = fresh.public or fresh
        self._ahead = public.snapshot, self._of(public)

    def _of(self, public: State) -> WallContent:
        return wall_content(public.snapshot, public.census, public.findings("resident"), self._now())
