"""Whether personal values may be read in an open township: they may not, but for ten recorded minutes."""

import time
from collections.abc import Callable, Sequence
from functools import cached_property

from gridmap.errors import ReadOnlyStore, UsageError
from gridmap.i18n import _
from gridmap.session.signal import Signal
from gridmap.store.protocol import Store
from gridmap.township.mask import LIFTED, MASKED, Mask

REASONS = {
    "call": _("电话联系住户"), "visit": _("上门走访"), "rescue": _("应急处置"), "ledger": _("核对台账"),
}  # fmt: skip
"""Why the mask is lifted. The reason goes into the audit, so it is chosen and never typed: nobody can name a
person in it."""

MINUTES = 10


class Masking:
    """The mask that every window of a session asks for.

    It is on. ``lift`` takes it off for ``MINUTES`` once the audit says who did it and why; it is on again
    when the time has passed, whether anybody looks or not, and at once with ``put_on``. ``changed`` says
    that more or less may be read now. Of several ``clocks`` (seconds) the one that ran furthest counts: a
    machine that slept, or whose time was set back, gains nothing.
    """

    def __init__(
        self, store: Store, clocks: Sequence[Callable[[], float]] = (time.monotonic, time.time)
    ) -> None:
        self._store, self._clocks = store, clocks
        self.changed = Signal()
        self._lifted: tuple[float, ...] | None = None
        self._who = ("", "")

    @property
    def mask(self) -> Mask:
        """What may be seen at this moment."""
        return LIFTED if self.left > 0 else MASKED

    @property
    def left(self) -> float:
        """Seconds until the mask is on again; 0 while it is."""
        if self._lifted is None:
            return 0.0
        passed = max(clock() - began for clock, began in zip(self._clocks, self._lifted, strict=True))
        return max(0.0, MINUTES * 60 - passed)

    @cached_property
    def _is_drill(self) -> bool:
        return bool(self._store.settings.drill)

    @property
    def refusal(self) -> str | None:
        """Why the mask cannot be lifted; None when it can."""
        if self._is_drill:
            return _("演练库里的人是真的，练习不需要看到他们")
        if not self._store.read_only:
            return None
        return _("只读打开的镇库不能登记是谁、为什么查看，所以不能解除遮蔽")

    def lift(self, reason: str, author: str) -> None:
        """Show personal values for ``MINUTES``; the record of it is durable before anything is shown.

        Raises ReadOnlyStore where nothing can be recorded, UsageError for a reason that is none of
        ``REASONS``.
        """
        if reason not in REASONS:
            raise UsageError(_("解除遮蔽要选一个事由：{known}").format(known="、".join(REASONS.values())))
        if self.refusal:
            raise ReadOnlyStore(self.refusal)
        self._store.note("unmask", REASONS[reason], _("{n} 分钟").format(n=MINUTES), author)
        self._lifted = tuple(clock() for clock in self._clocks)
        self._who = reason, author
        self.changed.emit()

    def for_file(self, kind: str, purpose: str) -> tuple[bool, str]:
        """Whether a file that is about to leave hides personal values, and its purpose for the watermark.

        One that does not is recorded first, with the reason, which then stands in its watermark too. ``kind``
        says what it is, without its name, which somebody typed. Raises StoreError: then nothing may leave.
        """
        if self.mask.on:
            return True, purpose
        reason, author = self._who
        self._store.note("unmasked_file", kind, REASONS[reason], author)
        return False, f"{purpose} · {REASONS[reason]}"

    def put_on(self) -> None:
        """Mask everything now, also what is just being typed: whoever asks for it has a reason."""
        self._lifted = None
        self.changed.emit()

    def look(self) -> None:
        """Say so when the time has passed."""
        if self._lifted is not None and not self.left:
            self.put_on()
