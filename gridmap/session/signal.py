"""How a session tells its windows that something changed, without Qt."""

from collections.abc import Callable
from types import MethodType
from weakref import WeakMethod

Listener = Callable[..., object]


class Signal:
    """Calls everybody who listens, in the order in which they began to, in the thread that emits.

    A method does not keep its object alive, and is forgotten with it. What a listener raises goes to
    whoever emitted; those after it hear nothing.
    """

    def __init__(self) -> None:
        self._heard: list[Callable[[], Listener | None]] = []

    def connect(self, listener: Listener) -> None:
        """Call ``listener`` from now on with what is emitted."""
        self._heard.append(WeakMethod(listener) if isinstance(listener, MethodType) else lambda: listener)

    def disconnect(self, listener: Listener) -> None:
        """Call it no more; nothing happens when it is not called anyway."""
        self._heard[:] = [known for known in self._heard if known() not in (None, listener)]

    def emit(self, *values: object) -> None:
        """Tell all of them."""
        for known in tuple(self._heard):
            listener = known()
            if listener is not None:
                listener(*values)
