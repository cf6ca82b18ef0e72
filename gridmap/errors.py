"""The exception tree: every failure a user can cause, each with one clear line.

Refusals are values, not exceptions (a greyed menu and its reason); problems in single rows of a
user's file are collected as ``Problem`` values with row and column. What is left is here::

    GridmapError          one line: what, where, why, what to do
    ├── UsageError        wrong words on the command line, an unknown name
    ├── InputError        a file of the user's that cannot be read at all
    ├── StoreError        the township's own store: damaged, newer than the program, not a store
    │   ├── StoreLocked   another process writes it
    │   ├── ReadOnlyStore a change was asked of a store opened to read
    │   └── Outdated      somebody published, or edited, what the author had not seen
    ├── EditError         an edit that would break the plan; nothing was changed
    ├── PublishError      a plan that may not be published, or not without a reason; nothing was changed
    └── StepRefused       a step that an incident or a roll-call cannot take now; nothing was changed

Exit code 2 on the command line for all of them. Any other exception is a bug.
"""


class GridmapError(Exception):
    """Base of every failure that has one line to say to the user."""


class UsageError(GridmapError):
    """A wrong use: an unknown kind, rule, layer or population."""


class InputError(GridmapError):
    """A file that cannot be read as a whole: missing, truncated, empty, not what it says it is.

    ``place`` says where inside the file (a row, a layer, a byte), ``remedy`` what the user can do.
    """

    def __init__(self, path: object, reason: str, *, place: str = "", remedy: str = "") -> None:
        self.path = str(path)
        self.reason = reason
        self.place = place
        self.remedy = remedy
        where = f"{path} ({place})" if place else f"{path}"
        super().__init__(f"{where}: {reason}" + (f" — {remedy}" if remedy else ""))


class StoreError(GridmapError):
    """The township's store cannot be opened or does not hold together."""


class StoreLocked(StoreError):
    """Another process holds the store for writing."""


class ReadOnlyStore(StoreError):
    """A change was asked of a store that is open for reading only."""


class Outdated(StoreError):
    """A publication of a plan that is not the newest any more; nothing was changed."""


class EditError(GridmapError):
    """An edit that would break the plan. The plan is as it was."""


class PublishError(GridmapError):
    """A plan that may not be published as it is, or not without a word. The record is as it was."""


class StepRefused(GridmapError):
    """A step that an incident, a roll-call or a round of visits cannot take now. It is as it was."""
