"""The views a window has had, to go back and forth between."""

from gridmap.scene.view import View

LENGTH = 100


class Past:
    """A stack of views behind and ahead of the present one."""

    def __init__(self) -> None:
        self._behind: list[View] = []
        self._ahead: list[View] = []

    def __bool__(self) -> bool:
        return bool(self._behind or self._ahead)

    def keep(self, view: View) -> None:
        """Remember a view that is about to be left."""
        if not self._behind or _where(self._behind[-1]) != _where(view):
            self._behind = [*self._behind[-LENGTH:], view]
        self._ahead.clear()

    def clear(self) -> None:
        """Forget everything."""
        self._behind.clear()
        self._ahead.clear()

    def back(self, present: View) -> View | None:
        """The view before the present one."""
        return _step(self._behind, self._ahead, present)

    def forward(self, present: View) -> View | None:
        """The view that was left by going back."""
        return _step(self._ahead, self._behind, present)


def _where(view: View) -> tuple[float, float, float]:
    return view.x, view.y, view.logical_scale


def _step(source: list[View], other: list[View], present: View) -> View | None:
    while source and _where(source[-1]) == _where(present):
        source.pop()
    if not source:
        return None
    other.append(present)
    return source.pop()
